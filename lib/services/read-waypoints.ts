import type { ClusterFacts } from '@/lib/core/graph/cluster-facts';
import { labelOf, type Labels } from '@/lib/core/kubernetes/field-reader';
import { viewObject } from '@/lib/core/kubernetes/object-view';
import { viewService } from '@/lib/core/kubernetes/service-view';
import { joinKey } from '@/lib/core/mesh/join-key';
import type { WaypointPlace } from '@/lib/core/policy/policy-facts';
import { GATEWAY_NAME } from '@/lib/core/policy/policy-subject';
import type { ObjectReading } from './read-objects';

const USE_WAYPOINT = 'istio.io/use-waypoint';
const WAYPOINT_FOR = 'istio.io/waypoint-for';

/**
 * Which waypoint stands before which service: the service's own label goes before its namespace's.
 * https://istio.io/latest/docs/ambient/usage/waypoint/
 */
export function readWaypoints(
  reading: ObjectReading,
  { workloads = [] }: ClusterFacts,
): (namespace: string, service: string) => WaypointPlace | undefined {
  const waypoints = new Map(
    workloads
      .filter(({ isWaypoint, podLabels }) => isWaypoint && servesServices(podLabels))
      .map(({ namespace, name, podLabels }) => [
        joinKey(namespace, labelOf(podLabels, GATEWAY_NAME) ?? name),
        { namespace, name },
      ]),
  );
  if (waypoints.size === 0) return () => undefined;
  const ofServices = new Map(
    (reading.views('services', viewService) ?? []).map(({ namespace, name, labels }) => [
      joinKey(namespace, name),
      labels,
    ]),
  );
  const namespaces = reading.views('namespaces', viewNamespace) ?? [];
  const ofNamespaces = new Map(namespaces.map(({ name, labels }) => [name, labels]));
  return (namespace, service) => {
    const own = ofServices.get(joinKey(namespace, service)) ?? {};
    const labels = labelOf(own, USE_WAYPOINT) === undefined ? (ofNamespaces.get(namespace) ?? {}) : own;
    const name = labelOf(labels, USE_WAYPOINT);
    if (name === undefined || name === 'none') return undefined;
    return waypoints.get(joinKey(labelOf(labels, `${USE_WAYPOINT}-namespace`) ?? namespace, name));
  };
}

function viewNamespace(object: unknown) {
  return viewObject(object, () => ({}));
}

function servesServices(labels: Labels): boolean {
  const serves = labelOf(labels, WAYPOINT_FOR) ?? 'service';
  return serves === 'service' || serves === 'all';
}
