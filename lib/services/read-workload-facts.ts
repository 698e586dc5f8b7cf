import type { ClusterFacts, PodWorkload, WorkloadFacts, WorkloadName } from '@/lib/core/graph/cluster-facts';
import { canonicalRevision, canonicalService, workloadName } from '@/lib/core/kubernetes/canonical-names';
import { labelOf, type Labels } from '@/lib/core/kubernetes/field-reader';
import { viewIstioGateway } from '@/lib/core/kubernetes/istio-gateway-view';
import { viewPod, type PodView } from '@/lib/core/kubernetes/pod-view';
import { declaredProxyRole, isPickedByGateway, type ProxyRole } from '@/lib/core/kubernetes/proxy-role';
import { viewWorkload, type WorkloadKind, type WorkloadView } from '@/lib/core/kubernetes/workload-view';
import { compareText } from '@/lib/core/mesh/compare-text';
import type { DataPlane } from '@/lib/core/mesh/data-plane';
import type { PodShape } from '@/lib/core/mtls/pod-shape';
import { shapeOfTemplate, shapePods, type PodTemplate } from '@/lib/core/mtls/shape-pods';
import type { HealthAnnotations } from './read-health-annotations';
import type { ObjectReading } from './read-objects';
import type { Planes } from './read-planes';

export const WORKLOAD_KINDS: readonly WorkloadKind[] = ['deployments', 'statefulSets', 'daemonSets'];

/** What has been read is remembered by what read it: one for each kind. */
const WORKLOAD_VIEWS = {
  deployments: (object: unknown) => viewWorkload(object, 'deployments'),
  statefulSets: (object: unknown) => viewWorkload(object, 'statefulSets'),
  daemonSets: (object: unknown) => viewWorkload(object, 'daemonSets'),
} as const satisfies Record<WorkloadKind, unknown>;

/** What is known around workloads, to understand them by. */
interface Surroundings {
  /** Living pods by their workload; undefined when pods cannot be read. */
  readonly pods: ReadonlyMap<string, readonly PodView[]> | undefined;
  readonly planes: Planes;
  readonly gatewaySelectors: readonly Labels[];
}

/** What runs in the cluster, and by which id its proxies name it. */
export function readWorkloadFacts(
  reading: ObjectReading,
  health: HealthAnnotations,
  planes: Planes,
): Pick<ClusterFacts, 'workloads' | 'podWorkloads' | 'podOwners' | 'clusterId'> {
  const pods = reading.views('pods', viewPod);
  // A pod that has ended says nothing about how the workload runs now.
  const living = pods?.filter(({ phase }) => phase !== 'Succeeded' && phase !== 'Failed');
  const surroundings: Surroundings = {
    pods: living && groupPods(living),
    planes,
    gatewaySelectors: (reading.views('gateways', viewIstioGateway) ?? []).map(({ selector }) => selector),
  };
  const clusterId = living && readClusterId(living);
  const workloads = readWorkloads(reading, surroundings, health);
  return {
    ...(workloads === undefined ? {} : { workloads }),
    ...(pods === undefined ? {} : { podOwners: pods.map(toOwner) }),
    ...(living === undefined ? {} : { podWorkloads: findPodWorkloads(workloads ?? [], surroundings) }),
    ...(clusterId === undefined ? {} : { clusterId }),
  };
}

function readWorkloads(
  reading: ObjectReading,
  surroundings: Surroundings,
  health: HealthAnnotations,
): WorkloadFacts[] | undefined {
  if (!WORKLOAD_KINDS.some((kind) => reading.isKnown(kind))) return undefined;
  return WORKLOAD_KINDS.flatMap((kind) =>
    (reading.views(kind, WORKLOAD_VIEWS[kind]) ?? []).map((workload) => ({
      ...toWorkload(workload, surroundings),
      ...health.of(workload, kind),
    })),
  );
}

function toWorkload(workload: WorkloadView, surroundings: Surroundings): WorkloadFacts {
  const { namespace = '', replicas, templateLabels, templateAnnotations, serviceAccount } = workload;
  const controller = { kind: workload.kind, name: workload.name };
  const name = workloadName(workload.name, templateLabels, controller);
  return {
    namespace,
    name,
    app: canonicalService(templateLabels, name),
    version: canonicalRevision(templateLabels),
    podLabels: templateLabels,
    replicas,
    ...describePods(
      surroundings.pods?.get(podKey(namespace, name)) ?? [],
      {
        namespace,
        labels: templateLabels,
        annotations: templateAnnotations,
        ...accountOf({ serviceAccount }),
      },
      surroundings,
    ),
  };
}

