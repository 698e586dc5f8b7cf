import { formatDurationMs } from '../promql/durations';
import { readLabel } from '../promql/matchers';
import { DEFAULT_TIMEOUT_MS, LOOKBACK_MS, type PrometheusOptions } from './options';
import { answerJson, type Answer } from './reply';
import { selectLabels } from './series-endpoints';

/** `/api/v1/status/<page>`; undefined when there is no such page. */
export async function answerStatus(options: PrometheusOptions, page: string): Promise<Answer | undefined> {
  switch (page) {
    case 'buildinfo':
      return answerJson(describeBuild(options));
    case 'runtimeinfo':
      return answerJson(describeRuntime(options, await countSeries(options)));
    case 'flags':
      return answerJson(listFlags(options));
    case 'config':
      return answerJson({ yaml: writeConfig(options) });
    case 'tsdb':
      return answerJson(await describeStorage(options));
    default:
      return undefined;
  }
}

function describeBuild({ semantics }: PrometheusOptions) {
  const version = semantics === 'v2' ? '2.42.0' : '3.5.0';
  return {
    version,
    revision: 'embedded',
    branch: 'embedded',
    buildUser: '',
    buildDate: '',
    goVersion: 'none',
  };
}

function describeRuntime(options: PrometheusOptions, seriesCount: number) {
  return {
    startTime: new Date(Math.round(options.nowMs() - process.uptime() * 1000)).toISOString(),
    CWD: '/',
    reloadConfigSuccess: true,
    lastConfigTime: new Date(0).toISOString(),
    corruptionCount: 0,
    goroutineCount: 0,
    GOMAXPROCS: 1,
    GOGC: '',
    GODEBUG: '',
    storageRetention: formatDurationMs(options.retentionSeconds * 1000),
    timeSeriesCount: seriesCount,
  };
}

function listFlags(options: PrometheusOptions) {
  return {
    'query.lookback-delta': formatDurationMs(LOOKBACK_MS),
    'query.max-samples': String(options.maxSamples ?? 20_000_000),
    'query.timeout': formatDurationMs(options.queryTimeoutMs ?? DEFAULT_TIMEOUT_MS),
    'storage.tsdb.retention.time': formatDurationMs(options.retentionSeconds * 1000),
    'storage.tsdb.retention.size': '0B',
    'web.enable-admin-api': 'false',
    'web.enable-lifecycle': 'false',
  };
}

function writeConfig({ scrapeIntervalSeconds, externalLabels = {} }: PrometheusOptions): string {
  const interval = formatDurationMs(scrapeIntervalSeconds * 1000);
  const timeout = formatDurationMs(Math.min(10, scrapeIntervalSeconds) * 1000);
  const lines = [
    'global:',
    `  scrape_interval: ${interval}`,
    `  scrape_timeout: ${timeout}`,
    '  evaluation_interval: 1m',
  ];
  const labels = Object.entries(externalLabels).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (labels.length > 0) lines.push('  external_labels:');
  // A JSON string is also a YAML string, whatever the value holds.
  for (const [name, value] of labels) lines.push(`    ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `${lines.join('\n')}\n`;
}

async function countSeries(options: PrometheusOptions): Promise<number> {
  let count = 0;
  for await (const labels of selectLabels(options, lastHour(options), []))
    count += Number(labels !== undefined);
  return count;
}

async function describeStorage(options: PrometheusOptions) {
  const byMetric = new Map<string, number>();
  let numSeries = 0;
  for await (const labels of selectLabels(options, lastHour(options), [])) {
    const name = readLabel(labels, '__name__');
    byMetric.set(name, (byMetric.get(name) ?? 0) + 1);
    numSeries += 1;
  }
  const top = [...byMetric].toSorted(([, a], [, b]) => b - a).slice(0, 10);
  const maxTime = Math.round(options.nowMs());
  const minTime = maxTime - options.retentionSeconds * 1000;
  return {
    headStats: { numSeries, numLabelPairs: 0, chunkCount: 0, minTime, maxTime },
    seriesCountByMetricName: top.map(([name, value]) => ({ name, value })),
    labelValueCountByLabelName: [],
    memoryInBytesByLabelName: [],
    seriesCountByLabelValuePair: [],
  };
}

function lastHour(options: PrometheusOptions): URLSearchParams {
  return new URLSearchParams({ start: String(options.nowMs() / 1000 - 3600) });
}
