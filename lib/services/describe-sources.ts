import type { Sources, SourceStatus } from '@/lib/contracts/source-status';
import { stateOfCluster, stateOfFailure } from './judge-upstream';
import type { MeshPorts } from './mesh-ports';
import { describeTracing } from './describe-tracing';
import type { UpstreamFailure } from './upstream-failure';

/** How the sources are after an answer was put together. `failure` is Prometheus' own, if it failed. */
export function describeSources(ports: MeshPorts, failure: UpstreamFailure | undefined): Sources {
  return {
    prometheus: describePrometheus(ports, failure),
    kubernetes: describeKubernetes(ports),
    tracing: describeTracing(ports),
  };
}

function describePrometheus(
  { telemetry, ledger }: MeshPorts,
  failure: UpstreamFailure | undefined,
): SourceStatus {
  if (telemetry === undefined)
    return ledger.note(
      'prometheus',
      'notConfigured',
      'None was found in the cluster: set TELLTALE_PROMETHEUS_URL.',
    );
  if (failure === undefined) return ledger.note('prometheus', 'ok');
  return ledger.note('prometheus', stateOfFailure(failure), failure.publicMessage);
}

export function describeKubernetes({ cluster, ledger }: MeshPorts): SourceStatus {
  if (cluster === undefined)
    return ledger.note('kubernetes', 'notConfigured', 'No kubeconfig or service account.');
  const status = cluster.status();
  return ledger.note('kubernetes', stateOfCluster(status), status.reason);
}
