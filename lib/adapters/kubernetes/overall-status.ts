import type { KindStatus, SyncState, SyncStatus } from '@/lib/services/ports';

function decide(states: ReadonlySet<SyncState>): { state: SyncState; reason?: string } {
  const only = states.size === 1 ? [...states][0] : undefined;
  if (only === 'forbidden') return { state: only, reason: 'Our account may not read anything.' };
  if (only === 'unavailable') return { state: only, reason: 'The Kubernetes API cannot be read.' };
  if (states.has('syncing')) return { state: 'syncing' };
  if (states.has('degraded') || states.has('unavailable')) {
    return { state: 'degraded', reason: 'Some kinds are old or incomplete.' };
  }
  if (states.has('forbidden')) return { state: 'degraded', reason: 'Some kinds may not be read.' };
  return { state: 'ok' };
}

/** One word for all kinds. A kind that is not installed is no fault. */
export function judgeOverall(kinds: Iterable<KindStatus>, startedMs: number): SyncStatus {
  const counted = [...kinds].filter(({ state }) => state !== 'notInstalled');
  const decided = decide(new Set(counted.map(({ state }) => state)));
  const sinceMs = counted.reduce((latest, kind) => Math.max(latest, kind.sinceMs), startedMs);
  return { ...decided, sinceMs };
}
