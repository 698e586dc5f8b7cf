import type { ObjectReader } from '../kubernetes/object-store';
import { applyRoute, weightedDestinations } from './apply-route';
import { findVirtualServices, routesOf } from './find-virtual-service';
import { applyHttpRoutes, findGatewayRoutes, findServiceRoutes } from './http-route';
import { matchesRequest, takesAll } from './match-request';
import { asList, asRecord, asText, type MeshWorkload } from './mesh-view';
import { namespaceOf } from './object-order';
import { routeTo } from './route-destination';
import type { RouteRequest, RoutedShare } from './route-request';
import { NOWHERE, parseClusterHost, serviceOf, type RoutedService } from './service-names';
import { findRegistered } from './service-registry';

export type { RouteRequest, RoutedShare } from './route-request';

/**
 * Follows the VirtualServices, HTTPRoutes and DestinationRules of the embedded cluster, a small reading of its own of
 * https://istio.io/latest/docs/reference/config/networking/virtual-service/. Nothing comes back for a name of the
 * cluster that does not exist: without an address a caller never gets as far as its proxy.
 */
export function routeCall(
  objects: ObjectReader,
  workloads: readonly MeshWorkload[],
  request: RouteRequest,
): RoutedShare[] {
  if (request.kubernetesGateway !== undefined) {
    const routes = findGatewayRoutes(objects, request.kubernetesGateway, request.host);
    return routes.length === 0 ? noRoute(NOWHERE) : applyHttpRoutes(objects, workloads, routes, request);
  }
  if (request.gateway === 'mesh') {
    const routes = findServiceRoutes(objects, request);
    if (routes.length > 0) return applyHttpRoutes(objects, workloads, routes, request);
  }
  const virtualServices = findVirtualServices(objects, request);
  const routes = virtualServices.flatMap((object) => {
    const list = routesOf(object, request);
    // What an object says after a route that takes everything does not exist.
    const last = list.findIndex((route) => takesAll(route, request));
    const read = last < 0 ? list : list.slice(0, last + 1);
    return read.map((route) => ({ route, object, namespace: namespaceOf(object) }));
  });
  // HTTP rules mean nothing to a TCP connection.
  const isRuled = virtualServices.length > 0 && (request.protocol !== 'tcp' || routes.length > 0);
  if (!isRuled)
    return request.gateway === 'mesh' ? routeByName(objects, workloads, request) : noRoute(NOWHERE);
  // Where several are read one after the other, their catch-all routes come last.
  if (virtualServices.length > 1)
    routes.sort((a, b) => Number(takesAll(a.route, request)) - Number(takesAll(b.route, request)));
  const found = routes.find(({ route }) => matchesRequest(route, request));
  if (found === undefined) return noRoute(serviceOf(request.host));
  const operation = operationOf(found.route, found.object.metadata.name, found.namespace);
  return applyRoute(objects, workloads, found.route, found.namespace, request).map((share) => ({
    ...share,
    operation: operation(share),
  }));
}

/**
 * Traces name a request after its route: by the destination if there is one, by the VirtualService if there are
 * several, and by the path that was matched. Istio's `pilot/pkg/networking/core/route` builds the same text.
 */
function operationOf(
  route: Readonly<Record<string, unknown>>,
  name: string,
  namespace: string,
): (share: RoutedShare) => string {
  const destinations = weightedDestinations(asList(route['route']), namespace);
  const [only] = destinations;
  const owner = destinations.length === 1 && only !== undefined ? only.host : name;
  const uri = asRecord(asRecord(asList(route['match'])[0])['uri']);
  const path = asText(uri['exact']) ?? asText(uri['regex']) ?? `${asText(uri['prefix']) ?? '/'}*`;
  return ({ servicePort = 80 }) => `${owner}:${servicePort}${path}`;
}

function noRoute(service: RoutedService): RoutedShare[] {
  return [{ share: 1, service, failure: { code: '404', flags: 'NR' } }];
}

/** Without rules a sidecar knows every registered host and lets the others pass, unless it is told not to. */
function routeByName(
  objects: ObjectReader,
  workloads: readonly MeshWorkload[],
  request: RouteRequest,
): RoutedShare[] {
  const { host, clientNamespace, protocol } = request;
  if (findRegistered(objects, host, clientNamespace) !== undefined)
    return routeTo(objects, workloads, request, { host, subset: undefined, share: 1 });
  if (parseClusterHost(host) !== undefined) return [];
  const named = protocol === 'tcp' ? 'unknown' : host;
  if (isRegistryOnly(objects)) {
    const service = { host: named, name: 'BlackHoleCluster', namespace: 'unknown' };
    return [{ share: 1, service, failure: { code: '502', flags: '-' } }];
  }
  const service = { host: named, name: 'PassthroughCluster', namespace: 'unknown' };
  return [{ share: 1, service, isOutside: true }];
}

function isRegistryOnly(objects: ObjectReader): boolean {
  const config = objects.get('configmaps', 'istio', { group: '', namespace: 'istio-system' });
  const mesh = asRecord(config?.['data'])['mesh'];
  return typeof mesh === 'string' && /\bmode:\s*"?REGISTRY_ONLY/.test(mesh);
}
