import type { MeshWorkload } from './mesh-view';

/** How a workload takes part in the mesh. A sidecar goes before ztunnel. */
export type WorkloadMode = 'gateway' | 'waypoint' | 'sidecar' | 'ambient' | 'none';

export function modeOf({ isGateway, isWaypoint, pods }: MeshWorkload): WorkloadMode {
  if (isGateway) return 'gateway';
  if (isWaypoint === true) return 'waypoint';
  if (pods.some((pod) => pod.hasProxy)) return 'sidecar';
  return pods.some((pod) => pod.isRedirected) ? 'ambient' : 'none';
}

/** Whether its requests leave through an Envoy, which routes them by the mesh's rules. */
export function hasEnvoy(workload: MeshWorkload): boolean {
  const mode = modeOf(workload);
  return mode === 'sidecar' || mode === 'gateway' || mode === 'waypoint';
}
