/** What is selected in the graph, the table and the panel alike. */
export interface Selection {
  readonly kind: 'node' | 'edge';
  readonly id: string;
}

export const LONGEST_ID = 1_024;

/** Reads `node:<id>` or `edge:<id>`; null when it is neither. */
export function parseSelection(text: string): Selection | null {
  const separator = text.indexOf(':');
  const kind = text.slice(0, separator);
  const id = text.slice(separator + 1);
  if (separator < 0 || id === '' || id.length > LONGEST_ID) return null;
  return kind === 'node' || kind === 'edge' ? { kind, id } : null;
}

export function printSelection(selection: Selection): string {
  return `${selection.kind}:${selection.id}`;
}

export function isSameSelection(one: Selection, other: Selection): boolean {
  return one.kind === other.kind && one.id === other.id;
}
