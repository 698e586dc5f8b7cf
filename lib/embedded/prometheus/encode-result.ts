import type { InstantResult, MatrixSeries, RangeResult } from '../promql/evaluate';
import { formatValue } from '../promql/format-value';
import { writeLabels } from './write-labels';

export const TRUNCATED = 'results truncated due to limit';

/** The `data` of a query answer as JSON text, series by series; at most `limit` of them unless that is 0. */
export function* encodeResult(result: InstantResult | RangeResult, limit: number): Iterable<string> {
  yield `{"resultType":"${result.type}","result":`;
  switch (result.type) {
    case 'scalar':
      yield encodePoint(result.atMs, result.value);
      break;
    case 'string':
      yield JSON.stringify([result.atMs / 1000, result.value]);
      break;
    case 'vector':
      yield* encodeList(result.samples, limit, ({ labels, value }) => {
        return `{"metric":${writeLabels(labels)},"value":${encodePoint(result.atMs, value)}}`;
      });
      break;
    case 'matrix':
      yield* encodeList(result.series, limit, encodeSeries);
      break;
  }
  yield '}';
}

/** Whether `limit` cuts this result. */
export function isTruncated(result: InstantResult | RangeResult, limit: number): boolean {
  if (limit === 0) return false;
  if (result.type === 'vector') return result.samples.length > limit;
  return result.type === 'matrix' && result.series.length > limit;
}

function* encodeList<T>(items: readonly T[], limit: number, encode: (item: T) => string): Iterable<string> {
  const count = limit === 0 ? items.length : Math.min(limit, items.length);
  yield '[';
  let separator = '';
  for (const item of items.slice(0, count)) {
    yield separator + encode(item);
    separator = ',';
  }
  yield ']';
}

function encodeSeries({ labels, timestampsMs, values }: MatrixSeries): string {
  const points = timestampsMs.map((timestampMs, index) =>
    encodePoint(timestampMs, values[index] ?? Number.NaN),
  );
  return `{"metric":${writeLabels(labels)},"values":[${points.join(',')}]}`;
}

function encodePoint(timestampMs: number, value: number): string {
  return `[${timestampMs / 1000},"${formatValue(value)}"]`;
}
