import type { ObjectReader } from '../kubernetes/object-store';
import { findDestinationRules } from './destination-rule';
import { asList, asRecord, type MeshWorkload } from './mesh-view';
import { specOf, stringRecord } from './object-order';
import type { RouteRequest, RoutedShare } from './route-request';
import { serviceOf } from './service-names';
import { choosePort, findEndpoints, findRegistered, targetPortOf } from './service-registry';

export interface Destination {
  readonly host: string;
  readonly subset: string | undefined;
  readonly share: number;
  readonly port?: number | undefined;
}

/** Spreads a destination's share over the ready pods behind it. */
export function routeTo(
  objects: ObjectReader,
  workloads: readonly MeshWorkload[],
  request: RouteRequest,
  { host, subset, share, port }: Destination,
): RoutedShare[] {
  const registered = findRegistered(objects, host, request.clientNamespace);
  if (registered === undefined)
    return [{ share, service: serviceOf(host), failure: { code: '503', flags: 'NC' } }];
  const { service } = registered;
  const servicePort = choosePort(registered, port ?? request.port, request.protocol ?? 'http');
  const place = {
    service,
    ...(subset === undefined ? {} : { subset }),
    ...(servicePort === undefined ? {} : { servicePort: servicePort.number }),
  };
  const labels = subset === undefined ? {} : findSubset(objects, request, host, service.namespace, subset);
  if (labels === undefined) return [{ share, ...place, failure: { code: '503', flags: 'NC' } }];
  if (registered.isExternal) {
    const spec = specOf(registered.object);
    const isEmpty = spec['resolution'] === 'STATIC' && asList(spec['endpoints']).length === 0;
    return [
      { share, ...place, ...(isEmpty ? { failure: { code: '503', flags: 'UH' } } : { isOutside: true }) },
    ];
  }
  const endpoints = findEndpoints(registered, labels, workloads);
  const total = endpoints.reduce((sum, { ready }) => sum + ready, 0);
  if (total === 0) return [{ share, ...place, failure: { code: '503', flags: 'UH' } }];
  return endpoints.map(({ workload, ready }) => ({
    share: (share * ready) / total,
    ...place,
    workload,
    targetPort: targetPortOf(servicePort, workload),
  }));
}

function findSubset(
  objects: ObjectReader,
  request: RouteRequest,
  host: string,
  serviceNamespace: string,
  subset: string,
): Record<string, string> | undefined {
  const client = { namespace: request.clientNamespace, labels: request.sourceLabels ?? {} };
  const found = findDestinationRules(objects, client, host, serviceNamespace).subsets.get(subset);
  return found === undefined ? undefined : stringRecord(asRecord(found)['labels']);
}
