// @vitest-environment happy-dom
import { act, cleanup, render } from '@testing-library/react';
import { Component, type ReactNode } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { lateCode, useLateCode, type LateCode } from './late-code';

function Page({ code, isWanted }: { code: LateCode<string>; isWanted: boolean }) {
  return <p>{useLateCode(code, isWanted) ?? 'nothing'}</p>;
}

class Guard extends Component<{ children: ReactNode }> {
  override state = { said: '' };

  static getDerivedStateFromError(error: Error) {
    return { said: error.message };
  }

  override render() {
    return this.state.said || this.props.children;
  }
}

describe('useLateCode', () => {
  afterEach(() => {
    cleanup();
    vi.restoreAllMocks();
  });

  it('loads code once it is wanted, and for all who want it later', async () => {
    const load = vi.fn<() => Promise<string>>(async () => 'code');
    const code = lateCode('The code', load);
    const { container, rerender } = render(<Page code={code} isWanted={false} />);
    await act(async () => {});
    expect([container.textContent, load.mock.calls.length]).toEqual(['nothing', 0]);
    rerender(<Page code={code} isWanted />);
    await act(async () => {});
    expect(container.textContent).toBe('code');
    // Nobody sees an empty place any more.
    expect(render(<Page code={code} isWanted={false} />).container.textContent).toBe('code');
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('says what cannot be loaded', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const code = lateCode<string>('The list', () => Promise.reject(new Error('404')));
    const { container } = render(
      <Guard>
        <Page code={code} isWanted />
      </Guard>,
    );
    await act(async () => {});
    expect(container.textContent).toBe('The list cannot be loaded.');
  });
});
