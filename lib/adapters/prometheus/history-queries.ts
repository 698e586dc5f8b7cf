import { or, rate, sumBy } from '@/lib/core/promql/expression';
import { printSelector, type Matcher } from '@/lib/core/promql/matcher';
import type { PromqlExpression } from '@/lib/core/promql/promql-expression';
import type { CallFilter, PartyFilter } from '@/lib/services/ports';
import { METRICS } from './istio-labels';

const PARTY_LABELS = [
  ['cluster', 'cluster'],
  ['namespace', 'workload_namespace'],
  ['workload', 'workload'],
  ['app', 'canonical_service'],
  ['version', 'canonical_revision'],
] as const satisfies readonly (readonly [keyof PartyFilter, string])[];

/** HTTP 5xx, and the `0` of a request that got no answer at all. */
const FAILED_CODES = '5..|0';

function fieldMatcher(name: string, value: string | null | undefined): Matcher[] {
  if (value === undefined) return [];
  // An absent label and the word "unknown" say the same.
  return value === null ? [{ name, op: '=~', value: '|unknown' }] : [{ name, op: '=', value }];
}

function partyMatchers(prefix: 'source' | 'destination', party: PartyFilter | undefined): Matcher[] {
  return PARTY_LABELS.flatMap(([field, label]) => fieldMatcher(`${prefix}_${label}`, party?.[field]));
}

/** The label matchers a filter stands for; the scope goes in front. */
export function callMatchers(scope: readonly Matcher[], calls: CallFilter): Matcher[] {
  return [
    ...scope,
    { name: 'reporter', op: '=', value: calls.reporter },
    ...partyMatchers('source', calls.source),
    ...fieldMatcher('destination_service', calls.service?.host),
    ...fieldMatcher('destination_service_name', calls.service?.name),
    ...fieldMatcher('destination_service_namespace', calls.service?.namespace),
    ...partyMatchers('destination', calls.destination),
    ...fieldMatcher('request_protocol', calls.protocol),
  ];
}

/** All requests per second. */
export function requestHistory(matchers: readonly Matcher[], windowSeconds: number): PromqlExpression {
  return sumBy([], rate(printSelector(METRICS.requests, matchers), windowSeconds));
}

/**
 * Failed requests per second: HTTP 5xx or no answer, gRPC statuses other than 0, and gRPC calls that ended with an
 * HTTP 4xx. Nothing where none ever failed.
 */
export function errorHistory(matchers: readonly Matcher[], windowSeconds: number): PromqlExpression {
  const ways: Matcher[][] = [
    [{ name: 'response_code', op: '=~', value: FAILED_CODES }],
    [{ name: 'grpc_response_status', op: '!~', value: '0?' }],
    [
      { name: 'response_code', op: '=~', value: '4..' },
      { name: 'request_protocol', op: '=', value: 'grpc' },
    ],
  ];
  // `or` keeps a series that failed in two ways once: inside the sum, label sets are still whole.
  const failed = ways.map((way) =>
    rate(printSelector(METRICS.requests, [...matchers, ...way]), windowSeconds),
  );
  return sumBy([], or(...failed));
}

/** TCP bytes per second: sent to, or received from, the client. */
export function tcpHistory(
  direction: 'tcpSent' | 'tcpReceived',
  matchers: readonly Matcher[],
  windowSeconds: number,
): PromqlExpression {
  return sumBy([], rate(printSelector(METRICS[direction], matchers), windowSeconds));
}
