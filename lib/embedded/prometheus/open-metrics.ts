import { formatValue } from '../promql/format-value';
import {
  isStaleMarker,
  type Labels,
  type Matcher,
  type Series,
  type SeriesSource,
} from '../promql/series-source';

/**
 * The selected series as OpenMetrics text with timestamps, as `promtool tsdb create-blocks-from openmetrics` reads it.
 * `selectors` is one list of matchers per metric; yields the lines of one series at a time and `# EOF` last.
 * Staleness markers have no spelling in the format and are left out.
 */
export function* writeOpenMetrics(
  source: SeriesSource,
  selectors: readonly (readonly Matcher[])[],
  fromMs: number,
  toMs: number,
): Generator<string> {
  for (const matchers of selectors) {
    for (const series of source.select(matchers, fromMs, toMs)) yield writeSeries(series, fromMs, toMs);
  }
  yield '# EOF\n';
}

function writeSeries(series: Series, fromMs: number, toMs: number): string {
  const head = writeHead(series.labels);
  const { timestampsMs, values } = series.samples(fromMs, toMs);
  let text = '';
  for (let index = 0; index < values.length; index += 1) {
    if (isStaleMarker(values, index)) continue;
    text += `${head} ${formatValue(values[index] ?? 0)} ${formatTimestamp(timestampsMs[index] ?? 0)}\n`;
  }
  return text;
}

function writeHead(labels: Labels): string {
  const { __name__: name = '', ...rest } = labels;
  const pairs = Object.entries(rest).map(([label, value]) => `${label}="${escapeValue(value)}"`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
}

function escapeValue(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}

/** Readers multiply the seconds by 1000 and cut: the extra digit keeps binary fractions from losing a millisecond. */
function formatTimestamp(timestampMs: number): string {
  const seconds = Math.floor(timestampMs / 1000);
  const milliseconds = Math.floor(timestampMs - seconds * 1000);
  return `${seconds}.${String(milliseconds).padStart(3, '0')}4`;
}
