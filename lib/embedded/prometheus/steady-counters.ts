/** A counter that grows by `rate` each second. */
export interface SteadyCounter {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly rate: number;
}

const SCRAPE_SECONDS = 15;
const BEFORE_SECONDS = 900;
const AFTER_SECONDS = 60;
/** Far from zero, so that no rate is bent by the counter's first sample. */
const AGE_SECONDS = 1_000_000;

/**
 * OpenMetrics text of counters as scraped around `atSeconds`, for a real Prometheus to load: over windows of up to
 * 15 minutes each has exactly its rate. `beforeSeconds` reaches further back.
 */
export function* writeSteadyCounters(
  counters: readonly SteadyCounter[],
  atSeconds: number,
  beforeSeconds = BEFORE_SECONDS,
): Generator<string> {
  const byMetric = new Map<string, SteadyCounter[]>();
  for (const counter of counters)
    byMetric.set(counter.metric, [...(byMetric.get(counter.metric) ?? []), counter]);
  for (const [metric, group] of byMetric) {
    yield `# TYPE ${metric} unknown\n`;
    for (const { labels, rate } of group) {
      const printed = Object.entries(labels)
        .filter(([, value]) => value !== '')
        .map(([name, value]) => `${name}="${escape(value)}"`)
        .join(',');
      for (let at = atSeconds - beforeSeconds; at <= atSeconds + AFTER_SECONDS; at += SCRAPE_SECONDS)
        yield `${metric}{${printed}} ${rate * (at - atSeconds + AGE_SECONDS)} ${at}\n`;
    }
  }
  yield '# EOF\n';
}

function escape(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
