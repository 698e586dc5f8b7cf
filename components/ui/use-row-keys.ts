import { type KeyboardEvent, type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { HEAD_HEIGHT, ROW_HEIGHT } from './data-column';
import { revealRow } from './reveal-row';

/** One Tab stop for all rows: the row that was last in focus, else the selected one, else the first. Arrows walk. */
export function useRowKeys<Row>(
  rows: readonly Row[],
  idOf: (row: Row) => string,
  selectedId: string | undefined,
  scroll: RefObject<HTMLDivElement | null>,
) {
  const [focusedId, setFocusedId] = useState<string>();
  const wanted = useRef<number>(undefined);
  const indexOf = (id: string | undefined) =>
    id === undefined ? -1 : rows.findIndex((row) => idOf(row) === id);
  const activeIndex = [indexOf(focusedId), indexOf(selectedId), rows.length > 0 ? 0 : -1].find(
    (index) => index >= 0,
  );

  // The row is drawn by now, also when it was out of sight.
  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    const button = scroll.current?.querySelector<HTMLElement>(`tr[data-index="${wanted.current}"] button`);
    wanted.current = undefined;
    button?.focus({ preventScroll: true });
  });

  const onFocus = useCallback(
    (index: number) => {
      const row = rows[index];
      if (row === undefined) return;
      setFocusedId(idOf(row));
      revealRow(scroll.current, index);
    },
    [rows, idOf, scroll],
  );

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || activeIndex === undefined) return;
    const page = Math.max(
      1,
      Math.floor(((scroll.current?.clientHeight ?? 0) - HEAD_HEIGHT) / ROW_HEIGHT) - 1,
    );
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: activeIndex + 1,
      ArrowUp: activeIndex - 1,
      PageDown: activeIndex + page,
      PageUp: activeIndex - page,
      Home: 0,
      End: rows.length - 1,
    };
    const step = Object.hasOwn(steps, event.key) ? steps[event.key] : undefined;
    if (step === undefined) return;
    event.preventDefault();
    const index = Math.min(rows.length - 1, Math.max(0, step));
    const row = rows[index];
    if (row === undefined || index === activeIndex) return;
    wanted.current = index;
    setFocusedId(idOf(row));
  }

  return { activeIndex: activeIndex ?? -1, onFocus, onKeyDown };
}
