import type { UpstreamSource } from '@/lib/services/upstream-failure';
import { UpstreamError } from './upstream-error';

/** Watches over one exchange: whichever of deadline, caller or answer speaks first decides. */
export interface Guard {
  /** Aborted once the exchange must end, with the UpstreamError as its reason. */
  readonly signal: AbortSignal;
  /** Must be called when the exchange is over; releases timer and listener. */
  release(): void;
}

/** @param deadlineMs total time for the whole exchange, credentials and body included */
export function createGuard(
  source: UpstreamSource,
  deadlineMs: number,
  caller: AbortSignal | undefined,
): Guard {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new UpstreamError(source, 'timeout')), deadlineMs);
  const cancel = (): void => controller.abort(new UpstreamError(source, 'canceled'));
  if (caller?.aborted === true) cancel();
  else caller?.addEventListener('abort', cancel, { once: true });
  return {
    signal: controller.signal,
    release() {
      clearTimeout(timer);
      caller?.removeEventListener('abort', cancel);
    },
  };
}

/** What the guard decided, once its signal is aborted. */
export function guardReason(source: UpstreamSource, signal: AbortSignal): UpstreamError {
  return signal.reason instanceof UpstreamError ? signal.reason : new UpstreamError(source, 'canceled');
}

/** Settles as `work` does, or rejects as soon as the guard decides. */
export async function guarded<T>(source: UpstreamSource, signal: AbortSignal, work: Promise<T>): Promise<T> {
  if (signal.aborted) {
    work.catch(() => undefined);
    throw guardReason(source, signal);
  }
  let stop = (): void => undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    stop = () => reject(guardReason(source, signal));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
