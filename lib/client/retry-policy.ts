import { RequestFailure } from './request-failure';

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;
/** A server that wants to be left alone longer is asked once in a while, all the same. */
const LONGEST_HEEDED_MS = 10 * 60_000;

/** Moments (ms since 1970) at which a failed request will be tried again, for countdowns. */
const plannedRetries = new WeakMap<object, number>();

/** Whether asking again may help: yes for lost connections, overload and server faults, no for wrong questions. */
export function isWorthRetrying(error: unknown): boolean {
  if (!(error instanceof RequestFailure)) return false;
  const { status } = error.details;
  return error.kind === 'network' || status === 408 || status === 429 || status >= 500;
}

/**
 * Exponential delay with jitter: between half and the whole of 1 s, 2 s, 4 s … 60 s; longer where the server asked for it.
 * @param failureCount failures in a row before this one, from 0
 * @param jitter 0 to 1
 */
export function exponentialDelayMs(failureCount: number, jitter: number, retryAfterSeconds = 0): number {
  const whole = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failureCount, 16));
  const delayMs = whole / 2 + (whole / 2) * jitter;
  return Math.max(delayMs, Math.min(LONGEST_HEEDED_MS, retryAfterSeconds * 1_000));
}

/** The one retry delay of every query; remembers when the next try is due. */
export function planRetryMs(failureCount: number, error: Error): number {
  const after = error instanceof RequestFailure ? error.details.retryAfterSeconds : undefined;
  const delayMs = exponentialDelayMs(failureCount, Math.random(), after);
  plannedRetries.set(error, Date.now() + delayMs);
  return delayMs;
}

/** When the request that failed with `error` is tried again (ms since 1970); undefined when it is not. */
export function readPlannedRetryMs(error: unknown): number | undefined {
  return typeof error === 'object' && error !== null ? plannedRetries.get(error) : undefined;
}
