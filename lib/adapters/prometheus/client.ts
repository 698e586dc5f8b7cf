import type { PrometheusDriver } from 'prometheus-query';
import { createGuardedTransport, type Credentials } from '@/lib/adapters/http/guarded-transport';
import { createSlots } from '@/lib/adapters/http/slots';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import { TIME_EXPRESSION } from '@/lib/core/promql/expression';
import { requireLabelName, printSelector, type Matcher } from '@/lib/core/promql/matcher';
import type { PromqlExpression } from '@/lib/core/promql/promql-expression';
import { drive, type DriveOptions } from './drive';
import {
  parseMatrix,
  parseScalar,
  parseStrings,
  parseTexts,
  parseVector,
  parseVectorEntries,
  type Envelope,
  type PrometheusSample,
  type PrometheusSeries,
} from './parse-answer';
import { HistogramFold, type PrometheusHistogram } from './fold-histograms';
import { SampleFold } from './fold-samples';
import { parseEntries } from './read-result';
import { readRetentionSeconds } from './retention';
import type { ServerTime } from '@/lib/services/ports';
import { createSharedCalls } from './shared-calls';
import { WrittenLabels } from './written-labels';

export interface PrometheusClientOptions {
  /** http or https, path prefix allowed; user and password become basic authentication. */
  readonly url: string;
  /** What each request presents itself with; asked for every time, so that rotated files are read again. */
  readonly credentials?: (refresh: boolean) => Promise<Credentials>;
  /** Matchers every selector carries; the client only hands them out. */
  readonly scope?: readonly Matcher[];
  /** Total time of one call, default 10 s; also sent as `timeout=`. */
  readonly deadlineMs?: number;
  /** Bound on one decompressed answer, default 64 MiB. */
  readonly maxBytes?: number;
  /** Bound on buckets of one answer of histograms, default 400 000; their labels are held once for each histogram. */
  readonly maxBuckets?: number;
  /** Bound on series of one answer, default 100 000; sent as `limit=` and cut to by ourselves. */
  readonly maxSeries?: number;
  readonly maxConcurrent?: number;
  /** Asks by GET from the start, where a POST would need further rights. */
  readonly onlyGet?: boolean;
  readonly nowMs?: () => number;
}

export interface Answer {
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
  readonly query: string;
  /** How long the upstream took; an answer shared with an earlier caller keeps that caller's figure. */
  readonly durationMs: number;
}

export interface InstantAnswer extends Answer {
  readonly samples: readonly PrometheusSample[];
}

export interface HistogramAnswer extends Answer {
  readonly histograms: readonly PrometheusHistogram[];
}

export interface RangeAnswer extends Answer {
  readonly series: readonly PrometheusSeries[];
}

