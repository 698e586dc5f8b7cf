import { PromqlError } from './errors';

export interface PacerOptions {
  /** Milliseconds of any monotonic clock. */
  readonly now: () => number;
  /** Instant on that clock after which the evaluation gives up. */
  readonly deadlineMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const SLICE_MS = 10;

/** Shares the event loop: long evaluations ask `due()` now and then, and `await pause()` when it says so. */
export class Pacer {
  readonly #options: PacerOptions;
  #sliceEndMs: number;

  constructor(options: PacerOptions) {
    this.#options = options;
    this.#sliceEndMs = options.now() + SLICE_MS;
  }

  due(): boolean {
    return this.#options.now() >= this.#sliceEndMs;
  }

  /** Lets other work run. Throws `timeout` when the deadline has passed or the query was cancelled. */
  async pause(): Promise<void> {
    this.check();
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.check();
    this.#sliceEndMs = this.#options.now() + SLICE_MS;
  }

  check(): void {
    const { deadlineMs, now, signal } = this.#options;
    if (signal?.aborted === true)
      throw new PromqlError('timeout', 'query was canceled in expression evaluation');
    if (deadlineMs !== undefined && now() >= deadlineMs) {
      throw new PromqlError('timeout', 'query timed out in expression evaluation');
    }
  }
}
