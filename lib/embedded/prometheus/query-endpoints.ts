import { evaluateInstant, evaluateRange, type EvaluateOptions } from '../promql/evaluate';
import { PromqlError } from '../promql/errors';
import { parsePromql } from '../promql/parse';
import type { Expr } from '../promql/ast';
import { invalidParameter } from './api-error';
import { encodeResult, isTruncated, TRUNCATED } from './encode-result';
import { DEFAULT_TIMEOUT_MS, LOOKBACK_MS, type PrometheusOptions } from './options';
import { parseLengthMs, parseLimit, parseTimeMs } from './parse-params';
import type { Answer } from './reply';

const MAX_POINTS = 11_000;

/** `/api/v1/query`: one instant, the server's own time unless `time` says otherwise. */
export async function answerQuery(
  options: PrometheusOptions,
  params: URLSearchParams,
  signal: AbortSignal,
): Promise<Answer> {
  const limit = parseLimit(params);
  const time = params.get('time') ?? '';
  const atMs = time === '' ? Math.round(options.nowMs()) : parseTimeMs('time', time);
  const settings = readSettings(options, params, signal);
  const result = await evaluateInstant(parseQuery(params), atMs, settings);
  return toAnswer(result, limit);
}

/** `/api/v1/query_range`: every `step` from `start` to `end`. */
export async function answerQueryRange(
  options: PrometheusOptions,
  params: URLSearchParams,
  signal: AbortSignal,
): Promise<Answer> {
  const limit = parseLimit(params);
  const startMs = parseTimeMs('start', params.get('start') ?? '');
  const endMs = parseTimeMs('end', params.get('end') ?? '');
  if (endMs < startMs) throw invalidParameter('end', 'end timestamp must not be before start time');
  const stepMs = parseLengthMs('step', params.get('step') ?? '');
  if (stepMs <= 0) {
    const reason = 'zero or negative query resolution step widths are not accepted. Try a positive integer';
    throw invalidParameter('step', reason);
  }
  if ((endMs - startMs) / stepMs > MAX_POINTS) {
    throw new PromqlError(
      'bad_data',
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    );
  }
  const settings = readSettings(options, params, signal);
  const result = await evaluateRange(parseQuery(params), { startMs, endMs, stepMs }, settings);
  return toAnswer(result, limit);
}

function toAnswer(result: Parameters<typeof encodeResult>[0], limit: number): Answer {
  const warnings = isTruncated(result, limit) ? [...result.warnings, TRUNCATED] : result.warnings;
  return { data: encodeResult(result, limit), warnings };
}

function parseQuery(params: URLSearchParams): Expr {
  try {
    return parsePromql(params.get('query') ?? '');
  } catch (error) {
    if (error instanceof PromqlError && error.kind === 'bad_data')
      throw invalidParameter('query', error.message);
    throw error;
  }
}

function readSettings(
  options: PrometheusOptions,
  params: URLSearchParams,
  signal: AbortSignal,
): EvaluateOptions {
  const longestMs = options.queryTimeoutMs ?? DEFAULT_TIMEOUT_MS;
  const timeout = params.get('timeout') ?? '';
  const timeoutMs = timeout === '' ? longestMs : Math.min(longestMs, parseLengthMs('timeout', timeout));
  const lookback = params.get('lookback_delta') ?? '';
  const lookbackMs = lookback === '' ? LOOKBACK_MS : parseLengthMs('lookback_delta', lookback);
  if (lookbackMs <= 0) throw invalidParameter('lookback_delta', 'must be positive');
  const { source, semantics, maxSamples } = options;
  const now = (): number => performance.now();
  return { source, semantics, maxSamples, lookbackMs, signal, now, deadlineMs: now() + timeoutMs };
}
