import type { Finding } from '@/lib/contracts/status';
import { findingStateWords, findingSourceNames } from '@/lib/client/source-words';
import { makeVisible } from '@/lib/client/visible-text';
import classes from './status-screen.module.css';

/** Which sources were looked for in the cluster, and what came of it. */
export function FoundSources({ findings }: { findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <section>
      <h2 className={classes.subhead}>Sources, as found at the start</h2>
      <table className={classes.table} data-testid="found-sources">
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">State</th>
            <th scope="col">Where</th>
            <th scope="col">Version</th>
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody>
          {findings.map(({ source, state, place, version, reason }) => (
            <tr key={source}>
              <th scope="row">{findingSourceNames[source]}</th>
              <td data-state={STATES[state]}>{findingStateWords[state]}</td>
              <td>{makeVisible(place ?? '–')}</td>
              <td>{makeVisible(version ?? '–')}</td>
              <td>{makeVisible(reason ?? '')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** In the words that the table colours. */
const STATES: Readonly<Record<Finding['state'], string>> = {
  given: 'ok',
  found: 'ok',
  silent: 'unavailable',
  absent: 'notInstalled',
  notLooked: 'notInstalled',
};
