import type { Steps } from '../steps/steps';
import { inFixedOrder } from '../telemetry/fixed-order';
import type { CumulativeColumns } from '../telemetry/quantiles';
import type { CallSumSample, LatencyHistogram, SumMeasure } from '../telemetry/traffic-sample';
import { addTo, type Part } from './edge-entry';

/** Requests per second at or below each bound. */
export function* addUpBuckets(parts: readonly Part<LatencyHistogram>[]): Steps<CumulativeColumns> {
  const ordered = yield* inOrder(parts);
  const boundsMs = ordered[0]?.sample.boundsMs ?? [];
  // Nearly all histograms of a mesh have the same bounds.
  if (!ordered.every(({ sample }) => isSame(sample.boundsMs, boundsMs))) return byBounds(ordered);
  const atOrBelow = boundsMs.map(() => 0);
  for (const { sample, share } of ordered) {
    for (let i = 0; i < atOrBelow.length; i += 1)
      atOrBelow[i] = (atOrBelow[i] ?? 0) + (sample.atOrBelow[i] ?? 0) * share;
  }
  return { boundsMs, atOrBelow };
}

function byBounds(parts: readonly Part<LatencyHistogram>[]): CumulativeColumns {
  const counts = new Map<number, number>();
  for (const { sample, share } of parts) {
    for (const [i, bound] of sample.boundsMs.entries())
      addTo(counts, bound, (sample.atOrBelow[i] ?? 0) * share);
  }
  return { boundsMs: [...counts.keys()], atOrBelow: [...counts.values()] };
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a === b || (a.length === b.length && a.every((bound, i) => bound === b[i]));
}

/** Sums of each measure. */
export function* addUpSums(parts: readonly Part<CallSumSample>[]): Steps<ReadonlyMap<SumMeasure, number>> {
  const sums = new Map<SumMeasure, number>();
  if (parts.length === 0) return sums;
  for (const measure of ['latencyMs', 'requestBytes', 'responseBytes'] as const) {
    const own = parts.filter(({ sample }) => sample.measure === measure);
    for (const { sample, share } of yield* inOrder(own)) addTo(sums, measure, sample.perSecond * share);
  }
  return sums;
}

/** The sum of two numbers does not depend on their order; that of more does. */
function* inOrder<T extends LatencyHistogram | CallSumSample>(
  parts: readonly Part<T>[],
): Steps<readonly Part<T>[]> {
  if (parts.length <= 2) return parts;
  // One sample may have several parts of one arrow.
  const bySample = new Map<T, Part<T>[]>();
  for (const part of parts) {
    const known = bySample.get(part.sample);
    if (known === undefined) bySample.set(part.sample, [part]);
    else known.push(part);
  }
  const sorted = yield* inFixedOrder([...bySample.keys()]);
  return sorted.flatMap((sample) => bySample.get(sample) ?? []);
}
