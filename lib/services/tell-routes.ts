import type { RoutedDestination, RoutedHost, RoutedRule, RoutingProblem } from '@/lib/contracts/routing';
import { compareText } from '@/lib/core/mesh/compare-text';
import type { RouteProblem } from '@/lib/core/routing/route-plan';
import type {
  JudgedDestination,
  JudgedRoute,
  JudgedRule,
  RouteClients,
  SplitProblem,
} from '@/lib/core/splits/split-verdict';
import { count } from '@/lib/core/splits/split-words';
import type { SharedRoute } from './plan-viewpoints';
import { tellRuleActions } from './tell-rule-actions';

const MOST_NAMES = 4;

/** A judged route in the answer's words. */
export function tellRoute({ prepared, clients, host }: SharedRoute, judged: JudgedRoute): RoutedHost {
  const { source, service, problems } = host;
  const text = nameClients(clients, prepared.plan.viewpoint);
  const ownProblems: (RouteProblem | SplitProblem)[] = [...problems, ...judged.problems];
  return {
    id: [
      host.host,
      host.port ?? '',
      source.kind,
      `${source.namespace}/${source.name}`,
      idOf(clients, prepared.plan.viewpoint),
    ].join('|'),
    host: host.host,
    source: { ...source, gateways: [...source.gateways] },
    viewpoint: { kind: clients.kind, text, namespaces: namespacesOf(clients) },
    service: service?.kind === 'Service' ? { namespace: service.namespace, name: service.name } : null,
    rules: judged.rules.map((rule) => tellRule(rule)),
    verdict: judged.verdict,
    reasons: [...judged.reasons, ...tellRest(judged)],
    problems: ownProblems.map(tellProblem),
    changes: [...judged.changes]
      .sort((a, b) => b.atSeconds - a.atSeconds)
      .map(({ atSeconds, object, from }) => ({ at: atSeconds, object, from })),
    comparedSince: judged.comparedSince,
  };
}

export function tellProblem({ code, message, object, path }: RouteProblem | SplitProblem): RoutingProblem {
  return { code, message, object, path };
}

function tellRule({ rule, verdict, reasons, destinations, requests, callsNeeded }: JudgedRule): RoutedRule {
  const { index, name, protocol, object, path, match, matchRaw, shadowedBy } = rule;
  return {
    index,
    name,
    protocol,
    object,
    path,
    match,
    matchRaw: matchRaw.map((one) => ({ ...one })),
    destinations: rule.destinations.map((destination, i): RoutedDestination => {
      const judged = destinations[i];
      return {
        host: destination.host,
        subset: destination.subset,
        port: destination.port,
        weight: destination.weight,
        share: destination.share,
        path: destination.path,
        observed: judged?.observed ?? null,
        state: judged?.state ?? 'unknown',
        reason: judged?.reason ?? '',
        workloads: tellWorkloads(judged),
      };
    }),
    actions: tellRuleActions(rule),
    shadowedBy: shadowedBy?.index ?? null,
    verdict,
    reasons: [...reasons],
    requests,
    requestsNeeded: callsNeeded,
  };
}

function tellWorkloads(judged: JudgedDestination | undefined): RoutedDestination['workloads'] {
  return (judged?.workloads ?? []).map(({ namespace, name, version, ready }) => ({
    namespace,
    name,
    ...(version === undefined ? {} : { version }),
    ...(ready === undefined ? {} : { ready }),
  }));
}

/** What has no place in a rule. */
function tellRest({ notDelivered, elsewhere, unrouted, verdict, rules }: JudgedRoute): string[] {
  const unit = rules.some(({ rule }) => rule.protocol === 'http') ? 'requests' : 'connections';
  return [
    ...(notDelivered > 0 && verdict !== 'dead'
      ? [`${count(notDelivered, unit)} of these clients reached nobody.`]
      : []),
    ...(elsewhere > 0 && verdict !== 'drifting'
      ? [
          `${count(elsewhere, unit)} of these clients reached workloads of the service to which no rule sends.`,
        ]
      : []),
    ...(unrouted > 0
      ? [
          `Not enforced for workloads in ambient mode: they opened ${count(unrouted, 'connections')} by way of no waypoint.`,
        ]
      : []),
  ];
}

function nameClients(clients: RouteClients, viewpoint: SharedRoute['prepared']['plan']['viewpoint']): string {
  const { kind, namespaces, workloads } = clients;
  if (kind === 'waypoint') return `waypoint ${names(workloads)}`;
  if (kind === 'gateway') {
    if (workloads.length > 0) return `gateway ${names(workloads)}`;
    const ids = viewpoint.kind === 'gateway' ? [...viewpoint.gateways, ...viewpoint.kubernetesGateways] : [];
    return `gateway ${list(ids)}, which no proxy is known to serve`;
  }
  const who = [...namespaces.map((one) => one), ...workloads.map((one) => `${one.namespace}/${one.name}`)];
  return `sidecars of ${list(who.sort(compareText))}`;
}

function names(workloads: RouteClients['workloads']): string {
  return list(workloads.map(({ namespace, name }) => `${namespace}/${name}`));
}

function list(all: readonly string[]): string {
  const shown = all.slice(0, MOST_NAMES);
  const rest = all.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length <= 1 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}

/** Who follows it, in few words that stay the same while clients come and go. */
function idOf(clients: RouteClients, viewpoint: SharedRoute['prepared']['plan']['viewpoint']): string {
  if (viewpoint.kind === 'gateway')
    return ['gateway', viewpoint.namespace, ...viewpoint.gateways, ...viewpoint.kubernetesGateways].join(' ');
  return viewpoint.kind === 'waypoint' ? `waypoint ${viewpoint.namespace} ${viewpoint.name}` : clients.kind;
}

function namespacesOf({ namespaces, workloads }: RouteClients): string[] {
  return [...new Set([...namespaces, ...workloads.map(({ namespace }) => namespace)])].sort(compareText);
}

/**
 * Ids that several routes of an answer share, because sidecars of different namespaces follow the same object in
 * different ways, are told apart by the namespaces.
 */
export function withDistinctIds(routes: readonly RoutedHost[]): RoutedHost[] {
  const counts = new Map<string, number>();
  for (const { id } of routes) counts.set(id, (counts.get(id) ?? 0) + 1);
  const seen = new Map<string, number>();
  return routes.map((route) => {
    if ((counts.get(route.id) ?? 0) < 2) return route;
    const id = `${route.id} ${route.viewpoint.namespaces[0] ?? ''}`;
    const before = seen.get(id) ?? 0;
    seen.set(id, before + 1);
    return { ...route, id: before === 0 ? id : `${id} ${before + 1}` };
  });
}
