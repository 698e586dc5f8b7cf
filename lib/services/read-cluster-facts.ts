import type { Warning } from '@/lib/contracts/source-status';
import type { ClusterFacts, WorkloadFacts } from '@/lib/core/graph/cluster-facts';
import { canonicalRevision, canonicalService } from '@/lib/core/kubernetes/canonical-names';
import { viewAll, viewObject, type ObjectProblem } from '@/lib/core/kubernetes/object-view';
import { viewPod, type PodView } from '@/lib/core/kubernetes/pod-view';
import type { ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import { viewService } from '@/lib/core/kubernetes/service-view';
import { viewVirtualService } from '@/lib/core/kubernetes/virtual-service-view';
import { viewWorkload, type WorkloadKind, type WorkloadView } from '@/lib/core/kubernetes/workload-view';
import { readDataPlane } from '@/lib/core/mesh/data-plane';
import { declaredRoutes } from '@/lib/core/routing/declared-routes';
import type { MeshPorts } from './mesh-ports';
import type { ClusterPort } from './ports';
import { HealthAnnotations } from './read-health-annotations';

const WORKLOAD_KINDS: readonly WorkloadKind[] = ['deployments', 'statefulSets', 'daemonSets'];

/** A cluster full of broken objects must not fill the answer. */
const MOST_WARNINGS = 20;

/** What the followed cluster declares, and what of it could not be read. Kinds that are not known are left out. */
export function readClusterFacts({
  cluster,
}: MeshPorts): ClusterFacts & { readonly warnings: readonly Warning[] } {
  if (cluster === undefined) return { warnings: [] };
  const problems: ObjectProblem[] = [];
  const health = new HealthAnnotations();
  const collect = <T>(read: { views: T[]; problems: ObjectProblem[] }): T[] => {
    problems.push(...read.problems);
    return read.views;
  };
  const facts: ClusterFacts = {
    ...(WORKLOAD_KINDS.some((kind) => isKnown(cluster, kind))
      ? { workloads: readWorkloads(cluster, collect, health) }
      : {}),
    ...(isKnown(cluster, 'services')
      ? {
          services: collect(viewAll(cluster.objects('services'), viewService)).map((service) => ({
            ...toService(service),
            ...health.of(service, 'services'),
          })),
        }
      : {}),
    ...(isKnown(cluster, 'virtualServices')
      ? {
          serviceConfig: collect(viewAll(cluster.objects('virtualServices'), viewVirtualService)).flatMap(
            declaredRoutes,
          ),
        }
      : {}),
  };
  return { ...facts, warnings: [...toWarnings(problems), ...health.warnings()] };
}

type Collect = <T>(read: { views: T[]; problems: ObjectProblem[] }) => T[];

function isKnown(cluster: ClusterPort, kind: ResourceKind): boolean {
  const state = cluster.status().kinds.get(kind)?.state;
  return state === 'ok' || state === 'degraded';
}

function readWorkloads(cluster: ClusterPort, collect: Collect, health: HealthAnnotations): WorkloadFacts[] {
  const pods = isKnown(cluster, 'pods')
    ? groupPods(collect(viewAll(cluster.objects('pods'), viewPod)))
    : undefined;
  const ambientNamespaces = new Set(
    collect(viewAll(cluster.objects('namespaces'), (object) => viewObject(object, () => ({}))))
      .filter(({ labels }) => readDataPlane(labels) === 'ambient')
      .map(({ name }) => name),
  );
  return WORKLOAD_KINDS.flatMap((kind) =>
    collect(viewAll(cluster.objects(kind), (object) => viewWorkload(object, kind))).map((workload) => ({
      ...toWorkload(workload, pods?.get(`${workload.namespace ?? ''}/${workload.name}`) ?? [], {
        arePodsKnown: pods !== undefined,
        isAmbientNamespace: ambientNamespaces.has(workload.namespace ?? ''),
      }),
      ...health.of(workload, kind),
    })),
  );
}

function toWorkload(
  { name, namespace = '', replicas, templateLabels, templateAnnotations }: WorkloadView,
  pods: readonly PodView[],
  { arePodsKnown, isAmbientNamespace }: { arePodsKnown: boolean; isAmbientNamespace: boolean },
): WorkloadFacts {
  const isWaypoint = templateLabels['gateway.istio.io/managed'] === 'istio.io-mesh-controller';
  return {
    namespace,
    name,
    app: canonicalService(templateLabels, name),
    version: canonicalRevision(templateLabels),
    podLabels: templateLabels,
    replicas,
    isWaypoint,
    isGateway: !isWaypoint && isGatewayTemplate(templateLabels, templateAnnotations),
    isAmbient:
      pods.some(({ ambient }) => ambient) || (isAmbientNamespace && pods.every((pod) => !pod.hasSidecar)),
    ...(arePodsKnown
      ? { pods: { total: pods.length, withProxy: pods.filter(({ hasSidecar }) => hasSidecar).length } }
      : {}),
  };
}

/** A pod template that asks for a gateway: injected, made for a Gateway API Gateway, or of Istio's classic install. */
function isGatewayTemplate(
  labels: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>>,
): boolean {
  return (
    annotations['inject.istio.io/templates'] === 'gateway' ||
    labels['gateway.networking.k8s.io/gateway-name'] !== undefined ||
    labels['istio'] === 'ingressgateway' ||
    labels['istio'] === 'egressgateway'
  );
}

function toService({
  name,
  namespace = '',
  selector,
}: {
  name: string;
  namespace?: string;
  selector: Readonly<Record<string, string>>;
}) {
  return { name, namespace, selector };
}

function groupPods(pods: readonly PodView[]): Map<string, PodView[]> {
  const groups = new Map<string, PodView[]>();
  for (const pod of pods) {
    // A pod that has ended says nothing about how the workload runs now.
    if (pod.phase === 'Succeeded' || pod.phase === 'Failed') continue;
    const key = `${pod.namespace ?? ''}/${pod.workload}`;
    groups.set(key, [...(groups.get(key) ?? []), pod]);
  }
  return groups;
}

function toWarnings(problems: readonly ObjectProblem[]): Warning[] {
  const named = problems.slice(0, MOST_WARNINGS).map(toWarning);
  const rest = problems.length - named.length;
  if (rest === 0) return named;
  return [...named, { code: 'malformed-object', message: `${rest} more fields of objects cannot be read.` }];
}

function toWarning({ namespace, name, path, message }: ObjectProblem): Warning {
  const object = [namespace, name].filter((part) => part !== undefined).join('/');
  return {
    code: 'malformed-object',
    message: `${object === '' ? 'An object' : object}: ${path} ${message}.`,
  };
}
