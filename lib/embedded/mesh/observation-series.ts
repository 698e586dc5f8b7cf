import type { Labels } from '../promql/series-source';
import type { CountTimeline } from './count-timeline';
import { meanMs, shareBelow, type LatencyModel } from './latency-model';
import { named } from './observation-labels';
import type { ScrapeClock } from './scrape-clock';
import { SimulatedSeries, type Lifetime, type ValueSince } from './simulated-series';

/** How the events of one observation are distributed. */
export interface EventKind {
  readonly duration: LatencyModel;
  readonly requestBytes: LatencyModel;
  readonly responseBytes: LatencyModel;
}

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

/** All series of one proxy's observation of one flow. Counts and histograms come from the same count. */
export function observationSeries(options: {
  labels: Labels;
  timeline: CountTimeline<EventKind>;
  clock: ScrapeClock;
  life: Lifetime;
  nowMs: () => number;
}): SimulatedSeries[] {
  const { labels, timeline, clock, life, nowMs } = options;
  const bornMs = timeline.startSeconds * 1000;
  const series = (seriesLabels: Labels, valueSince: ValueSince) =>
    new SimulatedSeries({ labels: seriesLabels, clock, bornMs, life, nowMs, valueSince });
  const count: ValueSince = (since, at) => timeline.count(since, at);
  const weighed =
    (weightOf: (kind: EventKind) => number): ValueSince =>
    (since, at) =>
      Math.floor(timeline.weigh(since, at, weightOf));

  const all = [series(named('istio_requests_total', labels), count)];
  for (const { name, of } of HISTOGRAMS) {
    all.push(series(named(`${name}_count`, labels), count));
    all.push(
      series(
        named(`${name}_sum`, labels),
        weighed((kind) => meanMs(of(kind))),
      ),
    );
    for (const { bound, le } of BOUNDS) {
      const value = bound === Infinity ? count : weighed((kind) => shareBelow(of(kind), bound));
      all.push(series(named(`${name}_bucket`, labels, { le }), value));
    }
  }
  return all;
}
