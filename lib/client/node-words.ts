import type { GraphNode, HealthStatus, NodeFlag, NodeKind } from '@/lib/contracts/graph';
import { makeVisible } from './visible-text';

const KIND_WORDS: Readonly<Record<NodeKind, string>> = {
  app: 'App',
  workload: 'Workload',
  service: 'Service',
  unknown: 'Unknown caller',
  external: 'External host',
  aggregate: 'Group',
  hidden: 'Not visible to you',
};

const FLAG_WORDS: Readonly<Record<NodeFlag, string>> = {
  root: 'Calls others and is called by nobody',
  outside: 'Its namespace was not asked for',
  inaccessible: 'This account may not read what runs in its namespace',
  idle: 'No traffic in the window',
  injectedService: 'Drawn between its callers and its workloads',
  gateway: 'Gateway',
  waypoint: 'Waypoint proxy',
  noSidecar: 'None of its pods has a proxy',
  someWithoutSidecar: 'Some of its pods have no proxy',
  ambient: 'Ambient: its traffic passes through ztunnel',
  passthrough: 'Traffic to hosts the mesh does not know',
  blackHole: 'Traffic the mesh refused to send out',
  gone: 'The cluster no longer holds it: no workload or pod of that name is left',
  workloadEntry: 'Runs outside the cluster: a WorkloadEntry declares it',
};

export const healthWords: Readonly<Record<HealthStatus, string>> = {
  healthy: 'Healthy',
  degraded: 'Degraded',
  failing: 'Failing',
  notReady: 'Not ready',
  unknown: 'Unknown',
};

export function describeKind(kind: NodeKind): string {
  return KIND_WORDS[kind];
}

/** What a flag of a node means, with numbers where they are known: `1 of 2 pods has no proxy`. */
export function describeFlag(flag: NodeFlag, { pods }: Pick<GraphNode, 'pods'>): string {
  if (flag !== 'someWithoutSidecar' || pods === undefined) return FLAG_WORDS[flag];
  const { total, withoutProxy } = pods;
  return `${withoutProxy} of ${total} pods ${withoutProxy === 1 ? 'has' : 'have'} no proxy`;
}

/** The node's own name, without version and namespace. */
export function nameNode(node: GraphNode): string {
  if (node.kind === 'hidden') return 'hidden';
  const names = node.kind === 'service' ? [node.service] : [node.app, node.workload, node.service];
  if (node.kind === 'workload') names.unshift(node.workload);
  if (node.kind === 'aggregate') names.push(node.namespace, node.cluster);
  const name = names.find((candidate) => candidate !== undefined && candidate !== '');
  if (name === undefined && node.kind === 'service') return 'unknown service';
  return makeVisible(name ?? (node.kind === 'unknown' ? 'unknown' : node.id));
}

/** Name, version and namespace in one line: `reviews v2 · bookinfo`. */
export function nameNodeFully(node: GraphNode): string {
  const version =
    node.version === undefined || node.kind === 'service' ? '' : ` ${makeVisible(node.version)}`;
  const isNamedAfterIt = node.kind === 'aggregate' && node.app === undefined;
  const namespace = node.namespace === undefined || isNamedAfterIt ? '' : ` · ${makeVisible(node.namespace)}`;
  return `${nameNode(node)}${version}${namespace}`;
}
