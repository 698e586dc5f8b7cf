import type { Labels } from '../promql/series-source';
import type { MeshPod, MeshWorkload } from './mesh-view';
import type { Report } from './report';

const UNKNOWN = 'unknown';

/**
 * The label set with which a proxy reports traffic: Istio's standard labels, and the labels that a scrape adds about
 * the reporting pod. Follows https://istio.io/latest/docs/reference/config/metrics/
 */
export function observationLabels(report: Report, pod: MeshPod, clusterId: string): Record<string, string> {
  const { source, destination, service, protocol, grpcStatus } = report;
  return {
    ...scrapeLabels(pod),
    reporter: report.reporter,
    ...partyLabels('source', source, report.sourcePrincipal, clusterId),
    ...partyLabels('destination', destination, report.destinationPrincipal, clusterId),
    destination_service: service.host,
    destination_service_name: service.name,
    destination_service_namespace: service.namespace,
    request_protocol: protocol,
    ...(protocol === 'tcp' ? {} : { response_code: report.code }),
    ...(protocol === 'grpc' && grpcStatus !== undefined ? { grpc_response_status: grpcStatus } : {}),
    response_flags: report.flags,
    connection_security_policy: report.security,
  };
}

function partyLabels(
  end: 'source' | 'destination',
  workload: MeshWorkload | undefined,
  principal: string | undefined,
  clusterId: string,
): Record<string, string> {
  return {
    [`${end}_workload`]: workload?.name ?? UNKNOWN,
    [`${end}_workload_namespace`]: workload?.namespace ?? UNKNOWN,
    [`${end}_principal`]: principal ?? UNKNOWN,
    [`${end}_app`]: workload?.app ?? UNKNOWN,
    [`${end}_version`]: workload?.version ?? UNKNOWN,
    [`${end}_canonical_service`]: workload?.canonicalService ?? UNKNOWN,
    [`${end}_canonical_revision`]: workload?.canonicalRevision ?? 'latest',
    [`${end}_cluster`]: workload === undefined ? UNKNOWN : clusterId,
  };
}

/** What Istio's sample Prometheus adds: every pod label, the namespace, the pod and its node. */
export function scrapeLabels(pod: MeshPod): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [name, value] of Object.entries(pod.labels)) {
    if (value !== '') labels[name.replaceAll(/[^A-Za-z0-9_]/g, '_')] = value;
  }
  return {
    ...labels,
    job: 'kubernetes-pods',
    instance: instanceOf(pod),
    namespace: pod.namespace,
    pod: pod.name,
    ...(pod.nodeName === '' ? {} : { node: pod.nodeName }),
  };
}

export function instanceOf(pod: MeshPod): string {
  return `${pod.name}.${pod.namespace}:15020`;
}

/** A series' labels without a name and with one. */
export function named(name: string, labels: Labels, extra: Labels = {}): Labels {
  return { __name__: name, ...labels, ...extra };
}
