import type { Health } from '../graph/mesh-graph';

export interface Replicas {
  readonly desired: number;
  readonly ready: number;
  readonly available: number;
}

/** How far a workload has as many working replicas as it was asked to have. */
export function judgeReplicas({ desired, available }: Replicas): Health {
  if (desired === 0) return { status: 'notReady', reasons: ['Scaled to 0 replicas.'] };
  if (available >= desired) return { status: 'healthy', reasons: [] };
  const reason = `${available} of ${desired} replicas are available.`;
  return { status: available === 0 ? 'failing' : 'degraded', reasons: [reason] };
}
