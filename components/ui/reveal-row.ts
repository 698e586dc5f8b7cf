import { HEAD_HEIGHT, ROW_HEIGHT } from './data-column';

/** Scrolls a data table just so far that the row stands below the sticky header and above the lower edge. */
export function revealRow(scroll: HTMLElement | null, index: number): void {
  if (!scroll) return;
  const top = index * ROW_HEIGHT;
  const room = scroll.clientHeight - HEAD_HEIGHT;
  if (top < scroll.scrollTop) scroll.scrollTop = top;
  else if (top + ROW_HEIGHT > scroll.scrollTop + room) scroll.scrollTop = top + ROW_HEIGHT - room;
}
