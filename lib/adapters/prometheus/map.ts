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
import type { CumulativeBucket } from '@/lib/core/telemetry/quantiles';
import type { PrometheusHistogram } from './fold-histograms';
import { KnownParties } from './known-parties';
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

type Fields<T> = { -readonly [K in keyof T]: T[K] };

function mapEach<T>(
  samples: readonly PrometheusSample[],
  map: (sample: PrometheusSample) => T | { readonly reason: string },
): Mapped<T> {
  const mapped: T[] = [];
  const tally = new SkippedTally();
  for (const sample of samples) {
    const result = map(sample);
    if (isRefusal(result)) tally.add(result.reason, sample.labels);
    else mapped.push(result);
  }
  return { samples: mapped, skipped: tally.list() };
}

function isRefusal<T>(result: T | { readonly reason: string }): result is { readonly reason: string } {
  return typeof result === 'object' && result !== null && 'reason' in result;
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
  known = new KnownParties(),
): Mapped<TrafficSample> {
  const protocol = impliedProtocol(measure);
  return mapEach<TrafficSample>(samples, ({ labels, value }) => {
    const reason = refuseRate(value);
    if (reason !== undefined) return { reason };
    const call = mapCall(labels, known, protocol);
    if ('reason' in call) return call;
    const code = measure === 'requests' ? mapCode(labels) : undefined;
    const flags = mapFlags(labels);
    const sample: Fields<TrafficSample> = {
      ...call,
      measure,
      security: mapSecurity(labels, call.protocol),
      // Adding zero turns -0 into 0.
      perSecond: value + 0,
    };
    if (code !== undefined) sample.code = code;
    if (flags !== undefined) sample.flags = flags;
    return sample;
  });
}

/** How often calls were made, in core's words. */
export function mapCounts(
  measure: CallCount['measure'],
  samples: readonly PrometheusSample[],
  known = new KnownParties(),
): Mapped<CallCount> {
  const protocol = impliedProtocol(measure);
  return mapEach<CallCount>(samples, ({ labels, value }) => {
    const reason = refuseRate(value);
    if (reason !== undefined) return { reason };
    const call = mapCall(labels, known, protocol);
    if ('reason' in call) return call;
    const flags = mapFlags(labels);
    return { ...call, measure, ...(flags !== undefined && { flags }), count: value + 0 };
  });
}

/** Cumulative latency buckets by call; bounds in milliseconds, taken from the data, ascending. */
export function mapHistograms(
  histograms: readonly PrometheusHistogram[],
  known = new KnownParties(),
): Mapped<LatencyHistogram> {
  const mapped: LatencyHistogram[] = [];
  const tally = new SkippedTally();
  const readBound = boundReader();
  for (const { labels, buckets } of histograms) {
    const good: CumulativeBucket[] = [];
    for (const { bound, value } of buckets) {
      const upperBoundMs = readBound(bound);
      const reason =
        refuseRate(value) ??
        (upperBoundMs === undefined || Number.isNaN(upperBoundMs) ? 'the bucket has no bound' : undefined);
      if (reason === undefined && upperBoundMs !== undefined)
        good.push({ upperBoundMs, perSecond: value + 0 });
      else tally.add(reason ?? '', bound === undefined ? labels : { ...labels, le: bound });
    }
    if (good.length === 0) continue;
    const call = mapCall(labels, known);
    if ('reason' in call) tally.add(call.reason, labels);
    else mapped.push({ ...call, buckets: good.sort(byBound) });
  }
  return { samples: mapped, skipped: tally.list() };
}

/** All histograms have about the same bounds: each is parsed once. */
function boundReader(): (bound: string | undefined) => number | undefined {
  const read = new Map<string | undefined, number | undefined>();
  return (bound) => {
    const known = read.get(bound);
    if (known !== undefined) return known;
    const value = parseValue(bound);
    if (read.size < MOST_BOUNDS) read.set(bound, value);
    return value;
  };
}

const MOST_BOUNDS = 1_000;

function byBound(a: CumulativeBucket, b: CumulativeBucket): number {
  if (a.upperBoundMs === b.upperBoundMs) return a.perSecond - b.perSecond;
  return a.upperBoundMs < b.upperBoundMs ? -1 : 1;
}

/** Milliseconds spent, or bytes carried, per second. */
export function mapSums(
  measure: SumMeasure,
  samples: readonly PrometheusSample[],
  known = new KnownParties(),
): Mapped<CallSumSample> {
  return mapEach<CallSumSample>(samples, ({ labels, value }) => {
    const reason = refuseRate(value);
    if (reason !== undefined) return { reason };
    const call = mapCall(labels, known);
    return 'reason' in call ? call : { ...call, measure, perSecond: value + 0 };
  });
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
