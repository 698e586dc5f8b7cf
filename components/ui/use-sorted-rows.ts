import {
  type ColumnDef,
  createSortedRowModel,
  type Row as TableRow,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import type { TableSort } from '@/lib/client/table-sort';
import type { DataColumn } from './data-column';

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const WITHIN = ' within';

/** The rows as they are sorted; in the order they came in where the sort names no column. */
export function useSortedRows<Row>(
  rows: readonly Row[],
  columns: readonly DataColumn<Row>[],
  sort: TableSort | undefined,
): readonly Row[] {
  const definitions = useMemo(() => columns.flatMap(defineColumn<Row>), [columns]);
  const data = useMemo(() => rows.map((row) => ({ row })), [rows]);
  const { column: sorted, descending: desc = false } = sort ?? {};
  const sorting = useMemo(() => {
    const column = columns.find(({ id }) => id === sorted);
    if (column === undefined) return [];
    const within = column.within ? [{ id: column.id + WITHIN, desc: false }] : [];
    return [...within, { id: column.id, desc }];
  }, [columns, sorted, desc]);
  const table = useTable({ features, columns: definitions, data, state: { sorting } });
  const model = table.getRowModel().rows;
  return useMemo(() => model.map(({ original }) => original.row), [model]);
}

/** The library takes objects for rows; ours may be anything. */
interface Held<Row> {
  readonly row: Row;
}

function defineColumn<Row>(column: DataColumn<Row>): ColumnDef<typeof features, Held<Row>>[] {
  const { id, within } = column;
  const own: ColumnDef<typeof features, Held<Row>> = {
    id,
    accessorFn: ({ row }) => column.value(row),
    sortUndefined: 'last',
    sortFn: compareValues,
  };
  if (within === undefined) return [own];
  return [own, { id: id + WITHIN, accessorFn: ({ row }) => within(row), sortFn: compareValues }];
}

function compareValues<Row>(
  one: TableRow<typeof features, Held<Row>>,
  other: TableRow<typeof features, Held<Row>>,
  column: string,
): number {
  const [a, b] = [one.getValue<unknown>(column), other.getValue<unknown>(column)];
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}
