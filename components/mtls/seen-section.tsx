import { callerName, callerRate, securityWays } from '@/lib/client/mtls-numbers';
import { makeVisible } from '@/lib/client/visible-text';
import type { ObservedSecurity } from '@/lib/contracts/mtls';
import { DetailSection } from '@/components/ui/detail-section';
import classes from './details.module.css';
import { SeenShares } from './seen-shares';

const MOST_CALLERS = 20;

/** What arrived in the window, and from whom. */
export function SeenSection({ seen, window }: { seen: ObservedSecurity | undefined; window: string }) {
  return (
    <DetailSection title={`Seen in the last ${window}`} testId="mtls-callers">
      {seen === undefined ? (
        <p className={classes.dim}>Prometheus could not be asked, so nobody knows who called.</p>
      ) : (
        <>
          <SeenShares seen={seen} />
          {seen.reason === undefined ? null : <p className={classes.dim}>{makeVisible(seen.reason)}</p>}
          <Callers seen={seen} />
        </>
      )}
    </DetailSection>
  );
}

function Callers({ seen }: { seen: ObservedSecurity }) {
  if (seen.callers.length === 0) return null;
  const shown = seen.callers.slice(0, MOST_CALLERS);
  return (
    <div className={classes.tableScroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Caller</th>
            {securityWays.map((way) => (
              <th key={way} scope="col" className={classes.number}>
                {way}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((caller, position) => (
            <tr key={`${position} ${callerName(caller)}`}>
              <th scope="row">
                {makeVisible(callerName(caller))}
                {caller.principals.map((principal) => (
                  <div key={principal} className={classes.dim}>
                    {makeVisible(principal)}
                  </div>
                ))}
              </th>
              {securityWays.map((way) => (
                <td key={way} className={classes.number}>
                  {callerRate(caller, way) || '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {seen.callerCount > shown.length ? (
        <p className={classes.dim}>And {seen.callerCount - shown.length} more callers.</p>
      ) : null}
    </div>
  );
}
