import type {
  CallSumSample,
  LatencyHistogram,
  Protocol,
  SumMeasure,
  TrafficMeasure,
  TrafficSample,
} from '@/lib/core/telemetry/traffic-sample';
import type { CallCount } from '@/lib/core/splits/call-count';
import type { SkippedSamples } from '@/lib/services/ports';
import { inColumns, type CumulativeBucket, type CumulativeColumns } from '@/lib/core/telemetry/quantiles';
import type { PrometheusHistogram } from './fold-histograms';
import { KnownCalls } from './known-calls';
import { mapCall, mapSecurity, readLabel, refuseRate } from './map-call';
import { parseValue, type LabelSet, type PrometheusSample } from './parse-answer';
import { SkippedTally } from './skipped';

/** What was understood, and what was not. */
export interface Mapped<T> {
  readonly samples: T[];
  readonly skipped: SkippedSamples[];
}

/**
 * The outcome of a request: the HTTP status, or for gRPC the gRPC status unless HTTP itself failed.
 * `-` where no response was produced, absent when no outcome was reported.
 */
function mapCode(labels: LabelSet): string | undefined {
  const http = readLabel(labels, 'response_code');
  const grpc =
    readLabel(labels, 'request_protocol') === 'grpc' ? readLabel(labels, 'grpc_response_status') : undefined;
  if (grpc !== undefined && !/^[45]/.test(http ?? '')) return grpc;
  return http === '0' ? '-' : http;
}

function mapFlags(labels: LabelSet): string | undefined {
  const flags = readLabel(labels, 'response_flags');
  return flags === '-' ? undefined : flags;
}

type Refused = { readonly reason: string };

/** Samples in core's words: what `read` makes of labels, which may be remembered, and a value. */
function mapEach<R extends object, T>(
  samples: readonly PrometheusSample[],
  read: (labels: LabelSet) => R | Refused,
  withValue: (read: R, value: number) => T,
): Mapped<T> {
  const mapped: T[] = [];
  const tally = new SkippedTally();
  for (const { labels, value } of samples) {
    const reason = refuseRate(value);
    const found = reason === undefined ? read(labels) : { reason };
    if (isRefusal(found)) tally.add(found.reason, labels);
    // Adding zero turns -0 into 0.
    else mapped.push(withValue(found, value + 0));
  }
  return { samples: mapped, skipped: tally.list() };
}

function isRefusal(read: object): read is Refused {
  return 'reason' in read;
}

/** What a metric itself tells of the protocol. */
function impliedProtocol(measure: TrafficMeasure): Protocol | undefined {
  if (measure === 'requests') return undefined;
  return measure === 'requestMessages' || measure === 'responseMessages' ? 'grpc' : 'tcp';
}

/** Rates of one measure in core's words. */
export function mapTraffic(
  measure: TrafficMeasure,
  samples: readonly PrometheusSample[],
  known = new KnownCalls(),
): Mapped<TrafficSample> {
  return mapEach(
    samples,
    (labels) => known.once(measure, labels, () => readTraffic(measure, labels, known)),
    (read, perSecond): TrafficSample => ({ ...read, perSecond }),
  );
}

function readTraffic(
  measure: TrafficMeasure,
  labels: LabelSet,
  known: KnownCalls,
): Omit<TrafficSample, 'perSecond'> | Refused {
  const call = mapCall(labels, known, impliedProtocol(measure));
  if ('reason' in call) return call;
  const code = measure === 'requests' ? mapCode(labels) : undefined;
  const flags = mapFlags(labels);
  return {
    ...call,
    measure,
    ...(code !== undefined && { code }),
    ...(flags !== undefined && { flags }),
    security: mapSecurity(labels, call.protocol),
  };
}

/** How often calls were made, in core's words. */
export function mapCounts(
  measure: CallCount['measure'],
  samples: readonly PrometheusSample[],
  known = new KnownCalls(),
): Mapped<CallCount> {
  return mapEach(
    samples,
    (labels) => known.once(`count ${measure}`, labels, () => readCounted(measure, labels, known)),
    (read, count): CallCount => ({ ...read, count }),
  );
}

function readCounted(
  measure: CallCount['measure'],
  labels: LabelSet,
  known: KnownCalls,
): Omit<CallCount, 'count'> | Refused {
  const call = mapCall(labels, known, impliedProtocol(measure));
  if ('reason' in call) return call;
  const flags = mapFlags(labels);
  return { ...call, measure, ...(flags !== undefined && { flags }) };
}

