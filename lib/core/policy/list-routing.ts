import type { DestinationRuleView } from '../kubernetes/destination-rule-view';
import type { GatewayRouteView, RouteReference } from '../kubernetes/gateway-route-view';
import { labelOf } from '../kubernetes/field-reader';
import type { IstioGatewayView } from '../kubernetes/istio-gateway-view';
import { matchesLabels } from '../kubernetes/label-match';
import type { ObjectView } from '../kubernetes/object-view';
import type { ReferenceGrantView } from '../kubernetes/reference-grant-view';
import type { ServiceEntryView } from '../kubernetes/service-entry-view';
import type { VirtualServiceView } from '../kubernetes/virtual-service-view';
import { fullHost, serviceHost } from '../routing/full-host';
import type { MtlsService } from '../mtls/mtls-workload';
import { matchesHost } from '../routing/match-host';
import {
  byAge,
  inOrder,
  listSome,
  nameOf,
  type AppliedKind,
  type AppliedPolicy,
  type Unordered,
} from './applied-policy';
import { ownProxies, type AppliedSubject } from './applied-subject';
import type { PolicyContext } from './policy-context';
import { GATEWAY_NAME } from './policy-subject';

/** What routes and opens calls. Absent kinds cannot be read. */
export interface RoutingObjects {
  readonly virtualServices?: readonly VirtualServiceView[];
  readonly serviceEntries?: readonly ServiceEntryView[];
  readonly gateways?: readonly IstioGatewayView[];
  readonly kubernetesGateways?: readonly ObjectView[];
  readonly routes: Readonly<Partial<Record<RouteKind, readonly GatewayRouteView[]>>>;
  readonly referenceGrants?: readonly ReferenceGrantView[];
}
export type RouteKind = Extract<AppliedKind, 'HTTPRoute' | 'GRPCRoute' | 'TCPRoute' | 'TLSRoute'>;
export const ROUTE_KINDS: readonly RouteKind[] = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'];

/** DestinationRules about the services, and whose calls follow them. */
export function listDestinationRules({ mtls }: PolicyContext, { services }: AppliedSubject): AppliedPolicy[] {
  const { rules = [] } = mtls.facts;
  const found = services.flatMap((service) => {
    const called = { host: serviceHost(service), namespace: service.namespace };
    const followers = new Map<DestinationRuleView, string[]>();
    for (const [namespace, clients] of mtls.envoyClients) {
      const followed = new Set(mtls.findRules.mayFind(namespace, clients, called).flat());
      for (const rule of followed) followers.set(rule, [...(followers.get(rule) ?? []), namespace]);
    }
    return byAge(rules.filter((rule) => matchesHost(fullHost(rule), called.host))).map((rule): Unordered => {
      const clients = followers.get(rule);
      const base = {
        ...nameOf(rule),
        kind: 'DestinationRule',
        about: 'callers',
        by: 'host',
        enforcer: "callers' proxies",
        says: sayRule(rule),
      } as const;
      if (rule.malformed !== undefined)
        return { ...base, effect: 'malformed', reason: `It cannot be read as a whole: ${rule.malformed}.` };
      if (clients !== undefined)
        return { ...base, effect: 'applies', reason: `Callers in ${listSome(clients)} follow it.` };
      const others = [...followers.keys()].map((one) => `${one.namespace}/${one.name}`);
      const reason =
        others.length > 0
          ? `No caller follows it: ${listSome(others)} goes before it, or it is exported to none of them.`
          : 'No caller with a proxy of its own is there to follow it.';
      return { ...base, effect: others.length > 0 ? 'shadowed' : 'noEffect', reason };
    });
  });
  return inOrder(found);
}

function sayRule({ host, policy, subsets }: DestinationRuleView): string {
  const parts = [
    ...(policy.tlsMode === undefined ? [] : [`TLS ${policy.tlsMode}`]),
    ...(subsets.length === 0 ? [] : [`${subsets.length} subsets`]),
    ...(policy.limitsConnections ? ['connection limits'] : []),
    ...(policy.detectsOutliers ? ['outlier detection'] : []),
  ];
  return parts.length === 0 ? host : `${host}: ${parts.join(', ')}`;
}

