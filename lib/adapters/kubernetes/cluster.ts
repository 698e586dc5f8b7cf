import { createGuardedTransport, type GuardedTransport } from '@/lib/adapters/http/guarded-transport';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import {
  DEFAULT_MESH_CONFIG,
  RESOURCE_KINDS,
  type ObjectAddress,
  type ResourceKind,
} from '@/lib/core/kubernetes/resource-kinds';
import type { ClusterPort, KindStatus } from '@/lib/services/ports';
import { createBackoff } from './backoff';
import { createChangeBatch } from './change-batch';
import { systemClock, type Clock } from './clock';
import { discover, type Discovered } from './discover';
import { createKindReflector, type KindReflector } from './kind-reflector';
import type { ClusterAccess } from './load-access';
import { judgeOverall } from './overall-status';
import { DEFAULT_TIMING, type ReflectorTiming } from './reflector';

export interface ClusterOptions {
  readonly access: Pick<ClusterAccess, 'baseUrl' | 'credentials'>;
  /** Kinds to follow, default all. */
  readonly kinds?: readonly ResourceKind[];
  /** Read one by one where a kind may not be read in the whole cluster. */
  readonly namespaces?: readonly string[];
  /** The ConfigMap with the mesh's settings. */
  readonly meshConfig?: ObjectAddress;
  readonly clock?: Clock;
  /** 0 inclusive to 1 exclusive. */
  readonly random?: () => number;
  readonly timing?: Partial<ReflectorTiming>;
  readonly pageSize?: number;
  /** How long changes are collected before listeners hear of them, default 100 ms. */
  readonly batchMs?: number;
}

/**
 * Starts following a cluster: discovery first, then one copy per kind, each failing on its own.
 * Kinds that are not installed are looked for again every minute.
 * @throws TypeError when the address is no http or https URL
 */
export function createCluster(options: ClusterOptions): ClusterPort {
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const timing = { ...DEFAULT_TIMING, ...options.timing };
  const kinds = options.kinds ?? RESOURCE_KINDS;
  const startedMs = clock.nowMs();
  const lifetime = new AbortController();
  const batch = createChangeBatch<ResourceKind>(clock, options.batchMs ?? 100);
  const reflectors = new Map<ResourceKind, KindReflector>();
  const waiting = new Map<ResourceKind, KindStatus>(
    kinds.map((kind) => [kind, { state: 'syncing', sinceMs: startedMs, count: 0, problems: [] }]),
  );
  // Each kind may hold one watch open per namespace, besides the lists.
  const maxSockets = kinds.length * Math.max(2, (options.namespaces?.length ?? 0) + 1);
  const transport: GuardedTransport = createGuardedTransport({
    source: 'kubernetes',
    baseUrl: options.access.baseUrl,
    maxSockets,
    credentials: (refresh) => options.access.credentials(refresh),
  });

  function settle(kind: ResourceKind, found: Discovered): void {
    if (!found.installed) {
      wait(kind, 'notInstalled', 'The cluster does not have this kind.');
      return;
    }
    waiting.delete(kind);
    const reflector = createKindReflector({
      kind,
      version: found.version,
      namespaces: options.namespaces ?? [],
      ...(kind === 'meshConfigs' && { only: options.meshConfig ?? DEFAULT_MESH_CONFIG }),
      transport,
      clock,
      random,
      timing,
      ...(options.pageSize !== undefined && { pageSize: options.pageSize }),
      onChange: () => batch.add(kind),
    });
    reflectors.set(kind, reflector);
    batch.add(kind);
  }

  function wait(kind: ResourceKind, state: KindStatus['state'], reason: string): void {
    const before = waiting.get(kind);
    if (before?.state === state && before.reason === reason) return;
    waiting.set(kind, { state, sinceMs: clock.nowMs(), reason, count: 0, problems: [] });
    batch.add(kind);
  }

  /** A kind that vanished may come back in another version. */
  async function recallVanished(): Promise<void> {
    for (const [kind, reflector] of reflectors) {
      if (reflector.status().state !== 'notInstalled') continue;
      reflectors.delete(kind);
      wait(kind, 'notInstalled', 'The cluster does not have this kind.');
      await reflector.stop();
    }
  }

  async function search(): Promise<void> {
    const backoff = createBackoff({ baseMs: timing.retryBaseMs, capMs: timing.retryCapMs, random });
    while (!lifetime.signal.aborted) {
      let pauseMs = timing.recheckMs * (0.8 + 0.4 * random());
      try {
        await recallVanished();
        const settings = { deadlineMs: timing.listDeadlineMs, signal: lifetime.signal };
        const missing = [...waiting.keys()];
        const found =
          missing.length > 0
            ? await discover(transport, missing, settings)
            : new Map<ResourceKind, Discovered>();
        if (lifetime.signal.aborted) return;
        for (const [kind, discovered] of found) settle(kind, discovered);
        backoff.reset();
      } catch (error) {
        if (lifetime.signal.aborted) return;
        const typed = error instanceof UpstreamError ? error : new UpstreamError('kubernetes', 'malformed');
        for (const [kind, { state }] of waiting) {
          if (state !== 'notInstalled') wait(kind, 'unavailable', typed.publicMessage);
        }
        pauseMs = backoff.nextMs((typed.retryAfterSeconds ?? 0) * 1000);
      }
      await clock.sleep(pauseMs, lifetime.signal);
    }
  }

  const searching = search();

  return {
    objects: (kind) => reflectors.get(kind)?.objects() ?? [],
    changes: (kind) => reflectors.get(kind)?.changes() ?? [],
    status() {
      const all = new Map<ResourceKind, KindStatus>();
      for (const kind of kinds) {
        const status = reflectors.get(kind)?.status() ?? waiting.get(kind);
        if (status !== undefined) all.set(kind, status);
      }
      return { ...judgeOverall(all.values(), startedMs), kinds: all };
    },
    onChange: (listener) => batch.subscribe(listener),
    async stop() {
      lifetime.abort();
      batch.stop();
      await searching;
      await Promise.all([...reflectors.values()].map((reflector) => reflector.stop()));
      transport.close();
    },
  };
}
