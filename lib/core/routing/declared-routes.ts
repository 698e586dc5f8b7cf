import { configTraits, type ConfigTrait } from '../graph/config-trait';
import type { AppliedConfig, DeclaredDestination } from '../graph/mesh-graph';
import type { ServiceConfig } from '../graph/cluster-facts';
import type { HttpRouteView, RouteDestination, VirtualServiceView } from '../kubernetes/virtual-service-view';
import { shareByIstio } from './share-weights';

/** A service that a host of a configuration object stands for. */
interface HostedService {
  readonly namespace: string;
  readonly service: string;
}

/**
 * What a VirtualService declares, for each service it names as a host. Names are completed as Istio does it: a short
 * name by the object's namespace, a name with a dot not at all.
 */
export function declaredRoutes(virtualService: VirtualServiceView): ServiceConfig[] {
  const namespace = virtualService.namespace ?? 'default';
  const defaultRoute = findDefaultRoute(virtualService.http);
  const destinations = shareDestinations(defaultRoute?.destinations ?? []);
  const traits = findTraits(virtualService);
  const config: AppliedConfig = {
    kind: 'VirtualService',
    namespace,
    name: virtualService.name,
    summary: summarise(virtualService, defaultRoute, destinations),
    ...(destinations.length > 0 ? { destinations } : {}),
    ...(traits.length > 0 ? { traits } : {}),
  };
  const hosted = new Map<string, HostedService>();
  for (const host of virtualService.hosts) {
    const service = serviceOfHost(host, namespace);
    if (service !== undefined) hosted.set(`${service.namespace}/${service.service}`, service);
  }
  // A gateway's hosts are names of the outside: it applies to the services it sends that traffic to.
  if (hosted.size === 0) {
    for (const { host } of virtualService.http.flatMap((route) => route.destinations)) {
      const service = serviceOfHost(host, namespace);
      if (service !== undefined) hosted.set(`${service.namespace}/${service.service}`, service);
    }
  }
  return [...hosted.values()].map((service) => ({ ...service, config }));
}

/** The service that a host names from within a namespace; undefined for wildcards and outside names. */
export function serviceOfHost(host: string, namespace: string): HostedService | undefined {
  if (host.includes('*') || host === '') return undefined;
  if (!host.includes('.')) return { namespace, service: host };
  const [, service, inNamespace] = /^([^.]+)\.([^.]+)\.svc(?:\.|$)/.exec(host) ?? [];
  return service === undefined || inNamespace === undefined ? undefined : { namespace: inNamespace, service };
}

/** The route for requests that no condition singles out. */
function findDefaultRoute(routes: readonly HttpRouteView[]): HttpRouteView | undefined {
  return routes.find(({ matchCount }) => matchCount === 0) ?? (routes.length === 1 ? routes[0] : undefined);
}

/**
 * Weights as shares. One destination gets everything whatever its number; among several an absent weight is 0.
 * https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination
 */
export function shareDestinations(destinations: readonly RouteDestination[]): DeclaredDestination[] {
  const shares = shareByIstio(
    destinations.map(({ weight }) => ({ weight: weight ?? null, isInvalid: false })),
  );
  return destinations.map(({ host, subset, weight = 0 }, index) => ({
    host,
    ...(subset === undefined ? {} : { subset }),
    weight: destinations.length === 1 && weight === 0 ? 100 : weight,
    share: shares[index] ?? 0,
  }));
}

function findTraits({ http, tcp, tls }: VirtualServiceView): ConfigTrait[] {
  const found: Partial<Record<ConfigTrait, boolean>> = {
    faultInjection: http.some(({ injectsFault }) => injectsFault),
    mirroring: http.some(({ mirrors }) => mirrors.length > 0),
    requestTimeout: http.some(({ timeout }) => timeout !== undefined),
    requestRouting: http.some(({ matchCount }) => matchCount > 0),
    tcpTrafficShifting: [...tcp, ...tls].some(
      ({ destinations }) => destinations.filter(({ weight = 0 }) => weight > 0).length > 1,
    ),
  };
  return configTraits.filter((trait) => found[trait] === true);
}

function summarise(
  { http, tcp, tls }: VirtualServiceView,
  defaultRoute: HttpRouteView | undefined,
  destinations: readonly DeclaredDestination[],
): string {
  const parts: string[] = [];
  if (destinations.length > 0) {
    parts.push(
      destinations.map(({ host, subset, share }) => `${subset ?? host} ${percent(share)}`).join(' · '),
    );
  }
  const conditional = http.filter((route) => route !== defaultRoute && route.matchCount > 0).length;
  if (conditional > 0) parts.push(`${conditional} conditional route${conditional === 1 ? '' : 's'}`);
  if (http.some(({ injectsFault }) => injectsFault)) parts.push('injects faults');
  if (http.some(({ mirrors }) => mirrors.length > 0)) parts.push('mirrors');
  if (tcp.length + tls.length > 0) parts.push('routes connections');
  return parts.length > 0 ? parts.join('; ') : 'no routes';
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