/** VirtualServices that claim the services' hosts or are bound to the gateway, the first to count first. */
export function listVirtualServices(
  context: PolicyContext,
  subject: AppliedSubject,
  { virtualServices = [], gateways = [] }: RoutingObjects,
): AppliedPolicy[] {
  const hosts = subject.services.map(serviceHost);
  const bound = new Set(gatewaysOf(subject, gateways).map(({ namespace, name }) => `${namespace}/${name}`));
  const claimed = new Map<string, VirtualServiceView>();
  const isAmbientAlone =
    ownProxies(subject).length > 0 &&
    ownProxies(subject).every(({ subject: { enforcer } }) => enforcer === 'ztunnel') &&
    subject.services.every(({ namespace, name }) => context.facts.waypointOf(namespace, name) === undefined);
  const found = byAge(virtualServices).flatMap((one): Unordered[] => {
    const { namespace, name } = nameOf(one);
    const base = { namespace, name, kind: 'VirtualService', says: one.hosts.join(', ') } as const;
    const own = one.gateways.map((gateway) => fullGateway(gateway, namespace));
    const told: Unordered[] = [];
    if (own.some((gateway) => bound.has(gateway))) {
      const reason = 'It routes what comes in at this gateway, beside others of its hosts.';
      told.push({
        ...base,
        about: 'outbound',
        by: 'gateway',
        enforcer: 'gateway',
        effect: 'applies',
        reason,
      });
    }
    const names = one.hosts.map((host) => fullHost({ host, namespace }));
    const claims = hosts.filter((host) => names.some((pattern) => matchesHost(pattern, host)));
    if (claims.length === 0 || (own.length > 0 && !own.includes('mesh'))) return told;
    const scope = one.exportTo.length === 0 ? '*' : one.exportTo.join(', ');
    const older = claims.map((host) => claimed.get(`${host} ${scope}`)).find((known) => known !== undefined);
    for (const host of claims) {
      const key = `${host} ${scope}`;
      if (!claimed.has(key)) claimed.set(key, one);
    }
    const limited = isAmbientAlone
      ? ' Callers behind ztunnel do not follow it: the service has no waypoint.'
      : '';
    const to =
      scope === '*' ? 'Callers with a sidecar follow it.' : `Callers in its scope (${scope}) follow it.`;
    told.push({
      ...base,
      about: 'callers',
      by: 'host',
      enforcer: "callers' proxies",
      ...(older === undefined
        ? { effect: limited === '' ? 'applies' : 'partly', reason: `${to}${limited}` }
        : {
            effect: 'shadowed',
            reason: `${older.namespace}/${older.name} is older and has the host already.`,
          }),
    });
    return told;
  });
  return inOrder(found);
}

function fullGateway(gateway: string, namespace: string): string {
  if (gateway === 'mesh') return gateway;
  if (gateway.startsWith('./')) return `${namespace}/${gateway.slice(2)}`;
  return gateway.includes('/') ? gateway : `${namespace}/${gateway}`;
}

/** Istio's Gateways that pick the pods. */
function gatewaysOf(subject: AppliedSubject, gateways: readonly IstioGatewayView[]): IstioGatewayView[] {
  const labels = ownProxies(subject)
    .filter(({ subject: { enforcer } }) => enforcer === 'gateway')
    .map((proxy) => proxy.subject.labels);
  return byAge(gateways).filter(
    ({ selector }) => Object.keys(selector).length > 0 && labels.some((own) => matchesLabels(selector, own)),
  );
}

/** Gateways that open the proxy, of both APIs. */
export function listGateways(
  subject: AppliedSubject,
  { gateways = [], kubernetesGateways = [] }: RoutingObjects,
): AppliedPolicy[] {
  const proxies = ownProxies(subject).map((proxy) => proxy.subject);
  const istio = gatewaysOf(subject, gateways).map((one): Unordered => ({
    ...nameOf(one),
    kind: 'Gateway',
    about: 'inbound',
    by: 'workload',
    enforcer: 'gateway',
    effect: 'applies',
    says: 'opens ports',
    reason: 'Its selector picks these pods, which listen as it says.',
  }));
  const kubernetes = byAge(kubernetesGateways)
    .filter(({ namespace, name }) =>
      proxies.some((proxy) => proxy.namespace === namespace && labelOf(proxy.labels, GATEWAY_NAME) === name),
    )
    .map((one): Unordered => ({
      ...nameOf(one),
      kind: 'KubernetesGateway',
      about: 'inbound',
      by: 'target',
      enforcer: 'gateway',
      effect: 'applies',
      says: 'opens listeners',
      reason: 'The pods were made for it.',
    }));
  return [...inOrder(istio), ...inOrder(kubernetes)];
}

/** Routes of the Gateway API that stand before the services, lead to them, or leave the gateway. */
export function listRoutes(
  context: PolicyContext,
  subject: AppliedSubject,
  { routes }: RoutingObjects,
): AppliedPolicy[] {
  return ROUTE_KINDS.flatMap((kind) =>
    inOrder(byAge(routes[kind] ?? []).flatMap((route) => tellRoute(context, subject, kind, route))),
  );
}

