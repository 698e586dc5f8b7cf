import type { Labels } from '../promql/series-source';
import type { Protocol } from './answer';
import type { CountTimeline } from './count-timeline';
import { KEPT_OPEN } from './event-kind';
import { meanMs, shareBelow, type LatencyModel } from './latency-model';
import { named } from './observation-labels';
import type { EventKind } from './report';
import type { ScrapeClock } from './scrape-clock';
import type { SeriesFamily } from './series-by-name';
import { SimulatedSeries, type Lifetime, type ValueSince } from './simulated-series';

/** Envoy's default bounds, as Prometheus writes them. */
const BOUNDS = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000,
]
  .concat([1_800_000, 3_600_000, Infinity])
  .map((bound) => ({ bound, le: bound === Infinity ? '+Inf' : String(bound) }));

const HISTOGRAMS: readonly { name: string; of: (kind: EventKind) => LatencyModel }[] = [
  { name: 'istio_request_duration_milliseconds', of: ({ duration }) => duration },
  { name: 'istio_request_bytes', of: ({ requestBytes }) => requestBytes },
  { name: 'istio_response_bytes', of: ({ responseBytes }) => responseBytes },
];

/** Sums over the uses of a TCP service. Sent is what goes to the client. */
const TCP_BYTES: readonly { name: string; of: (kind: EventKind) => number }[] = [
  { name: 'istio_tcp_sent_bytes_total', of: ({ responseBytes }) => meanMs(responseBytes) },
  { name: 'istio_tcp_received_bytes_total', of: ({ requestBytes }) => meanMs(requestBytes) },
];

interface SeriesOptions {
  readonly protocol: Protocol;
  readonly labels: Labels;
  readonly timeline: CountTimeline<EventKind>;
  /** The first event, Unix seconds. */
  readonly bornSeconds: number;
  readonly clock: ScrapeClock;
  readonly life: Lifetime;
  readonly nowMs: () => number;
}

/** All series of one proxy's observation of one kind of traffic. Counts and histograms come from the same count. */
export function observationSeries(options: SeriesOptions): SeriesFamily[] {
  const { protocol, labels, timeline, clock, life, nowMs } = options;
  const bornMs = options.bornSeconds * 1000;
  const series = (name: string, valueSince: ValueSince, extra: Labels = {}) =>
    new SimulatedSeries({ labels: named(name, labels, extra), clock, bornMs, life, nowMs, valueSince });
  const single = (name: string, valueSince: ValueSince): SeriesFamily => ({
    name,
    make: () => [series(name, valueSince)],
  });
  const weighed =
    (weightOf: (kind: EventKind) => number): ValueSince =>
    (since, at) =>
      Math.floor(timeline.weigh(since, at, weightOf));
  if (protocol === 'tcp') {
    return [
      ...TCP_BYTES.map(({ name, of }) => single(name, weighed(of))),
      single('istio_tcp_connections_opened_total', countConnections(timeline, 'begun')),
      single('istio_tcp_connections_closed_total', countConnections(timeline, 'ended')),
    ];
  }

  const count: ValueSince = (since, at) => timeline.count(since, at);
  const all = [single('istio_requests_total', count)];
  if (protocol === 'grpc') {
    all.push(single('istio_request_messages_total', count));
    all.push(
      single(
        'istio_response_messages_total',
        weighed(({ messagesBack }) => messagesBack),
      ),
    );
  }
  for (const { name, of } of HISTOGRAMS) {
    all.push(single(`${name}_count`, count));
    const sum = weighed((kind) => meanMs(of(kind)));
    all.push(single(`${name}_sum`, sum));
    const bucket = `${name}_bucket`;
    const make = () =>
      BOUNDS.map(({ bound, le }) => {
        const value = bound === Infinity ? count : weighed((kind) => shareBelow(of(kind), bound));
        return series(bucket, value, { le });
      });
    all.push({ name: bucket, make });
  }
  return all;
}

/** Connections that come and go, and a few that stay open as long as there is traffic. */
function countConnections(timeline: CountTimeline<EventKind>, edge: 'begun' | 'ended'): ValueSince {
  return (since, at) => {
    const passing = Math.floor(timeline.weigh(since, at, ({ connections }) => connections));
    const kept = timeline.episodes(since, at, ({ keptOpen }) => keptOpen > 0)[edge];
    return passing + kept * KEPT_OPEN;
  };
}
