/** Istio's metric names. */
export const METRICS = {
  requests: 'istio_requests_total',
  tcpSent: 'istio_tcp_sent_bytes_total',
  tcpReceived: 'istio_tcp_received_bytes_total',
  latencySum: 'istio_request_duration_milliseconds_sum',
  latencyBucket: 'istio_request_duration_milliseconds_bucket',
} as const;

/** Who called what: enough to tell one call from another. */
const CALL_LABELS = [
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
] as const;

const IDENTITY_LABELS = ['source_principal', 'destination_principal', 'connection_security_policy'] as const;

export const REQUEST_LABELS = [
  ...CALL_LABELS,
  ...IDENTITY_LABELS,
  'response_code',
  'grpc_response_status',
  'response_flags',
];
export const TCP_LABELS = [...CALL_LABELS, ...IDENTITY_LABELS, 'response_flags'];
export const LATENCY_LABELS = [...CALL_LABELS];
export const BUCKET_LABELS = [...CALL_LABELS, 'le'];

/** Labels that name a namespace; a call belongs to a namespace when one of them does. All are in every group. */
export const NAMESPACE_LABELS = [
  'source_workload_namespace',
  'destination_workload_namespace',
  'destination_service_namespace',
];
