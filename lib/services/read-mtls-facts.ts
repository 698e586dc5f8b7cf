import type { ClusterFacts } from '@/lib/core/graph/cluster-facts';
import { viewDestinationRule, type DestinationRuleView } from '@/lib/core/kubernetes/destination-rule-view';
import { labelOf, type Labels } from '@/lib/core/kubernetes/field-reader';
import { viewPeerAuthentication } from '@/lib/core/kubernetes/peer-authentication-view';
import type { ServiceView } from '@/lib/core/kubernetes/service-view';
import type { VirtualServiceView } from '@/lib/core/kubernetes/virtual-service-view';
import type { WorkloadEntryView } from '@/lib/core/kubernetes/workload-entry-view';
import { joinKey } from '@/lib/core/mesh/join-key';
import { fullHost } from '@/lib/core/routing/full-host';
import type { MtlsFacts } from '@/lib/core/mtls/mtls-facts';
import type { MtlsService, MtlsWorkload } from '@/lib/core/mtls/mtls-workload';
import { lastingLabels, shapeOfMachine } from '@/lib/core/mtls/shape-pods';
import type { MeshPlace } from './mesh-ports';
import { readMeshConfig } from './read-mesh-config';
import type { ObjectReading } from './read-objects';
import type { Planes } from './read-planes';
import { readSight } from './read-sight';

/** What has been read for other purposes already. */
export interface AlreadyRead {
  readonly facts: Pick<ClusterFacts, 'workloads' | 'podWorkloads' | 'workloadEntries'>;
  readonly services: readonly ServiceView[];
  readonly virtualServices: readonly VirtualServiceView[] | undefined;
  readonly destinationRules: readonly DestinationRuleView[] | undefined;
  readonly planes: Planes;
}

export function readDestinationRules(reading: ObjectReading): DestinationRuleView[] | undefined {
  return readOptional(reading, 'destinationRules', viewDestinationRule);
}

/** All that the cluster declares of mutual TLS. */
export function readMtlsFacts(
  reading: ObjectReading,
  { facts, services, virtualServices, destinationRules: rules, planes }: AlreadyRead,
  mesh: MeshPlace | undefined,
): MtlsFacts {
  const version = reading.status('peerAuthentications')?.version;
  return {
    ...readMeshConfig(reading, mesh),
    policies: readOptional(reading, 'peerAuthentications', viewPeerAuthentication) ?? [],
    policySight: readSight(reading, 'peerAuthentications'),
    ...(version === undefined ? {} : { policyVersion: version }),
    ...(rules === undefined ? {} : { rules }),
    ...(virtualServices === undefined ? {} : { routedSubsets: findSubsets(virtualServices) }),
    workloads: toWorkloads(facts),
    services: services.map(toService),
    namespaces: planes ?? new Map(),
  };
}

/** A kind that is not installed has no objects: that is known. */
function readOptional<T>(
  reading: ObjectReading,
  kind: 'destinationRules' | 'peerAuthentications',
  view: Parameters<typeof reading.views<T>>[1],
): T[] | undefined {
  return reading.status(kind)?.state === 'notInstalled' ? [] : reading.views(kind, view);
}

function toService({ name, namespace = '', selector, ports, headless }: ServiceView): MtlsService {
  return {
    namespace,
    name,
    selector,
    headless,
    ports: ports
      .filter(({ protocol }) => protocol === 'TCP')
      .map((one) => ({
        port: one.port,
        target: one.targetPort ?? one.port,
        ...(one.name === undefined ? {} : { name: one.name }),
        ...(one.appProtocol === undefined ? {} : { appProtocol: one.appProtocol }),
      })),
  };
}

/** Several objects may go by one name: machines of a group, a StatefulSet and a Deployment. */
function toWorkloads({ workloads = [], podWorkloads = [], workloadEntries = [] }: AlreadyRead['facts']) {
  const found = new Map<string, MtlsWorkload>();
  const add = (one: MtlsWorkload) => {
    const key = joinKey(one.namespace, one.name);
    const known = found.get(key);
    found.set(key, known === undefined ? one : { ...known, shapes: [...known.shapes, ...one.shapes] });
  };
  const known = new Set<string>();
  for (const { namespace, name, podLabels, shapes = [] } of [...workloads, ...podWorkloads]) {
    const key = joinKey(namespace, name);
    // Two objects of one name have the same pods.
    if (!known.has(key) && !isZtunnel(podLabels))
      add({ namespace, name, labels: lastingLabels(podLabels), shapes });
    known.add(key);
  }
  for (const entry of workloadEntries) add(toMachine(entry));
  return [...found.values()];
}

/** ztunnel takes part in the mesh as little as the network does. */
function isZtunnel(labels: Labels): boolean {
  return labelOf(labels, 'app') === 'ztunnel' && labelOf(labels, 'istio.io/dataplane-mode') === 'none';
}

function toMachine(entry: WorkloadEntryView): MtlsWorkload {
  const { namespace = '', workload: name, workloadLabels: labels } = entry;
  return { namespace, name, labels, shapes: [shapeOfMachine(entry)] };
}

/** Hosts and subsets that some VirtualService sends to; short hosts belong to its own namespace. */
function findSubsets(virtualServices: readonly VirtualServiceView[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { namespace, http, tcp, tls } of virtualServices) {
    const legs = [
      ...http.flatMap(({ destinations, mirrors }) => [...destinations, ...mirrors]),
      ...[...tcp, ...tls].flatMap(({ destinations }) => destinations),
    ];
    for (const { host, subset } of legs) {
      if (subset === undefined) continue;
      const full = fullHost({ host, ...(namespace === undefined ? {} : { namespace }) });
      found.set(full, (found.get(full) ?? new Set()).add(subset));
    }
  }
  return found;
}
