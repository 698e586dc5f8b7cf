import type { Labels } from '../promql/series-source';
import type { MeshPod, MeshWorkload } from './mesh-view';
import type { Flow } from './plan-traffic';

export type ReportingSide = 'source' | 'destination';

const UNKNOWN = 'unknown';

/**
 * The label set with which a proxy reports a flow: Istio's standard labels, and the labels that a scrape adds about
 * the reporting pod. Follows https://istio.io/latest/docs/reference/config/metrics/
 */
export function observationLabels(
  flow: Flow,
  side: ReportingSide,
  reporter: MeshPod,
  clusterId: string,
): Record<string, string> {
  const mutual = usesMutualTls(flow);
  const { source, destination, service } = flow;
  const sourceKnown = side === 'source' || mutual;
  return {
    ...scrapeLabels(reporter),
    reporter: side,
    ...partyLabels('source', sourceKnown ? source : undefined, mutual),
    source_cluster: sourceKnown ? clusterId : UNKNOWN,
    ...partyLabels('destination', destination, mutual),
    destination_cluster: destination === undefined ? UNKNOWN : clusterId,
    destination_service: service.host,
    destination_service_name: service.name,
    destination_service_namespace: service.namespace,
    request_protocol: 'http',
    response_code: flow.code,
    // The client's proxy delays a request: the server never knows.
    response_flags: side === 'destination' && flow.delayMs !== undefined ? '-' : flow.flags,
    connection_security_policy: side === 'source' ? UNKNOWN : mutual ? 'mutual_tls' : 'none',
  };
}

/** Two sidecars speak mutual TLS to each other unless somebody forbids it. */
function usesMutualTls({ source, destination }: Flow): boolean {
  return destination !== undefined && hasProxy(source) && hasProxy(destination);
}

export function hasProxy(workload: MeshWorkload): boolean {
  return workload.isGateway || workload.pods.some((pod) => pod.hasProxy);
}

function partyLabels(
  end: 'source' | 'destination',
  workload: MeshWorkload | undefined,
  principalKnown: boolean,
): Record<string, string> {
  return {
    [`${end}_workload`]: workload?.name ?? UNKNOWN,
    [`${end}_workload_namespace`]: workload?.namespace ?? UNKNOWN,
    [`${end}_principal`]: principalKnown && workload !== undefined ? workload.principal : UNKNOWN,
    [`${end}_app`]: workload?.app ?? UNKNOWN,
    [`${end}_version`]: workload?.version ?? UNKNOWN,
    [`${end}_canonical_service`]: workload?.canonicalService ?? UNKNOWN,
    [`${end}_canonical_revision`]: workload?.canonicalRevision ?? 'latest',
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
