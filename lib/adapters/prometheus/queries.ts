import { countOverTime, dividedByMax, or, rate, sumBy, sumOverTime, tag } from '@/lib/core/promql/expression';
import { oneOf, printSelector, type Matcher } from '@/lib/core/promql/matcher';
import type { PromqlExpression } from '@/lib/core/promql/promql-expression';
import { quoteRegex } from '@/lib/core/promql/quote';
import type { GraphRates } from '@/lib/core/graph/mesh-graph';
import type { IstioLabel, IstioMetric, IstioNames } from '@/lib/core/telemetry/istio-names';
import { RECORDS_LABEL, stemOf, type RecordingRules } from '@/lib/core/telemetry/recording-rules';
import type { SumMeasure, TrafficMeasure } from '@/lib/core/telemetry/traffic-sample';
import {
  CALL_LABELS,
  FLOW_LABELS,
  LATENCY_BUCKETS,
  NAMESPACE_LABELS,
  REQUEST_LABELS,
  SUM_METRICS,
  TRAFFIC_METRICS,
} from './istio-labels';

/** What all graph queries depend on. */
export interface GraphQueryScope {
  /** What this Prometheus calls metrics and labels. */
  readonly names: IstioNames;
  /** Matchers every selector carries. */
  readonly scope: readonly Matcher[];
  /** Keep calls that start, end or are addressed in one of these; absent means all. */
  readonly namespaces?: readonly string[];
  readonly windowSeconds: number;
  /** Metrics that are read from recorded series, and how far back: 0 for the last rate. Absent means none. */
  readonly recorded?: {
    readonly rules: RecordingRules;
    readonly spanSeconds: ReadonlyMap<IstioMetric, number>;
  };
}

/** Namespaces named in one query; more are asked for in further queries. */
export const NAMESPACES_PER_QUERY = 50;

/** Tells the measures of one answer apart. No label of Istio's. */
export const MEASURE_LABEL = 'telltale_measure';

/** Request rates by call, outcome and security. Texts, one per 50 namespaces; none when no protocol counts requests. */
export function requestQueries(rates: GraphRates, of: GraphQueryScope): PromqlExpression[] {
  const http = rates.http === 'requests';
  const grpc = rates.grpc === 'requests';
  if (!http && !grpc) return [];
  const protocol = of.names.labels.request_protocol;
  const only: Matcher[] = http && grpc ? [] : [{ name: protocol, op: http ? '!=' : '=', value: 'grpc' }];
  return chunked(of, (namespaces) =>
    grouped(TRAFFIC_METRICS.requests, REQUEST_LABELS, of, namespaces, { only }),
  );
}

/** Flows without outcomes, all measures in one text, told apart by {@link MEASURE_LABEL}. */
export function flowQueries(measures: readonly TrafficMeasure[], of: GraphQueryScope): PromqlExpression[] {
  if (measures.length === 0) return [];
  return chunked(of, (namespaces) =>
    or(
      ...measures.map((measure) =>
        tag(grouped(TRAFFIC_METRICS[measure], FLOW_LABELS, of, namespaces), MEASURE_LABEL, measure),
      ),
    ),
  );
}

/** Milliseconds spent and bytes carried by requests, by call, told apart by {@link MEASURE_LABEL}. */
export function sumQueries(of: GraphQueryScope): PromqlExpression[] {
  const measures: readonly SumMeasure[] = ['latencyMs', 'requestBytes', 'responseBytes'];
  return chunked(of, (namespaces) =>
    or(
      ...measures.map((measure) =>
        tag(grouped(SUM_METRICS[measure], CALL_LABELS, of, namespaces), MEASURE_LABEL, measure),
      ),
    ),
  );
}

/** Latency buckets by call; with `countOnly` just the last of each, which counts all requests. */
export function latencyBucketQueries(
  of: GraphQueryScope,
  { countOnly = false }: { countOnly?: boolean } = {},
): PromqlExpression[] {
  const only: Matcher[] = countOnly ? [{ name: 'le', op: '=', value: '+Inf' }] : [];
  return chunked(of, (namespaces) =>
    grouped(LATENCY_BUCKETS, CALL_LABELS, of, namespaces, { by: ['le'], only }),
  );
}

