import type { ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import type { RouteObjects, RouteSettings } from '@/lib/core/routing/route-objects';
import type { MeshSettings } from '@/lib/core/mtls/mesh-settings';
import type { ClusterPort } from './ports';

const KINDS = [
  'virtualServices',
  'destinationRules',
  'services',
  'serviceEntries',
  'gateways',
  'sidecars',
  'namespaces',
  'gatewayApiGateways',
  'httpRoutes',
  'grpcRoutes',
  'tcpRoutes',
  'tlsRoutes',
  'referenceGrants',
] as const satisfies readonly (ResourceKind & keyof RouteObjects)[];

/** Kinds that hold routes: without all of them some route may be missing. */
const ROUTE_KINDS: readonly ResourceKind[] = [
  'virtualServices',
  'httpRoutes',
  'grpcRoutes',
  'tcpRoutes',
  'tlsRoutes',
];

/** What routes are planned from; kinds that cannot be read are absent, kinds that are not installed are empty. */
export function readRouteObjects(cluster: ClusterPort): RouteObjects {
  const { kinds } = cluster.status();
  const read: Partial<Record<(typeof KINDS)[number], readonly object[]>> = {};
  for (const kind of KINDS) {
    const state = kinds.get(kind)?.state;
    if (state === 'notInstalled') read[kind] = [];
    else if (state === 'ok' || state === 'degraded') read[kind] = cluster.objects(kind);
  }
  return read;
}

/** Kinds of routes of which nothing is known. */
export function unreadRouteKinds(cluster: ClusterPort): ResourceKind[] {
  const { kinds } = cluster.status();
  return ROUTE_KINDS.filter((kind) => {
    const state = kinds.get(kind)?.state;
    return state !== 'ok' && state !== 'degraded' && state !== 'notInstalled';
  });
}

/** The mesh's settings that decide which objects clients can see. */
export function toRouteSettings(settings: MeshSettings): RouteSettings {
  const { rootNamespace, routeExportTo, ruleExportTo, serviceExportTo } = settings;
  return {
    rootNamespace,
    ...(routeExportTo === undefined ? {} : { virtualServiceExportTo: routeExportTo }),
    ...(ruleExportTo === undefined ? {} : { destinationRuleExportTo: ruleExportTo }),
    ...(serviceExportTo === undefined ? {} : { serviceExportTo }),
  };
}
