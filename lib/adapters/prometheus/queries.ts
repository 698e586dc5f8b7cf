import { or, rate, sumBy } from '@/lib/core/promql/expression';
import { oneOf, printSelector, type Matcher } from '@/lib/core/promql/matcher';
import type { PromqlExpression } from '@/lib/core/promql/promql-expression';
import {
  BUCKET_LABELS,
  LATENCY_LABELS,
  METRICS,
  NAMESPACE_LABELS,
  REQUEST_LABELS,
  TCP_LABELS,
} from './istio-labels';

/** What all graph queries depend on. */
export interface GraphQueryScope {
  /** Matchers every selector carries. */
  readonly scope: readonly Matcher[];
  /** Keep calls that start, end or are addressed in one of these; absent means all. */
  readonly namespaces?: readonly string[];
  readonly windowSeconds: number;
}

/** Namespaces named in one query; more are asked for in further queries. */
export const NAMESPACES_PER_QUERY = 50;

/** Request rates by call, outcome and security. Texts, one per 50 namespaces. */
export function requestQueries(of: GraphQueryScope): PromqlExpression[] {
  return graphQueries(METRICS.requests, REQUEST_LABELS, of);
}

/** TCP bytes per second sent to the client. */
export function tcpSentQueries(of: GraphQueryScope): PromqlExpression[] {
  return graphQueries(METRICS.tcpSent, TCP_LABELS, of);
}

/** TCP bytes per second received from the client. */
export function tcpReceivedQueries(of: GraphQueryScope): PromqlExpression[] {
  return graphQueries(METRICS.tcpReceived, TCP_LABELS, of);
}

/** Milliseconds spent per second, by call. */
export function latencySumQueries(of: GraphQueryScope): PromqlExpression[] {
  return graphQueries(METRICS.latencySum, LATENCY_LABELS, of);
}

/** Latency buckets by call. */
export function latencyBucketQueries(of: GraphQueryScope): PromqlExpression[] {
  return graphQueries(METRICS.latencyBucket, BUCKET_LABELS, of);
}

/**
 * A union over the namespace labels is exact: those labels are part of every group, so a group is either whole
 * in an operand or absent from it, and `or` keeps it once.
 */
function graphQueries(metric: string, labels: readonly string[], of: GraphQueryScope): PromqlExpression[] {
  const grouped = (matchers: readonly Matcher[]): PromqlExpression =>
    sumBy(labels, rate(printSelector(metric, matchers), of.windowSeconds));
  if (of.namespaces === undefined) return [grouped(of.scope)];
  return chunk([...new Set(of.namespaces)].sort(), NAMESPACES_PER_QUERY).map((namespaces) =>
    or(...NAMESPACE_LABELS.map((label) => grouped([...of.scope, oneOf(label, namespaces)]))),
  );
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size));
  return chunks;
}