/** Which flows a graph with these rates is made of. */
export function messageMeasures({ grpc }: GraphRates): TrafficMeasure[] {
  return [
    ...(grpc === 'sent' || grpc === 'total' ? (['requestMessages'] as const) : []),
    ...(grpc === 'received' || grpc === 'total' ? (['responseMessages'] as const) : []),
  ];
}

/**
 * What the client sends is what the server's proxy calls received.
 * https://istio.io/latest/docs/reference/config/metrics/
 */
export function tcpMeasures({ tcp }: GraphRates): TrafficMeasure[] {
  if (tcp === 'none') return [];
  return [
    ...(tcp === 'received' ? [] : (['tcpReceived'] as const)),
    ...(tcp === 'sent' ? [] : (['tcpSent'] as const)),
    'connectionsOpened',
    'connectionsClosed',
    'connectionsFailed',
  ];
}

/** One text per 50 namespaces. */
export function chunked(
  { namespaces }: GraphQueryScope,
  query: (namespaces: readonly string[] | undefined) => PromqlExpression,
): PromqlExpression[] {
  if (namespaces === undefined) return [query(undefined)];
  const names = [...new Set(namespaces)].sort();
  const texts: PromqlExpression[] = [];
  for (let at = 0; at < names.length; at += NAMESPACES_PER_QUERY)
    texts.push(query(names.slice(at, at + NAMESPACES_PER_QUERY)));
  return texts;
}

/**
 * The rate of a metric by labels, in some namespaces or all. A union over the namespaces' labels is exact: those labels
 * are part of every group, so a group is either whole in an operand or absent from it, and `or` keeps it once.
 */
function grouped(
  metric: IstioMetric,
  labels: readonly IstioLabel[],
  of: GraphQueryScope,
  namespaces: readonly string[] | undefined,
  { only = [], by = [] }: { only?: readonly Matcher[]; by?: readonly string[] } = {},
): PromqlExpression {
  const groups = [...labels.map((label) => of.names.labels[label]), ...by];
  return inNamespaces(of.names, namespaces, (matchers) =>
    meanRate(metric, groups, of, [...of.scope, ...only, ...matchers]),
  );
}

/** What a metric grows by in a second of the window, by labels: from its counters, or from rates that were recorded. */
function meanRate(
  metric: IstioMetric,
  groups: readonly string[],
  { names, windowSeconds, recorded }: GraphQueryScope,
  matchers: readonly Matcher[],
): PromqlExpression {
  const spanSeconds = recorded?.spanSeconds.get(metric);
  if (recorded === undefined || spanSeconds === undefined)
    return sumBy(groups, rate(printSelector(names.metrics[metric], matchers), windowSeconds));
  const { rules } = recorded;
  if (spanSeconds === 0) return sumBy(groups, printSelector(rules.metrics[metric], matchers));
  // Divided by all evaluations: a call that was not there at some of them had no rate then.
  const evaluated = printSelector(rules.evaluated, [{ name: RECORDS_LABEL, op: '=', value: stemOf(metric) }]);
  return dividedByMax(
    sumBy(groups, sumOverTime(printSelector(rules.metrics[metric], matchers), spanSeconds)),
    countOverTime(evaluated, spanSeconds),
  );
}

/** The union of a sum over the calls that start, end or are addressed in one of these namespaces; absent means all. */
export function inNamespaces(
  names: IstioNames,
  namespaces: readonly string[] | undefined,
  sum: (matchers: readonly Matcher[]) => PromqlExpression,
): PromqlExpression {
  if (namespaces === undefined) return sum([]);
  return or(
    ...NAMESPACE_LABELS.map((label) => sum([oneOf(names.labels[label], namespaces)])),
    sum(hostInNamespaces(names, namespaces)),
  );
}

/**
 * A request that reached nobody may name its namespace in the host alone. Only a cluster's own host names count:
 * `api.shop.svc.cluster.local` lies in `shop`, `x.shop.example` does not.
 */
function hostInNamespaces({ labels }: IstioNames, namespaces: readonly string[]): Matcher[] {
  const named = namespaces.map(quoteRegex).join('|');
  return [
    { name: labels.destination_workload_namespace, op: '=~', value: '|unknown' },
    { name: labels.destination_service_namespace, op: '=~', value: '|unknown' },
    { name: labels.destination_service, op: '=~', value: `[^.]+\\.(${named})\\.svc(\\..+)?` },
  ];
}
