import { MAX_DURATION_MS, parseDurationMs } from '../promql/durations';
import type { Matcher } from '../promql/series-source';
import { parsePromql } from '../promql/parse';
import { invalidParameter } from './api-error';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

/** Largest instant a JavaScript date can hold; both ends of an endless range are cut to it. */
const MAX_TIME_MS = 8.64e15;

/** Unix seconds or RFC 3339, to Unix milliseconds. Throws ApiError naming the parameter. */
export function parseTimeMs(name: string, text: string): number {
  let timeMs = Number.NaN;
  if (NUMBER.test(text)) timeMs = Math.round(Number(text) * 1000);
  else if (RFC3339.test(text)) timeMs = Date.parse(text);
  if (!(Math.abs(timeMs) <= MAX_TIME_MS)) {
    throw invalidParameter(name, `cannot parse "${text}" to a valid timestamp`);
  }
  return timeMs;
}

/** Seconds or a duration such as `1m30s`, to milliseconds. Throws ApiError naming the parameter. */
export function parseLengthMs(name: string, text: string): number {
  const durationMs = NUMBER.test(text) ? Math.round(Number(text) * 1000) : parseDurationMs(text);
  if (durationMs === undefined) throw invalidParameter(name, `cannot parse "${text}" to a valid duration`);
  if (Math.abs(durationMs) > MAX_DURATION_MS) {
    throw invalidParameter(name, `cannot parse "${text}" to a valid duration. It overflows int64`);
  }
  return durationMs;
}

/** `limit`: the most entries wanted, 0 for all. */
export function parseLimit(params: URLSearchParams): number {
  const text = params.get('limit') ?? '';
  if (text === '') return 0;
  if (!/^[+-]?\d+$/.test(text)) throw invalidParameter('limit', `cannot parse "${text}" to a valid limit`);
  const limit = Number(text);
  if (limit < 0) throw invalidParameter('limit', 'limit must be non-negative');
  return limit;
}

/** Series selectors of `match[]`. Throws ApiError when one is not a plain instant selector. */
export function parseMatchers(params: URLSearchParams): Matcher[][] {
  return params.getAll('match[]').map((text) => {
    let expr;
    try {
      expr = parsePromql(text);
    } catch (error) {
      throw invalidParameter('match[]', error instanceof Error ? error.message : 'not a selector');
    }
    if (expr.kind !== 'selector' || expr.offsetMs !== undefined || expr.at !== undefined) {
      throw invalidParameter('match[]', '1:1: parse error: expected a series selector');
    }
    return [...expr.matchers];
  });
}
