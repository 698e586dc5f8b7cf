/** Bounds how much runs at once; who comes later waits in line. */
export interface Slots {
  /** Waits for a free slot, and gives what leaves it again. @throws whatever `onAbort` makes when `signal` is aborted while waiting */
  enter(signal: AbortSignal, onAbort: () => Error): Promise<() => void>;
  /** Runs `work` once a slot is free. @throws whatever `onAbort` makes when `signal` is aborted while waiting */
  run<T>(work: () => Promise<T>, signal: AbortSignal, onAbort: () => Error): Promise<T>;
}

export function createSlots(count: number): Slots {
  let free = count;
  const line: (() => void)[] = [];

  function release(): void {
    const next = line.shift();
    if (next === undefined) free += 1;
    else next();
  }

  function acquire(signal: AbortSignal, onAbort: () => Error): Promise<void> {
    if (signal.aborted) return Promise.reject(onAbort());
    if (free > 0) {
      free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        const place = line.indexOf(enter);
        if (place >= 0) line.splice(place, 1);
        reject(onAbort());
      };
      line.push(enter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  return {
    async enter(signal, onAbort) {
      await acquire(signal, onAbort);
      return release;
    },
    async run(work, signal, onAbort) {
      await acquire(signal, onAbort);
      try {
        return await work();
      } finally {
        release();
      }
    },
  };
}
