import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import { count, countOverTime, maxBy, median, or } from '@/lib/core/promql/expression';
import { printSelector, type Matcher } from '@/lib/core/promql/matcher';
import type { PromqlExpression } from '@/lib/core/promql/promql-expression';
import type { IstioMetric, IstioNames } from '@/lib/core/telemetry/istio-names';
import type { RecordingFault } from '@/lib/core/telemetry/judge-recording';
import { RECORDS_LABEL, stemOf, type RecordingRules } from '@/lib/core/telemetry/recording-rules';
import type { PrometheusClient } from './client';
import { createSharedCalls } from './shared-calls';

/** The metrics that speak for others, which the same proxies report of the same calls. */
export const LEADING_METRICS: readonly (readonly [IstioMetric, readonly IstioMetric[]])[] = [
  [
    'istio_requests_total',
    [
      'istio_request_duration_milliseconds_bucket',
      'istio_request_duration_milliseconds_sum',
      'istio_request_bytes_sum',
      'istio_response_bytes_sum',
      'istio_request_messages_total',
      'istio_response_messages_total',
    ],
  ],
  [
    'istio_tcp_received_bytes_total',
    [
      'istio_tcp_sent_bytes_total',
      'istio_tcp_connections_opened_total',
      'istio_tcp_connections_closed_total',
      'istio_tcp_connections_failed_total',
    ],
  ],
];

const PLACE_LABELS = [
  'source_cluster',
  'source_workload_namespace',
  'destination_cluster',
  'destination_workload_namespace',
  'destination_service_namespace',
] as const;

const COMPARED_SECONDS = 600;
const KEEP_MS = 300_000;
const PATIENCE_MS = 1_000;
const KEEP_FAULT_MS = 30_000;
/** Of all evaluations, those that a series has a rate at, as a rule. */
const LEAST_SHARE = 0.75;

interface Checked {
  readonly fault: RecordingFault | undefined;
  readonly atMs: number;
}

/**
 * Whether recorded series tell of the whole mesh: a rule may be loaded by one of several servers only, drop a label that
 * the scope asks for, or have a window that holds too few scrapes. Asks for names and for recorded series only. What takes
 * longer than an answer may wait is `unknown` for now and known to the next; never rejects.
 */
export function createCompletenessCheck(
  client: PrometheusClient,
  rules: RecordingRules,
  names: IstioNames,
  nowMs: () => number,
): (metric: IstioMetric, atSeconds: number) => Promise<RecordingFault | 'unknown' | undefined> {
  const shared = createSharedCalls<Checked>({ keepMs: KEEP_MS, maxKept: 64, nowMs });

  async function isPlaceMissing(metric: IstioMetric, atSeconds: number): Promise<boolean> {
    const span = { startSeconds: atSeconds - COMPARED_SECONDS, endSeconds: atSeconds };
    // One after the other: nobody waits for this, and others ask the same server.
    for (const label of PLACE_LABELS) {
      const valuesOf = (name: string) =>
        client.labelValues(names.labels[label], { metric: name, matchers: client.scope }, span);
      const reported = await valuesOf(names.metrics[metric]);
      const recorded = new Set(await valuesOf(rules.metrics[metric]));
      if (reported.some((value) => !recorded.has(value))) return true;
    }
    return false;
  }

  async function ask(metric: IstioMetric, atSeconds: number): Promise<Checked> {
    const valueOf = async (expression: PromqlExpression): Promise<number> =>
      (await client.queryInstant(expression, { atSeconds })).samples[0]?.value ?? 0;
    const recorded = (matchers: readonly Matcher[]) => printSelector(rules.metrics[metric], matchers);
    const evaluated = printSelector(rules.evaluated, [
      { name: RECORDS_LABEL, op: '=', value: stemOf(metric) },
    ]);
    const unscoped = client.scope.map(({ name }) => recorded([{ name, op: '=', value: '' }]));
    const tell = (fault: RecordingFault | undefined): Checked => ({ fault, atMs: nowMs() });
    if (unscoped.length > 0 && (await valueOf(count(or(...unscoped)))) > 0) return tell('scope');
    const held = await valueOf(median(countOverTime(recorded(client.scope), COMPARED_SECONDS)));
    const evaluations = await valueOf(maxBy([], countOverTime(evaluated, COMPARED_SECONDS)));
    if (held < LEAST_SHARE * evaluations) return tell('sparse');
    return tell((await isPlaceMissing(metric, atSeconds)) ? 'incomplete' : undefined);
  }

  async function check(
    metric: IstioMetric,
    atSeconds: number,
  ): Promise<RecordingFault | 'unknown' | undefined> {
    try {
      const { fault } = await shared.share(
        JSON.stringify([metric, Math.floor(atSeconds / COMPARED_SECONDS)]),
        undefined,
        () => ask(metric, atSeconds),
        () => new UpstreamError('prometheus', 'canceled'),
        (known) => known.fault === undefined || nowMs() - known.atMs < KEEP_FAULT_MS,
      );
      return fault;
    } catch {
      return 'unknown';
    }
  }

  return (metric, atSeconds) => Promise.race([check(metric, atSeconds), afterPatience()]);
}

async function afterPatience(): Promise<'unknown'> {
  await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref());
  return 'unknown';
}
