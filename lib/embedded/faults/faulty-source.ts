import { compileMatchers } from '../promql/matchers';
import {
  isStaleMarker,
  writeStaleMarker,
  type Labels,
  type Samples,
  type Series,
  type SeriesSource,
} from '../promql/series-source';
import type { FaultOf } from './fault';
import type { FaultSwitches } from './fault-switches';
import { mergeSeries } from './merge-series';

/** A source as a Prometheus with the faults that are switched on would have stored it. */
export function makeFaultySource(source: SeriesSource, switches: FaultSwitches): SeriesSource {
  return {
    *select(matchers, fromMs, toMs) {
      const skewMs = switches.skewMs('prometheus');
      const dropped = new Set(switches.standing('prometheus', 'dropLabels').flatMap(({ labels }) => labels));
      const odd = switches.standing('prometheus', 'oddSamples');
      const kept = matchers.filter(({ name }) => !dropped.has(name));
      const gone = compileMatchers(matchers.filter(({ name }) => dropped.has(name)));
      // Nobody has the label, so a matcher on it sees the empty text everywhere.
      if (!gone({})) return;
      const selected = source.select(kept, fromMs - skewMs, toMs - skewMs);
      const reduced = dropped.size === 0 ? selected : reduce(selected, dropped);
      for (const series of reduced) yield shift(spoil(series, odd), skewMs);
    },
  };
}

function* reduce(selected: Iterable<Series>, dropped: ReadonlySet<string>): Iterable<Series> {
  const groups = new Map<string, { labels: Labels; members: Series[] }>();
  for (const series of selected) {
    const left = Object.entries(series.labels).filter(([name]) => !dropped.has(name));
    const key = JSON.stringify(left.toSorted(([a], [b]) => (a < b ? -1 : 1)));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { labels: Object.fromEntries(left), members: [series] });
    else group.members.push(series);
  }
  for (const { labels, members } of groups.values()) yield mergeSeries(labels, members);
}

function spoil(series: Series, odd: readonly FaultOf<'oddSamples'>[]): Series {
  const name = series.labels['__name__'] ?? '';
  const fault = odd.find(({ metric = '' }) => name.startsWith(metric));
  if (fault === undefined) return series;
  const value = readValue(fault.value);
  return {
    labels: series.labels,
    samples: (fromMs, toMs) => {
      const { timestampsMs, values } = series.samples(fromMs, toMs);
      const spoilt = new Float64Array(values.length).fill(value);
      for (let index = 0; index < values.length; index += 1) {
        if (isStaleMarker(values, index)) writeStaleMarker(spoilt, index);
      }
      return { timestampsMs, values: spoilt };
    },
  };
}

function readValue(text: string): number {
  return Number(text.replace('Inf', 'Infinity'));
}

function shift(series: Series, skewMs: number): Series {
  if (skewMs === 0) return series;
  return {
    labels: series.labels,
    samples: (fromMs, toMs): Samples => {
      const { timestampsMs, values } = series.samples(fromMs - skewMs, toMs - skewMs);
      return { timestampsMs: timestampsMs.map((timestampMs) => timestampMs + skewMs), values };
    },
  };
}
