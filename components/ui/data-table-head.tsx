import { nextTableSort, type TableSort } from '@/lib/client/table-sort';
import type { DataColumn } from './data-column';
import classes from './data-table.module.css';

export interface DataTableHeadProps<Row> {
  readonly columns: readonly DataColumn<Row>[];
  readonly sort: TableSort | undefined;
  onSort(sort: TableSort | undefined): void;
}

/** The headers; each is a button that sorts: once, the other way round, not at all. Numbers begin with the largest. */
export function DataTableHead<Row>({ columns, sort, onSort }: DataTableHeadProps<Row>) {
  return (
    <>
      <colgroup>
        {columns.map(({ id, width }) => (
          <col key={id} style={{ width }} />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {columns.map(({ id, header, numeric = false }) => {
            const direction = sort?.column !== id ? undefined : sort.descending ? 'descending' : 'ascending';
            return (
              <th key={id} scope="col" aria-sort={direction} data-numeric={numeric}>
                <button type="button" onClick={() => onSort(nextTableSort(sort, id, numeric))}>
                  {header}
                  <span className={classes.arrow} aria-hidden="true">
                    {direction === undefined ? '' : direction === 'descending' ? '▼' : '▲'}
                  </span>
                </button>
              </th>
            );
          })}
        </tr>
      </thead>
    </>
  );
}
