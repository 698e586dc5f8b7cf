/** The text with a full stop, unless it ends as a sentence does: reasons that sources give stand beside other words. */
export function asSentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.!?…:]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
