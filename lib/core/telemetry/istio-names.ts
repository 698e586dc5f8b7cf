import { fail, succeed, type Outcome } from '../mesh/problem';
import { isLabelName, isMetricName } from '../promql/matcher';

/** Istio's metrics that are read. https://istio.io/latest/docs/reference/config/metrics/ */
export const ISTIO_METRICS = [
  'istio_requests_total',
  'istio_request_messages_total',
  'istio_response_messages_total',
  'istio_tcp_sent_bytes_total',
  'istio_tcp_received_bytes_total',
  'istio_tcp_connections_opened_total',
  'istio_tcp_connections_closed_total',
  'istio_tcp_connections_failed_total',
  'istio_request_duration_milliseconds_sum',
  'istio_request_duration_milliseconds_bucket',
  'istio_request_bytes_sum',
  'istio_response_bytes_sum',
] as const;
export type IstioMetric = (typeof ISTIO_METRICS)[number];

/** Istio's labels that are read. */
export const ISTIO_LABELS = [
  'reporter',
  'source_cluster',
  'source_workload_namespace',
  'source_workload',
  'source_canonical_service',
  'source_canonical_revision',
  'source_principal',
  'destination_cluster',
  'destination_service_namespace',
  'destination_service',
  'destination_service_name',
  'destination_workload_namespace',
  'destination_workload',
  'destination_canonical_service',
  'destination_canonical_revision',
  'destination_principal',
  'request_protocol',
  'response_code',
  'grpc_response_status',
  'response_flags',
  'connection_security_policy',
] as const;
export type IstioLabel = (typeof ISTIO_LABELS)[number];

/** What this Prometheus calls Istio's metrics and labels, for instance after recording rules or relabelling. */
export interface IstioNames {
  readonly metrics: Readonly<Record<IstioMetric, string>>;
  readonly labels: Readonly<Record<IstioLabel, string>>;
}

/** Nothing is renamed. */
export const ISTIO_NAMES: IstioNames = {
  metrics: sameNames(ISTIO_METRICS),
  labels: sameNames(ISTIO_LABELS),
};

/** Reads `istio_requests_total=workload:istio_requests_total, source_app=src`: Istio's name, then this Prometheus'. */
export function parseIstioNames(metricsText: string, labelsText: string): Outcome<IstioNames> {
  const metrics = readNames(metricsText, ISTIO_METRICS, isMetricName, 'metric');
  if (!metrics.ok) return metrics;
  const labels = readNames(labelsText, ISTIO_LABELS, isLabelName, 'label');
  return labels.ok ? succeed({ metrics: metrics.value, labels: labels.value }) : labels;
}

function readNames<Name extends string>(
  text: string,
  standard: readonly Name[],
  isName: (text: string) => boolean,
  what: string,
): Outcome<Record<Name, string>> {
  const names = sameNames(standard);
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  for (const entry of entries) {
    const [left = '', right = '', ...rest] = entry.split('=').map((part) => part.trim());
    const name = standard.find((candidate) => candidate === left);
    if (name === undefined) return refuse(`${JSON.stringify(left)} is no ${what} of Istio's that is read`);
    if (rest.length > 0 || !isName(right))
      return refuse(`${name} is renamed to something that is no ${what} name`);
    names[name] = right;
  }
  const twice = standard.find((one) =>
    standard.some((other) => one !== other && names[one] === names[other]),
  );
  if (twice !== undefined) return refuse(`two ${what}s share the name ${names[twice]}`);
  return succeed(names);
}

function refuse<T>(message: string): Outcome<T> {
  return fail('invalid-configuration', `${message}.`);
}

function sameNames<Name extends string>(standard: readonly Name[]): Record<Name, string> {
  const names: Partial<Record<Name, string>> = {};
  for (const name of standard) names[name] = name;
  return names as Record<Name, string>;
}
