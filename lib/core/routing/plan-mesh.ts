import { labelOf } from '../kubernetes/field-reader';
import { compareText } from '../mesh/compare-text';
import { compareClaims, rankOf, sourceOf, type Claim } from './claim';
import { findEgressScope } from './find-egress-scope';
import { MESH } from './full-gateway';
import type { HostDraft, HostDrafts } from './host-draft';
import { longestWildcard, type KnownService } from './host-registry';
import { narrowRule, standAt, type Standpoint } from './narrow-rule';
import type { RuleDraft } from './route-draft';
import type { RouteProblem, RouteProtocol, Viewpoint } from './route-plan';
import type { RouteWorld } from './route-world';
import { claimByServiceRoutes } from './service-route-claims';

type MeshViewpoint = Exclude<Viewpoint, { kind: 'gateway' }>;

const PROTOCOLS: readonly RouteProtocol[] = ['http', 'tls', 'tcp'];

/** What sidecars, and waypoints, do: the first object that claims a host decides about it. */
export function draftMesh(world: RouteWorld, viewpoint: MeshViewpoint): HostDrafts {
  const scope =
    viewpoint.kind === 'sidecar'
      ? findEgressScope(world.sidecars, viewpoint, world.settings.rootNamespace)
      : () => true;
  const { claims: byRoutes, problems } = claimByServiceRoutes(world, viewpoint.namespace);
  const claims = new Map(byRoutes);
  const wildcardProblems: RouteProblem[] = [];
  for (const virtualService of world.virtualServices) {
    if (!virtualService.gateways.includes(MESH)) continue;
    const rank = rankOf(virtualService, viewpoint.namespace, world.settings.virtualServiceExportTo);
    if (rank === undefined) continue;
    const { namespace, hosts, object, rules } = virtualService;
    if (!hosts.some(({ host }) => scope(namespace, host))) continue;
    for (const { host, path } of hosts) {
      if (host === '*') {
        const message = 'A host of * is not permitted inside the mesh: it has no effect there.';
        wildcardProblems.push({ code: 'wildcard-host', message, object, path });
        continue;
      }
      const claim = { sources: [sourceOf(virtualService)], path, rules, rank, aged: virtualService };
      claims.set(host, [...(claims.get(host) ?? []), claim]);
    }
  }
  const services = new Map(
    world.registry
      .visibleTo(viewpoint.namespace)
      .filter(({ namespace, host }) => scope(namespace, host))
      .map((service) => [service.host, service]),
  );
  const standpoint = standAt(viewpoint);
  const drafts = [...findHosts(claims, services)].sort(compareText).flatMap((host) => {
    const service = services.get(host) ?? lookUp(world, host, viewpoint.namespace);
    const candidates = candidatesFor(host, claims)
      .filter((claim) => viewpoint.kind !== 'waypoint' || mayBind(claim, service, viewpoint))
      .sort(compareClaims);
    if (viewpoint.kind === 'waypoint' && !isBehind(world, service, viewpoint)) return [];
    return draftHost(host, service, candidates, standpoint);
  });
  return {
    hosts: drafts.flatMap(({ hosts }) => hosts),
    problems: [...problems, ...wildcardProblems, ...drafts.flatMap((draft) => draft.problems)],
  };
}

function lookUp({ registry }: RouteWorld, host: string, client: string): KnownService | undefined {
  const found = host.startsWith('*') ? undefined : registry.find(host, client);
  return found?.state === 'found' ? found.service : undefined;
}

/** Hosts that are claimed by name, services that a wildcard takes in, and wildcards that take in nobody. */
function findHosts(
  claims: ReadonlyMap<string, readonly Claim[]>,
  services: ReadonlyMap<string, KnownService>,
): Set<string> {
  const found = new Set([...claims.keys()].filter((host) => !host.startsWith('*')));
  const taken = new Set<string>();
  for (const host of services.keys()) {
    if (claims.has(host)) found.add(host);
    else {
      const wildcard = longestWildcard(claims.keys(), host);
      if (wildcard === undefined) continue;
      found.add(host);
      taken.add(wildcard);
    }
  }
  for (const host of claims.keys()) if (host.startsWith('*') && !taken.has(host)) found.add(host);
  return found;
}

/** The most specific host counts: its own name before any wildcard. */
function candidatesFor(host: string, claims: ReadonlyMap<string, readonly Claim[]>): readonly Claim[] {
  const own = claims.get(host);
  if (own !== undefined) return own;
  return claims.get(longestWildcard(claims.keys(), host) ?? '') ?? [];
}

/** A waypoint takes what is of the service's namespace or of its own. */
function mayBind({ aged }: Claim, service: KnownService | undefined, { namespace }: MeshViewpoint): boolean {
  return aged.namespace === namespace || aged.namespace === service?.namespace;
}

const USE_WAYPOINT = 'istio.io/use-waypoint';