function tellRoute(
  { facts }: PolicyContext,
  subject: AppliedSubject,
  kind: RouteKind,
  route: GatewayRouteView,
): Unordered[] {
  const own = nameOf(route);
  const isService = (reference: RouteReference) => (one: MtlsService) =>
    reference.kind === 'Service' &&
    reference.name === one.name &&
    (reference.namespace ?? own.namespace) === one.namespace;
  const proxies = ownProxies(subject).map((proxy) => proxy.subject);
  const gateway = route.parents.find((parent) =>
    proxies.some(
      ({ namespace, labels }) =>
        parent.kind === 'Gateway' &&
        (parent.namespace ?? own.namespace) === namespace &&
        labelOf(labels, GATEWAY_NAME) === parent.name,
    ),
  );
  const says = `to ${listSome([...new Set(route.backends.map(({ name }) => name))]) || 'nowhere'}`;
  const base = { ...own, kind, says } as const;
  const parent = subject.services.find((one) => route.parents.some((reference) => isService(reference)(one)));
  if (parent !== undefined) {
    const isOurs = parent.namespace === own.namespace;
    const who = isOurs ? 'All callers' : `Callers in ${own.namespace}, and no others,`;
    const waypoint = facts.waypointOf(parent.namespace, parent.name);
    const behind =
      waypoint === undefined ? ' Callers behind ztunnel do not: the service has no waypoint.' : '';
    const reason = `${who} with an Envoy follow it.${behind}`;
    return [
      { ...base, about: 'callers', by: 'host', enforcer: "callers' proxies", effect: 'applies', reason },
    ];
  }
  if (gateway !== undefined) {
    const reason = 'It routes what comes in at this gateway.';
    return [{ ...base, about: 'outbound', by: 'gateway', enforcer: 'gateway', effect: 'applies', reason }];
  }
  if (!subject.services.some((one) => route.backends.some((reference) => isService(reference)(one))))
    return [];
  const from = listSome(
    route.parents.map((one) => `${one.kind} ${one.namespace ?? own.namespace}/${one.name}`),
  );
  const reason = `It sends here what comes to ${from}.`;
  return [
    { ...base, about: 'callers', by: 'route', enforcer: 'whoever follows it', effect: 'applies', reason },
  ];
}

/** Grants by which routes of other namespaces may lead to the services. */
export function listReferenceGrants(
  { services }: AppliedSubject,
  { referenceGrants = [], routes }: RoutingObjects,
): AppliedPolicy[] {
  const all = ROUTE_KINDS.flatMap((kind) => (routes[kind] ?? []).map((route) => ({ kind, route })));
  const found = byAge(referenceGrants).flatMap((grant): Unordered[] => {
    const { namespace, name } = nameOf(grant);
    const granted = services.filter(
      (one) =>
        one.namespace === namespace &&
        grant.to.some((to) => to.kind === 'Service' && (to.name ?? one.name) === one.name),
    );
    if (granted.length === 0) return [];
    const users = all.filter(
      ({ kind, route }) =>
        grant.from.some((from) => from.kind === kind && from.namespace === route.namespace) &&
        route.backends.some((backend) =>
          granted.some(
            (one) =>
              backend.kind === 'Service' && backend.namespace === namespace && backend.name === one.name,
          ),
        ),
    );
    const names = users.map(({ kind, route }) => `${kind} ${route.namespace}/${route.name}`);
    const base = {
      namespace,
      name,
      kind: 'ReferenceGrant',
      about: 'callers',
      by: 'target',
      enforcer: 'gateways',
      says: grant.from.map((from) => `${from.kind} of ${from.namespace}`).join(', '),
    } as const;
    return names.length > 0
      ? [{ ...base, effect: 'applies', reason: `By it ${listSome(names)} may lead here.` }]
      : [{ ...base, effect: 'noEffect', reason: 'No route of another namespace leads here by it.' }];
  });
  return inOrder(found);
}

/** ServiceEntries that take in the workloads, or have a host of the services. */
export function listServiceEntries(
  subject: AppliedSubject,
  { serviceEntries = [] }: RoutingObjects,
): AppliedPolicy[] {
  const hosts = subject.services.map(serviceHost);
  const found = byAge(serviceEntries).flatMap((one): Unordered[] => {
    const base = { ...nameOf(one), kind: 'ServiceEntry', says: listSome(one.hosts) } as const;
    const selects = Object.keys(one.workloadSelector).length > 0;
    const isTaken = subject.workloads.some(
      ({ namespace, shapes }) =>
        namespace === one.namespace &&
        shapes.some(({ labels }) => matchesLabels(one.workloadSelector, labels)),
    );
    if (selects && isTaken) {
      const reason = 'Its workloadSelector takes these pods in as endpoints of its hosts.';
      return [
        {
          ...base,
          about: 'callers',
          by: 'workload',
          enforcer: "callers' proxies",
          effect: 'applies',
          reason,
        },
      ];
    }
    if (!hosts.some((host) => one.hosts.includes(host))) return [];
    const reason = 'A Service of the same host goes before it.';
    return [
      { ...base, about: 'callers', by: 'host', enforcer: "callers' proxies", effect: 'shadowed', reason },
    ];
  });
  return inOrder(found);
}
