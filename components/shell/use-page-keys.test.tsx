// @vitest-environment happy-dom
import { cleanup, fireEvent, render } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { usePageKeys } from './use-page-keys';

function Page({ onRefresh, dialog = false }: { onRefresh: () => void; dialog?: boolean }) {
  usePageKeys({ r: onRefresh });
  return (
    <>
      <button type="button">button</button>
      <input aria-label="name" />
      <input type="checkbox" aria-label="switch" />
      <select aria-label="choice" />
      {dialog ? <dialog open /> : null}
    </>
  );
}

describe('usePageKeys', () => {
  afterEach(cleanup);

  it('acts wherever the person is not typing', () => {
    const refresh = vi.fn<() => void>();
    const page = render(<Page onRefresh={refresh} />);
    fireEvent.keyDown(document.body, { key: 'r' });
    fireEvent.keyDown(page.getByRole('button'), { key: 'r' });
    fireEvent.keyDown(page.getByLabelText('switch'), { key: 'r' });
    expect(refresh).toHaveBeenCalledTimes(3);
  });

  it('leaves fields, lists, chords and open dialogs alone', () => {
    const refresh = vi.fn<() => void>();
    const page = render(<Page onRefresh={refresh} />);
    fireEvent.keyDown(page.getByLabelText('name'), { key: 'r' });
    fireEvent.keyDown(page.getByLabelText('choice'), { key: 'r' });
    fireEvent.keyDown(document.body, { key: 'r', ctrlKey: true });
    fireEvent.keyDown(document.body, { key: 'r', metaKey: true });
    fireEvent.keyDown(document.body, { key: 'constructor' });
    page.rerender(<Page onRefresh={refresh} dialog />);
    fireEvent.keyDown(document.body, { key: 'r' });
    expect(refresh).not.toHaveBeenCalled();
  });

  it('stops when the page goes away', () => {
    const refresh = vi.fn<() => void>();
    render(<Page onRefresh={refresh} />).unmount();
    fireEvent.keyDown(document.body, { key: 'r' });
    expect(refresh).not.toHaveBeenCalled();
  });
});
