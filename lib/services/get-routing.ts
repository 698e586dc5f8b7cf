import type { RoutedHost, RoutingAnswer } from '@/lib/contracts/routing';
import type { RoutingRequest } from '@/lib/contracts/routing-request';
import type { Warning } from '@/lib/contracts/source-status';
import { mapInSteps, type Steps } from '@/lib/core/steps/steps';
import { asObject } from '@/lib/core/kubernetes/json';
import { DEFAULT_SETTINGS } from '@/lib/core/mtls/mesh-settings';
import { printDuration } from '@/lib/core/mesh/duration';
import { rememberOf } from '@/lib/core/mesh/remember-of';
import { succeed, type Outcome } from '@/lib/core/mesh/problem';
import { indexRoutes, type RouteIndex } from '@/lib/core/routing/plan-routes';
import type { RouteObjects } from '@/lib/core/routing/route-objects';
import type { HostPlan, ObjectPlace, RouteRule } from '@/lib/core/routing/route-plan';
import type { Bystanders } from '@/lib/core/splits/clients';
import type { CallCount } from '@/lib/core/splits/call-count';
import { objectsOf } from '@/lib/core/splits/deciding-objects';
import { judgeRoute } from '@/lib/core/splits/judge-route';
import type { SplitContext } from '@/lib/core/splits/split-context';
import type { SplitFacts } from '@/lib/core/splits/split-facts';
import type { ObjectChange } from '@/lib/core/splits/split-verdict';
import { countCalls, type CountedCalls } from './count-calls';
import { describeSources } from './describe-sources';
import { warnOfSettings } from './get-mtls-posture';
import {
  callersOf,
  listViewpoints,
  findBystanders,
  sidecarsOf,
  type PlannedClients,
} from './list-viewpoints';
import type { MeshPorts } from './mesh-ports';
import { planView, shareRoutes, unusedProblems, type PlannedView, type SharedRoute } from './plan-viewpoints';
import { readClusterFacts } from './read-cluster-facts';
import { readObjectChanges } from './read-object-changes';
import { readRouteObjects, toRouteSettings, unreadRouteKinds } from './read-route-objects';
import { readSplitFacts } from './read-split-facts';
import { takeTurns } from './take-turns';
import { tellObjectYaml } from './tell-object-yaml';
import { tellProgress } from './tell-progress';
import { tellProblem, tellRoute, withDistinctIds } from './tell-routes';
import { warnOfAge } from './warn-of-age';

const METHOD =
  'Wilson score intervals of 95 %; where a rule has more than two destinations, of 95 % for all of them together (Bonferroni).';

/**
 * Every routed host: what is declared now, and what was seen to be called in the window. Whatever cannot be had is
 * missing from the answer, which then says so; only a request that cannot be meant is a problem.
 */
export async function getRouting(
  ports: MeshPorts,
  request: RoutingRequest,
  signal?: AbortSignal,
): Promise<Outcome<RoutingAnswer>> {
  const declared = readDeclared(ports);
  const isWanted = (host: HostPlan) => isAskedFor(host, request);
  const views = await takeTurns(mapInSteps(declared.listed, declared.plan, 1), signal);
  const wanted = await takeTurns(shareRoutes(views, isWanted), signal);
  const counted = await countCalls(
    ports,
    {
      asked: request.namespaces ?? [],
      ...scopeOf(request, wanted),
      windowSeconds: request.windowSeconds,
      ...(request.atSeconds === undefined ? {} : { atSeconds: request.atSeconds }),
      moments: () =>
        wanted.flatMap(({ host }) => objectsOf(host).flatMap(declared.changesOf)).map((one) => one.atSeconds),
      wantsProgress: request.host !== undefined,
    },
    signal,
  );
  if (!counted.ok) return counted;
  const all = await takeTurns(withCallers(views, counted.value.window?.counts ?? [], declared), signal);
  const shared = await takeTurns(shareRoutes(all, isWanted), signal);
  return succeed({
    window: printDuration(request.windowSeconds),
    windowSeconds: request.windowSeconds,
    at: counted.value.atSeconds,
    method: METHOD,
    routes: await takeTurns(tellAll(shared, { declared, counted: counted.value, request }), signal),
    problems:
      request.host === undefined ? unusedProblems(all).filter(isInside(request)).map(tellProblem) : [],
    sources: describeSources(ports, counted.value.failure),
    warnings: [
      ...counted.value.warnings,
      ...(counted.value.window === undefined ? [] : warnOfAge(ports, request, counted.value.atSeconds)),
      ...warnOfKinds(ports),
      ...(declared.cluster.mtls === undefined ? [] : warnOfSettings(declared.cluster.mtls)),
      ...declared.cluster.warnings,
    ],
    queries: [...counted.value.queries],
  });
}

