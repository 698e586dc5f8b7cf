import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback } from 'react';
import { ROW_HEIGHT } from './data-column';

/** Up to this many rows all are drawn: the page's own search and a screen reader find every one. */
const DRAWN_WHOLE = 120;

export interface VisiblePart {
  readonly index: number;
  /** Pixels of rows that are not drawn above this one. */
  readonly heightAbove: number;
}

/** Which of `count` rows are drawn. The active row always is: else the keyboard could not come back to it. */
export function useVisibleRows(
  count: number,
  activeIndex: number,
  scroll: RefObject<HTMLDivElement | null>,
): { parts: VisiblePart[]; heightBelow: number } {
  const virtual = count > DRAWN_WHOLE;
  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      const drawn = activeIndex < 0 || indexes.includes(activeIndex) ? indexes : [...indexes, activeIndex];
      return drawn.toSorted((a, b) => a - b);
    },
    [activeIndex],
  );
  // oxlint-disable-next-line react/incompatible-library -- the indexes are read in this very render
  const virtualizer = useVirtualizer({
    count: virtual ? count : 0,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    rangeExtractor,
    overscan: 12,
    initialRect: { width: 0, height: 900 },
    useFlushSync: false,
  });
  const indexes = virtual
    ? virtualizer.getVirtualItems().map(({ index }) => index)
    : Array.from({ length: count }, (_, index) => index);
  const parts = indexes.map((index, at) => ({
    index,
    heightAbove: (index - (indexes[at - 1] ?? -1) - 1) * ROW_HEIGHT,
  }));
  const last = indexes.at(-1) ?? -1;

  return { parts, heightBelow: (count - 1 - last) * ROW_HEIGHT };
}
