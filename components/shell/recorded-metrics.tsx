import type { StatusAnswer } from '@/lib/contracts/status';
import { formatSpan } from '@/lib/client/format-numbers';
import { recordingStateWords } from '@/lib/client/recording-words';
import { makeVisible } from '@/lib/client/visible-text';
import classes from './status-screen.module.css';

/** Which metrics are read as recording rules wrote them, where there are any such. */
export function RecordedMetrics({ rules }: { rules: StatusAnswer['prometheus']['recordingRules'] }) {
  if (rules === undefined || rules.metrics.every(({ state }) => state === 'absent' || state === 'unknown'))
    return null;
  return (
    <section>
      <h2 className={classes.subhead}>
        Recording rules {makeVisible(rules.pattern)}, for windows of {formatSpan(rules.windowSeconds)}
      </h2>
      <table className={classes.table} data-testid="recorded-metrics">
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col">State</th>
            <th scope="col">Recorded</th>
          </tr>
        </thead>
        <tbody>
          {rules.metrics.map(({ metric, state, everySeconds }) => (
            <tr key={metric}>
              <th scope="row">{makeVisible(metric)}</th>
              <td data-state={STATES[state] ?? 'degraded'}>{recordingStateWords[state]}</td>
              <td>{everySeconds === undefined ? '–' : `every ${formatSpan(everySeconds)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** In the words that the table colours. */
const STATES: Readonly<Partial<Record<string, string>>> = { read: 'ok', absent: 'notInstalled' };
