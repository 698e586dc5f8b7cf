import type { ObjectReader } from '../kubernetes/object-store';
import { asList, asRecord, type MeshWorkload } from './mesh-view';
import { namespaceOf, selects, specOf, stringRecord } from './object-order';
import { routeCall, type RouteRequest, type RoutedShare } from './route-call';
import { fullHost, hostMatches, NOWHERE } from './service-names';

/** What a gateway does with a request: the first of its listeners that leads anywhere, else what the first one says. */
export function routeAtGateway(
  objects: ObjectReader,
  workloads: readonly MeshWorkload[],
  gateway: MeshWorkload,
  request: Omit<RouteRequest, 'gateway' | 'clientNamespace'>,
): RoutedShare[] {
  const asking = { ...request, clientNamespace: gateway.namespace };
  const labels = gateway.pods[0]?.labels ?? {};
  const managed = labels['gateway.networking.k8s.io/gateway-name'];
  if (managed !== undefined) {
    const kubernetesGateway = `${gateway.namespace}/${managed}`;
    return routeCall(objects, workloads, { ...asking, gateway: kubernetesGateway, kubernetesGateway });
  }
  const listening = gatewaysOf(objects, gateway);
  if (listening.length === 0) return [];
  const routed = listening
    .filter(({ hosts }) => hosts.some((host) => hostMatches(host, request.host)))
    .map(({ name }) => routeCall(objects, workloads, { ...asking, gateway: name }));
  const leading = routed.find((shares) => shares.some(({ failure }) => failure === undefined));
  return leading ?? routed[0] ?? [{ share: 1, service: NOWHERE, failure: { code: '404', flags: 'NR' } }];
}

/** Istio Gateways whose selector takes this gateway's pods, as `namespace/name`, with the hosts they listen for. */
function gatewaysOf(objects: ObjectReader, gateway: MeshWorkload): { name: string; hosts: string[] }[] {
  const labels = gateway.pods[0]?.labels ?? {};
  return objects
    .list('gateways', { group: 'networking.istio.io' })
    .filter((object) => selects(stringRecord(specOf(object)['selector']), labels))
    .map((object) => ({
      name: `${namespaceOf(object)}/${object.metadata.name}`,
      hosts: asList(specOf(object)['servers'])
        .flatMap((server) => asList(asRecord(server)['hosts']))
        .map((host) => fullHost(String(host).replace(/^[^/]*\//, ''), namespaceOf(object))),
    }))
    .filter(({ hosts }) => hosts.length > 0);
}
