import type { ObjectReader } from '../kubernetes/object-store';
import type { MeshWorkload } from './mesh-view';
import type { RoutedService } from './service-names';
import { parseClusterHost } from './service-names';

const LABEL = 'istio.io/use-waypoint';

/** The waypoint that stands before a service; the service's own label goes before its namespace's. */
export function findWaypoint(
  objects: ObjectReader,
  workloads: readonly MeshWorkload[],
  service: RoutedService,
): MeshWorkload | undefined {
  if (parseClusterHost(service.host) === undefined) return undefined;
  const { namespace } = service;
  const own = objects.get('services', service.name, { group: '', namespace })?.metadata.labels ?? {};
  const around = objects.get('namespaces', namespace)?.metadata.labels ?? {};
  const labels = own[LABEL] === undefined ? around : own;
  const name = labels[LABEL];
  if (name === undefined || name === 'none') return undefined;
  const place = labels[`${LABEL}-namespace`] ?? namespace;
  return workloads.find(({ namespace: its, isWaypoint, pods }) => {
    const podLabels = pods[0]?.labels ?? {};
    const serves = podLabels['istio.io/waypoint-for'] ?? 'service';
    return (
      isWaypoint === true &&
      its === place &&
      podLabels['gateway.networking.k8s.io/gateway-name'] === name &&
      (serves === 'service' || serves === 'all')
    );
  });
}
