import { viewServiceEntry, type ServiceEntryView } from '../kubernetes/service-entry-view';
import { viewWorkloadEntry, type WorkloadEntryView } from '../kubernetes/workload-entry-view';
import type { ServiceFacts, WorkloadFacts } from './cluster-facts';
import type { KindSight } from './cluster-sight';
import { edgeId } from './edge-id';
import type { GraphEdge, GraphNode, MeshGraph, NodeIdentity } from './mesh-graph';
import { nodeId } from './node-identity';
import { noTraffic, sumTraffic } from './sum-traffic';

// Makers of observed graphs and of what a cluster declares, for tests.

/** Who calls whom, with requests per second. */
export type SampleCall = readonly [source: NodeIdentity, target: NodeIdentity, rate?: number];

/** A graph of HTTP calls, as it is before anything declared is known. */
export function sampleMesh(...calls: readonly SampleCall[]): MeshGraph {
  const edges = calls.map(([source, target, rate = 1]) => sampleEdge(source, target, rate));
  const totals = sumTraffic(edges);
  const identities = new Map(calls.flatMap(([a, b]) => [a, b].map((node) => [nodeId(node), node])));
  const nodes = [...identities].map(([id, identity]): GraphNode => ({
    ...identity,
    id,
    traffic: totals.get(id) ?? noTraffic(),
    flags: [],
    health: { status: 'unknown', reasons: [] },
  }));
  return { nodes, edges };
}

function sampleEdge(source: NodeIdentity, target: NodeIdentity, rate: number): GraphEdge {
  return {
    id: edgeId(source, target, 'http'),
    source: nodeId(source),
    target: nodeId(target),
    protocol: 'http',
    unit: 'requests',
    rate,
    errorRate: 0,
    responses: [{ code: '200', flags: '-', host: '', rate }],
    reportedBy: { source: { rate, errorRate: 0 }, chosen: 'source' },
    mtls: { mutual: 0, plaintext: 0, unknown: rate },
    principals: { source: [], destination: [] },
    health: { status: 'unknown', reasons: [] },
  };
}

/** A node of a versioned app: `shop/web` in v1 is the workload `web-v1`. */
export function appNode(place: string, version = 'v1', cluster: string | undefined = 'east'): NodeIdentity {
  const [namespace = '', app = ''] = place.split('/');
  const workload = `${app}-${version}`;
  return { kind: 'app', ...(cluster === undefined ? {} : { cluster }), namespace, app, workload, version };
}

/** The Deployment behind that node, with one pod and its sidecar. */
export function appWorkload(place: string, more: Partial<WorkloadFacts> = {}): WorkloadFacts {
  const [namespace = '', app = ''] = place.split('/');
  const version = more.version ?? 'v1';
  return {
    namespace,
    name: `${app}-${version}`,
    app,
    version,
    podLabels: { app, version },
    replicas: { desired: 1, ready: 1, available: 1 },
    pods: { total: 1, withProxy: 1, ambient: 0 },
    isGateway: false,
    isWaypoint: false,
    isAmbient: false,
    ...more,
  };
}

/** A Service that selects an app by its label. */
export function appService(place: string): ServiceFacts {
  const [namespace = '', name = ''] = place.split('/');
  return { namespace, name, selector: { app: name } };
}

/** A host that lies outside, as it is named when nobody knows more. */
export function hostNode(service: string, more: Partial<NodeIdentity> = {}): NodeIdentity {
  return { kind: 'external', service, ...more };
}

export function serviceEntry(place: string, spec: object, metadata: object = {}): ServiceEntryView {
  return readSample(place, spec, metadata, viewServiceEntry);
}

export function workloadEntry(place: string, spec: object, metadata: object = {}): WorkloadEntryView {
  return readSample(place, spec, metadata, viewWorkloadEntry);
}

function readSample<T>(
  place: string,
  spec: object,
  metadata: object,
  view: (object: unknown) => { view: T | undefined },
): T {
  const [namespace, name] = place.split('/');
  const read = view({ metadata: { namespace, name, ...metadata }, spec }).view;
  if (read === undefined) throw new Error(`${place} cannot be read.`);
  return read;
}

/** Everything that decides is seen, with exceptions. */
export function sampleSight(
  exceptions: Partial<Record<KindSight['kind'], Partial<KindSight>>> = {},
): KindSight[] {
  const kinds = [
    'deployments',
    'statefulSets',
    'daemonSets',
    'pods',
    'serviceEntries',
    'workloadEntries',
  ] as const;
  return kinds.map((kind) => ({ kind, reach: 'complete', ...exceptions[kind] }));
}
