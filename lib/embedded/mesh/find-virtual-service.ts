import type { KubernetesObject, ObjectReader } from '../kubernetes/object-store';
import { mayMatch } from './match-request';
import { asList, asRecord } from './mesh-view';
import { isExportedTo, namespaceOf, oldestFirst, specOf } from './object-order';
import type { RouteRequest } from './route-request';
import { fullHost, hostMatches, hostWeight } from './service-names';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The VirtualServices that decide about a request, in their order: what is private to the client's namespace first, then
 * what is exported to it by name, then the oldest; the most specific host wins. A sidecar takes the first that says
 * anything for it. At a gateway those of one host are read one after the other.
 */
export function findVirtualServices(objects: ObjectReader, request: RouteRequest): KubernetesObject[] {
  const candidates = oldestFirst(objects.list('virtualservices'))
    .filter((object) => isExportedTo(object, request.clientNamespace))
    .filter((object) => isBound(object, request.gateway))
    // At a gateway, what says nothing has no hosts either: wildcards of others take them in.
    .filter((object) => request.gateway === 'mesh' || saysAnything(object, request))
    .flatMap((object) => {
      const weight = matchingWeight(object, request);
      return weight === undefined ? [] : [{ object, weight }];
    });
  const best = Math.max(0, ...candidates.map(({ weight }) => weight));
  const found = candidates.filter(({ weight }) => weight === best).map(({ object }) => object);
  const ordered = found.sort((a, b) => rankOf(a, request) - rankOf(b, request));
  if (request.gateway !== 'mesh') return ordered;
  return ordered.filter((object) => saysAnything(object, request)).slice(0, 1);
}

function rankOf(object: KubernetesObject, { clientNamespace }: RouteRequest): number {
  const targets = asList(specOf(object)['exportTo']).map(String);
  if (targets.length === 0 || targets.includes('*')) return 2;
  return namespaceOf(object) === clientNamespace ? 0 : 1;
}

/** Whether any rule is left once those for other gateways, callers and ports are taken out. */
function saysAnything(object: KubernetesObject, request: RouteRequest): boolean {
  return routesOf(object, request).some((route) => mayMatch(route, request));
}

/** The routes of a VirtualService for the protocol of a request, with the gateways of their matches in full. */
export function routesOf(object: KubernetesObject, { protocol }: RouteRequest): Fields[] {
  const namespace = namespaceOf(object);
  return asList(specOf(object)[protocol === 'tcp' ? 'tcp' : 'http']).map((written) => {
    const route = asRecord(written);
    const matches = asList(route['match']).map(asRecord);
    if (!matches.some((match) => match['gateways'] !== undefined)) return route;
    const match = matches.map((one) => ({
      ...one,
      ...(one['gateways'] === undefined
        ? {}
        : { gateways: asList(one['gateways']).map((name) => qualifyGateway(String(name), namespace)) }),
    }));
    return { ...route, match };
  });
}

function isBound(object: KubernetesObject, gateway: string): boolean {
  const gateways = asList(specOf(object)['gateways']).map(String);
  if (gateways.length === 0) return gateway === 'mesh';
  return gateways.some((name) => qualifyGateway(name, namespaceOf(object)) === gateway);
}

function qualifyGateway(name: string, namespace: string): string {
  if (name === 'mesh') return name;
  if (name.startsWith('./')) return `${namespace}/${name.slice(2)}`;
  return name.includes('/') ? name : `${namespace}/${name}`;
}

function matchingWeight(object: KubernetesObject, { host, gateway }: RouteRequest): number | undefined {
  const weights = asList(specOf(object)['hosts'])
    .map((pattern) => fullHost(String(pattern), namespaceOf(object)))
    // Inside the mesh a host of `*` has no effect.
    .filter((pattern) => (gateway !== 'mesh' || pattern !== '*') && hostMatches(pattern, host))
    .map(hostWeight);
  return weights.length === 0 ? undefined : Math.max(...weights);
}
