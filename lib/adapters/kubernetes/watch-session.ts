import type { GuardedTransport } from '@/lib/adapters/http/guarded-transport';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import { toApiError } from './api';
import type { Clock } from './clock';
import type { ObjectStore } from './object-store';
import { parseWatchEvent } from './watch-events';

export interface WatchSessionOptions {
  readonly transport: GuardedTransport;
  readonly path: string;
  readonly fieldSelector?: string;
  readonly store: ObjectStore;
  readonly clock: Clock;
  /** Asked of the server: it ends the watch by itself after this time. */
  readonly timeoutSeconds: number;
  /** Without event or bookmark for this long the watch counts as dead. */
  readonly quietMs: number;
  readonly maxEventBytes: number;
  readonly signal: AbortSignal;
  /** The server has accepted the watch. */
  readonly onOpen: () => void;
  /** The store has changed. */
  readonly onChange: () => void;
}

/**
 * How a watch ended. `resumeFrom` is absent when only a fresh list can tell the truth.
 * `refused` means that watching as such is not allowed here.
 */
export interface WatchEnd {
  readonly resumeFrom?: string;
  readonly because: 'closed' | 'stalled' | 'gone' | 'broken' | 'refused';
  readonly retryAfterSeconds?: number;
}

/**
 * Follows changes from `version` until the watch ends for whatever reason.
 * @throws UpstreamError when it cannot be opened, breaks off, or reports an error other than "gone"; `lastVersion` of
 * the progress then says from where to go on
 */
export async function followWatch(
  options: WatchSessionOptions,
  progress: { lastVersion: string },
): Promise<WatchEnd> {
  const { transport, clock } = options;
  const session = new AbortController();
  const stop = (): void => session.abort();
  if (options.signal.aborted) stop();
  options.signal.addEventListener('abort', stop, { once: true });
  const seen = { atMs: clock.nowMs(), stalled: false };
  try {
    const query = new URLSearchParams({
      watch: 'true',
      resourceVersion: progress.lastVersion,
      allowWatchBookmarks: 'true',
      timeoutSeconds: String(options.timeoutSeconds),
      ...(options.fieldSelector !== undefined && { fieldSelector: options.fieldSelector }),
    });
    const opened = await transport.openLines({
      method: 'GET',
      path: `${options.path}?${query.toString()}`,
      deadlineMs: options.quietMs,
      maxBytes: options.maxEventBytes,
      signal: session.signal,
    });
    if (!opened.ok) {
      const { status } = opened.answer;
      // A kind that the API does not know any more is only told from a passing fault by listing it.
      if (status === 410 || status === 404) return { because: 'gone' };
      if (status === 403 || status === 405) return { because: 'refused' };
      throw toApiError(opened.answer);
    }
    seen.atMs = clock.nowMs();
    options.onOpen();
    void endWhenQuiet(clock, options.quietMs, seen, session);
    for await (const line of opened.lines) {
      seen.atMs = clock.nowMs();
      const event = parseWatchEvent(line);
      if (event.type === 'BROKEN') return { because: 'broken' };
      if (event.type === 'ERROR') {
        if (event.status === 410) return { because: 'gone' };
        throw toApiError({ status: event.status, contentType: '', text: '' });
      }
      if (event.type !== 'BOOKMARK') {
        if (!options.store.apply(event.type, event.object)) return { because: 'broken' };
        options.onChange();
      }
      progress.lastVersion = event.resourceVersion ?? progress.lastVersion;
    }
    return { because: 'closed', resumeFrom: progress.lastVersion };
  } catch (error) {
    if (seen.stalled) return { because: 'stalled', resumeFrom: progress.lastVersion };
    if (error instanceof UpstreamError && error.kind === 'tooLarge') return { because: 'broken' };
    throw error;
  } finally {
    options.signal.removeEventListener('abort', stop);
    session.abort();
  }
}

async function endWhenQuiet(
  clock: Clock,
  quietMs: number,
  seen: { atMs: number; stalled: boolean },
  session: AbortController,
): Promise<void> {
  while (!session.signal.aborted) {
    const leftMs = seen.atMs + quietMs - clock.nowMs();
    if (leftMs <= 0) {
      seen.stalled = true;
      session.abort();
      return;
    }
    await clock.sleep(leftMs, session.signal);
  }
}
