import { matchesLabels } from '../kubernetes/label-match';
import type { ListenerView } from '../kubernetes/gateway-api-gateway-view';
import type { GatewayServerView } from '../kubernetes/istio-gateway-view';
import { compareText } from '../mesh/compare-text';
import { compareClaims, rankOf, RANKS, sourceOf, type Claim } from './claim';
import { intersectHosts } from './intersect-hosts';
import { mergeRanked } from './merge-ranked';
import type { WholeVirtualService } from './merge-delegates';
import { narrowRule, standAt } from './narrow-rule';
import type { HostDraft, HostDrafts } from './host-draft';
import type { GatewayRouteDraft, ParentReference, RuleDraft } from './route-draft';
import type { RouteProblem, RouteProtocol, Viewpoint } from './route-plan';
import type { RouteWorld } from './route-world';
import { concatenate } from './shadow-rules';

type GatewayViewpoint = Extract<Viewpoint, { kind: 'gateway' }>;

interface Bound {
  readonly claim: Claim;
  /** Protocols that some server takes for the host; undefined where the servers are not known. */
  readonly protocols: ReadonlySet<RouteProtocol> | undefined;
}

/** What gateways do: all that is bound to them about one host counts, one after the other. */
export function draftGateway(world: RouteWorld, viewpoint: GatewayViewpoint): HostDrafts {
  const problems: RouteProblem[] = [];
  const byHost = new Map<string, Bound[]>();
  const add = (host: string, bound: Bound) => byHost.set(host, [...(byHost.get(host) ?? []), bound]);
  for (const virtualService of world.virtualServices)
    bindVirtualService(world, viewpoint, virtualService, add, problems);
  for (const name of [...new Set(viewpoint.kubernetesGateways)].sort(compareText))
    attachRoutes(world, name, add, problems);
  const standpoint = standAt(viewpoint);
  const hosts = [...byHost]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([host, all]): HostDraft[] => {
      const bound = all.sort((a, b) => compareClaims(a.claim, b.claim));
      const lists = bound.map(({ claim, protocols }) =>
        claim.rules
          .filter(({ protocol }) => protocols === undefined || protocols.has(protocol))
          .flatMap((rule): RuleDraft[] => {
            const narrowed = narrowRule(rule, standpoint);
            return narrowed === undefined ? [] : [narrowed];
          }),
      );
      const rules = lists.length > 1 ? concatenate(lists) : lists.flat();
      if (rules.length === 0) return [];
      const claims = bound.map(({ claim }) => claim).filter((_, index) => (lists[index]?.length ?? 0) > 0);
      const found = host.startsWith('*') ? undefined : world.registry.find(host, viewpoint.namespace);
      const service = found?.state === 'found' ? { service: found.service } : {};
      return [{ host, ...service, claims, rules: byProtocol(rules), problems: [] }];
    });
  return { hosts, problems };
}

function byProtocol(rules: readonly RuleDraft[]): RuleDraft[] {
  return (['http', 'tls', 'tcp'] as const).flatMap((one) => rules.filter(({ protocol }) => protocol === one));
}

/** A VirtualService counts for the hosts that it has in common with a server that lets its namespace in. */
function bindVirtualService(
  world: RouteWorld,
  viewpoint: GatewayViewpoint,
  virtualService: WholeVirtualService,
  add: (host: string, bound: Bound) => void,
  problems: RouteProblem[],
): void {
  const names = viewpoint.gateways.filter((name) => virtualService.gateways.includes(name));
  const rank = rankOf(virtualService, viewpoint.namespace, world.settings.virtualServiceExportTo);
  if (names.length === 0 || rank === undefined) return;
  const { namespace, hosts, object, rules } = virtualService;
  for (const { host, path } of hosts) {
    const claim = { sources: [sourceOf(virtualService)], path, rules, rank, aged: virtualService };
    const served = new Map<string, Set<RouteProtocol> | undefined>();
    for (const name of names) {
      if (world.gateways === undefined) served.set(host, undefined);
      for (const server of world.gateways?.get(name)?.servers ?? []) {
        for (const common of findCommon(server, host, namespace, name)) {
          const protocols = served.get(common) ?? new Set();
          for (const protocol of protocolsOf(server)) protocols.add(protocol);
          served.set(common, protocols);
        }
      }
    }
    const exists = names.some((name) => world.gateways?.has(name) === true);
    if (served.size === 0 && exists) {
      const message = `No server of ${names.join(', ')} takes ${host} from ${namespace}.`;
      problems.push({ code: 'host-not-served', message, object, path });
    }
    for (const [common, protocols] of served) add(common, { claim, protocols });
  }
}

