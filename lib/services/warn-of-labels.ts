import type { Warning } from '@/lib/contracts/source-status';
import type { IstioLabel } from '@/lib/core/telemetry/istio-names';

/** What cannot be known without a label. */
const CONSEQUENCES: Partial<Record<IstioLabel, string>> = {
  source_workload: 'callers cannot be told apart by workload',
  source_canonical_service: 'callers cannot be told apart by app',
  source_canonical_revision: 'callers cannot be told apart by version',
  source_workload_namespace: 'callers stand in no namespace',
  destination_workload: 'it is not known which workload was reached',
  destination_canonical_service: 'it is not known which app was reached',
  destination_canonical_revision: 'it is not known which version was reached',
  destination_workload_namespace: 'it is not known in which namespace calls arrived',
  destination_service_name: 'it is not known which service was called',
  destination_service_namespace: 'services stand in no namespace of their own',
  response_code: 'failures cannot be told from successes',
  response_flags: 'it is not known why a proxy failed a request',
  connection_security_policy: 'mTLS reads unknown',
};

/** Labels that no series has: dropped by a Telemetry resource, by relabelling or by a recording rule. */
export function warnOfAbsentLabels(labels: readonly IstioLabel[]): Warning[] {
  return labels.map((label) => ({
    code: 'label-absent',
    message: `No series has the label ${label}: ${CONSEQUENCES[label] ?? 'what it tells is unknown'}.`,
  }));
}
