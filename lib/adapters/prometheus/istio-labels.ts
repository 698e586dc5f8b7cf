import type { IstioLabel, IstioMetric } from '@/lib/core/telemetry/istio-names';
import type { SumMeasure, TrafficMeasure } from '@/lib/core/telemetry/traffic-sample';

/** Where each measure of traffic is counted. */
export const TRAFFIC_METRICS: Readonly<Record<TrafficMeasure, IstioMetric>> = {
  requests: 'istio_requests_total',
  requestMessages: 'istio_request_messages_total',
  responseMessages: 'istio_response_messages_total',
  tcpSent: 'istio_tcp_sent_bytes_total',
  tcpReceived: 'istio_tcp_received_bytes_total',
  connectionsOpened: 'istio_tcp_connections_opened_total',
  connectionsClosed: 'istio_tcp_connections_closed_total',
  connectionsFailed: 'istio_tcp_connections_failed_total',
};

/** Where each sum over requests is counted. */
export const SUM_METRICS: Readonly<Record<SumMeasure, IstioMetric>> = {
  latencyMs: 'istio_request_duration_milliseconds_sum',
  requestBytes: 'istio_request_bytes_sum',
  responseBytes: 'istio_response_bytes_sum',
};

export const LATENCY_BUCKETS: IstioMetric = 'istio_request_duration_milliseconds_bucket';

/** Who called what: enough to tell one call from another. */
export const CALL_LABELS = [
  'reporter',
  'source_cluster',
  'source_workload_namespace',
  'source_workload',
  'source_canonical_service',
  'source_canonical_revision',
  'destination_cluster',
  'destination_service_namespace',
  'destination_service',
  'destination_service_name',
  'destination_workload_namespace',
  'destination_workload',
  'destination_canonical_service',
  'destination_canonical_revision',
  'request_protocol',
] as const satisfies readonly IstioLabel[];

const IDENTITY_LABELS = ['source_principal', 'destination_principal', 'connection_security_policy'] as const;

export const REQUEST_LABELS: readonly IstioLabel[] = [
  ...CALL_LABELS,
  ...IDENTITY_LABELS,
  'response_code',
  'grpc_response_status',
  'response_flags',
];
/** TCP and gRPC messages have no response codes. */
export const FLOW_LABELS: readonly IstioLabel[] = [...CALL_LABELS, ...IDENTITY_LABELS, 'response_flags'];

/** Labels that name a namespace; a call belongs to a namespace when one of them does. All are in every group. */
export const NAMESPACE_LABELS = [
  'source_workload_namespace',
  'destination_workload_namespace',
  'destination_service_namespace',
] as const satisfies readonly IstioLabel[];
