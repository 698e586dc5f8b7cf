import { selectsWorkload, type ClusterFacts } from '@/lib/core/graph/cluster-facts';
import type { NodeIdentity } from '@/lib/core/graph/mesh-graph';
import { parseEdgeId } from '@/lib/core/graph/edge-id';
import { parseNodeId } from '@/lib/core/graph/node-identity';
import type { Protocol } from '@/lib/core/telemetry/traffic-sample';
import type { CallFilter, PartyFilter } from './ports';

type Filter = Omit<CallFilter, 'reporter'>;

/** A service may be served by many workloads: more than these are not followed. */
const MOST_WORKLOADS = 12;

/**
 * Which calls make up a node's inbound traffic or an edge, for each protocol of interest. Several filters are disjoint
 * and their rates add up. Undefined when the id names nothing.
 */
export function callFilters(
  part: { kind: 'node' | 'edge'; id: string },
  facts: ClusterFacts,
): readonly Filter[] | undefined {
  if (part.kind === 'edge') {
    const edge = parseEdgeId(part.id);
    return edge === undefined ? undefined : edgeFilters(edge.source, edge.target, edge.protocol, facts);
  }
  const node = parseNodeId(part.id);
  return node === undefined ? undefined : [{ ...targetFilter(node) }];
}

function edgeFilters(
  source: NodeIdentity,
  target: NodeIdentity,
  protocol: Protocol,
  facts: ClusterFacts,
): Filter[] {
  if (source.kind !== 'service') {
    return [{ source: partyFilter(source), ...targetFilter(target), protocol }];
  }
  // From a service to one of its workloads, whoever calls.
  if (target.kind !== 'service' && target.kind !== 'external') {
    return [{ ...targetFilter(source), ...targetFilter(target), protocol }];
  }
  // From service to service: the calls of all workloads behind the first.
  return workloadsBehind(source, facts).map((workload) => ({
    source: { namespace: workload.namespace, workload: workload.name },
    ...targetFilter(target),
    protocol,
  }));
}

function workloadsBehind(
  { namespace, service }: NodeIdentity,
  { workloads = [], services = [] }: ClusterFacts,
) {
  const found = services.find((candidate) => candidate.namespace === namespace && candidate.name === service);
  return found === undefined
    ? []
    : workloads.filter((w) => selectsWorkload(found, w)).slice(0, MOST_WORKLOADS);
}

function targetFilter(node: NodeIdentity): Filter {
  if (node.service === undefined) return { destination: partyFilter(node) };
  // A call that reached nobody names no destination cluster: the service alone identifies it.
  return {
    service: { name: node.service, ...(node.namespace === undefined ? {} : { namespace: node.namespace }) },
  };
}

function partyFilter({ kind, cluster, namespace, app, workload, version }: NodeIdentity): PartyFilter {
  if (kind === 'unknown') return { workload: null, app: null };
  return {
    ...(cluster === undefined ? {} : { cluster }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(app === undefined ? {} : { app }),
    ...(workload === undefined ? {} : { workload }),
    ...(version === undefined ? {} : { version }),
  };
}
