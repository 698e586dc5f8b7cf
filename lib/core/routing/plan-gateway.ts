import { matchesLabels } from '../kubernetes/label-match';
import type { ListenerView } from '../kubernetes/gateway-api-gateway-view';
import type { GatewayServerView } from '../kubernetes/istio-gateway-view';
import { compareText } from '../mesh/compare-text';
import { compareClaims, rankOf, RANKS, sourceOf, type Claim } from './claim';
import { intersectHosts } from './intersect-hosts';
import { mergeRanked } from './merge-ranked';
import type { WholeVirtualService } from './merge-delegates';
import { narrowRule, standAt, type Standpoint } from './narrow-rule';
import type { HostDraft, HostDrafts } from './host-draft';
import type { GatewayRouteDraft, ParentReference, RuleDraft } from './route-draft';
import type { RouteProblem, RouteProtocol, Viewpoint } from './route-plan';
import type { RouteWorld } from './route-world';
import { concatenate } from './shadow-rules';

type GatewayViewpoint = Extract<Viewpoint, { kind: 'gateway' }>;

/** A port that takes a host, and what it speaks. */
interface Listening {
  /** Undefined where it is not known. */
  readonly port: number | undefined;
  readonly protocols: readonly RouteProtocol[];
}

interface Bound {
  readonly claim: Claim;
  /** Undefined where the servers are not known: then any port may take it. */
  readonly listening: readonly Listening[] | undefined;
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
    .flatMap(([host, all]) => {
      const found = host.startsWith('*') ? undefined : world.registry.find(host, viewpoint.namespace);
      const service = found?.state === 'found' ? { service: found.service } : {};
      const bound = all.sort((a, b) => compareClaims(a.claim, b.claim));
      return draftPorts(bound, standpoint).map((draft) => ({ host, ...service, ...draft, problems: [] }));
    });
  return { hosts, problems };
}

type PortDraft = Pick<HostDraft, 'port' | 'claims' | 'rules'>;

/** A gateway decides by its port before any request comes. Ports are told apart only where that makes a difference. */
function draftPorts(bound: readonly Bound[], standpoint: Standpoint): PortDraft[] {
  const listening = bound.flatMap((one) => one.listening ?? []);
  const ports = [...new Set(listening.map(({ port }) => port))].sort((a = 0, b = 0) => a - b);
  const [only, ...more] = ports;
  if (more.length === 0) return keepRuled([draftPort(bound, only, standpoint)]);
  const kinds = new Set(ports.map((port) => bound.map((one) => protocolsAt(one, port).join()).join('/')));
  const isSplit = kinds.size > 1 || bound.some(({ claim }) => claim.rules.some(namesPort));
  if (!isSplit) return keepRuled([draftPort(bound, undefined, standpoint)]);
  return keepRuled(
    ports.map((port) => ({
      ...draftPort(bound, port, standpoint),
      ...(port === undefined ? {} : { port }),
    })),
  );
}

function keepRuled(drafts: readonly PortDraft[]): PortDraft[] {
  return drafts.filter(({ rules }) => rules.length > 0);
}

function namesPort({ matches }: RuleDraft): boolean {
  return matches.some(({ conditions }) => conditions.some(({ about }) => about === 'port'));
}

const PROTOCOLS: readonly RouteProtocol[] = ['http', 'tls', 'tcp'];

/** What is taken on a port; without one, on any. */
function protocolsAt({ listening }: Bound, port: number | undefined): RouteProtocol[] {
  const there = listening?.filter((one) => port === undefined || one.port === port);
  return PROTOCOLS.filter(
    (one) => there === undefined || there.some(({ protocols }) => protocols.includes(one)),
  );
}

function draftPort(bound: readonly Bound[], port: number | undefined, standpoint: Standpoint): PortDraft {
  const at = port === undefined ? standpoint : { ...standpoint, port };
  const lists = bound.map((one) => {
    const protocols = protocolsAt(one, port);
    return one.claim.rules
      .filter(({ protocol }) => protocols.includes(protocol))
      .flatMap((rule) => narrowRule(rule, at) ?? []);
  });
  const rules = lists.length > 1 ? concatenate(lists) : lists.flat();
  return {
    claims: bound.map(({ claim }) => claim).filter((_, index) => (lists[index]?.length ?? 0) > 0),
    rules: PROTOCOLS.flatMap((one) => rules.filter(({ protocol }) => protocol === one)),
  };
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
    const served = new Map<string, Listening[] | undefined>();
    if (world.gateways === undefined) served.set(host, undefined);
    for (const name of names) {
      for (const server of world.gateways?.get(name)?.servers ?? []) {
        for (const common of findCommon(server, host, namespace, name)) {
          const listening = { port: server.port, protocols: protocolsOf(server) };
          served.set(common, [...(served.get(common) ?? []), listening]);
        }
      }
    }
    const exists = names.some((name) => world.gateways?.has(name) === true);
    if (served.size === 0 && exists) {
      const message = `No server of ${names.join(', ')} takes ${host} from ${namespace}.`;
      problems.push({ code: 'host-not-served', message, object, path });
    }
    for (const [common, listening] of served) add(common, { claim, listening });
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
    add(host, { claim, listening: undefined });
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
