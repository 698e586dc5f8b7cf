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
const KEEP_FAULT_MS = 30_000;
/** Of all evaluations, those that a series has a rate at, as a rule. */
const LEAST_SHARE = 0.75;

interface Checked {
  readonly fault: RecordingFault | undefined;
  readonly atMs: number;
}

/**
 * Whether recorded series tell of the whole mesh: a rule may be loaded by one of several servers only, drop a label that
 * the scope asks for, or have a window that holds too few scrapes. Asks for names and for recorded series only.
 */
export function createCompletenessCheck(
  client: PrometheusClient,
  rules: RecordingRules,
  names: IstioNames,
  nowMs: () => number,
): (
  metric: IstioMetric,
  atSeconds: number,
  signal: AbortSignal | undefined,
) => Promise<RecordingFault | undefined> {
  const shared = createSharedCalls<Checked>({ keepMs: KEEP_MS, maxKept: 64, nowMs });

  async function namesMissing(metric: IstioMetric, atSeconds: number, signal: AbortSignal): Promise<boolean> {
    const span = { startSeconds: atSeconds - COMPARED_SECONDS, endSeconds: atSeconds, signal };
    const found = await Promise.all(
      PLACE_LABELS.map(async (label) => {
        const valuesOf = (name: string) =>
          client.labelValues(names.labels[label], { metric: name, matchers: client.scope }, span);
        const [reported, recorded] = await Promise.all([
          valuesOf(names.metrics[metric]),
          valuesOf(rules.metrics[metric]),
        ]);
        const known = new Set(recorded);
        return reported.some((value) => !known.has(value));
      }),
    );
    return found.includes(true);
  }

  async function ask(metric: IstioMetric, atSeconds: number, signal: AbortSignal): Promise<Checked> {
    const valueOf = async (expression: PromqlExpression): Promise<number> =>
      (await client.queryInstant(expression, { atSeconds, signal })).samples[0]?.value ?? 0;
    const recorded = (matchers: readonly Matcher[]) => printSelector(rules.metrics[metric], matchers);
    const evaluated = printSelector(rules.evaluated, [
      { name: RECORDS_LABEL, op: '=', value: stemOf(metric) },
    ]);
    const [unscoped, held, evaluations, isMissing] = await Promise.all([
      client.scope.length === 0
        ? 0
        : valueOf(count(or(...client.scope.map(({ name }) => recorded([{ name, op: '=', value: '' }]))))),
      valueOf(median(countOverTime(recorded(client.scope), COMPARED_SECONDS))),
      valueOf(maxBy([], countOverTime(evaluated, COMPARED_SECONDS))),
      namesMissing(metric, atSeconds, signal),
    ]);
    const faults: [RecordingFault, boolean][] = [
      ['scope', unscoped > 0],
      ['incomplete', isMissing],
      ['sparse', held < LEAST_SHARE * evaluations],
    ];
    return { fault: faults.find(([, holds]) => holds)?.[0], atMs: nowMs() };
  }

  return async (metric, atSeconds, signal) => {
    const { fault } = await shared.share(
      JSON.stringify([metric, Math.floor(atSeconds / COMPARED_SECONDS)]),
      signal,
      (sharedSignal) => ask(metric, atSeconds, sharedSignal),
      () => new UpstreamError('prometheus', 'canceled'),
      (known) => known.fault === undefined || nowMs() - known.atMs < KEEP_FAULT_MS,
    );
    return fault;
  };
}