interface Planned {
  readonly cluster: ReturnType<typeof readClusterFacts>;
  readonly objects: RouteObjects;
  readonly index: RouteIndex;
  readonly facts: SplitFacts;
  readonly bystanders: Bystanders;
  /** Whose routes are told, whoever calls. */
  readonly listed: readonly PlannedClients[];
  readonly plan: (clients: PlannedClients) => PlannedView;
  /** Of sidecars of a namespace that declares no routes. */
  readonly planCallers: (namespace: string) => PlannedView;
}

interface Declared extends Planned {
  readonly changesOf: (object: ObjectPlace) => readonly ObjectChange[];
}

/** The same facts follow from the same objects: until something changes plans are what they were. */
const planned = new WeakMap<Planned['cluster'], Planned>();
/** Namespaces that nothing is declared of are named by whoever reports. */
const MOST_CALLERS = 500;

function readDeclared(ports: MeshPorts): Declared {
  const cluster = readClusterFacts(ports);
  const known = planned.get(cluster) ?? planAll(cluster, ports);
  planned.set(cluster, known);
  return { ...known, changesOf: ports.cluster === undefined ? () => [] : readObjectChanges(ports.cluster) };
}

function planAll(cluster: Planned['cluster'], ports: MeshPorts): Planned {
  const objects = ports.cluster === undefined ? {} : readRouteObjects(ports.cluster);
  const index = indexRoutes(objects, toRouteSettings(cluster.mtls?.settings ?? DEFAULT_SETTINGS));
  const facts = readSplitFacts(cluster);
  const callers = new Map<string, PlannedView>();
  return {
    cluster,
    objects,
    index,
    facts,
    bystanders: findBystanders(cluster),
    listed: listViewpoints(objects, cluster),
    plan: rememberOf((clients) => planView(index, clients, facts)),
    planCallers(namespace) {
      const view = callers.get(namespace) ?? planView(index, sidecarsOf(namespace), facts);
      if (callers.size < MOST_CALLERS) callers.set(namespace, view);
      return view;
    },
  };
}

/** A host's own name, a Service's short one with or without its namespace. */
function isAskedFor(host: HostPlan, request: RoutingRequest): boolean {
  const { host: wanted } = request;
  if (wanted !== undefined) {
    const name = host.host.toLowerCase();
    const { service } = host;
    const isShort =
      service !== null && [service.name, `${service.name}.${service.namespace}`].includes(wanted);
    if (name !== wanted && !isShort) return false;
  }
  return isInside(request)(host);
}

/** Whether an object or host of routes has to do with the namespaces that were asked for. */
function isInside({
  namespaces,
}: RoutingRequest): (what: Partial<HostPlan> & { object?: ObjectPlace }) => boolean {
  if (namespaces === undefined) return () => true;
  return ({ sources = [], service, object }) =>
    [...sources.map((source) => source.namespace), service?.namespace, object?.namespace].some(
      (one) => one !== undefined && namespaces.includes(one),
    );
}

