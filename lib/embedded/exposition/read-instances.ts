import { isStaleMarker, type Labels, type Series, type SeriesSource } from '../promql/series-source';

/** One scraped process: the labels that a scrape adds to all its series, and the series without them. */
export interface Instance {
  /** `pod.namespace:15020` */
  readonly name: string;
  readonly scrapeLabels: Labels;
}

/** One exported sample. */
export interface ExportedSample {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
}

/** The processes that are up, by their `up` series, in the order of their names. */
export function readInstances(source: SeriesSource, nowMs: number, intervalMs: number): Instance[] {
  const found = new Map<string, Instance>();
  for (const series of source.select(
    [{ name: '__name__', op: '=', value: 'up' }],
    nowMs - 2 * intervalMs,
    nowMs,
  )) {
    const { __name__: _name, ...scrapeLabels } = series.labels;
    const name = series.labels['instance'];
    if (name === undefined || newestValue(series, nowMs, intervalMs) === undefined) continue;
    found.set(name, { name, scrapeLabels });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What a process exports now. The labels that a scrape would add are left out, as a real process knows nothing of them. */
export function readSamples(
  source: SeriesSource,
  { name: instance, scrapeLabels }: Instance,
  nowMs: number,
  intervalMs: number,
): ExportedSample[] {
  const samples: ExportedSample[] = [];
  const matchers = [{ name: 'instance', op: '=', value: instance }] as const;
  for (const series of source.select(matchers, nowMs - 2 * intervalMs, nowMs)) {
    const { __name__: name = '', ...labels } = series.labels;
    const value = newestValue(series, nowMs, intervalMs);
    if (name === 'up' || value === undefined) continue;
    const own = Object.entries(labels).filter(([label, text]) => scrapeLabels[label] !== text);
    samples.push({ name, labels: Object.fromEntries(own), value });
  }
  return samples;
}

/** Undefined once the series has ended. */
function newestValue(series: Series, nowMs: number, intervalMs: number): number | undefined {
  const { values } = series.samples(nowMs - 2 * intervalMs, nowMs);
  const last = values.length - 1;
  return last < 0 || isStaleMarker(values, last) ? undefined : values[last];
}
