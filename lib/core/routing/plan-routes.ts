import { groupBy } from '../mesh/group-by';
import { joinKey } from '../mesh/join-key';
import { draftGateway } from './plan-gateway';
import type { HostDraft } from './host-draft';
import { draftMesh } from './plan-mesh';
import { planRules } from './plan-rules';
import { inOrder } from './problem-log';
import type { Surroundings } from './resolve-destination';
import type { RouteObjects, RouteSettings } from './route-objects';
import type { HostPlan, ObjectPlace, RoutePlan, RouteProblem, RouteSource, Viewpoint } from './route-plan';
import { DEFAULT_ROUTE_SETTINGS, readRouteWorld, type RouteWorld } from './route-world';

/** Objects that have been read, for plans from several viewpoints. */
export interface RouteIndex {
  plan(viewpoint: Viewpoint): RoutePlan;
}

/**
 * What routing objects mean from one viewpoint: the rules of every host that they say something about. Hosts and rules
 * have an order that does not depend on the order of the objects. Never throws: what cannot be read is told among the
 * problems, and read as if it were absent.
 * https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export function planRoutes(
  objects: RouteObjects,
  viewpoint: Viewpoint,
  settings: RouteSettings = DEFAULT_ROUTE_SETTINGS,
): RoutePlan {
  return indexRoutes(objects, settings).plan(viewpoint);
}

/** The same for many viewpoints: objects are read only once. */
export function indexRoutes(
  objects: RouteObjects,
  settings: RouteSettings = DEFAULT_ROUTE_SETTINGS,
): RouteIndex {
  const world = readRouteWorld(objects, settings);
  return { plan: (viewpoint) => planWorld(world, viewpoint) };
}

function planWorld(world: RouteWorld, viewpoint: Viewpoint): RoutePlan {
  const drafts = viewpoint.kind === 'gateway' ? draftGateway(world, viewpoint) : draftMesh(world, viewpoint);
  const surroundings: Surroundings = {
    registry: world.registry,
    ...(world.rules === undefined ? {} : { rules: world.rules }),
    client: {
      namespace: viewpoint.namespace,
      labels: viewpoint.kind === 'waypoint' ? {} : (viewpoint.labels ?? {}),
    },
    // Sidecars and waypoints need no permission.
    isGranted: viewpoint.kind === 'gateway' ? world.isGranted : () => true,
  };
  const written = groupBy([...world.problems, ...drafts.problems], ({ object }) => keyOf(object));
  const told = new Set<string>();
  const hosts = drafts.hosts.map((draft) => planHost(draft, surroundings, written, told));
  const rest = [...written].flatMap(([key, problems]) => (told.has(key) ? [] : problems));
  return {
    viewpoint,
    hosts: hosts.filter((host) => host !== undefined),
    problems: inOrder(rest),
  };
}

function planHost(
  draft: HostDraft,
  surroundings: Surroundings,
  written: ReadonlyMap<string, readonly RouteProblem[]>,
  told: Set<string>,
): HostPlan | undefined {
  const problems: RouteProblem[] = [...draft.problems];
  const rules = planRules(draft.rules, surroundings, (problem) => problems.push(problem));
  const sources = distinct(draft.claims.flatMap((claim) => claim.sources));
  const [source] = sources;
  if (source === undefined) return undefined;
  const objects = new Set<ObjectPlace>([...sources, ...rules.map((rule) => rule.object)]);
  for (const key of new Set([...objects].map(keyOf))) {
    problems.push(...(written.get(key) ?? []));
    told.add(key);
  }
  const { host, service, port } = draft;
  return {
    host,
    source,
    sources,
    service:
      service === undefined ? null : { kind: service.kind, namespace: service.namespace, name: service.name },
    port: port ?? null,
    rules,
    problems: inOrder(problems),
  };
}

function distinct(sources: readonly RouteSource[]): RouteSource[] {
  return [...new Map(sources.map((source) => [keyOf(source), source])).values()];
}

function keyOf({ kind, namespace, name }: ObjectPlace): string {
  return joinKey(kind, namespace, name);
}