/** Calls that routes may share out: of these namespaces, of those they send to, and of one host those it sends to. */
function scopeOf({ namespaces, host }: RoutingRequest, wanted: readonly SharedRoute[]) {
  const destinations = wanted.flatMap(({ prepared, host: plan }) => [
    ...plan.rules.flatMap((rule) => rule.destinations),
    ...plan.rules.flatMap((rule) => prepared.groupOf.get(rule)?.parts.map((part) => part.destination) ?? []),
  ]);
  const hosts = [
    ...new Set([...wanted.map(({ host: plan }) => plan.host), ...destinations.map((one) => one.host)]),
  ];
  const reached = destinations.flatMap(({ service }) => service?.namespace ?? []);
  return {
    ...(namespaces === undefined ? {} : { namespaces: [...new Set([...namespaces, ...reached])].sort() }),
    ...(host === undefined ? {} : { hosts: hosts.filter((one) => one !== '').sort() }),
  };
}

/** Also the views of namespaces that declare no routes and were seen to call, and of workloads that are told apart. */
function* withCallers(
  views: readonly PlannedView[],
  counts: readonly CallCount[],
  declared: Declared,
): Steps<PlannedView[]> {
  const { index, facts, bystanders, planCallers } = declared;
  const known = new Map(
    views.flatMap((view) =>
      view.viewpoint.kind === 'sidecar' ? [[view.viewpoint.namespace, view] as const] : [],
    ),
  );
  const callers = new Set(
    counts.flatMap(({ reporter, source }) => (reporter === 'source' ? (source.namespace ?? []) : [])),
  );
  const viewsOf = (namespace: string): PlannedView[] => {
    const names = callersOf(namespace, counts, bystanders);
    const view = known.get(namespace) ?? (names.length > 0 ? planCallers(namespace) : undefined);
    if (view === undefined) return [];
    const isByLabels = view.prepared.plan.hosts.some(({ rules }) => rules.some(isAboutLabels));
    if (!isByLabels || names.length === 0) return [view];
    return names.map((name) => {
      const workload = facts.workloads?.find((one) => one.namespace === namespace && one.name === name);
      const labels = workload?.labels[0];
      return planView(
        index,
        sidecarsOf(namespace, { name, ...(labels === undefined ? {} : { labels }) }),
        facts,
      );
    });
  };
  const sidecars = yield* mapInSteps([...new Set([...known.keys(), ...callers])].sort(), viewsOf, 1);
  return [...sidecars.flat(), ...views.filter(({ viewpoint }) => viewpoint.kind !== 'sidecar')];
}

/** Whether a rule is for some workloads of a namespace only. */
function isAboutLabels({ matchRaw }: RouteRule): boolean {
  return matchRaw.some((match) => Object.keys(asObject(match['sourceLabels'])).length > 0);
}

function* tellAll(
  routes: readonly SharedRoute[],
  { declared, counted, request }: { declared: Declared; counted: CountedCalls; request: RoutingRequest },
): Steps<RoutedHost[]> {
  const { facts, bystanders, changesOf, objects } = declared;
  const context: SplitContext = {
    facts,
    bystanders,
    changesOf,
    since: counted.since,
    isLive: request.atSeconds === undefined,
    ...(counted.window === undefined ? {} : { window: counted.window }),
  };
  const tell = (route: SharedRoute): RoutedHost => {
    const judged = tellRoute(route, judgeRoute(route.prepared, route.host, route.clients, context));
    if (request.host === undefined) return judged;
    const rules = judged.rules.map((rule, i) => {
      const planned = route.host.rules[i];
      const progress = planned && tellProgress(planned, route, counted.progress, { facts, bystanders });
      return progress === undefined ? rule : { ...rule, progress };
    });
    return { ...judged, rules, yaml: tellObjectYaml(route.host, objects) };
  };
  return withDistinctIds(yield* mapInSteps(routes, tell, 5));
}

function warnOfKinds({ cluster }: MeshPorts): Warning[] {
  const unread = cluster === undefined ? [] : unreadRouteKinds(cluster);
  if (unread.length === 0) return [];
  const message = `Routes of these kinds cannot be read: ${unread.join(', ')}. Some may be missing, and others may not count as they are shown.`;
  return [{ code: 'routes-not-known', message }];
}
