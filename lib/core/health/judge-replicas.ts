import type { HealthStatus } from '../graph/mesh-graph';
import { compareText } from '../mesh/compare-text';
import type { Finding } from './conclude';

export interface Replicas {
  readonly desired: number;
  readonly ready: number;
  readonly available: number;
}

export interface WorkloadReplicas {
  readonly name: string;
  readonly replicas: Replicas;
}

/**
 * How far workloads have as many working replicas as they were asked to have. Several that stand behind one node answer
 * together: they fail when none has a replica left, are degraded while only some lack any, and one that is scaled to 0
 * beside others that run is no news.
 */
export function judgeReplicas(workloads: readonly WorkloadReplicas[]): Finding[] {
  if (workloads.length === 0) return [];
  const isOneLeft = workloads.some(({ replicas }) => replicas.desired > 0 && replicas.available > 0);
  const inOrder = [...workloads].sort((a, b) => compareText(a.name, b.name));
  return inOrder.flatMap(({ name, replicas }): Finding[] => {
    const { status, words } = judgeWorkload(replicas);
    if (status === 'healthy') return [{ status }];
    if (status === 'notReady' && isOneLeft) return [];
    const reason = workloads.length === 1 ? capitalised(words) : `${name}: ${words}`;
    return [{ status: status === 'failing' && isOneLeft ? 'degraded' : status, reason }];
  });
}

function judgeWorkload({ desired, available }: Replicas): { status: HealthStatus; words: string } {
  if (desired === 0) return { status: 'notReady', words: 'scaled to 0 replicas.' };
  const words = `${available} of ${desired} replicas are available.`;
  if (available >= desired) return { status: 'healthy', words };
  return { status: available === 0 ? 'failing' : 'degraded', words };
}

function capitalised(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
