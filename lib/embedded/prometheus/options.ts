import type { Labels, SeriesSource } from '../promql/series-source';

export interface MetricMetadata {
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary' | 'unknown';
  readonly help: string;
  readonly unit: string;
}

export interface PrometheusOptions {
  readonly source: SeriesSource;
  /** The server's clock, Unix milliseconds: what `query` without `time` asks for. */
  readonly nowMs: () => number;
  readonly scrapeIntervalSeconds: number;
  readonly retentionSeconds: number;
  /** Shown in the configuration only; like a real server, answers do not carry them. */
  readonly externalLabels?: Labels;
  /** Window edges as in Prometheus 2.x or 3.x (the default). */
  readonly semantics?: 'v2' | 'v3';
  /** Descriptions by metric name; types of other metrics are guessed from their suffix. */
  readonly metadata?: Readonly<Record<string, MetricMetadata>>;
  /** Longest evaluation of one query; 2 minutes unless given. */
  readonly queryTimeoutMs?: number;
  readonly maxSamples?: number;
}

export const LOOKBACK_MS = 5 * 60_000;
export const DEFAULT_TIMEOUT_MS = 2 * 60_000;
