import type { ObjectReader } from '../kubernetes/object-store';
import { asRecord, type MeshWorkload } from './mesh-view';
import { oldestFirst, selects, specOf, stringRecord } from './object-order';
import { fullHost, type RoutedService } from './service-names';

/**
 * The service that a sidecar names for what comes in on a port. Where several Services lead to it, it knows only one,
 * whichever of them the client has asked for.
 */
export function findInboundService(
  objects: ObjectReader,
  { namespace, pods }: MeshWorkload,
  targetPort: number,
): RoutedService | undefined {
  const [pod] = pods;
  if (pod === undefined) return undefined;
  const found = oldestFirst(objects.list('services', { namespace, group: '' })).find((service) => {
    const spec = specOf(service);
    const selector = stringRecord(spec['selector']);
    if (Object.keys(selector).length === 0 || !selects(selector, pod.labels)) return false;
    const ports = Array.isArray(spec['ports']) ? spec['ports'].map(asRecord) : [];
    return ports.some(({ port, targetPort: target }) => {
      const number = typeof target === 'string' ? pod.namedPorts?.[target] : (target ?? port);
      return number === targetPort;
    });
  });
  if (found === undefined) return undefined;
  const { name } = found.metadata;
  return { host: fullHost(name, namespace), name, namespace };
}
