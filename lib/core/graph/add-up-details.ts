import type { Steps } from '../steps/steps';
import { inFixedOrder } from '../telemetry/fixed-order';
import type { CallSumSample, LatencyHistogram, SumMeasure } from '../telemetry/traffic-sample';
import { addTo, type Part } from './edge-entry';

/** Requests per second at or below each bound, in milliseconds. */
export function* addUpBuckets(parts: readonly Part<LatencyHistogram>[]): Steps<ReadonlyMap<number, number>> {
  const buckets = new Map<number, number>();
  for (const { sample, share } of yield* inOrder(parts)) {
    for (const { upperBoundMs, perSecond } of sample.buckets) addTo(buckets, upperBoundMs, perSecond * share);
  }
  return buckets;
}

/** Sums of each measure. */
export function* addUpSums(parts: readonly Part<CallSumSample>[]): Steps<ReadonlyMap<SumMeasure, number>> {
  const sums = new Map<SumMeasure, number>();
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
