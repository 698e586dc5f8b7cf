import type { GraphAnswer, GraphEdge } from '@/lib/contracts/graph';
import { formatEdgeRate, formatErrorShare } from '@/lib/client/edge-numbers';
import { formatBytesPerSecond } from '@/lib/client/format-numbers';
import { LatencyTable } from './latency-table';
import { PanelSection } from './panel-section';
import classes from './panel.module.css';

const UNIT_WORDS = { requests: 'Requests', messages: 'Messages', bytes: 'Bytes' } as const;

/** How much flows over one edge, how much of it fails, and how long it takes. */
export function EdgeTraffic({ edge, graph }: { edge: GraphEdge; graph: GraphAnswer }) {
  return (
    <PanelSection title={`Traffic, last ${graph.window}`} testId="panel-traffic">
      <dl className={classes.facts}>
        <dt>{UNIT_WORDS[edge.unit]}</dt>
        <dd>{rateWords(edge, graph.windowSeconds)}</dd>
        {edge.unit === 'requests' ? (
          <>
            <dt>Errors</dt>
            <dd className={edge.errorRate > 0 ? classes.bad : undefined}>
              {formatErrorShare(edge.errorRate, edge.rate)}
              {edge.errorRate > 0 ? ` (${formatEdgeRate(edge, edge.errorRate)})` : ''}
            </dd>
          </>
        ) : null}
        {directions(edge).map(([words, rate]) => (
          <div key={words} style={{ display: 'contents' }}>
            <dt>{words}</dt>
            <dd>{rate}</dd>
          </div>
        ))}
      </dl>
      {edge.protocol === 'tcp' ? null : <LatencyTable edge={edge} />}
    </PanelSection>
  );
}

/** What is rare is told as a count as well: `0.000417 rps (3 in 2h)`. */
function rateWords(edge: GraphEdge, windowSeconds: number): string {
  const [rate, count] = [formatEdgeRate(edge, edge.rate), formatEdgeRate(edge, edge.rate, windowSeconds)];
  return rate === count ? rate : `${rate} (${count})`;
}

function directions(edge: GraphEdge): [string, string][] {
  const { bytes, messages, connections, throughput } = edge;
  const rows: [string, string | undefined][] = [
    ['To the server', bytes?.toServer === undefined ? undefined : formatBytesPerSecond(bytes.toServer)],
    ['To the client', bytes?.toClient === undefined ? undefined : formatBytesPerSecond(bytes.toClient)],
    ['Sent', messages?.toServer === undefined ? undefined : formatEdgeRate(edge, messages.toServer)],
    ['Received', messages?.toClient === undefined ? undefined : formatEdgeRate(edge, messages.toClient)],
    ['Connections', connections === undefined ? undefined : connectionWords(connections)],
    [
      'Throughput',
      throughput === undefined
        ? undefined
        : `${formatBytesPerSecond(throughput.request)} up, ${formatBytesPerSecond(throughput.response)} down`,
    ],
  ];
  return rows.flatMap(([words, rate]) => (rate === undefined ? [] : [[words, rate]]));
}

function connectionWords({ opened, closed, failed }: NonNullable<GraphEdge['connections']>): string {
  const rate = (perSecond: number) => formatEdgeRate({ unit: 'requests' }, perSecond).replace(/ rps$/, '/s');
  const failures = failed > 0 ? `, ${rate(failed)} failed` : '';
  return `${rate(opened)} opened, ${rate(closed)} closed${failures}`;
}
