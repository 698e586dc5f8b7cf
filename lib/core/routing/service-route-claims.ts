import { joinKey } from '../mesh/join-key';
import { RANKS, type Claim } from './claim';
import { mergeRanked } from './merge-ranked';
import type { GatewayRouteDraft, ParentReference, RankedRule } from './route-draft';
import type { RouteProblem } from './route-plan';
import type { RouteWorld } from './route-world';

/** What routes of the Gateway API that are attached to Services say about hosts. */
export interface ServiceRoutes {
  readonly claims: ReadonlyMap<string, readonly Claim[]>;
  readonly problems: readonly RouteProblem[];
}

interface Attached {
  readonly route: GatewayRouteDraft;
  readonly parent: ParentReference;
}

/**
 * A route in the Service's own namespace is for all clients, one in another namespace for the clients there alone.
 * https://gateway-api.sigs.k8s.io/mesh/#producer-routes
 */
export function claimByServiceRoutes(world: RouteWorld, client: string): ServiceRoutes {
  const problems: RouteProblem[] = [];
  const groups = new Map<string, { host: string; namespace: string; attached: Attached[] }>();
  for (const route of world.gatewayRoutes) {
    for (const parent of route.parents) {
      if (parent.kind === 'Gateway') continue;
      const hosts = hostsOf(world, parent);
      if (hosts.length === 0) {
        const message = `There is no ${parent.kind} ${parent.namespace}/${parent.name}.`;
        if (isKnown(world, parent))
          problems.push({ code: 'unknown-parent', message, object: route.object, path: parent.path });
        continue;
      }
      if (route.namespace !== parent.namespace && route.namespace !== client) continue;
      for (const host of hosts) {
        const key = joinKey(host, route.namespace);
        const group = groups.get(key) ?? { host, namespace: route.namespace, attached: [] };
        group.attached.push({ route, parent });
        groups.set(key, group);
      }
    }
  }
  const claims = new Map<string, Claim[]>();
  for (const { host, namespace, attached } of groups.values()) {
    const claim = toClaim(attached, namespace === client ? RANKS.ownRoutes : RANKS.public);
    if (claim !== undefined) claims.set(host, [...(claims.get(host) ?? []), claim]);
  }
  return { claims, problems };
}

function hostsOf({ registry }: RouteWorld, { kind, namespace, name }: ParentReference): readonly string[] {
  return registry.hostsOf(kind === 'Service' ? 'Service' : 'ServiceEntry', namespace, name);
}

function isKnown({ registry }: RouteWorld, { kind }: ParentReference): boolean {
  return kind === 'Service' ? registry.knows.services : registry.knows.entries;
}

function toClaim(attached: readonly Attached[], rank: number): Claim | undefined {
  const [first] = attached;
  if (first === undefined) return undefined;
  const sources = attached.map(({ route }) => ({ ...route.object, gateways: ['mesh'] }));
  return {
    sources: [...new Map(sources.map((one) => [joinKey(one.kind, one.namespace, one.name), one])).values()],
    path: first.parent.path,
    rules: mergeRanked(
      attached.map(({ route, parent }) => ({ ...route, rules: forPort(route.rules, parent) })),
    ),
    rank,
    aged: first.route,
  };
}

/** A parent that names a port is meant for that port alone. */
function forPort(rules: readonly RankedRule[], { port }: ParentReference): readonly RankedRule[] {
  if (port === undefined) return rules;
  const condition = { about: 'port', test: { kind: 'exact', value: String(port) } } as const;
  return rules.map(({ rule, rank }) => ({
    rank,
    rule: {
      ...rule,
      matches: rule.matches.map((match) => ({ ...match, conditions: [condition, ...match.conditions] })),
    },
  }));
}
