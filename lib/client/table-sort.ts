/** What a table is sorted by. */
export interface TableSort {
  readonly column: string;
  readonly descending: boolean;
}

/** Reads `rate`, or `-rate` for descending; null for anything else. */
export function parseTableSort(text: string): TableSort | null {
  const column = text.startsWith('-') ? text.slice(1) : text;
  return /^[a-zA-Z][a-zA-Z0-9]{0,31}$/.test(column) ? { column, descending: text !== column } : null;
}

export function printTableSort({ column, descending }: TableSort): string {
  return descending ? `-${column}` : column;
}

export function isSameTableSort(one: TableSort, other: TableSort): boolean {
  return one.column === other.column && one.descending === other.descending;
}

/** The next sort when a column's header is pressed: first direction, then the other, then none. */
export function nextTableSort(
  sort: TableSort | undefined,
  column: string,
  descendingFirst: boolean,
): TableSort | undefined {
  if (sort?.column !== column) return { column, descending: descendingFirst };
  return sort.descending === descendingFirst ? { column, descending: !descendingFirst } : undefined;
}