/**
 * Workloads that no Deployment, StatefulSet or DaemonSet stands for. Pods on the host's network are left out: they can
 * join no mesh, and a node's own pods would show under its name.
 */
function findPodWorkloads(workloads: readonly WorkloadFacts[], surroundings: Surroundings): PodWorkload[] {
  const declared = new Set(workloads.map(({ namespace, name }) => podKey(namespace, name)));
  return [...(surroundings.pods ?? [])].flatMap(([key, pods]) => {
    const [first] = pods
      .filter(({ hostNetwork }) => !hostNetwork)
      .sort((a, b) => compareText(a.name, b.name));
    if (first === undefined || declared.has(key)) return [];
    const { namespace = '', labels, annotations, serviceAccount } = first;
    const pod = { namespace, labels, annotations, ...accountOf({ serviceAccount }) };
    return [{ ...toOwner(first), podLabels: labels, ...describePods(pods, pod, surroundings) }];
  });
}

function describePods(
  pods: readonly PodView[],
  template: PodTemplate & { readonly namespace: string; readonly serviceAccount?: string },
  { pods: known, planes, gatewaySelectors }: Surroundings,
): Pick<PodWorkload, 'pods' | 'isGateway' | 'isWaypoint' | 'isAmbient' | 'shapes' | 'accounts'> {
  const role = declaredProxyRole(template);
  const plane = planes?.get(template.namespace);
  const ambient = pods.filter((pod) => pod.ambient).length;
  const runOnlyProxies = pods.length === 0 ? undefined : pods.every((pod) => pod.runsOnlyProxy);
  const isGateway =
    role === 'gateway' ||
    (role === undefined && isPickedByGateway(template.labels, runOnlyProxies, gatewaySelectors));
  return {
    isWaypoint: role === 'waypoint',
    isGateway,
    isAmbient: pods.length > 0 ? ambient > 0 : wantsAmbient(template.labels, plane === 'ambient'),
    accounts: readAccounts(pods.length > 0 ? pods : [template]),
    shapes: readShapes(pods, template, isGateway ? 'gateway' : role, known === undefined ? undefined : plane),
    ...(known === undefined
      ? {}
      : {
          pods: {
            total: pods.length,
            withProxy: pods.filter(({ hasSidecar }) => hasSidecar).length,
            ambient,
          },
        }),
  };
}

interface HasAccount {
  readonly serviceAccount?: string | undefined;
}

function accountOf({ serviceAccount }: HasAccount): { serviceAccount?: string } {
  return serviceAccount === undefined ? {} : { serviceAccount };
}

/** A pod that names no account has its namespace's default. */
function readAccounts(pods: readonly HasAccount[]): string[] {
  return [...new Set(pods.map(({ serviceAccount = 'default' }) => serviceAccount))].sort();
}

function readShapes(
  pods: readonly PodView[],
  template: PodTemplate,
  role: ProxyRole | undefined,
  plane: DataPlane | undefined,
): PodShape[] {
  return pods.length > 0 ? shapePods(pods, role) : [shapeOfTemplate(template, role, plane)];
}

/** Without pods only the wish is known: the pod's own label goes before its namespace's. */
function wantsAmbient(labels: Labels, isAmbientNamespace: boolean): boolean {
  const own = labelOf(labels, 'istio.io/dataplane-mode');
  return own === undefined ? isAmbientNamespace : own === 'ambient';
}

/** Proxies that contradict each other tell nothing. */
function readClusterId(living: readonly PodView[]): string | undefined {
  const ids = new Set(living.flatMap(({ clusterId }) => clusterId ?? []));
  return ids.size === 1 ? [...ids][0] : undefined;
}

function toOwner({ namespace = '', workload, app, version }: PodView): WorkloadName {
  return { namespace, name: workload, app, version };
}

function groupPods(pods: readonly PodView[]): Map<string, PodView[]> {
  const groups = new Map<string, PodView[]>();
  for (const pod of pods) {
    const key = podKey(pod.namespace ?? '', pod.workload);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [pod]);
    else group.push(pod);
  }
  return groups;
}

/** Names of objects hold no slash. */
function podKey(namespace: string, workload: string): string {
  return `${namespace}/${workload}`;
}
