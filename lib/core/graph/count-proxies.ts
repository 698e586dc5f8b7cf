import type { PodCounts, PodWorkload } from './cluster-facts';
import { joinKey } from '../mesh/join-key';
import type { NodePods } from './mesh-graph';

/**
 * The pods of workloads, and how many of them no proxy serves. Pods of gateways and waypoints, and those that ztunnel
 * has captured, need none of their own. Undefined where pods of one of the workloads are not known.
 */
export function countProxies(workloads: readonly PodWorkload[]): NodePods | undefined {
  const counts = new Map<string, NodePods>();
  for (const workload of workloads) {
    if (workload.pods === undefined) return undefined;
    const { total } = workload.pods;
    const withoutProxy = countUnserved(workload, workload.pods);
    // Two objects of one name have the same pods.
    const key = joinKey(workload.namespace, workload.name);
    const same = counts.get(key) ?? { total: 0, withoutProxy: 0 };
    counts.set(key, {
      total: Math.max(total, same.total),
      withoutProxy: Math.max(withoutProxy, same.withoutProxy),
    });
  }
  if (counts.size === 0) return undefined;
  const all = [...counts.values()];
  return {
    total: all.reduce((sum, { total }) => sum + total, 0),
    withoutProxy: all.reduce((sum, { withoutProxy }) => sum + withoutProxy, 0),
  };
}

function countUnserved(
  { isGateway, isWaypoint, isAmbient }: PodWorkload,
  { total, withProxy, ambient }: PodCounts,
): number {
  if (isGateway || isWaypoint) return 0;
  const alone = total - withProxy;
  return Math.max(0, alone - (ambient ?? (isAmbient ? alone : 0)));
}
