import type { JsonObject } from '@/lib/core/kubernetes/json';
import {
  RESOURCE_ADDRESSES,
  RESOURCE_KINDS,
  type ObjectAddress,
  type ResourceKind,
} from '@/lib/core/kubernetes/resource-kinds';
import type { KindStatus, SeenChange, SyncStatus } from '@/lib/services/ports';
import { ChangeLog } from './change-log';
import { listPath } from './discover';
import { keepFor } from './keep';
import { createReflector, type Reflector, type ReflectorOptions } from './reflector';

export interface KindReflectorOptions extends Pick<
  ReflectorOptions,
  'transport' | 'clock' | 'random' | 'onChange' | 'timing' | 'pageSize'
> {
  readonly kind: ResourceKind;
  readonly version: string;
  /** Read one by one when the whole cluster may not be read. */
  readonly namespaces: readonly string[];
  /** The only object of the kind that is read; then `namespaces` mean nothing. */
  readonly only?: ObjectAddress;
}

/** A copy of one kind: cluster-wide where allowed, else of the configured namespaces. */
export interface KindReflector {
  objects(): readonly JsonObject[];
  changes(): readonly SeenChange[];
  status(): KindStatus;
  stop(): Promise<void>;
}

/** Kinds of which it matters when they changed. */
const LOGGED_KINDS: ReadonlySet<ResourceKind> = new Set(
  RESOURCE_KINDS.filter((kind) => /Routes$|^virtualServices$|^destinationRules$/.test(kind)),
);

export function createKindReflector(options: KindReflectorOptions): KindReflector {
  const { kind, version, namespaces, only } = options;
  let byNamespace: Map<string, Reflector> | undefined;
  let merged: readonly JsonObject[] | undefined;
  const log = LOGGED_KINDS.has(kind) ? new ChangeLog(() => options.clock.nowMs()) : undefined;

  function reflect(namespace: string | undefined): Reflector {
    const { transport, clock, random, timing, pageSize } = options;
    return createReflector({
      transport,
      clock,
      random,
      ...(timing && { timing }),
      ...(pageSize !== undefined && { pageSize }),
      path: listPath(kind, version, only?.namespace ?? namespace),
      ...(only && { fieldSelector: `metadata.name=${only.name}` }),
      keep: keepFor(kind),
      ...(log && { log }),
      onChange: () => {
        merged = undefined;
        if (namespace === undefined) considerFallback();
        options.onChange();
      },
    });
  }

  const whole = reflect(undefined);

  function considerFallback(): void {
    const { state } = whole.status();
    const canSplit = RESOURCE_ADDRESSES[kind].namespaced && namespaces.length > 0 && only === undefined;
    if (state === 'forbidden' && canSplit) {
      byNamespace ??= new Map(namespaces.map((namespace) => [namespace, reflect(namespace)]));
    } else if (state === 'ok' && byNamespace !== undefined) {
      // The account may read everything by now.
      for (const reflector of byNamespace.values()) void reflector.stop();
      byNamespace = undefined;
    }
  }

  function parts(): readonly Reflector[] {
    return byNamespace === undefined ? [whole] : [...byNamespace.values()];
  }

  function statusOfParts(): KindStatus {
    const count = parts().reduce((sum, part) => sum + part.objects().length, 0);
    const problems = parts()
      .flatMap((part) => part.problems())
      .slice(0, 20);
    if (byNamespace === undefined) return { ...whole.status(), version, count, problems };
    const statuses = [...byNamespace].map(([namespace, part]) => ({ namespace, ...part.status() }));
    const visible = statuses.filter(({ state }) => state !== 'forbidden');
    const hiddenNamespaces = statuses
      .filter(({ state }) => state === 'forbidden')
      .map(({ namespace }) => namespace);
    const visibleNamespaces = visible.map(({ namespace }) => namespace);
    // One namespace in trouble speaks for the kind; forbidden ones are listed instead.
    const worst: SyncStatus = visible.find(({ state }) => state !== 'ok') ?? visible[0] ?? whole.status();
    const { state, sinceMs } = worst;
    const partial = state === 'ok' && hiddenNamespaces.length > 0;
    const reason = partial ? 'Some namespaces may not be read.' : worst.reason;
    return {
      state: partial ? 'degraded' : state,
      sinceMs,
      ...(reason !== undefined && { reason }),
      version,
      count,
      problems,
      hiddenNamespaces,
      visibleNamespaces,
    };
  }

  return {
    objects: () =>
      (merged ??= byNamespace === undefined ? whole.objects() : parts().flatMap((part) => part.objects())),
    changes: () => log?.list() ?? [],
    status: statusOfParts,
    async stop() {
      await Promise.all([whole, ...(byNamespace?.values() ?? [])].map((reflector) => reflector.stop()));
    },
  };
}
