import type { GraphEdge } from '@/lib/contracts/graph';
import { formatMilliseconds } from '@/lib/client/format-numbers';
import classes from './panel.module.css';

const MEASURES = [
  ['avg', 'Average'],
  ['p50', 'p50'],
  ['p95', 'p95'],
  ['p99', 'p99'],
] as const;

/** How long the requests of one edge took. */
export function LatencyTable({ edge }: { edge: GraphEdge }) {
  return (
    <table className={classes.table} data-testid="panel-latency">
      <thead>
        <tr>
          <th scope="col">Measure</th>
          {MEASURES.map(([name, label]) => (
            <th key={name} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">Latency</th>
          {MEASURES.map(([name]) => {
            const latencyMs = edge.latencyMs?.[name];
            return <td key={name}>{latencyMs === undefined ? 'unknown' : formatMilliseconds(latencyMs)}</td>;
          })}
        </tr>
      </tbody>
    </table>
  );
}
