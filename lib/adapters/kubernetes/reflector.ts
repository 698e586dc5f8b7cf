import type { GuardedTransport } from '@/lib/adapters/http/guarded-transport';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import type { JsonObject } from '@/lib/core/kubernetes/json';
import type { SyncState, SyncStatus } from '@/lib/services/ports';
import { createBackoff } from './backoff';
import type { ChangeLog } from './change-log';
import type { Clock } from './clock';
import type { Keep } from './keep';
import { listPages } from './list-pages';
import { ObjectStore } from './object-store';
import { followWatch, type WatchEnd } from './watch-session';

export interface ReflectorTiming {
  /** How long a watch is asked to last, ± 20 %. */
  readonly watchSeconds: number;
  /** Silence, bookmarks included, after which a watch is taken for dead. Servers send a bookmark about every minute. */
  readonly quietMs: number;
  /** First and longest pause after trouble. */
  readonly retryBaseMs: number;
  readonly retryCapMs: number;
  /** Pause before asking again for what is forbidden or not installed, and between lists where watching is refused. */
  readonly recheckMs: number;
  readonly pollMs: number;
  readonly listDeadlineMs: number;
}

export const DEFAULT_TIMING: ReflectorTiming = {
  watchSeconds: 300,
  quietMs: 120_000,
  retryBaseMs: 500,
  retryCapMs: 30_000,
  recheckMs: 60_000,
  pollMs: 30_000,
  listDeadlineMs: 30_000,
};

export interface ReflectorOptions {
  readonly transport: GuardedTransport;
  /** The list's path, such as `/api/v1/pods`. */
  readonly path: string;
  /** Keeps only objects whose fields are so, for instance `metadata.name=istio`. */
  readonly fieldSelector?: string;
  readonly keep: Keep;
  /** Told of changes; absent where nobody asks for them. */
  readonly log?: ChangeLog;
  readonly clock: Clock;
  readonly random: () => number;
  /** Objects or status have changed. */
  readonly onChange: () => void;
  readonly pageSize?: number;
  /** Bound on one page of a list; one event may have an eighth of it. */
  readonly maxPageBytes?: number;
  readonly timing?: Partial<ReflectorTiming>;
}

/** A copy of one list that follows the API server. */
export interface Reflector {
  objects(): readonly JsonObject[];
  status(): SyncStatus;
  problems(): readonly string[];
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/** A watch shorter than this says nothing good about the server: the next pause grows. */
const SHORT_WATCH_MS = 10_000;
const MAX_PAGE_BYTES = 32 * 1024 * 1024;

/**
 * Keeps a copy: list in pages, watch with bookmarks, list anew after 410 or nonsense, go on from the last version after
 * a break. Between two requests there is always a jittered pause, also after a watch that ended cleanly but at once.
 */
export function createReflector(options: ReflectorOptions): Reflector {
  const { clock, random } = options;
  const timing = { ...DEFAULT_TIMING, ...options.timing };
  const maxPageBytes = options.maxPageBytes ?? MAX_PAGE_BYTES;
  const selection = options.fieldSelector === undefined ? {} : { fieldSelector: options.fieldSelector };
  const store = new ObjectStore(options.keep, options.log);
  const lifetime = new AbortController();
  const backoff = createBackoff({ baseMs: timing.retryBaseMs, capMs: timing.retryCapMs, random });
  let status: SyncStatus = { state: 'syncing', sinceMs: clock.nowMs() };
  let listed = false;
  let objects: readonly JsonObject[] | undefined;

  function jittered(milliseconds: number): number {
    return milliseconds * (0.8 + 0.4 * random());
  }

  function enter(state: SyncState, reason?: string): void {
    if (status.state === state && status.reason === reason) return;
    const sinceMs = status.state === state ? status.sinceMs : clock.nowMs();
    status = { state, sinceMs, ...(reason !== undefined && { reason }) };
    options.onChange();
  }

  function changed(): void {
    objects = undefined;
    options.onChange();
  }

  async function list(): Promise<string> {
    let replacement = store.replacement();
    const settings = {
      pageSize: options.pageSize ?? 500,
      deadlineMs: timing.listDeadlineMs,
      maxBytes: maxPageBytes,
      signal: lifetime.signal,
      ...selection,
    };
    const version = await listPages(options.transport, options.path, settings, () => {
      replacement = store.replacement();
      return replacement.add;
    });
    replacement.commit();
    listed = true;
    changed();
    return version;
  }

  /** What a watch's end means: where to go on and after which pause. */
  function afterWatch(end: WatchEnd, lastedMs: number): { version: string | undefined; pauseMs: number } {
    const version = end.resumeFrom;
    if (end.because === 'refused') {
      enter('degraded', 'Watching is not allowed; the list is read again from time to time.');
      return { version, pauseMs: jittered(timing.pollMs) };
    }
    if (lastedMs >= SHORT_WATCH_MS) backoff.reset();
    if (end.because === 'stalled') enter('degraded', 'The watch had gone silent; it is opened anew.');
    else if (end.because === 'broken')
      enter('degraded', 'The watch sent something unreadable; the list is read anew.');
    else if (lastedMs < SHORT_WATCH_MS && end.because === 'closed') {
      enter('degraded', 'The server ends watches at once.');
    }
    return { version, pauseMs: backoff.nextMs() };
  }

  function afterError(error: unknown, whileListing: boolean): number {
    const typed = error instanceof UpstreamError ? error : new UpstreamError('kubernetes', 'malformed');
    const isRefusal = whileListing && (typed.kind === 'forbidden' || typed.kind === 'notFound');
    if (!isRefusal) {
      enter(listed ? 'degraded' : 'unavailable', typed.publicMessage);
      return backoff.nextMs((typed.retryAfterSeconds ?? 0) * 1000);
    }
    // What may not be seen any more, or is gone with its kind, is not shown any longer.
    if (store.size > 0) {
      store.clear();
      changed();
    }
    listed = false;
    if (typed.kind === 'forbidden') enter('forbidden', 'Our account may not read this kind.');
    else enter('notInstalled', 'The cluster does not have this kind.');
    return jittered(timing.recheckMs);
  }

  async function run(): Promise<void> {
    let version: string | undefined;
    while (!lifetime.signal.aborted) {
      let pauseMs: number;
      let listing = version === undefined;
      try {
        const from = version ?? (await list());
        listing = false;
        const progress = { lastVersion: from };
        version = from;
        const openedMs = clock.nowMs();
        try {
          const end = await followWatch(sessionOptions(), progress);
          ({ version, pauseMs } = afterWatch(end, clock.nowMs() - openedMs));
        } catch (error) {
          version = progress.lastVersion;
          if (clock.nowMs() - openedMs >= SHORT_WATCH_MS) backoff.reset();
          throw error;
        }
      } catch (error) {
        if (lifetime.signal.aborted) return;
        pauseMs = afterError(error, listing);
      }
      await clock.sleep(pauseMs, lifetime.signal);
    }
  }

  function sessionOptions(): Parameters<typeof followWatch>[0] {
    return {
      transport: options.transport,
      path: options.path,
      ...selection,
      store,
      clock,
      timeoutSeconds: Math.max(1, Math.round(jittered(timing.watchSeconds))),
      quietMs: timing.quietMs,
      maxEventBytes: Math.ceil(maxPageBytes / 8),
      signal: lifetime.signal,
      onOpen: () => enter('ok'),
      onChange: changed,
    };
  }

  const running = run();
  return {
    objects: () => (objects ??= store.list()),
    status: () => status,
    problems: () => store.problems,
    async stop() {
      lifetime.abort();
      await running;
    },
  };
}
