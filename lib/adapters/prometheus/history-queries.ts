import { rate, sumBy } from '@/lib/core/promql/expression';
import { printSelector, type Matcher } from '@/lib/core/promql/matcher';
import type { PromqlExpression } from '@/lib/core/promql/promql-expression';
import type { IstioLabel, IstioNames } from '@/lib/core/telemetry/istio-names';
import type { TrafficMeasure } from '@/lib/core/telemetry/traffic-sample';
import type { CallFilter, PartyFilter } from '@/lib/services/ports';
import { FLOW_LABELS, REQUEST_LABELS, TRAFFIC_METRICS } from './istio-labels';

const PARTY_LABELS = [
  ['cluster', 'cluster'],
  ['namespace', 'workload_namespace'],
  ['workload', 'workload'],
  ['app', 'canonical_service'],
  ['version', 'canonical_revision'],
] as const satisfies readonly (readonly [keyof PartyFilter, string])[];

export type LabelMatcher = Omit<Matcher, 'name'> & { readonly label: IstioLabel };

function fieldMatcher(label: IstioLabel, value: string | null | undefined): LabelMatcher[] {
  if (value === undefined) return [];
  // An absent label and the word "unknown" say the same.
  return value === null ? [{ label, op: '=~', value: '|unknown' }] : [{ label, op: '=', value }];
}

function partyMatchers(prefix: 'source' | 'destination', party: PartyFilter | undefined): LabelMatcher[] {
  return PARTY_LABELS.flatMap(([field, label]) => fieldMatcher(`${prefix}_${label}`, party?.[field]));
}

/** A client's proxy never tells; ztunnel says `unknown` of plaintext. */
export const UNPROTECTED: readonly LabelMatcher[] = [
  { label: 'reporter', op: '!=', value: 'source' },
  { label: 'connection_security_policy', op: '!=', value: 'mutual_tls' },
];

/** The rate of one measure of the calls that a filter keeps, of every reporter and with every outcome. */
export function historyQuery(
  measure: TrafficMeasure,
  calls: CallFilter,
  { names, scope, windowSeconds }: { names: IstioNames; scope: readonly Matcher[]; windowSeconds: number },
): PromqlExpression {
  const matchers = [
    ...partyMatchers('source', calls.source),
    ...fieldMatcher('destination_service', calls.service?.host),
    ...fieldMatcher('destination_service_name', calls.service?.name),
    ...fieldMatcher('destination_service_namespace', calls.service?.namespace),
    ...partyMatchers('destination', calls.destination),
    ...(calls.unprotected === true ? UNPROTECTED : []),
    // Bytes are TCP's whatever the label says.
    ...(calls.protocol === 'tcp' ? [] : fieldMatcher('request_protocol', calls.protocol)),
  ].map(({ label, ...matcher }): Matcher => ({ name: names.labels[label], ...matcher }));
  const labels = measure === 'requests' ? REQUEST_LABELS : FLOW_LABELS;
  const selector = printSelector(names.metrics[TRAFFIC_METRICS[measure]], [...scope, ...matchers]);
  return sumBy(
    labels.map((label) => names.labels[label]),
    rate(selector, windowSeconds),
  );
}
