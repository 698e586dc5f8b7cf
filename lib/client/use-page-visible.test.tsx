// @vitest-environment happy-dom
import { act, cleanup, render } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { usePageVisible } from './use-page-visible';

function Page() {
  return <p>{usePageVisible() ? 'visible' : 'hidden'}</p>;
}

function turn(state: DocumentVisibilityState): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
}

describe('usePageVisible', () => {
  afterEach(() => {
    cleanup();
    vi.restoreAllMocks();
  });

  it('follows the tab', () => {
    const { container } = render(<Page />);
    expect(container.textContent).toBe('visible');
    turn('hidden');
    expect(container.textContent).toBe('hidden');
    turn('visible');
    expect(container.textContent).toBe('visible');
  });
});
