import type { RouteIndex } from '@/lib/core/routing/plan-routes';
import type { HostPlan, RouteProblem } from '@/lib/core/routing/route-plan';
import { preparePlan, signHost, type PreparedPlan } from '@/lib/core/splits/prepare-plan';
import type { SplitFacts } from '@/lib/core/splits/split-facts';
import type { RouteClients } from '@/lib/core/splits/split-verdict';
import type { Steps } from '@/lib/core/steps/steps';
import type { PlannedClients } from './list-viewpoints';

/** One host as it is for all clients for whom it is the same. */
export interface SharedRoute {
  /** The same in every answer as long as nothing is declared otherwise. */
  readonly signature: string;
  readonly prepared: PreparedPlan;
  readonly host: HostPlan;
  readonly clients: RouteClients;
}

export interface PlannedView extends PlannedClients {
  readonly prepared: PreparedPlan;
}

export function planView(index: RouteIndex, planned: PlannedClients, facts: SplitFacts): PlannedView {
  return { ...planned, prepared: preparePlan(index.plan(planned.viewpoint), facts) };
}

/** The routes of all views, those that are the same for several only once, in the order of the views. */
export function* shareRoutes(
  views: readonly PlannedView[],
  isWanted: (host: HostPlan) => boolean,
): Steps<SharedRoute[]> {
  const found = new Map<string, SharedRoute>();
  for (const { prepared, clients } of views) {
    for (const host of prepared.plan.hosts) {
      if (!isWanted(host)) continue;
      const own = signHost(prepared, host);
      // Gateways are told one by one: each has its own door.
      const signature =
        clients.kind === 'sidecar' ? own : JSON.stringify([own, clients.workloads, prepared.plan.viewpoint]);
      const known = found.get(signature);
      found.set(
        signature,
        known === undefined
          ? { signature, prepared, host, clients }
          : { ...known, clients: joinClients(known.clients, clients) },
      );
    }
    yield;
  }
  return [...found.values()];
}

function joinClients(a: RouteClients, b: RouteClients): RouteClients {
  return {
    kind: a.kind,
    namespaces: [...new Set([...a.namespaces, ...b.namespaces])],
    workloads: [...a.workloads, ...b.workloads],
  };
}

/** Problems of objects that have no part in any host's routes, whoever looks; each once. */
export function unusedProblems(views: readonly PlannedView[]): RouteProblem[] {
  const told = new Set(
    views.flatMap(({ prepared }) => prepared.plan.hosts.flatMap(({ problems }) => problems.map(keyOf))),
  );
  const rest = views.flatMap(({ prepared }) => prepared.plan.problems).filter((one) => !told.has(keyOf(one)));
  return [...new Map(rest.map((problem) => [keyOf(problem), problem])).values()];
}

function keyOf({ code, object, path }: RouteProblem): string {
  return JSON.stringify([code, object.kind, object.namespace, object.name, path]);
}