/** Hosts of a server may name the namespace whose objects they are for: `*` any, `.` the gateway's own. */
function findCommon(server: GatewayServerView, host: string, namespace: string, gateway: string): string[] {
  const [gatewayNamespace] = gateway.split('/');
  return server.hosts.flatMap((written) => {
    const slash = written.indexOf('/');
    const place = slash < 0 ? '*' : written.slice(0, slash);
    if (place !== '*' && (place === '.' ? gatewayNamespace : place) !== namespace) return [];
    return intersectHosts(host, written.slice(slash + 1).toLowerCase()) ?? [];
  });
}

function protocolsOf({ protocol, tlsMode }: { protocol?: string; tlsMode?: string }): RouteProtocol[] {
  switch (protocol) {
    case 'HTTP':
    case 'HTTP2':
    case 'GRPC':
    case 'GRPC-WEB':
      return ['http'];
    case 'HTTPS':
      return isPassedThrough(tlsMode) ? ['tls'] : ['http'];
    case 'TLS':
      return isPassedThrough(tlsMode) ? ['tls'] : ['tcp'];
    case undefined:
      return ['http', 'tls', 'tcp'];
    default:
      return ['tcp'];
  }
}

function isPassedThrough(tlsMode: string | undefined): boolean {
  return tlsMode === 'PASSTHROUGH' || tlsMode === 'AUTO_PASSTHROUGH';
}

interface AttachedRoute {
  readonly route: GatewayRouteDraft;
  readonly path: string;
}

/** Routes of the Gateway API count for the hosts that they have in common with a listener that takes them. */
function attachRoutes(
  world: RouteWorld,
  gateway: string,
  add: (host: string, bound: Bound) => void,
  problems: RouteProblem[],
): void {
  const byHost = new Map<string, AttachedRoute[]>();
  for (const route of world.gatewayRoutes) {
    for (const parent of route.parents) {
      if (parent.kind !== 'Gateway' || `${parent.namespace}/${parent.name}` !== gateway) continue;
      const found = findAttached(world, gateway, route, parent);
      if (found.length === 0) {
        const message = world.kubernetesGateways?.has(gateway)
          ? `No listener of ${gateway} takes the route.`
          : `There is no Gateway ${gateway}.`;
        problems.push({ code: 'unknown-parent', message, object: route.object, path: parent.path });
      }
      for (const host of found) {
        const known = byHost.get(host) ?? [];
        if (!known.some((one) => one.route === route))
          byHost.set(host, [...known, { route, path: parent.path }]);
      }
    }
  }
  for (const [host, attached] of byHost) {
    const [first] = attached;
    if (first === undefined) continue;
    const sources = attached.map(({ route }) => ({ ...route.object, gateways: [gateway] }));
    const rules = mergeRanked(attached.map(({ route }) => route));
    const claim = { sources, path: first.path, rules, rank: RANKS.ownRoutes, aged: first.route };
    add(host, { claim, protocols: undefined });
  }
}

function findAttached(
  world: RouteWorld,
  gateway: string,
  route: GatewayRouteDraft,
  parent: ParentReference,
): readonly string[] {
  const hostnames = route.hostnames.length === 0 ? ['*'] : route.hostnames;
  // A gateway that nobody can read may take anything.
  if (world.kubernetesGateways === undefined) return hostnames;
  const listeners = (world.kubernetesGateways.get(gateway)?.listeners ?? []).filter(
    (listener) =>
      (parent.sectionName === undefined || parent.sectionName === listener.name) &&
      (parent.port === undefined || parent.port === listener.port) &&
      takesKind(listener, route) &&
      takesNamespace(world, listener, gateway, route.namespace),
  );
  const found = listeners.flatMap((listener) =>
    hostnames.flatMap((host) => intersectHosts(host, listener.hostname ?? '*') ?? []),
  );
  return [...new Set(found)];
}

function takesKind({ protocol, kinds }: ListenerView, { object, protocol: own }: GatewayRouteDraft): boolean {
  if (kinds.length > 0 && !kinds.includes(object.kind)) return false;
  if (protocol === undefined) return true;
  if (protocol === 'HTTP' || protocol === 'HTTPS') return own === 'http';
  return protocol === 'TLS' ? own !== 'http' : protocol === 'TCP' ? own === 'tcp' : false;
}

function takesNamespace(
  { namespaceLabels }: RouteWorld,
  { from, selector }: ListenerView,
  gateway: string,
  namespace: string,
): boolean {
  switch (from) {
    case 'All':
      return true;
    case 'None':
      return false;
    case 'Same':
      return gateway.split('/')[0] === namespace;
    case 'Selector':
      return matchesLabels(selector, {
        'kubernetes.io/metadata.name': namespace,
        ...namespaceLabels.get(namespace),
      });
  }
}
