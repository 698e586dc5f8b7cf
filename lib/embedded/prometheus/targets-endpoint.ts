import { evaluateInstant } from '../promql/evaluate';
import type { Labels } from '../promql/series-source';
import type { PrometheusOptions } from './options';
import { formatDurationMs } from '../promql/durations';
import { answerJson, type Answer } from './reply';

/** `/api/v1/targets`: what the `up` series say; empty when the source has none. */
export async function answerTargets(options: PrometheusOptions, params: URLSearchParams): Promise<Answer> {
  const state = params.get('state') ?? 'any';
  const atMs = Math.round(options.nowMs());
  const result = await evaluateInstant('up', atMs, { source: options.source });
  const samples = result.type === 'vector' && state !== 'dropped' ? result.samples : [];
  const interval = formatDurationMs(options.scrapeIntervalSeconds * 1000);
  const activeTargets = samples.map(({ labels, value }) => describeTarget(labels, value, atMs, interval));
  return answerJson({ activeTargets, droppedTargets: [], droppedTargetCounts: {} });
}

function describeTarget(labels: Labels, up: number, atMs: number, interval: string) {
  const { __name__: _metric, ...own } = labels;
  const url = `http://${own['instance'] ?? 'unknown'}/metrics`;
  return {
    discoveredLabels: {},
    labels: own,
    scrapePool: own['job'] ?? '',
    scrapeUrl: url,
    globalUrl: url,
    lastError: up === 1 ? '' : 'target is down',
    lastScrape: new Date(atMs).toISOString(),
    lastScrapeDuration: 0,
    health: up === 1 ? 'up' : 'down',
    scrapeInterval: interval,
    scrapeTimeout: interval,
  };
}
