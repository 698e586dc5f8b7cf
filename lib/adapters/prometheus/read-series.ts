import type { CallCount } from '@/lib/core/splits/call-count';
import type { TrafficMeasure } from '@/lib/core/telemetry/traffic-sample';
import type { CallHistory, SkippedSamples } from '@/lib/services/ports';
import { mapTraffic, mergeSkipped, type Mapped } from './map';
import { refuseRate } from './map-call';
import type { PrometheusSample, PrometheusSeries } from './parse-answer';
import { SkippedTally } from './skipped';

/** Series in core's words; their points are judged one by one, because one bad value spoils no line. */
export function readSeries(
  measure: TrafficMeasure,
  series: readonly PrometheusSeries[],
): { series: CallHistory[]; skipped: readonly SkippedSamples[] } {
  const tally = new SkippedTally();
  const told: Mapped<CallHistory> = { samples: [], skipped: [] };
  for (const { labels, points } of series) {
    const mapped = mapTraffic(measure, [{ labels, atSeconds: 0, value: 0 }]);
    told.skipped.push(...mapped.skipped);
    const [sample] = mapped.samples;
    if (sample === undefined) continue;
    const { perSecond: _zero, ...call } = sample;
    const good = points.flatMap(({ atSeconds, value }) => {
      const reason = refuseRate(value);
      if (reason === undefined) return [{ atSeconds, perSecond: value + 0 }];
      tally.add(reason, labels);
      return [];
    });
    told.samples.push({ ...call, points: good });
  }
  return { series: told.samples, skipped: mergeSkipped([told.skipped, tally.list()]) };
}

/** What each instant holds, in core's words; refused values are counted once each. */
export function groupByTime(
  series: readonly PrometheusSeries[],
  map: (samples: readonly PrometheusSample[]) => Mapped<CallCount>,
): { byTime: ReadonlyMap<number, readonly CallCount[]>; skipped: readonly SkippedSamples[] } {
  const samples = new Map<number, PrometheusSample[]>();
  for (const { labels, points } of series) {
    for (const { atSeconds, value } of points) {
      const sample = { labels, atSeconds, value };
      const known = samples.get(atSeconds);
      if (known === undefined) samples.set(atSeconds, [sample]);
      else known.push(sample);
    }
  }
  const mapped = [...samples].map(([atSeconds, own]) => [atSeconds, map(own)] as const);
  return {
    byTime: new Map(mapped.map(([atSeconds, { samples: counts }]) => [atSeconds, counts])),
    skipped: mergeSkipped(mapped.map(([, { skipped }]) => skipped)),
  };
}
