import type { StatusAnswer } from '@/lib/contracts/status';
import { formatCount } from '@/lib/client/format-numbers';
import { makeVisible } from '@/lib/client/visible-text';
import classes from './status-screen.module.css';

const STATE_WORDS = {
  syncing: 'reading',
  ok: 'ok',
  degraded: 'degraded',
  forbidden: 'forbidden',
  notInstalled: 'not installed',
  unavailable: 'down',
} as const;

/** Every kind of object that is followed in the cluster. */
export function WatchedKinds({ kubernetes }: { kubernetes: StatusAnswer['kubernetes'] }) {
  if (!kubernetes.configured) {
    return (
      <p className={classes.dim}>
        No cluster is configured: the graph is drawn from traffic alone, without what is declared.
      </p>
    );
  }
  return (
    <section>
      <h2 className={classes.subhead}>Objects followed in the cluster</h2>
      <table className={classes.table} data-testid="watched-kinds">
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">API version</th>
            <th scope="col">State</th>
            <th scope="col" className={classes.number}>
              Objects
            </th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {kubernetes.kinds.map(({ kind, apiVersion, state, count, reason }) => (
            <tr key={`${apiVersion ?? ''} ${kind}`}>
              <th scope="row">{makeVisible(kind)}</th>
              <td>{makeVisible(apiVersion ?? '–')}</td>
              <td data-state={state}>{STATE_WORDS[state]}</td>
              <td className={classes.number}>{state === 'ok' || count > 0 ? formatCount(count) : '–'}</td>
              <td>{makeVisible(reason ?? '')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
