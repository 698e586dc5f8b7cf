import type { NodeIdentity } from '../graph/mesh-graph';
import { isBlackHole, isPassthrough } from '../graph/node-identity';
import { selectsPods, type TraceFacts, type TracedService, type TracedWorkload } from './trace-facts';

/** One end of an edge, as traces know it. */
export interface TraceEnd {
  readonly node: NodeIdentity;
  /** The workloads it stands for; empty where it stands for none, or for some that nobody knows. */
  readonly workloads: readonly TracedWorkload[];
  /** The same, or what the node itself says of it where the cluster cannot be asked: to find its name in traces. */
  readonly named: readonly TracedWorkload[];
  /** The services it is called by. */
  readonly services: readonly TracedService[];
}

/** Whom requests of an edge reach: a workload, nobody, or it does not matter. */
export type Reach = 'workload' | 'nobody' | 'any';

export function traceEnd(node: NodeIdentity, facts: TraceFacts): TraceEnd {
  if (node.kind === 'unknown' || node.kind === 'aggregate' || node.kind === 'hidden')
    return { node, workloads: [], named: [], services: [] };
  if (node.service !== undefined) {
    const services = facts.services.filter((service) => isService(service, node));
    const workloads = facts.workloads.filter((workload) =>
      services.some((one) => selectsPods(one, workload)),
    );
    return {
      node,
      workloads,
      named: workloads,
      services: services.length > 0 ? services : undeclared(node, facts),
    };
  }
  const workloads = facts.workloads.filter((workload) => isWorkload(workload, node));
  const services = facts.services.filter((service) => workloads.some((one) => selectsPods(service, one)));
  return { node, workloads, named: workloads.length > 0 ? workloads : guess(node), services };
}

function guess({ namespace = '', app, workload, version = 'latest' }: NodeIdentity): TracedWorkload[] {
  const name = workload ?? app;
  if (name === undefined) return [];
  return [{ namespace, name, app: app ?? name, version, podLabels: {}, proxy: 'unknown' }];
}

function isService(service: TracedService, { namespace, service: name }: NodeIdentity): boolean {
  if (service.name !== name && service.host !== name) return false;
  return namespace === undefined || service.namespace === namespace || service.name === service.host;
}

/** A host that nobody declares is still called by its name. */
function undeclared(
  { namespace = '', service = '' }: NodeIdentity,
  { domain = 'cluster.local' }: TraceFacts,
): TracedService[] {
  if (isPassthrough(service) || isBlackHole(service)) return [];
  const host = service.includes('.') ? service : `${service}.${namespace}.svc.${domain}`;
  return [{ namespace, name: service, host, ports: [], selector: {} }];
}

function isWorkload(
  { namespace, name, app, version }: TracedWorkload,
  node: Pick<NodeIdentity, 'namespace' | 'workload' | 'app' | 'version'>,
): boolean {
  if (namespace !== node.namespace) return false;
  if (node.workload !== undefined) return name === node.workload;
  if (app !== node.app) return false;
  return node.version === undefined || version === node.version;
}
