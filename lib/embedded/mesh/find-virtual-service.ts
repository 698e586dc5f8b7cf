import type { KubernetesObject, ObjectReader } from '../kubernetes/object-store';
import { asList } from './mesh-view';
import { isExportedTo, isPrivate, namespaceOf, oldestFirst, specOf } from './object-order';
import type { RouteRequest } from './route-request';
import { fullHost, hostMatches, hostWeight } from './service-names';

/**
 * The VirtualServices that decide about a request, in their order. A sidecar takes one: its own namespace's private
 * ones first, then the oldest; the most specific host wins. At a gateway those of one host are read one after the other.
 */
export function findVirtualServices(objects: ObjectReader, request: RouteRequest): KubernetesObject[] {
  const candidates = oldestFirst(objects.list('virtualservices'))
    .filter((object) => isExportedTo(object, request.clientNamespace))
    .filter((object) => isBound(object, request.gateway))
    .flatMap((object) => {
      const weight = matchingWeight(object, request.host);
      return weight === undefined ? [] : [{ object, weight }];
    });
  const best = Math.max(0, ...candidates.map(({ weight }) => weight));
  const found = candidates.filter(({ weight }) => weight === best).map(({ object }) => object);
  if (request.gateway !== 'mesh') return found;
  return found.sort((a, b) => rankOf(a, request) - rankOf(b, request)).slice(0, 1);
}

function rankOf(object: KubernetesObject, { clientNamespace }: RouteRequest): number {
  return isPrivate(object) && namespaceOf(object) === clientNamespace ? 0 : 1;
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

function matchingWeight(object: KubernetesObject, host: string): number | undefined {
  const weights = asList(specOf(object)['hosts'])
    .map((pattern) => fullHost(String(pattern), namespaceOf(object)))
    .filter((pattern) => hostMatches(pattern, host))
    .map(hostWeight);
  return weights.length === 0 ? undefined : Math.max(...weights);
}