/** Cumulative latency buckets by call; bounds in milliseconds, taken from the data, ascending. */
export function mapHistograms(
  histograms: readonly PrometheusHistogram[],
  known = new KnownCalls(),
): Mapped<LatencyHistogram> {
  const mapped: LatencyHistogram[] = [];
  const tally = new SkippedTally();
  const readBounds = boundsReader();
  for (const histogram of histograms) {
    const { labels, bounds, values } = histogram;
    const ascending = readBounds(bounds);
    const rates = ascending === undefined ? undefined : readRates(values, ascending.order);
    const columns =
      ascending === undefined || rates === undefined
        ? mapBuckets(histogram, tally)
        : { boundsMs: ascending.boundsMs, atOrBelow: rates };
    if (columns.boundsMs.length === 0) continue;
    const call = known.once('histogram', labels, () => mapCall(labels, known));
    if ('reason' in call) tally.add(call.reason, labels);
    else mapped.push({ ...call, ...columns });
  }
  return { samples: mapped, skipped: tally.list() };
}

/** The good buckets of a histogram some of whose buckets are not. */
function mapBuckets({ labels, bounds, values }: PrometheusHistogram, tally: SkippedTally): CumulativeColumns {
  const good: CumulativeBucket[] = [];
  for (const [i, bound] of bounds.entries()) {
    const value = values[i] ?? Number.NaN;
    const upperBoundMs = parseValue(bound);
    const reason =
      refuseRate(value) ??
      (upperBoundMs === undefined || Number.isNaN(upperBoundMs) ? 'the bucket has no bound' : undefined);
    if (reason === undefined && upperBoundMs !== undefined) good.push({ upperBoundMs, perSecond: value + 0 });
    else tally.add(reason ?? '', bound === undefined ? labels : { ...labels, le: bound });
  }
  return inColumns(good.sort(byBound));
}

interface AscendingBounds {
  readonly boundsMs: readonly number[];
  /** Where each stands among those that were read. */
  readonly order: readonly number[];
}

/**
 * Bounds in milliseconds, ascending; undefined where one is no bound or two are equal. Nearly all histograms of an answer have
 * the same ones in the same order: these are read once, and are one object.
 */
function boundsReader(): (bounds: readonly (string | undefined)[]) => AscendingBounds | undefined {
  let last: readonly (string | undefined)[] | undefined;
  let ascending: AscendingBounds | undefined;
  return (bounds) => {
    if (last?.length === bounds.length && last.every((bound, i) => bound === bounds[i])) return ascending;
    last = bounds;
    ascending = readAscending(bounds);
    return ascending;
  };
}

function readAscending(bounds: readonly (string | undefined)[]): AscendingBounds | undefined {
  const read = bounds.map((bound, i) => [parseValue(bound) ?? Number.NaN, i] as const);
  const sorted = read.toSorted(([a], [b]) => (a === b ? 0 : a - b));
  const boundsMs = sorted.map(([bound]) => bound);
  const isAscending = boundsMs.every((bound, i) =>
    i === 0 ? !Number.isNaN(bound) : bound > (boundsMs[i - 1] ?? Infinity),
  );
  return isAscending ? { boundsMs, order: sorted.map(([, i]) => i) } : undefined;
}

/** Rates in this order; undefined where one of them is none. */
function readRates(values: readonly number[], order: readonly number[]): number[] | undefined {
  const rates: number[] = [];
  for (const i of order) {
    const value = values[i] ?? Number.NaN;
    if (refuseRate(value) !== undefined) return undefined;
    rates.push(value + 0);
  }
  return rates;
}

function byBound(a: CumulativeBucket, b: CumulativeBucket): number {
  if (a.upperBoundMs === b.upperBoundMs) return a.perSecond - b.perSecond;
  return a.upperBoundMs < b.upperBoundMs ? -1 : 1;
}

/** Milliseconds spent, or bytes carried, per second. */
export function mapSums(
  measure: SumMeasure,
  samples: readonly PrometheusSample[],
  known = new KnownCalls(),
): Mapped<CallSumSample> {
  return mapEach(
    samples,
    (labels) =>
      known.once(measure, labels, () => {
        const call = mapCall(labels, known);
        return 'reason' in call ? call : { ...call, measure };
      }),
    (read, perSecond): CallSumSample => ({ ...read, perSecond }),
  );
}

/** Joins tallies of several answers by reason. */
export function mergeSkipped(lists: readonly (readonly SkippedSamples[])[]): SkippedSamples[] {
  const merged = new Map<string, SkippedSamples>();
  for (const one of lists.flat()) {
    const known = merged.get(one.reason);
    merged.set(one.reason, known === undefined ? one : { ...known, count: known.count + one.count });
  }
  return [...merged.values()];
}
