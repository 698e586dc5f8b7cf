import type { DestinationRuleView } from '../kubernetes/destination-rule-view';
import type { GatewayRouteView } from '../kubernetes/gateway-route-view';
import type { VirtualServiceView } from '../kubernetes/virtual-service-view';
import { fullHost, serviceHost } from '../routing/full-host';
import { matchesHost } from '../routing/match-host';
import { workloadOf, type SeenEdge } from '../policy/judge-edge';
import type { PolicyContext } from '../policy/policy-context';

/** Objects that route, as they are or as they would be. */
export interface RoutingDocuments {
  readonly virtualServices: readonly VirtualServiceView[];
  readonly routes: readonly GatewayRouteView[];
  readonly destinationRules: readonly DestinationRuleView[];
}

/**
 * Tells of which edges changed routes or subsets may have a say: those to a host that is claimed, and all that leave
 * gateways where something is bound to them. `before` is what the changed objects say now.
 */
export function findRoutingChanges(
  context: PolicyContext,
  changed: RoutingDocuments,
  before: RoutingDocuments,
): (seen: SeenEdge) => boolean {
  const all = [changed, before];
  const routers = all.flatMap(({ virtualServices }) => virtualServices);
  const routes = all.flatMap((one) => one.routes);
  const patterns = [
    ...routers.flatMap((one) => one.hosts.map((host) => fullHost({ ...place(one), host }))),
    ...routes.flatMap((route) =>
      route.parents
        .filter(({ kind }) => kind !== 'Gateway')
        .map(({ name, namespace = route.namespace ?? 'default' }) => serviceHost({ namespace, name })),
    ),
    ...changed.destinationRules
      .filter((rule) => mayRedirect(context, rule, before.destinationRules.find(isNamed(rule))))
      .map((rule) => fullHost(rule)),
  ];
  const atGateways =
    routers.some(({ gateways }) => gateways.some((gateway) => gateway !== 'mesh')) ||
    routes.some(({ parents }) => parents.some(({ kind }) => kind === 'Gateway'));
  if (patterns.length === 0 && !atGateways) return () => false;
  return (seen) =>
    (atGateways && leavesGateway(context, seen)) ||
    hostsOf(context, seen).some((host) => patterns.some((pattern) => matchesHost(pattern, host)));
}

function place({ namespace }: { readonly namespace?: string }): { namespace?: string } {
  return namespace === undefined ? {} : { namespace };
}

function isNamed({ name, namespace }: DestinationRuleView) {
  return (other: DestinationRuleView) => other.name === name && other.namespace === namespace;
}

/** Tells of which edges changed rules may refuse calls by limits, which no plan of routes tells of. */
export function findLimitChanges(
  context: PolicyContext,
  changed: RoutingDocuments,
  before: RoutingDocuments,
): (seen: SeenEdge) => boolean {
  const say = (one: DestinationRuleView | undefined) =>
    JSON.stringify([one?.policy.limitsConnections ?? false, one?.policy.detectsOutliers ?? false]);
  const patterns = changed.destinationRules
    .filter((rule) => say(rule) !== say(before.destinationRules.find(isNamed(rule))))
    .map((rule) => fullHost(rule));
  return (seen) =>
    hostsOf(context, seen).some((host) => patterns.some((pattern) => matchesHost(pattern, host)));
}

/** Whether a rule may do more than decide TLS: subsets come and go with it, and limits refuse calls. */
function mayRedirect(
  { mtls }: PolicyContext,
  rule: DestinationRuleView,
  before: DestinationRuleView | undefined,
): boolean {
  const host = fullHost(rule);
  const isRouted = [...(mtls.facts.routedSubsets ?? [])].some(([routed]) => matchesHost(host, routed));
  const say = (one: DestinationRuleView | undefined) =>
    JSON.stringify([
      one?.subsets.map(({ name, labels }) => [name, labels]) ?? [],
      one?.policy.limitsConnections ?? false,
      one?.policy.detectsOutliers ?? false,
    ]);
  return isRouted || say(rule) !== say(before);
}

function leavesGateway(context: PolicyContext, { source }: SeenEdge): boolean {
  return workloadOf(context, source)?.shapes.some(({ proxy }) => proxy === 'gateway') === true;
}

function hostsOf(context: PolicyContext, { edge, target }: SeenEdge): string[] {
  const workload = workloadOf(context, target);
  const served = workload === undefined ? [] : context.mtls.servicesOf(workload).map(serviceHost);
  return [...edge.responses.map(({ host }) => host), ...served];
}
