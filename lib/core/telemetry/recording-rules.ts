import { fail, succeed, type Outcome } from '../mesh/problem';
import { parseDurationSeconds } from '../mesh/duration';
import { isMetricName } from '../promql/matcher';
import { ISTIO_METRICS, type IstioMetric } from './istio-names';

/**
 * Names of series that recording rules write: of each metric its rate over a short base window, added up over pods. See
 * docs/recording-rules.md.
 */
export interface RecordingRules {
  /** Names with `*` where the metric's stands, for instance `workload:*:rate1m`. */
  readonly pattern: string;
  readonly metrics: Readonly<Record<IstioMetric, string>>;
  /** When each rule was evaluated: Unix seconds, told apart by {@link RECORDS_LABEL}. */
  readonly evaluated: string;
  /** What every recorded rate is an average over. */
  readonly baseSeconds: number;
}

/** The names in deploy/prometheus/telltale-rules.yaml. */
export const SHIPPED_PATTERN = 'workload:*:rate1m';

/** On series that tell of evaluations: the metric that is recorded. */
export const RECORDS_LABEL = 'records';

const EVALUATED = 'telltale_evaluated_seconds';
const MOST_BASE_SECONDS = 3600;
const PATTERN = /^[^*]*\*[^*]*:rate([0-9smh]+)$/;

/** Reads `auto`, `off`, or a pattern of names; undefined means that none are looked for. */
export function parseRecordingRules(text: string): Outcome<RecordingRules | undefined> {
  if (text === 'off') return succeed(undefined);
  const pattern = text === 'auto' ? SHIPPED_PATTERN : text;
  const baseSeconds = parseDurationSeconds(PATTERN.exec(pattern)?.[1] ?? '');
  if (baseSeconds === undefined || !isMetricName(nameOf(pattern, EVALUATED)))
    return refuse('is auto, off, or names such as team:*:rate5m, with * for the metric and the window last');
  if (baseSeconds < 1 || baseSeconds > MOST_BASE_SECONDS)
    return refuse('names rates over a window that is not from 1s to 1h');
  const metrics: Partial<Record<IstioMetric, string>> = {};
  for (const metric of ISTIO_METRICS) metrics[metric] = nameOf(pattern, stemOf(metric));
  return succeed({
    pattern,
    metrics: metrics as Record<IstioMetric, string>,
    evaluated: nameOf(pattern, EVALUATED),
    baseSeconds,
  });
}

/** What a metric is called in names of recorded series: a rate is no total any more. */
export function stemOf(metric: IstioMetric): string {
  return metric.replace(/_total$/, '');
}

function nameOf(pattern: string, stem: string): string {
  return pattern.replace('*', () => stem);
}

function refuse<T>(message: string): Outcome<T> {
  return fail('invalid-configuration', `${message}.`);
}
