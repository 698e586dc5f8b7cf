/** Shares the work of identical requests, under way or just finished, between any number of callers. */
export interface SharedCalls<T> {
  /**
   * Joins the work known as `key` or starts it. A caller who aborts leaves alone; the work itself is
   * aborted once nobody waits for it any more.
   * @param onAbort makes the rejection of a caller who aborts
   * @param isFresh whether a finished answer that is still remembered will do
   */
  share(
    key: string,
    signal: AbortSignal | undefined,
    start: (signal: AbortSignal) => Promise<T>,
    onAbort: () => Error,
    isFresh?: (answer: T) => boolean,
  ): Promise<T>;
}

interface Shared<T> {
  readonly work: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
  finished: { readonly answer: T; readonly atMs: number } | undefined;
}

export interface SharedCallsOptions {
  /** How long a finished answer is handed out again. Failures never are. */
  readonly keepMs: number;
  /** Bound on remembered answers, oldest leave first. */
  readonly maxKept: number;
  readonly nowMs: () => number;
}

export function createSharedCalls<T>(options: SharedCallsOptions): SharedCalls<T> {
  const entries = new Map<string, Shared<T>>();
  let isSweepDue = false;

  function isUsable(entry: Shared<T>): boolean {
    if (entry.controller.signal.aborted) return false;
    return entry.finished === undefined || options.nowMs() - entry.finished.atMs < options.keepMs;
  }

  function tidy(): void {
    for (const [key, entry] of entries) if (!isUsable(entry)) entries.delete(key);
    for (const [key, entry] of entries) {
      if (entries.size <= options.maxKept) break;
      if (entry.finished !== undefined) entries.delete(key);
    }
  }

  /** Answers are large: they are let go even where nobody asks for anything any more. */
  function sweepLater(): void {
    if (isSweepDue || entries.size === 0) return;
    isSweepDue = true;
    const sweep = (): void => {
      isSweepDue = false;
      tidy();
      sweepLater();
    };
    setTimeout(sweep, options.keepMs).unref();
  }

  async function settle(key: string, entry: Shared<T>): Promise<void> {
    try {
      const answer = await entry.work;
      entry.finished = { answer, atMs: options.nowMs() };
      sweepLater();
    } catch {
      if (entries.get(key) === entry) entries.delete(key);
    }
  }

  function begin(key: string, start: (signal: AbortSignal) => Promise<T>): Shared<T> {
    const controller = new AbortController();
    const entry: Shared<T> = {
      work: start(controller.signal),
      controller,
      waiting: 0,
      finished: undefined,
    };
    entries.set(key, entry);
    void settle(key, entry);
    return entry;
  }

  return {
    async share(key, signal, start, onAbort, isFresh = () => true) {
      if (signal?.aborted === true) throw onAbort();
      tidy();
      const known = entries.get(key);
      const isUseful =
        known !== undefined && (known.finished === undefined || isFresh(known.finished.answer));
      const entry = isUseful ? known : begin(key, start);
      entry.waiting += 1;
      let leave = (): void => undefined;
      try {
        if (signal === undefined) return await entry.work;
        const left = new Promise<never>((_resolve, reject) => {
          leave = () => reject(onAbort());
          signal.addEventListener('abort', leave, { once: true });
        });
        return await Promise.race([entry.work, left]);
      } finally {
        signal?.removeEventListener('abort', leave);
        entry.waiting -= 1;
        if (entry.waiting === 0 && entry.finished === undefined) entry.controller.abort();
      }
    },
  };
}
