import type { ClusterFacts } from '@/lib/core/graph/cluster-facts';
import { asObject, type JsonObject } from '@/lib/core/kubernetes/json';
import { readName, readNamespace } from '@/lib/core/kubernetes/object-view';
import { DEFAULT_SETTINGS } from '@/lib/core/mtls/mesh-settings';
import { workloadOf, type SeenEdge } from '@/lib/core/policy/judge-edge';
import type { PolicyContext } from '@/lib/core/policy/policy-context';
import { indexRoutes, type RouteIndex } from '@/lib/core/routing/plan-routes';
import type { RouteObjects } from '@/lib/core/routing/route-objects';
import type { RoutePlan, Viewpoint } from '@/lib/core/routing/route-plan';
import { projectRoutes, type RouteProjection } from '@/lib/core/what-if/project-routes';
import { listViewpoints, type PlannedClients } from './list-viewpoints';
import type { ClusterPort } from './ports';
import type { PastedPolicies } from './read-pasted-objects';
import { readRouteObjects, toRouteSettings } from './read-route-objects';
import { readSplitFacts } from './read-split-facts';

const KINDS = ['virtualServices', 'httpRoutes', 'destinationRules'] as const;
const PASTED = {
  virtualServices: 'VirtualService',
  httpRoutes: 'HTTPRoute',
  destinationRules: 'DestinationRule',
} as const;

/** Works out what pasted routes and rules make of calls: by the plans of each caller, as they are and as they would be. */
export function projectChanges(
  cluster: ClusterPort,
  facts: ClusterFacts,
  context: PolicyContext,
  pasted: PastedPolicies,
): (seen: SeenEdge) => RouteProjection {
  const objects = readRouteObjects(cluster);
  const unread = [...KINDS, 'services' as const].filter((kind) => objects[kind] === undefined);
  if (unread.length > 0)
    return () => ({ kind: 'unknown', reason: `These kinds cannot be read: ${unread.join(', ')}.` });
  const settings = toRouteSettings(facts.mtls?.settings ?? DEFAULT_SETTINGS);
  const applied = withPasted(objects, pasted);
  const [now, after] = [objects, applied].map((all) => remember(indexRoutes(all, settings)));
  const splitFacts = readSplitFacts(facts);
  const proxies = listViewpoints(applied, facts).filter(({ clients }) => clients.kind !== 'sidecar');
  return (seen) => {
    const target = workloadOf(context, seen.target);
    const view = findViewpoint(context, seen, proxies);
    if (view === 'none') return { kind: 'same' };
    if (view === undefined || target === undefined || now === undefined || after === undefined)
      return { kind: 'unknown', reason: 'Whose routes were followed is not known.' };
    return projectRoutes(now(view), after(view), { edge: seen.edge, target }, splitFacts);
  };
}

function withPasted(objects: RouteObjects, pasted: PastedPolicies): RouteObjects {
  const next = KINDS.map((kind) => [kind, replace(objects[kind] ?? [], pasted.rawOf(PASTED[kind]))] as const);
  return { ...objects, ...Object.fromEntries(next) };
}

/** What is applied takes the place of what has its name, and its age. */
function replace(all: readonly unknown[], changed: readonly JsonObject[]): unknown[] {
  const keyOf = (object: unknown) => `${readNamespace(object) ?? 'default'}/${readName(object)}`;
  const next = new Map(changed.map((one) => [keyOf(one), one]));
  const kept = all.map((one) => {
    const own = next.get(keyOf(one));
    if (own === undefined) return one;
    next.delete(keyOf(one));
    const { creationTimestamp } = asObject(asObject(one)['metadata']);
    return { ...own, metadata: { ...asObject(own['metadata']), creationTimestamp } };
  });
  return [...kept, ...next.values()];
}

/** Edges are many, callers few. */
function remember(index: RouteIndex): (viewpoint: Viewpoint) => RoutePlan {
  const plans = new Map<string, RoutePlan>();
  return (viewpoint) => {
    const key = JSON.stringify(viewpoint);
    const plan = plans.get(key) ?? index.plan(viewpoint);
    plans.set(key, plan);
    return plan;
  };
}

/** Whose routes the calls of an edge follow: `none` where no proxy routes them, undefined where that is not known. */
function findViewpoint(
  context: PolicyContext,
  { edge, source }: SeenEdge,
  proxies: readonly PlannedClients[],
): Viewpoint | 'none' | undefined {
  const caller = workloadOf(context, source);
  const kinds = new Set(caller?.shapes.map(({ proxy }) => proxy));
  const [proxy] = kinds;
  if (caller === undefined || kinds.size !== 1) return undefined;
  const viewOf = (kind: 'gateway' | 'waypoint', namespace: string, name: string) => {
    const found = proxies.filter(
      ({ clients }) =>
        clients.kind === kind &&
        clients.workloads.some((one) => one.namespace === namespace && one.name === name),
    );
    return found.length === 1 ? found[0]?.viewpoint : undefined;
  };
  const { namespace, name, shapes } = caller;
  switch (proxy) {
    case 'sidecar': {
      const [labels, other] = new Set(shapes.map((shape) => JSON.stringify(shape.labels)));
      const known = labels !== undefined && other === undefined ? shapes[0]?.labels : undefined;
      return { kind: 'sidecar', namespace, ...(known === undefined ? {} : { labels: known }) };
    }
    case 'gateway':
      return viewOf('gateway', namespace, name);
    case 'ambient':
    case 'none': {
      const [place, other] = edge.via ?? [];
      if (place === undefined) return 'none';
      const [inNamespace = '', waypoint = ''] = place.split('/');
      return other === undefined ? viewOf('waypoint', inNamespace, waypoint) : undefined;
    }
    default:
      return undefined;
  }
}
