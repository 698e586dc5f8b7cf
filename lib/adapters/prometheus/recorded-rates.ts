import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import { countOverTime, maxBy, maxOverTime, minBy, minOverTime, or, tag } from '@/lib/core/promql/expression';
import { printSelector } from '@/lib/core/promql/matcher';
import type { PromqlExpression } from '@/lib/core/promql/promql-expression';
import { ISTIO_METRICS, type IstioMetric, type IstioNames } from '@/lib/core/telemetry/istio-names';
import {
  judgeRecording,
  VERDICT_SECONDS,
  type Evaluations,
  type EvaluationTimes,
  type RecordingFault,
} from '@/lib/core/telemetry/judge-recording';
import { RECORDS_LABEL, stemOf, type RecordingRules } from '@/lib/core/telemetry/recording-rules';
import type { UpstreamQuery } from '@/lib/services/ports';
import { createCompletenessCheck, LEADING_METRICS } from './check-recording';
import type { PrometheusClient } from './client';
import { createLastKnown } from './last-known';
import type { PrometheusSample } from './parse-answer';
import { MEASURE_LABEL } from './queries';
import { createSharedCalls } from './shared-calls';

/** What recorded series can answer of one window. */
export interface ChosenRates {
  readonly rules: RecordingRules;
  /** By metric, how far back recorded rates are to be read, 0 for the last one; others are read from the proxies. */
  readonly spanSeconds: ReadonlyMap<IstioMetric, number>;
  /** Seconds between evaluations, by metric. */
  readonly intervalSeconds: ReadonlyMap<IstioMetric, number>;
  /** Why the others are. */
  readonly faults: ReadonlyMap<IstioMetric, RecordingFault | 'unknown'>;
  readonly queries: readonly UpstreamQuery[];
}

export interface RatesRequest {
  readonly windowSeconds: number;
  /** Unix time of the window's end. */
  readonly atSeconds: number;
  readonly signal?: AbortSignal | undefined;
}

/** Finds out which recorded series can be read instead of what the proxies report. */
export interface RecordedRates {
  readonly rules: RecordingRules;
  /** Rejects with UpstreamError `canceled` only: whatever cannot be found out is not used. */
  choose(request: RatesRequest): Promise<ChosenRates>;
}

const LATELY_SECONDS = 3600;
const KEEP_MS = VERDICT_SECONDS * 1000;
/** Who has no rules is not asked for them again and again. */
const KEEP_ABSENT_MS = 60_000;
const ABSENT_WITHIN_SECONDS = 600;
/** How long an answer waits for what only makes it cheaper. */
const PATIENCE_MS = 2_000;