/** Whether requests to a service go through a waypoint: its own label goes before its namespace's. */
function isBehind(world: RouteWorld, service: KnownService | undefined, viewpoint: MeshViewpoint): boolean {
  if (service === undefined || viewpoint.kind !== 'waypoint') return false;
  const around = world.namespaceLabels.get(service.namespace) ?? {};
  const labels = labelOf(service.labels, USE_WAYPOINT) === undefined ? around : service.labels;
  const place = labelOf(labels, `${USE_WAYPOINT}-namespace`) ?? service.namespace;
  return labelOf(labels, USE_WAYPOINT) === viewpoint.name && place === viewpoint.namespace;
}

/** Of the candidates, the first that says anything for a protocol and port decides there. */
function draftHost(
  host: string,
  service: KnownService | undefined,
  candidates: readonly Claim[],
  standpoint: Standpoint,
): HostDrafts {
  const known = service?.ports ?? [];
  const ports = known.length === 0 ? [undefined] : known.map(({ port }) => port);
  const problems: RouteProblem[] = [];
  const decide = (protocol: RouteProtocol, port: number | undefined): Claim | undefined => {
    if (!suits(known, protocol, port)) return undefined;
    const at = port === undefined ? standpoint : { ...standpoint, port };
    return candidates.find((claim) => narrowAll(claim, protocol, at).length > 0);
  };
  const used = new Set<Claim>();
  const perPort = ports.map((port) => PROTOCOLS.map((protocol) => decide(protocol, port)));
  for (const claim of perPort.flat()) if (claim !== undefined) used.add(claim);
  const isSplit = PROTOCOLS.some(
    (_, index) =>
      new Set(perPort.map((claims) => claims[index]).filter((claim) => claim !== undefined)).size > 1,
  );
  for (const claim of candidates)
    problems.push(...explainLoss(host, claim, used, candidates, known, standpoint));
  const drafts = isSplit
    ? ports.map((port, index) => assemble(host, service, port, perPort[index] ?? [], standpoint))
    : [assemble(host, service, undefined, mergePorts(perPort), standpoint)];
  const ruled = drafts.filter(({ rules }) => rules.length > 0).map((draft) => ({ ...draft, problems }));
  return ruled.length > 0 ? { hosts: ruled, problems: [] } : { hosts: [], problems };
}

function mergePorts(perPort: readonly (readonly (Claim | undefined)[])[]): (Claim | undefined)[] {
  return PROTOCOLS.map((_, index) =>
    perPort.map((claims) => claims[index]).find((claim) => claim !== undefined),
  );
}

function assemble(
  host: string,
  service: KnownService | undefined,
  port: number | undefined,
  claims: readonly (Claim | undefined)[],
  standpoint: Standpoint,
): HostDraft {
  const at = port === undefined ? standpoint : { ...standpoint, port };
  const rules = PROTOCOLS.flatMap((protocol, index) => {
    const claim = claims[index];
    return claim === undefined ? [] : narrowAll(claim, protocol, at);
  });
  return {
    host,
    ...(service === undefined ? {} : { service }),
    ...(port === undefined ? {} : { port }),
    claims: [...new Set(claims.filter((claim) => claim !== undefined))],
    rules,
    problems: [],
  };
}

function narrowAll({ rules }: Claim, protocol: RouteProtocol, at: Standpoint): RuleDraft[] {
  return rules.flatMap((rule) => (rule.protocol === protocol ? (narrowRule(rule, at) ?? []) : []));
}

/** Rules for requests mean nothing on a port for bytes, and the other way around. */
function suits(ports: KnownService['ports'], protocol: RouteProtocol, port: number | undefined): boolean {
  const relevant = port === undefined ? ports : ports.filter((one) => one.port === port);
  const foreign = protocol === 'http' ? 'tcp' : 'http';
  return relevant.length === 0 || relevant.some(({ kind }) => kind !== foreign);
}

/** Why something that a claim says has no effect. */
function explainLoss(
  host: string,
  claim: Claim,
  used: ReadonlySet<Claim>,
  candidates: readonly Claim[],
  ports: KnownService['ports'],
  standpoint: Standpoint,
): RouteProblem[] {
  const [source] = claim.sources;
  if (source === undefined) return [];
  const object = { kind: source.kind, namespace: source.namespace, name: source.name };
  const said = PROTOCOLS.filter((protocol) => narrowAll(claim, protocol, standpoint).length > 0);
  const foreign = said.filter((protocol) => !suits(ports, protocol, undefined));
  const problems = foreign.map((protocol): RouteProblem => {
    const path = source.kind === 'VirtualService' ? `spec.${protocol}` : 'spec.rules';
    return {
      code: 'protocol-mismatch',
      message: `No port of ${host} is for ${protocol.toUpperCase()}: these rules have no effect there.`,
      object,
      path,
    };
  });
  const winner = candidates.find((one) => used.has(one))?.sources[0];
  if (used.has(claim) || winner === undefined || foreign.length === said.length) return problems;
  const message = `${winner.kind} ${winner.namespace}/${winner.name} decides about ${host}.`;
  return [...problems, { code: 'host-claimed', message, object, path: claim.path }];
}
