import { labelOf } from '../kubernetes/field-reader';
import { compareText } from '../mesh/compare-text';
import { compareClaims, rankOf, sourceOf, type Claim } from './claim';
import { decideHost } from './decide-host';
import { findEgressScope } from './find-egress-scope';
import { MESH } from './full-gateway';
import type { HostDrafts } from './host-draft';
import { longestWildcard, type KnownService } from './host-registry';
import { matchesHost } from './match-host';
import { standAt } from './narrow-rule';
import type { RouteProblem, Viewpoint } from './route-plan';
import type { RouteWorld } from './route-world';
import { claimByServiceRoutes } from './service-route-claims';

type MeshViewpoint = Exclude<Viewpoint, { kind: 'gateway' }>;

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
    return decideHost({ host, ...(service === undefined ? {} : { service }), candidates, standpoint });
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

/** Hosts that are claimed by name, services that a wildcard takes in, and wildcards that take in no service. */
function findHosts(
  claims: ReadonlyMap<string, readonly Claim[]>,
  services: ReadonlyMap<string, KnownService>,
): Set<string> {
  const known = [...services.keys()];
  const wildcards = [...claims.keys()].filter((host) => host.startsWith('*'));
  return new Set([
    ...[...claims.keys()].filter((host) => !host.startsWith('*')),
    ...known.filter((host) => longestWildcard(wildcards, host) !== undefined),
    ...wildcards.filter((pattern) => !known.some((host) => matchesHost(pattern, host))),
  ]);
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
