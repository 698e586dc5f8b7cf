import type { IstioLabel } from '@/lib/core/telemetry/istio-names';
import type { PrometheusSample } from './parse-answer';

/** Labels that every proxy reports of every request, be it as `unknown`. */
const ALWAYS_REPORTED: readonly IstioLabel[] = [
  'source_workload',
  'source_workload_namespace',
  'source_canonical_service',
  'source_canonical_revision',
  'destination_workload',
  'destination_workload_namespace',
  'destination_canonical_service',
  'destination_canonical_revision',
  'destination_service_name',
  'destination_service_namespace',
  'response_code',
  'response_flags',
  'connection_security_policy',
];

/** Which of them nobody reports: somebody drops them on the way. Nothing is said of no samples at all. */
export function findAbsentLabels(samples: readonly PrometheusSample[]): IstioLabel[] {
  if (samples.length === 0) return [];
  return ALWAYS_REPORTED.filter((label) => !samples.some(({ labels }) => Object.hasOwn(labels, label)));
}
