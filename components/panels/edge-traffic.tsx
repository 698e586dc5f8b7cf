import type { GraphEdge } from '@/lib/contracts/graph';
import { formatEdgeRate, formatErrorShare } from '@/lib/client/edge-numbers';
import { formatMilliseconds } from '@/lib/client/format-numbers';
import { PanelSection } from './panel-section';
import classes from './panel.module.css';

const QUANTILES = [
  ['avg', 'Average'],
  ['p50', 'p50'],
  ['p95', 'p95'],
  ['p99', 'p99'],
] as const;

/** Rate, errors and latency of one edge. */
export function EdgeTraffic({ edge, window }: { edge: GraphEdge; window: string }) {
  const requests = edge.protocol !== 'tcp';
  return (
    <PanelSection title={`Traffic, last ${window}`} testId="panel-traffic">
      <dl className={classes.facts}>
        <dt>{requests ? 'Requests' : 'Bytes'}</dt>
        <dd>{formatEdgeRate(edge, edge.rate)}</dd>
        {requests ? (
          <>
            <dt>Errors</dt>
            <dd className={edge.errorRate > 0 ? classes.bad : undefined}>
              {formatErrorShare(edge.errorRate, edge.rate)}
              {edge.errorRate > 0 ? ` (${formatEdgeRate(edge, edge.errorRate)})` : ''}
            </dd>
          </>
        ) : null}
      </dl>
      {requests ? (
        <table className={classes.table} data-testid="panel-latency">
          <thead>
            <tr>
              <th scope="col">Measure</th>
              {QUANTILES.map(([name, label]) => (
                <th key={name} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">Latency</th>
              {QUANTILES.map(([name]) => {
                const latencyMs = edge.latencyMs?.[name];
                return (
                  <td key={name}>{latencyMs === undefined ? 'unknown' : formatMilliseconds(latencyMs)}</td>
                );
              })}
            </tr>
          </tbody>
        </table>
      ) : null}
    </PanelSection>
  );
}
