'use client';

import { type KeyboardEvent, useRef, useState } from 'react';
import { SignMark } from '@/components/ui/sign-mark';
import {
  MOST_COLUMNS,
  MOST_ROWS,
  cellKinds,
  type MatrixCell,
  type MatrixLine,
  type PolicyMatrix,
} from '@/lib/client/policy-matrix';
import { seenText, seenWords } from '@/lib/client/policy-words';
import type { Unfolded } from '@/lib/client/policy-view';
import { cellSigns } from './policy-marks';
import classes from './policy-matrix.module.css';

export interface PolicyMatrixTableProps {
  readonly matrix: PolicyMatrix;
  /** `<caller>><callee>` of the cell that is opened. */
  readonly selected: string | undefined;
  readonly onSelect: (cell: MatrixCell | undefined) => void;
  readonly onUnfold: (unfolded: Unfolded) => void;
}

/**
 * Who called whom: callers down, callees across, each cell with what policies say and what was seen. One Tab enters the
 * cells, the arrows walk over those that hold something.
 */
export function PolicyMatrixTable({ matrix, selected, onSelect, onUnfold }: PolicyMatrixTableProps) {
  const { rows, columns, cells } = matrix;
  const scroll = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string>();
  const drawn = rows.flatMap((row) => columns.flatMap((column) => matrix.cellAt(row, column) ?? []));
  const active = [focused, selected].find((key) => drawn.some((cell) => keyOf(cell) === key));
  const entry = active ?? (drawn[0] === undefined ? undefined : keyOf(drawn[0]));

  function walk(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const button = event.target instanceof HTMLElement ? event.target.closest('[data-cell]') : null;
    const at = drawn.find((cell) => keyOf(cell) === button?.getAttribute('data-cell'));
    const next = at && nextCell(matrix, drawn, at, event.key);
    if (next === undefined) return;
    event.preventDefault();
    const found = [...(scroll.current?.querySelectorAll<HTMLElement>('[data-cell]') ?? [])].find(
      (one) => one.getAttribute('data-cell') === keyOf(next),
    );
    found?.focus();
  }

  return (
    <div className={classes.frame}>
      <FoldTools matrix={matrix} onUnfold={onUnfold} />
      <ul className={classes.legend} aria-label="Signs">
        {cellKinds
          .filter((kind) => cells.some((cell) => cell.counts.some((one) => one.kind === kind)))
          .map((kind) => (
            <li key={kind}>
              <SignMark icon={cellSigns[kind].icon} tone={cellSigns[kind].tone}>
                {cellSigns[kind].word}
              </SignMark>
              : {cellSigns[kind].meaning}
            </li>
          ))}
      </ul>
      <p className={classes.note} data-testid="matrix-note">
        Only pairs that were seen to call in this window are told of.{sayHidden(matrix)}
      </p>
      <div ref={scroll} className={classes.scroll}>
        <table className={classes.table} data-testid="policy-matrix">
          <caption className={classes.caption}>Callers down, callees across</caption>
          <thead>
            <tr>
              <th scope="col">Caller ↓ · Callee →</th>
              {columns.map((column) => (
                <th key={column.key} scope="col">
                  <LineName line={column} />
                </th>
              ))}
            </tr>
          </thead>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrows walk over the buttons in it */}
          <tbody onKeyDown={walk}>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">
                  <LineName line={row} />
                </th>
                {columns.map((column) => {
                  const cell = matrix.cellAt(row, column);
                  return (
                    <td key={column.key}>
                      {cell === undefined ? null : (
                        <CellButton
                          cell={cell}
                          isSelected={keyOf(cell) === selected}
                          isEntry={keyOf(cell) === entry}
                          onFocus={setFocused}
                          onSelect={onSelect}
                        />
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
        {cells.length === 0 ? (
          <p className={classes.empty}>No pair is like that: clear a filter, or look at a longer window.</p>
        ) : null}
      </div>
    </div>
  );
}

function FoldTools({
  matrix: { namespaces },
  onUnfold,
}: Pick<PolicyMatrixTableProps, 'matrix' | 'onUnfold'>) {
  const unfolded = namespaces.filter(({ isUnfolded }) => isUnfolded).map(({ key }) => key);
  return (
    <div
      className={classes.tools}
      role="group"
      aria-label="Namespaces that are unfolded"
      data-testid="matrix-fold"
    >
      <button type="button" className={classes.chip} onClick={() => onUnfold('all')}>
        Unfold all
      </button>
      <button type="button" className={classes.chip} onClick={() => onUnfold([])}>
        Fold all
      </button>
      {namespaces.map(({ key, name, isUnfolded }) => (
        <button
          key={key}
          type="button"
          className={classes.chip}
          aria-pressed={isUnfolded}
          onClick={() => onUnfold(isUnfolded ? unfolded.filter((one) => one !== key) : [...unfolded, key])}
        >
          {isUnfolded ? '▾ ' : '▸ '}
          {name}
        </button>
      ))}
    </div>
  );
}

function LineName({ line: { namespace, name } }: { line: MatrixLine }) {
  return (
    <span title={name === undefined ? namespace : `${namespace}/${name}`}>
      {name === undefined ? null : <span className={classes.lineSpace}>{namespace}</span>}
      <span className={classes.lineName}>{name ?? namespace}</span>
      {name === undefined ? <span className={classes.lineSpace}>all of it</span> : null}
    </span>
  );
}

interface CellButtonProps {
  readonly cell: MatrixCell;
  readonly isSelected: boolean;
  readonly isEntry: boolean;
  readonly onFocus: (key: string) => void;
  readonly onSelect: PolicyMatrixTableProps['onSelect'];
}

function CellButton({ cell, isSelected, isEntry, onFocus, onSelect }: CellButtonProps) {
  const { icon, tone } = cellSigns[cell.kind];
  const [declared, seen] = [declaredIn(cell), seenIn(cell)];
  const name = ({ namespace, name }: MatrixLine) => (name === undefined ? namespace : `${namespace}/${name}`);
  return (
    <button
      type="button"
      className={classes.cell}
      data-cell={keyOf(cell)}
      data-kind={cell.kind}
      tabIndex={isEntry ? 0 : -1}
      aria-pressed={isSelected}
      aria-label={`${name(cell.row)} to ${name(cell.column)}: ${declared}; seen: ${seen}`}
      title={`${declared}; seen: ${seen}`}
      onFocus={() => onFocus(keyOf(cell))}
      onClick={() => onSelect(isSelected ? undefined : cell)}
    >
      <SignMark icon={icon} tone={tone}>
        {cellSigns[cell.kind].word}
        {cell.edges.length > 1 ? ` ${cell.counts[0]?.count ?? 0}/${cell.edges.length}` : ''}
      </SignMark>
      <span className={classes.seen}>{seen}</span>
    </button>
  );
}

function keyOf({ row, column }: MatrixCell): string {
  return `${row.key}>${column.key}`;
}

function declaredIn({ counts }: MatrixCell): string {
  return counts.map(({ kind, count }) => `${count} ${cellSigns[kind].word}`).join(', ');
}

/** Of one edge its rate; of several how many were refused: rates of different protocols do not add up. */
function seenIn({ edges }: MatrixCell): string {
  const [only, ...others] = edges;
  if (only === undefined) return seenWords.silent;
  if (others.length === 0) return seenText(only);
  const refused = edges.filter(
    ({ observed: { state } }) => state === 'refused' || state === 'partlyRefused',
  ).length;
  return refused === 0 ? 'all let in' : `${refused} of ${edges.length} refused`;
}

function sayHidden({ hidden, rows, columns }: PolicyMatrix): string {
  const parts = [
    ...(hidden.rows > 0 ? [`the first ${MOST_ROWS} of ${rows.length + hidden.rows} callers`] : []),
    ...(hidden.columns > 0
      ? [`the first ${MOST_COLUMNS} of ${columns.length + hidden.columns} callees`]
      : []),
  ];
  return parts.length === 0
    ? ''
    : ` Drawn are ${parts.join(' and ')}: fold namespaces or filter to see the others.`;
}

/** The next cell that holds something, in the direction of a key. */
function nextCell(
  { rows, columns }: PolicyMatrix,
  drawn: readonly MatrixCell[],
  at: MatrixCell,
  key: string,
): MatrixCell | undefined {
  const place = ({ row, column }: MatrixCell) => ({
    y: rows.findIndex((one) => one.key === row.key),
    x: columns.findIndex((one) => one.key === column.key),
  });
  const from = place(at);
  const others = drawn.filter((cell) => cell !== at).map((cell) => ({ cell, ...place(cell) }));
  const inRow = others.filter(({ y }) => y === from.y);
  const nearest = (all: readonly { cell: MatrixCell; x: number; y: number }[]) =>
    all.toSorted(
      (a, b) =>
        Math.abs(a.y - from.y) - Math.abs(b.y - from.y) || Math.abs(a.x - from.x) - Math.abs(b.x - from.x),
    )[0]?.cell;
  // The same column as long as there is anything in it.
  const inColumn = (all: typeof others) => nearest(all.filter(({ x }) => x === from.x)) ?? nearest(all);
  switch (key) {
    case 'ArrowRight':
      return nearest(inRow.filter(({ x }) => x > from.x));
    case 'ArrowLeft':
      return nearest(inRow.filter(({ x }) => x < from.x));
    case 'ArrowDown':
      return inColumn(others.filter(({ y }) => y > from.y));
    case 'ArrowUp':
      return inColumn(others.filter(({ y }) => y < from.y));
    case 'Home':
      return inRow.toSorted((a, b) => a.x - b.x)[0]?.cell;
    case 'End':
      return inRow.toSorted((a, b) => b.x - a.x)[0]?.cell;
    default:
      return undefined;
  }
}
