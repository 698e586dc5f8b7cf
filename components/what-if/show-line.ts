import { findLine } from '@/lib/client/text-lines';

/** Pixels; that of the style sheet. */
const LINE_HEIGHT = 18;

/** Selects a line of a text field and brings it into view, with the focus in it. */
export function showLine(field: HTMLTextAreaElement, line: number): void {
  const { start, end } = findLine(field.value, line);
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end);
  field.scrollTop = Math.max(0, (line - 1) * LINE_HEIGHT - field.clientHeight / 3);
  field.scrollLeft = 0;
}