export function createRecordedRates(
  client: PrometheusClient,
  rules: RecordingRules,
  names: IstioNames,
  nowMs: () => number = Date.now,
): RecordedRates {
  const shared = createSharedCalls<ChosenRates>({ keepMs: KEEP_MS, maxKept: 64, nowMs });
  const absentSinceMs = createLastKnown<number>(64);
  const checkCompleteness = createCompletenessCheck(client, rules, names, nowMs);

  async function ask({ windowSeconds, atSeconds, signal }: RatesRequest): Promise<ChosenRates> {
    const expression = evaluationsQuery(rules, windowSeconds);
    const answer = await client.queryInstant(expression, { atSeconds, signal });
    const evaluations = readEvaluations(answer.samples);
    const [spanSeconds, intervalSeconds] = [new Map<IstioMetric, number>(), new Map<IstioMetric, number>()];
    const faults = new Map<IstioMetric, RecordingFault | 'unknown'>();
    for (const metric of ISTIO_METRICS) {
      const window = { windowSeconds, atSeconds, baseSeconds: rules.baseSeconds };
      const verdict = judgeRecording(evaluations.get(stemOf(metric)), window);
      if (!verdict.usable) {
        faults.set(metric, verdict.fault);
        continue;
      }
      spanSeconds.set(metric, verdict.spanSeconds);
      intervalSeconds.set(metric, verdict.intervalSeconds);
    }
    const found = await Promise.all(
      LEADING_METRICS.map(async ([leading]) =>
        spanSeconds.has(leading) ? checkCompleteness(leading, atSeconds) : faults.get(leading),
      ),
    );
    for (const [i, [leading, others]] of LEADING_METRICS.entries()) {
      const fault = found[i];
      if (fault === undefined) continue;
      for (const metric of [leading, ...others]) if (spanSeconds.delete(metric)) faults.set(metric, fault);
    }
    if ([...faults.values()].every((fault) => fault === 'absent') && spanSeconds.size === 0)
      absentSinceMs.set(absentKey(atSeconds), nowMs());
    const query = { text: expression, durationMs: answer.durationMs };
    return { rules, spanSeconds, intervalSeconds, faults, queries: [query] };
  }

  async function askInTime(request: RatesRequest, signal: AbortSignal): Promise<ChosenRates> {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    try {
      return await ask({ ...request, signal: patience });
    } catch (error) {
      if (signal.aborted || !(error instanceof UpstreamError)) throw error;
      return none(rules, 'unknown');
    }
  }

  return {
    rules,
    async choose(request) {
      const { windowSeconds, atSeconds, signal } = request;
      // Nothing that is recorded can answer, whatever there is.
      if (windowSeconds < rules.baseSeconds) return none(rules, 'shortWindow');
      const absent = absentSinceMs.get(absentKey(atSeconds));
      if (absent !== undefined && nowMs() - absent < KEEP_ABSENT_MS) return none(rules, 'absent');
      return shared.share(
        JSON.stringify([windowSeconds, Math.floor((atSeconds * 1000) / KEEP_MS)]),
        signal,
        (sharedSignal) => askInTime(request, sharedSignal),
        () => new UpstreamError('prometheus', 'canceled'),
      );
    },
  };
}

/** Nothing is read from recorded series, for one reason. */
function none(rules: RecordingRules, fault: RecordingFault | 'unknown'): ChosenRates {
  const faults = new Map(ISTIO_METRICS.map((metric) => [metric, fault]));
  return { rules, spanSeconds: new Map(), intervalSeconds: new Map(), faults, queries: [] };
}

function absentKey(atSeconds: number): string {
  return String(Math.floor(atSeconds / ABSENT_WITHIN_SECONDS));
}

/** How often, when first and when last every rule was evaluated, of several servers by the one that did it worst. */
function evaluationsQuery({ evaluated }: RecordingRules, windowSeconds: number): PromqlExpression {
  const selector = printSelector(evaluated, []);
  const by = [RECORDS_LABEL];
  const times = (prefix: string, seconds: number): PromqlExpression[] => [
    tag(maxBy(by, countOverTime(selector, seconds)), MEASURE_LABEL, `${prefix}Count`),
    tag(maxBy(by, minOverTime(selector, seconds)), MEASURE_LABEL, `${prefix}First`),
    tag(minBy(by, maxOverTime(selector, seconds)), MEASURE_LABEL, `${prefix}Last`),
  ];
  return or(
    ...times('asked', windowSeconds),
    tag(minBy(by, countOverTime(selector, windowSeconds)), MEASURE_LABEL, 'fewest'),
    ...times('lately', LATELY_SECONDS),
  );
}

/** By what the metric is called in recorded names. */
function readEvaluations(samples: readonly PrometheusSample[]): ReadonlyMap<string, Evaluations> {
  const read = new Map<string, Map<string, number>>();
  for (const { labels, value } of samples) {
    const stem = labels[RECORDS_LABEL] ?? '';
    const values = read.get(stem) ?? new Map<string, number>();
    values.set(labels[MEASURE_LABEL] ?? '', value);
    read.set(stem, values);
  }
  const evaluations = new Map<string, Evaluations>();
  for (const [stem, values] of read) {
    const times = (prefix: string): EvaluationTimes => ({
      count: values.get(`${prefix}Count`) ?? 0,
      firstSeconds: values.get(`${prefix}First`) ?? Number.NaN,
      lastSeconds: values.get(`${prefix}Last`) ?? Number.NaN,
    });
    const [asked, lately] = [times('asked'), times('lately')];
    // What was evaluated once, and not in the window, is as good as nothing.
    if (asked.count > 0) evaluations.set(stem, { asked, lately, fewest: values.get('fewest') ?? 0 });
  }
  return evaluations;
}