export interface InstantOptions {
  /** Unix time of evaluation; absent means the upstream's client time, now. */
  readonly atSeconds?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface RangeOptions {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly stepSeconds: number;
  readonly signal?: AbortSignal | undefined;
}

export interface LabelValuesOptions {
  readonly startSeconds?: number;
  readonly endSeconds?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Read access to one Prometheus-compatible server. Every method rejects with UpstreamError only. */
export interface PrometheusClient {
  readonly scope: readonly Matcher[];
  queryInstant(expression: PromqlExpression, options?: InstantOptions): Promise<InstantAnswer>;
  /** As an instant query whose samples are buckets; those that differ in `le` alone are put together. */
  queryHistograms(expression: PromqlExpression, options?: InstantOptions): Promise<HistogramAnswer>;
  queryRange(expression: PromqlExpression, options: RangeOptions): Promise<RangeAnswer>;
  serverTime(signal?: AbortSignal): Promise<ServerTime>;
  /** Texts such as `version`; empty when the server does not serve them. */
  buildInfo(signal?: AbortSignal): Promise<ReadonlyMap<string, string>>;
  /** From the server's flags; undefined when not served or not set by time. */
  retentionSeconds(signal?: AbortSignal): Promise<number | undefined>;
  labelValues(
    label: string,
    selector: { metric: string; matchers: readonly Matcher[] },
    options?: LabelValuesOptions,
  ): Promise<readonly string[]>;
  close(): void;
}

/** How one call differs from the others. */
type CallSettings = Partial<Pick<DriveOptions, 'limit' | 'atServerTime' | 'maxBytes'>>;

/** Takes samples as they come in, and has something to show for them in the end. */
interface Fold<T> {
  add(sample: PrometheusSample): void;
  /** Takes entries as they are written, if it knows a faster way than to parse each; tells how many these were. */
  addEntries?(entries: Buffer): { readonly samples: number; readonly nativeHistograms: number };
  result(): T;
}

/** A question for a vector, and what becomes of its samples. */
interface VectorCall<T> {
  /** Tells readings of the same question apart. */
  readonly name: string;
  /** Samples that are read; more are only counted. */
  readonly limit: number;
  readonly maxBytes?: number;
  readonly fold: () => Fold<T>;
}

/** How a call's answer is read: entries while they come in, if wanted, and the rest. */
interface AnswerReader<T> {
  readonly onEntries?: (entries: Buffer) => void;
  readonly read: (envelope: Envelope, durationMs: number) => T;
}

/** Prometheus refuses more points per series than this. */
const MAX_POINTS = 11_000;
const SHARE_MS = 2_000;
/** An entry of a result is no shorter. */
const LEAST_BYTES = 20;
const MEBIBYTE = 1024 * 1024;
/** Of one bucket with its labels, as JSON; a bound only, such labels can be long. */
const MOST_BYTES_A_BUCKET = 1_300;

export function createPrometheusClient(options: PrometheusClientOptions): PrometheusClient {
  const nowMs = options.nowMs ?? Date.now;
  const deadlineMs = options.deadlineMs ?? 10_000;
  const maxSeries = options.maxSeries ?? 100_000;
  const maxBuckets = options.maxBuckets ?? 400_000;
  const mostBucketBytes = options.maxBytes ?? maxBuckets * MOST_BYTES_A_BUCKET;
  const maxConcurrent = options.maxConcurrent ?? 4;
  const timeout = `${Math.max(1, Math.round(deadlineMs))}ms`;
  const slots = createSlots(maxConcurrent);
  const written = new WrittenLabels();
  const shared = createSharedCalls<unknown>({ keepMs: SHARE_MS, maxKept: 64, nowMs });
  const transport = createGuardedTransport({
    source: 'prometheus',
    baseUrl: options.url,
    maxSockets: maxConcurrent,
    ...(options.credentials && { credentials: options.credentials }),
  });
  let preferPost = options.onlyGet !== true;
  const canceled = (): UpstreamError => new UpstreamError('prometheus', 'canceled');

  async function send(
    signal: AbortSignal,
    call: (driver: PrometheusDriver) => Promise<unknown>,
    { limit, atServerTime = false, maxBytes = options.maxBytes ?? 64 * MEBIBYTE }: CallSettings,
    onEntries: DriveOptions['onEntries'],
  ): Promise<Envelope> {
    const settings = {
      atServerTime,
      transport,
      deadlineMs,
      maxBytes,
      signal,
      ...(limit !== undefined && { limit }),
      ...(onEntries !== undefined && { onEntries }),
    };
    const usedPost = preferPost;
    try {
      return await drive({ ...settings, preferPost: usedPost }, call);
    } catch (error) {
      // Some read-only proxies let GET through only.
      if (!usedPost || !(error instanceof UpstreamError) || error.status !== 405) throw error;
      preferPost = false;
      return drive({ ...settings, preferPost: false }, call);
    }
  }

  /** One upstream call for all who ask the same within two seconds, with at most `maxConcurrent` at once. */
  async function ask<T>(
    key: readonly (string | number)[],
    signal: AbortSignal | undefined,
    call: (driver: PrometheusDriver) => Promise<unknown>,
    startReading: () => AnswerReader<T>,
    settings: CallSettings = {},
  ): Promise<T> {
    const start = (sharedSignal: AbortSignal): Promise<unknown> => {
      // Standing in line may not take longer than the call itself.
      const inLine = AbortSignal.any([sharedSignal, AbortSignal.timeout(deadlineMs)]);
      const leaveLine = (): UpstreamError =>
        sharedSignal.aborted ? canceled() : new UpstreamError('prometheus', 'timeout');
      return slots.run(
        async () => {
          const startedMs = nowMs();
          const { onEntries, read } = startReading();
          const envelope = await send(sharedSignal, call, settings, onEntries);
          return read(envelope, Math.max(0, nowMs() - startedMs));
        },
        inLine,
        leaveLine,
      );
    };
    // The key names the call and so the type: each key prefix is used with one reader only.
    return (await shared.share(JSON.stringify(key), signal, start, canceled)) as T;
  }

  function notes(
    envelope: Envelope,
    nativeHistograms: number,
    received: number,
    most = maxSeries,
  ): Pick<Answer, 'warnings' | 'infos'> {
    const warnings = [...envelope.warnings];
    if (nativeHistograms > 0) warnings.push(`${nativeHistograms} native histogram samples were left out`);
    if (received > most) warnings.push(`only the first ${most} of ${received} series were read`);
    else if (received === most) warnings.push(`the answer may be cut off at ${most} series`);
    return { warnings, infos: [...envelope.infos] };
  }

  async function askVector<T>(
    expression: PromqlExpression,
    { atSeconds, signal }: InstantOptions,
    { name, limit, maxBytes, fold }: VectorCall<T>,
  ): Promise<Answer & { readonly result: T }> {
    const at = atSeconds ?? nowMs() / 1000;
    requireTimes(at);
    return ask(
      [name, expression, atSeconds ?? 'now'],
      signal,
      (driver) => driver.instantQuery(expression, new Date(at * 1000), timeout),
      () => {
        const folded = fold();
        let [received, nativeHistograms] = [0, 0];
        const take = (read: ReturnType<typeof parseVector>): void => {
          for (const sample of read.samples.slice(0, Math.max(0, limit - received))) folded.add(sample);
          received += read.samples.length;
          nativeHistograms += read.nativeHistograms;
        };
        return {
          onEntries: (entries) => {
            // Near the bound samples are taken one by one.
            if (folded.addEntries === undefined || received + entries.length / LEAST_BYTES > limit)
              return take(parseVectorEntries(parseEntries(entries)));
            const seen = folded.addEntries(entries);
            received += seen.samples;
            nativeHistograms += seen.nativeHistograms;
          },
          read: (envelope, durationMs) => {
            take(parseVector(envelope.data));
            return {
              ...notes(envelope, nativeHistograms, received, limit),
              result: folded.result(),
              query: expression,
              durationMs,
            };
          },
        };
      },
      { limit, ...(maxBytes === undefined ? {} : { maxBytes }) },
    );
  }

  return {
    scope: options.scope ?? [],
    async queryInstant(expression, options = {}) {
      const { result: samples, ...answer } = await askVector(expression, options, {
        name: 'instant',
        limit: maxSeries,
        fold: () => new SampleFold(written),
      });
      return { ...answer, samples };
    },
    async queryHistograms(expression, options = {}) {
      const { result: histograms, ...answer } = await askVector(expression, options, {
        name: 'histograms',
        limit: maxBuckets,
        maxBytes: mostBucketBytes,
        fold: () => new HistogramFold(written),
      });
      return { ...answer, histograms };
    },
    async queryRange(expression, { startSeconds, endSeconds, stepSeconds, signal }) {
      requireTimes(startSeconds, endSeconds, stepSeconds);
      const points = Math.floor((endSeconds - startSeconds) / stepSeconds) + 1;
      if (!(stepSeconds > 0) || !(points >= 1) || points > MAX_POINTS)
        throw invalid('the time range cannot be asked for');
      return ask(
        ['range', expression, startSeconds, endSeconds, stepSeconds],
        signal,
        (driver) =>
          driver.rangeQuery(
            expression,
            new Date(startSeconds * 1000),
            new Date(endSeconds * 1000),
            stepSeconds,
            timeout,
          ),
        () => ({
          read: (envelope, durationMs) => {
            const { series, nativeHistograms } = parseMatrix(envelope.data);
            return {
              ...notes(envelope, nativeHistograms, series.length),
              series: series.slice(0, maxSeries),
              query: expression,
              durationMs,
            };
          },
        }),
        { limit: maxSeries },
      );
    },
    serverTime(signal) {
      const call = (driver: PrometheusDriver): Promise<unknown> =>
        driver.instantQuery(TIME_EXPRESSION, undefined, timeout);
      return ask(
        ['server-time'],
        signal,
        call,
        () => ({
          read: (envelope, durationMs) => ({
            seconds: parseScalar(envelope.data),
            query: { text: TIME_EXPRESSION, durationMs },
          }),
        }),
        { atServerTime: true },
      );
    },
    async buildInfo(signal) {
      const call = (driver: PrometheusDriver): Promise<unknown> => driver.statusBuildinfo();
      return ifServed(new Map<string, string>(), () =>
        ask(['build-info'], signal, call, () => ({ read: ({ data }) => parseTexts(data) })),
      );
    },
    async retentionSeconds(signal) {
      const call = (driver: PrometheusDriver): Promise<unknown> => driver.statusFlags();
      return ifServed(undefined, () =>
        ask(['flags'], signal, call, () => ({ read: ({ data }) => readRetentionSeconds(parseTexts(data)) })),
      );
    },
    async labelValues(label, { metric, matchers }, { startSeconds, endSeconds, signal } = {}) {
      const name = requireLabelName(label);
      const selector = printSelector(metric, matchers);
      const start = startSeconds === undefined ? undefined : new Date(startSeconds * 1000);
      const end = endSeconds === undefined ? undefined : new Date(endSeconds * 1000);
      requireTimes(startSeconds ?? 0, endSeconds ?? 0);
      return ask(
        ['label-values', name, selector, startSeconds ?? '', endSeconds ?? ''],
        signal,
        (driver) => driver.labelValues(name, [selector], start, end),
        () => ({ read: ({ data }) => parseStrings(data).slice(0, maxSeries) }),
        { limit: maxSeries },
      );
    },
    close: () => transport.close(),
  };
}

function invalid(detail: string): UpstreamError {
  return new UpstreamError('prometheus', 'badRequest', { detail });
}

/** JavaScript dates end at 8.64e12 seconds; beyond them the driver would fail in its own words. */
function requireTimes(...seconds: readonly number[]): void {
  if (!seconds.every((one) => Math.abs(one) <= 8.64e12)) throw invalid('not a time');
}

/** The status endpoints are Prometheus' own: compatible servers and strict proxies do not have them. */
async function ifServed<T>(otherwise: T, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const kinds = ['notFound', 'forbidden', 'badRequest', 'notJson', 'malformed', 'empty'];
    if (error instanceof UpstreamError && kinds.includes(error.kind)) return otherwise;
    throw error;
  }
}
