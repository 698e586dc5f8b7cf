import { selectsWorkload, type ClusterFacts } from '@/lib/core/graph/cluster-facts';
import type { GraphLevel, NodeIdentity } from '@/lib/core/graph/mesh-graph';
import { parseEdgeId } from '@/lib/core/graph/edge-id';
import { isBlackHole, isPassthrough, parseNodeId } from '@/lib/core/graph/node-identity';
import type { Protocol } from '@/lib/core/telemetry/traffic-sample';
import type { CallFilter, PartyFilter } from './ports';

/** How much the graph shows whose part is asked for. */
interface Detail {
  readonly level: GraphLevel;
  readonly serviceNodes: boolean;
}

const toNobody = { destination: { workload: null, app: null } } as const;

/** A service may be served by many workloads: more than these are not followed. */
const MOST_WORKLOADS = 12;

/**
 * Which calls make up a node's inbound traffic or an edge, for each protocol of interest. Several filters are disjoint
 * and their rates add up. Undefined when the id names nothing.
 */
export function callFilters(
  part: { kind: 'node' | 'edge'; id: string },
  graph: Detail,
  facts: ClusterFacts,
): readonly CallFilter[] | undefined {
  if (part.kind === 'edge') {
    const edge = parseEdgeId(part.id);
    return edge === undefined ? undefined : edgeFilters(edge, graph, facts);
  }
  const node = parseNodeId(part.id);
  if (node === undefined) return undefined;
  // What is called of all that is hidden is nobody's to know.
  if (node.kind === 'hidden') return [];
  // Nobody calls a caller that nobody knows: what it calls is all there is.
  return [node.kind === 'unknown' ? { source: partyFilter(node) } : targetFilter(node, graph)];
}

function edgeFilters(
  { source, target, protocol }: { source: NodeIdentity; target: NodeIdentity; protocol: Protocol },
  graph: Detail,
  facts: ClusterFacts,
): CallFilter[] {
  if (source.kind !== 'service') {
    return [{ ...targetFilter(target, graph), source: partyFilter(source), protocol }];
  }
  // From a service to one of its workloads, whoever calls.
  if (target.kind !== 'service' && target.kind !== 'external') {
    return [{ ...targetFilter(source, graph), ...targetFilter(target, graph), protocol }];
  }
  // From service to service: the calls of all workloads behind the first.
  return workloadsBehind(source, facts).map((workload) => ({
    ...targetFilter(target, graph),
    source: { namespace: workload.namespace, workload: workload.name },
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

function targetFilter(node: NodeIdentity, graph: Detail): CallFilter {
  if (node.kind === 'hidden') return { destination: HIDDEN };
  if (node.kind === 'service' && node.service === undefined) {
    const namespace = node.namespace ?? null;
    return { ...toNobody, service: { name: null, host: null, namespace } };
  }
  if (node.service === undefined) return { destination: partyFilter(node) };
  if (isPassthrough(node.service) || isBlackHole(node.service)) {
    // Such a node stands in the namespace of its callers: these services have none.
    const { cluster, namespace } = node;
    const source = partyFilter({
      kind: 'workload',
      ...(cluster === undefined ? {} : { cluster }),
      ...(namespace === undefined ? {} : { namespace }),
    });
    return { ...(graph.level === 'service' ? {} : toNobody), source, service: { name: node.service } };
  }
  const isWhole = graph.level === 'service' || graph.serviceNodes;
  return {
    // Where services are not drawn, one appears for the calls that reached none of its workloads.
    ...(isWhole ? {} : toNobody),
    // A call that reached nobody names no destination cluster: the service alone identifies it.
    service: { name: node.service, ...(node.namespace === undefined ? {} : { namespace: node.namespace }) },
  };
}

const HIDDEN: PartyFilter = { hidden: true };

function partyFilter({ kind, cluster, namespace, app, workload, version }: NodeIdentity): PartyFilter {
  if (kind === 'hidden') return HIDDEN;
  if (kind === 'unknown') return { workload: null, app: null, namespace: namespace ?? null };
  return {
    ...(cluster === undefined ? {} : { cluster }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(app === undefined ? {} : { app }),
    ...(workload === undefined ? {} : { workload }),
    ...(version === undefined ? {} : { version }),
  };
}
