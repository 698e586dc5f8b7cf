'use client';

import { Fragment, useEffect, useRef, type MouseEvent, type ReactNode } from 'react';
import type { TableSort } from '@/lib/client/table-sort';
import type { DataColumn } from './data-column';
import { DataTableHead } from './data-table-head';
import { DataTableRow } from './data-table-row';
import classes from './data-table.module.css';
import { revealRow } from './reveal-row';
import { useRowKeys } from './use-row-keys';
import { useVisibleRows } from './use-visible-rows';

export interface DataTableProps<Row> {
  readonly caption: string;
  /** The first one names the row. */
  readonly columns: readonly DataColumn<Row>[];
  /** In the order they are shown in: see `useSortedRows`. */
  readonly rows: readonly Row[];
  idOf(row: Row): string;
  /** One sentence that says the whole row. */
  speak(row: Row): string;
  /** Rows that a search found: they are marked. */
  readonly foundIds?: ReadonlySet<string> | undefined;
  readonly selectedId: string | undefined;
  onSelect(id: string | undefined): void;
  readonly sort: TableSort | undefined;
  onSort(sort: TableSort | undefined): void;
  /** Stands in the place of the rows when there are none. */
  readonly empty: ReactNode;
  readonly testId: string;
}

/**
 * A sortable table of any length with one selection. Only the rows on screen are drawn; one Tab enters the rows, the
 * arrows walk over them, Enter or Space selects.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, selectedId, onSelect, sort, onSort, idOf } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const keys = useRowKeys(rows, idOf, selectedId, scroll);
  const { parts, heightBelow } = useVisibleRows(rows.length, keys.activeIndex, scroll);

  const selectedIndex = selectedId === undefined ? -1 : rows.findIndex((row) => idOf(row) === selectedId);
  // A row that was selected elsewhere comes into view; being sorted away is no reason to scroll after it.
  useEffect(() => {
    if (selectedIndex >= 0) revealRow(scroll.current, selectedIndex);
    // oxlint-disable-next-line react/exhaustive-deps -- only when the selection changes
  }, [selectedId]);

  function selectClicked({ target }: MouseEvent): void {
    // Marking text with the mouse ends in a click, too.
    if (window.getSelection()?.isCollapsed === false) return;
    const index = target instanceof Element ? target.closest('tr')?.getAttribute('data-index') : undefined;
    const row = rows[Number(index ?? Number.NaN)];
    if (row === undefined) return;
    const id = idOf(row);
    onSelect(id === selectedId ? undefined : id);
  }

  const gap = (height: number) =>
    height > 0 ? (
      <tr aria-hidden="true">
        <td colSpan={columns.length} style={{ height, padding: 0, border: 0 }}>
          {' '}
        </td>
      </tr>
    ) : null;

  return (
    <div ref={scroll} className={classes.scroll}>
      <table
        className={classes.table}
        style={{ minWidth: columns.reduce((sum, { width }) => sum + width, 0) }}
        aria-rowcount={rows.length + 1}
        data-testid={props.testId}
      >
        <caption className={classes.caption}>{props.caption}</caption>
        <DataTableHead columns={columns} sort={sort} onSort={onSort} />
        {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- each row holds a button that does the same */}
        <tbody onClick={selectClicked} onKeyDown={keys.onKeyDown}>
          {parts.map(({ index, heightAbove }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const id = idOf(row);
            return (
              <Fragment key={id}>
                {gap(heightAbove)}
                <DataTableRow
                  row={row}
                  index={index}
                  columns={columns}
                  label={props.speak(row)}
                  found={props.foundIds?.has(id) ?? false}
                  selected={id === selectedId}
                  active={index === keys.activeIndex}
                  onFocus={keys.onFocus}
                />
              </Fragment>
            );
          })}
          {gap(heightBelow)}
        </tbody>
      </table>
      {rows.length === 0 ? <div className={classes.empty}>{props.empty}</div> : null}
    </div>
  );
}
