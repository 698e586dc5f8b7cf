import { readLabel } from '../promql/matchers';
import type { MetricMetadata, PrometheusOptions } from './options';
import { parseLimit } from './parse-params';
import { answerJson, type Answer } from './reply';
import { selectLabels } from './series-endpoints';

/** `/api/v1/metadata`: type and help of every metric, or of `metric` alone. */
export async function answerMetadata(options: PrometheusOptions, params: URLSearchParams): Promise<Answer> {
  const limit = parseLimit(params);
  const wanted = params.get('metric') ?? '';
  const known = new Map<string, MetricMetadata>(Object.entries(options.metadata ?? {}));
  for await (const labels of selectLabels(options, new URLSearchParams(), [])) {
    const { name, type } = guessType(readLabel(labels, '__name__'));
    if (name !== '' && !known.has(name)) known.set(name, { type, help: '', unit: '' });
  }
  const entries = [...known]
    .filter(([name]) => wanted === '' || name === wanted)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const shown = limit === 0 ? entries : entries.slice(0, limit);
  return answerJson(Object.fromEntries(shown.map(([name, metadata]) => [name, [metadata]])));
}

/** A histogram is known by its base name; the suffixes of the others say what they are. */
function guessType(metric: string): { name: string; type: MetricMetadata['type'] } {
  const histogram = /^(.+)_(?:bucket|sum|count)$/.exec(metric);
  if (histogram?.[1] !== undefined) return { name: histogram[1], type: 'histogram' };
  return { name: metric, type: metric.endsWith('_total') ? 'counter' : 'gauge' };
}
