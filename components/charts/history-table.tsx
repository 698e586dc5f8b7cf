import type { HistoryAnswer } from '@/lib/contracts/history';
import { formatBytesPerSecond, formatRate } from '@/lib/client/format-numbers';
import { formatInstant, formatUtc } from '@/lib/client/format-time';
import classes from './history-table.module.css';

/** The chart's numbers, newest first. */
export function HistoryTable({ history }: { history: HistoryAnswer }) {
  const format = history.unit === 'bytes' ? formatBytesPerSecond : formatRate;
  const show = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : format(value);
  const columns = history.series.map(({ name, values }) => ({ name, values }));
  const last = history.timestamps.at(-1) ?? 0;
  return (
    <div className={classes.scroll} data-testid="history-table">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {columns.map(({ name }) => (
              <th key={name} scope="col">
                {name === 'rate' ? 'Rate' : 'Errors'}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {history.timestamps
            .map((timestamp, position) => ({ timestamp, position }))
            .toReversed()
            .map(({ timestamp, position }) => (
              <tr key={timestamp}>
                <th scope="row" title={formatUtc(timestamp)}>
                  {formatInstant(timestamp, last * 1_000)}
                </th>
                {columns.map(({ name, values }) => (
                  <td key={name}>{show(values[position])}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
