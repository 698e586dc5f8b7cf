// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleShop } from '@/lib/core/graph/find/sample-find-graph';
import { ExpressionField } from './expression-field';

interface Overrides {
  applied?: string;
  live?: boolean;
  onApply?: (text: string) => void;
  onEnter?: () => void;
  onOpen?: () => void;
}

const ignore = () => undefined;

function Field({ applied = '', live = true, onApply = ignore, onEnter, onOpen }: Overrides) {
  return (
    <MantineProvider env="test">
      <ExpressionField
        label="Find"
        placeholder="Find"
        applied={applied}
        live={live}
        graph={sampleShop}
        leftSection={null}
        onApply={onApply}
        testId="field"
        {...(onEnter ? { onEnter } : {})}
        {...(onOpen ? { onOpen } : {})}
      />
    </MantineProvider>
  );
}

const input = () => screen.getByRole<HTMLInputElement>('combobox');
const options = () =>
  screen.queryAllByRole('option').map((option) => option.querySelector('code')?.textContent);
const press = (key: string, more = {}) => fireEvent.keyDown(input(), { key, ...more });

function type(value: string): void {
  act(() => input().focus());
  fireEvent.change(input(), { target: { value, selectionStart: value.length } });
}

function pause(): void {
  act(() => void vi.advanceTimersByTime(1_000));
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('ExpressionField', () => {
  it('applies what is typed after a pause, once', () => {
    const onApply = vi.fn<(text: string) => void>();
    render(<Field onApply={onApply} />);
    type('idl');
    type('idle ');
    expect(onApply).not.toHaveBeenCalled();
    pause();
    expect(onApply.mock.calls).toEqual([['idle']]);
  });

  it('points at the word that is wrong, after a pause, and applies nothing', () => {
    const onApply = vi.fn<(text: string) => void>();
    render(<Field onApply={onApply} />);
    type('nmae = web and idle');
    expect(screen.queryByTestId('expression-error')).toBeNull();
    pause();
    const error = screen.getByTestId('expression-error');
    expect(error.querySelector('mark')?.textContent).toBe('nmae');
    expect(error.textContent).toContain('Did you mean “name”?');
    expect(input().getAttribute('aria-invalid')).toBe('true');
    expect(input().getAttribute('aria-describedby')).toContain(error.id);
    expect(onApply).not.toHaveBeenCalled();
    type('name = web and idle');
    expect(screen.queryByTestId('expression-error')).toBeNull();
  });

  it('does not complain of an end that may still come, until the field is left', () => {
    render(<Field />);
    type('version = ');
    pause();
    expect(options()).toEqual(['v1', 'v2']);
    expect(screen.queryByTestId('expression-error')).toBeNull();
    act(() => input().blur());
    expect(screen.getByTestId('expression-error').textContent).toContain('A value is missing');
  });

  it('completes with the arrows and Enter, and puts the cursor behind', () => {
    render(<Field />);
    type('vers');
    expect(input().getAttribute('aria-expanded')).toBe('true');
    press('ArrowDown');
    const active = screen.getByRole('option', { selected: true });
    expect(input().getAttribute('aria-activedescendant')).toBe(active.id);
    press('Enter');
    expect(input().value).toBe('version ');
    expect(input().selectionStart).toBe('version '.length);
    expect(options()[0]).toBe('=');
    press('ArrowDown');
    press('Tab');
    expect(input().value).toBe('version = ');
    fireEvent.click(screen.getByText('v2'));
    expect(input().value).toBe('version = v2 ');
  });

  it('leaves Tab alone while no line is chosen', () => {
    render(<Field />);
    type('vers');
    expect(press('Tab')).toBe(true);
    expect(input().value).toBe('vers');
  });

  it('says Enter, forwards or backwards, and applies at once', () => {
    const onApply = vi.fn<(text: string) => void>();
    const onEnter = vi.fn<() => void>();
    render(<Field onApply={onApply} onEnter={onEnter} />);
    type('idle');
    press('Enter');
    press('Enter', { shiftKey: true });
    expect(onApply.mock.calls[0]).toEqual(['idle']);
    expect(onEnter.mock.calls).toMatchObject([
      [{ kind: 'understood' }, 1],
      [{ kind: 'understood' }, -1],
    ]);
    expect(options()).toEqual([]);
  });

  it('says Ctrl+Enter apart from Enter, applies at once, and leaves other chords to the browser', () => {
    const onApply = vi.fn<(text: string) => void>();
    const onEnter = vi.fn<() => void>();
    const onOpen = vi.fn<() => void>();
    render(<Field onApply={onApply} onEnter={onEnter} onOpen={onOpen} />);
    type('idle');
    expect(press('a', { ctrlKey: true })).toBe(true);
    expect(press('Enter', { ctrlKey: true })).toBe(false);
    expect(onApply.mock.calls).toEqual([['idle']]);
    expect(onOpen.mock.calls).toMatchObject([[{ kind: 'understood' }]]);
    expect(onEnter).not.toHaveBeenCalled();
    expect(options()).toEqual([]);
  });

  it('closes the list with Escape, and clears the text with another', () => {
    const onApply = vi.fn<(text: string) => void>();
    render(<Field applied="idle" onApply={onApply} />);
    type('idl');
    press('Escape');
    expect([options(), input().value]).toEqual([[], 'idl']);
    press('Escape');
    expect(input().value).toBe('');
    expect(onApply.mock.calls).toEqual([['']]);
  });

  it('shows another expression that comes from outside, but not its own over what is typed since', () => {
    const { rerender } = render(<Field />);
    type('idle');
    pause();
    type('idle or mt');
    rerender(<Field applied="idle" />);
    expect(input().value).toBe('idle or mt');
    rerender(<Field applied="mtls" />);
    expect(input().value).toBe('mtls');
  });

  it('waits for Enter where it does not follow the typing', () => {
    const onApply = vi.fn<(text: string) => void>();
    render(<Field live={false} onApply={onApply} />);
    type('idle');
    pause();
    expect(onApply).not.toHaveBeenCalled();
    press('Enter');
    expect(onApply.mock.calls).toEqual([['idle']]);
  });

  it('writes invisible characters of names out', () => {
    render(<Field />);
    type('ab\u202ecd = 1');
    pause();
    expect(screen.getByTestId('expression-error').textContent).toContain('ab\\u{202e}cd');
  });
});
