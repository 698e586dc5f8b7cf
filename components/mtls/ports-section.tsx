import { makeVisible } from '@/lib/client/visible-text';
import type { MtlsPort } from '@/lib/contracts/mtls';
import { DetailSection } from '@/components/ui/detail-section';
import classes from './details.module.css';
import { ModeMark } from './mode-mark';
import { ReadinessMark } from './readiness-mark';
import { ReadinessSection } from './readiness-section';

/** Each port with its mode and what decided it. */
export function PortsSection({ ports }: { ports: readonly MtlsPort[] }) {
  if (ports.length === 0) return null;
  const hasReadiness = ports.some(({ readiness }) => readiness !== undefined);
  return (
    <DetailSection title="Ports" testId="mtls-ports">
      <div className={classes.tableScroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Port</th>
              <th scope="col">Mode</th>
              <th scope="col">Why</th>
              {hasReadiness ? <th scope="col">Can be STRICT</th> : null}
            </tr>
          </thead>
          <tbody>
            {ports.map(({ port, targetPort, name, mode, decidedBy, readiness }, position) => (
              <tr key={`${position} ${port ?? targetPort}`}>
                <th scope="row">
                  {port === undefined || port === targetPort ? targetPort : `${port} → ${targetPort}`}
                  {name === undefined ? null : <div className={classes.dim}>{makeVisible(name)}</div>}
                </th>
                <td>
                  <ModeMark kind={mode} />
                </td>
                <td>{makeVisible(decidedBy.reason)}</td>
                {hasReadiness ? (
                  <td>
                    {readiness ? (
                      <ReadinessMark verdict={readiness.verdict} isStrict={readiness.isStrict} />
                    ) : (
                      '–'
                    )}
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {ports.map(({ targetPort, readiness }) =>
        readiness === undefined || readiness.isStrict ? null : (
          <details key={targetPort} className={classes.port} data-testid="mtls-port-readiness">
            <summary>Make only port {targetPort} STRICT</summary>
            <ReadinessSection readiness={readiness} title={`Can port ${targetPort} be STRICT?`} />
          </details>
        ),
      )}
    </DetailSection>
  );
}
