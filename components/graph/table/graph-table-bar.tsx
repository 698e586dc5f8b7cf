import { formatCount } from '@/lib/client/format-numbers';
import type { GraphTableRows } from '@/lib/client/url-state';
import classes from './graph-table.module.css';

export interface GraphTableBarProps {
  rows: GraphTableRows;
  onRows(rows: GraphTableRows): void;
  counts: Readonly<Record<GraphTableRows, number>>;
  filter: string;
  onFilter(filter: string): void;
  /** How many rows the filter leaves. */
  kept: number;
  onSave(): void;
  tableId: string;
}

const words: Readonly<Record<GraphTableRows, string>> = { nodes: 'Nodes', edges: 'Edges' };

/** Above the table: which rows, a filter over their text, and the way into a spreadsheet. */
export function GraphTableBar(props: GraphTableBarProps): React.JSX.Element {
  const { rows, onRows, counts, filter, onFilter, kept, onSave, tableId } = props;
  const filtered = filter.trim() !== '';
  return (
    <div className={classes.bar}>
      <fieldset className={classes.choice} aria-label="Rows">
        {(['nodes', 'edges'] as const).map((choice) => (
          <button
            key={choice}
            type="button"
            className={classes.button}
            aria-pressed={rows === choice}
            onClick={() => onRows(choice)}
            data-testid={`rows-${choice}`}
          >
            {words[choice]} {formatCount(counts[choice])}
          </button>
        ))}
      </fieldset>
      <input
        type="search"
        className={classes.filter}
        placeholder={`Filter ${rows}`}
        aria-label={`Filter ${rows} by any of their words`}
        aria-controls={tableId}
        value={filter}
        onChange={({ currentTarget }) => onFilter(currentTarget.value)}
        data-testid="table-filter"
      />
      <output className={classes.count} data-testid="table-count">
        {filtered ? `${formatCount(kept)} of ${formatCount(counts[rows])}` : ''}
      </output>
      <button type="button" className={classes.button} onClick={onSave} data-testid="table-csv">
        {filtered ? 'Save these as CSV' : 'Save as CSV'}
      </button>
    </div>
  );
}
