import type { ClusterFacts } from '@/lib/core/graph/cluster-facts';
import { viewPod } from '@/lib/core/kubernetes/pod-view';
import { fullHost } from '@/lib/core/routing/full-host';
import type { ProxyKind } from '@/lib/core/mtls/pod-shape';
import type { TraceFacts, TracedService, TracedSubset, TracedWorkload } from '@/lib/core/traces/trace-facts';
import type { MeshPorts } from './mesh-ports';
import { ObjectReading } from './read-objects';

/** What the cluster declares, as far as it helps to find an edge's traces. */
export function readTraceFacts({ cluster }: MeshPorts, facts: ClusterFacts): TraceFacts {
  const pods = cluster === undefined ? [] : (new ObjectReading(cluster).views('pods', viewPod) ?? []);
  return {
    workloads: [...(facts.workloads ?? []), ...(facts.podWorkloads ?? [])].map((workload) => {
      const { namespace, name, app, version, podLabels } = workload;
      return { namespace, name, app, version, podLabels, proxy: proxyOf(workload) };
    }),
    services: [...readServices(facts), ...readHosts(facts)],
    subsets: readSubsets(facts),
    workloadOfPod: new Map(
      pods.map(({ namespace = '', name, workload }) => [`${namespace}/${name}`, workload] as const),
    ),
  };
}

/** Whoever makes spans of any of its pods. */
function proxyOf({
  isGateway,
  isWaypoint,
  shapes = [],
}:
  | NonNullable<ClusterFacts['workloads']>[number]
  | NonNullable<ClusterFacts['podWorkloads']>[number]): TracedWorkload['proxy'] {
  if (isGateway) return 'gateway';
  if (isWaypoint) return 'waypoint';
  const kinds = new Set<ProxyKind>(shapes.map(({ proxy }) => proxy));
  return (
    (['sidecar', 'gateway', 'waypoint', 'ambient', 'unknown', 'none'] as const).find((kind) =>
      kinds.has(kind),
    ) ?? 'unknown'
  );
}

function readServices({ mtls }: ClusterFacts): TracedService[] {
  return (mtls?.services ?? []).map(({ namespace, name, selector, ports }) => ({
    namespace,
    name,
    selector,
    host: fullHost({ host: name, namespace }),
    ports: ports.map(({ port }) => port),
  }));
}

/** A host of a ServiceEntry is called by its own name. A wildcard is what proxies name it by, too. */
function readHosts({ serviceEntries = [] }: ClusterFacts): TracedService[] {
  return serviceEntries.flatMap(({ namespace = '', hosts, ports, workloadSelector }) =>
    hosts.map((host) => ({
      namespace,
      name: host,
      host,
      selector: workloadSelector,
      ports: ports.map(({ number }) => number),
    })),
  );
}

function readSubsets({ mtls }: ClusterFacts): TracedSubset[] {
  return (mtls?.rules ?? []).flatMap(({ host: written, namespace, subsets }) => {
    const host = fullHost({ host: written, ...(namespace === undefined ? {} : { namespace }) });
    return subsets.map(({ name, labels }) => ({
      host,
      name,
      labels,
      isRouted: mtls?.routedSubsets === undefined || mtls.routedSubsets.get(host)?.has(name) === true,
    }));
  });
}
