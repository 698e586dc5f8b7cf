import { readLabel } from '../promql/matchers';
import type { Labels, Matcher } from '../promql/series-source';
import { ApiError } from './api-error';
import { TRUNCATED } from './encode-result';
import type { PrometheusOptions } from './options';
import { parseLimit, parseMatchers, parseTimeMs } from './parse-params';
import { answerJson, type Answer } from './reply';

const YIELD_EVERY = 2_000;

/** `/api/v1/series`: label sets of the series that match any of `match[]`. */
export async function answerSeries(options: PrometheusOptions, params: URLSearchParams): Promise<Answer> {
  const selectors = parseMatchers(params);
  if (selectors.length === 0) throw new ApiError('bad_data', 'no match[] parameter provided');
  const seen = new Map<string, Labels>();
  const limit = parseLimit(params);
  for await (const labels of selectLabels(options, params, selectors)) {
    const sorted = Object.fromEntries(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    seen.set(JSON.stringify(sorted), sorted);
    if (limit > 0 && seen.size > limit) break;
  }
  return truncate([...seen.values()], limit);
}

/** `/api/v1/labels`: sorted label names. */
export async function answerLabels(options: PrometheusOptions, params: URLSearchParams): Promise<Answer> {
  const limit = parseLimit(params);
  const names = new Set<string>();
  for await (const labels of selectLabels(options, params, parseMatchers(params))) {
    for (const name of Object.keys(labels)) names.add(name);
  }
  return truncate([...names].toSorted(), limit);
}

/** `/api/v1/label/<name>/values`: sorted values of one label. */
export async function answerLabelValues(
  options: PrometheusOptions,
  params: URLSearchParams,
  name: string,
): Promise<Answer> {
  const limit = parseLimit(params);
  if (name === '') throw new ApiError('bad_data', 'invalid label name: ""');
  const values = new Set<string>();
  for await (const labels of selectLabels(options, params, parseMatchers(params))) {
    const value = readLabel(labels, name);
    if (value !== '') values.add(value);
  }
  return truncate([...values].toSorted(), limit);
}

/** Label sets of all series that match any selector (every series when there is none) between `start` and `end`. */
export async function* selectLabels(
  options: PrometheusOptions,
  params: URLSearchParams,
  selectors: readonly (readonly Matcher[])[],
): AsyncIterable<Labels> {
  const nowMs = options.nowMs();
  const start = params.get('start') ?? '';
  const end = params.get('end') ?? '';
  const endMs = end === '' ? nowMs : parseTimeMs('end', end);
  const oldestMs = Math.min(nowMs, endMs) - options.retentionSeconds * 1000;
  const startMs = start === '' ? oldestMs : parseTimeMs('start', start);
  if (endMs < startMs)
    throw new ApiError('bad_data', 'invalid parameter "end": end timestamp must not be before start time');
  let count = 0;
  for (const matchers of selectors.length === 0 ? [[]] : selectors) {
    for (const series of options.source.select(matchers, startMs, endMs)) {
      if (++count % YIELD_EVERY === 0) await new Promise<void>((resolve) => setImmediate(resolve));
      yield series.labels;
    }
  }
}

function truncate(items: readonly unknown[], limit: number): Answer {
  if (limit === 0 || items.length <= limit) return answerJson(items);
  return answerJson(items.slice(0, limit), [TRUNCATED]);
}
