import { memo } from 'react';
import type { DataColumn } from './data-column';
import classes from './data-table.module.css';

export interface DataTableRowProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly columns: readonly DataColumn<Row>[];
  readonly label: string;
  /** A search found it. */
  readonly found: boolean;
  readonly selected: boolean;
  /** The row that Tab enters. */
  readonly active: boolean;
  onFocus(index: number): void;
}

function DrawnRow<Row>(props: DataTableRowProps<Row>) {
  const { row, index, columns, label, found, selected, active, onFocus } = props;
  const [first, ...others] = columns;
  if (first === undefined) return null;
  return (
    <tr data-selected={selected} data-found={found} data-index={index} aria-rowindex={index + 2}>
      <th scope="row" title={first.title?.(row)}>
        <button
          type="button"
          aria-pressed={selected}
          aria-label={found ? `${label}, found` : label}
          tabIndex={active ? 0 : -1}
          onFocus={() => onFocus(index)}
        >
          {show(first, row)}
        </button>
      </th>
      {others.map((column) => (
        <td key={column.id} data-numeric={column.numeric ?? false} title={column.title?.(row)}>
          {show(column, row)}
        </td>
      ))}
    </tr>
  );
}

function show<Row>(column: DataColumn<Row>, row: Row): React.ReactNode {
  return (column.cell ? column.cell(row) : column.value(row)) ?? <span className={classes.none}>–</span>;
}

/** One row: named by the button in its first cell, which says the whole row to those who do not see it. */
export const DataTableRow = memo(DrawnRow) as typeof DrawnRow;
