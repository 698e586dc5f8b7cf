import type { ClusterFacts, PodWorkload } from '@/lib/core/graph/cluster-facts';
import { viewGatewayApiGateway } from '@/lib/core/kubernetes/gateway-api-gateway-view';
import { labelOf, type Labels } from '@/lib/core/kubernetes/field-reader';
import { viewIstioGateway } from '@/lib/core/kubernetes/istio-gateway-view';
import { matchesLabels } from '@/lib/core/kubernetes/label-match';
import { readNamespace, viewAll } from '@/lib/core/kubernetes/object-view';
import { compareText } from '@/lib/core/mesh/compare-text';
import { joinKey } from '@/lib/core/mesh/join-key';
import type { RouteObjects } from '@/lib/core/routing/route-objects';
import type { Viewpoint } from '@/lib/core/routing/route-plan';
import type { Bystanders } from '@/lib/core/splits/clients';
import type { CallCount } from '@/lib/core/splits/call-count';
import type { RouteClients } from '@/lib/core/splits/split-verdict';

/** Whose routes are planned, and who they are in metrics. */
export interface PlannedClients {
  readonly viewpoint: Viewpoint;
  readonly clients: RouteClients;
}

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** Gateways and waypoints, and sidecars of all namespaces that declare routes. */
export function listViewpoints(objects: RouteObjects, facts: ClusterFacts): PlannedClients[] {
  const { virtualServices = [], httpRoutes = [], grpcRoutes = [], tcpRoutes = [], tlsRoutes = [] } = objects;
  const routes = [...virtualServices, ...httpRoutes, ...grpcRoutes, ...tcpRoutes, ...tlsRoutes];
  const namespaces = new Set(routes.flatMap((route) => readNamespace(route) ?? []));
  return [
    ...[...namespaces].sort(compareText).map((namespace) => sidecarsOf(namespace)),
    ...listGateways(objects, facts),
    ...proxiesOf(facts)
      .filter(({ isWaypoint }) => isWaypoint)
      .map(toWaypoint),
  ];
}

/** Sidecars of a namespace, or of one of its workloads where that makes a difference. */
export function sidecarsOf(
  namespace: string,
  workload?: { readonly name: string; readonly labels?: Labels },
): PlannedClients {
  const labels = workload?.labels;
  return {
    viewpoint: { kind: 'sidecar', namespace, ...(labels === undefined ? {} : { labels }) },
    clients: {
      kind: 'sidecar',
      namespaces: workload === undefined ? [namespace] : [],
      workloads: workload === undefined ? [] : [{ namespace, name: workload.name }],
    },
  };
}

/** Workloads with a sidecar that are seen to call from a namespace. */
export function callersOf(
  namespace: string,
  counts: readonly CallCount[],
  { proxies, ambient }: Bystanders,
): string[] {
  const names = counts
    .filter(({ reporter, source }) => reporter === 'source' && source.namespace === namespace)
    .flatMap(({ source }) => source.workload ?? [])
    .filter((name) => !proxies.has(`${namespace}/${name}`) && !ambient.has(`${namespace}/${name}`));
  return [...new Set(names)].sort(compareText);
}

/** Who calls without a sidecar of its own. */
export function findBystanders(facts: ClusterFacts): Bystanders {
  const { workloads = [], podWorkloads = [] } = facts;
  const nameAll = (all: readonly PodWorkload[]) =>
    new Set(all.map(({ namespace, name }) => `${namespace}/${name}`));
  return {
    proxies: nameAll(proxiesOf(facts)),
    ambient: nameAll([...workloads, ...podWorkloads].filter(({ isAmbient }) => isAmbient)),
  };
}

function proxiesOf({ workloads = [], podWorkloads = [] }: ClusterFacts): PodWorkload[] {
  return [...workloads, ...podWorkloads].filter(({ isGateway, isWaypoint }) => isGateway || isWaypoint);
}

function toWaypoint({ namespace, name, podLabels }: PodWorkload): PlannedClients {
  return {
    viewpoint: { kind: 'waypoint', namespace, name: labelOf(podLabels, GATEWAY_NAME) ?? name },
    clients: { kind: 'waypoint', namespaces: [], workloads: [{ namespace, name }] },
  };
}

/** One viewpoint for all proxies that serve the same Gateways; Gateways that no known proxy serves have one of their own. */
function listGateways(
  { gateways = [], gatewayApiGateways = [] }: RouteObjects,
  facts: ClusterFacts,
): PlannedClients[] {
  const classic = viewAll(gateways, viewIstioGateway).views.map((view) => ({
    id: `${view.namespace ?? 'default'}/${view.name}`,
    selector: view.selector,
  }));
  const kubernetes = viewAll(gatewayApiGateways, viewGatewayApiGateway).views.map(
    ({ namespace = 'default', name }) => `${namespace}/${name}`,
  );
  const found = new Map<string, PlannedClients>();
  for (const proxy of proxiesOf(facts)) {
    if (proxy.isWaypoint) continue;
    const { namespace, name, podLabels } = proxy;
    const own = `${namespace}/${labelOf(podLabels, GATEWAY_NAME) ?? ''}`;
    add(found, {
      namespace,
      gateways: classic.filter(({ selector }) => matchesLabels(selector, podLabels)).map(({ id }) => id),
      kubernetesGateways: kubernetes.filter((id) => id === own),
      workloads: [{ namespace, name }],
    });
  }
  const waypoints = new Set(
    proxiesOf(facts)
      .filter(({ isWaypoint }) => isWaypoint)
      .map(({ namespace, name, podLabels }) => `${namespace}/${labelOf(podLabels, GATEWAY_NAME) ?? name}`),
  );
  const served = new Set([...found.values()].flatMap(({ viewpoint }) => gatewaysOf(viewpoint)));
  for (const { id } of classic.filter((one) => !served.has(`istio ${one.id}`)))
    add(found, { ...nobody(id), gateways: [id] });
  for (const id of kubernetes.filter((one) => !served.has(`kubernetes ${one}`) && !waypoints.has(one)))
    add(found, { ...nobody(id), kubernetesGateways: [id] });
  return [...found.values()];
}

interface Listener {
  readonly namespace: string;
  readonly gateways: readonly string[];
  readonly kubernetesGateways: readonly string[];
  readonly workloads: RouteClients['workloads'];
}

function nobody(id: string): Listener {
  return { namespace: id.split('/')[0] ?? '', gateways: [], kubernetesGateways: [], workloads: [] };
}

function add(found: Map<string, PlannedClients>, listener: Listener): void {
  const { namespace, gateways, kubernetesGateways, workloads } = listener;
  if (gateways.length + kubernetesGateways.length === 0) return;
  const key = joinKey(namespace, ...gateways, '', ...kubernetesGateways);
  const known = found.get(key)?.clients.workloads ?? [];
  found.set(key, {
    viewpoint: { kind: 'gateway', namespace, gateways, kubernetesGateways },
    clients: { kind: 'gateway', namespaces: [], workloads: [...known, ...workloads] },
  });
}

function gatewaysOf(viewpoint: Viewpoint): string[] {
  if (viewpoint.kind !== 'gateway') return [];
  return [
    ...viewpoint.gateways.map((id) => `istio ${id}`),
    ...viewpoint.kubernetesGateways.map((id) => `kubernetes ${id}`),
  ];
}
