// Runs in the page before its own scripts: what waits five seconds or longer waits until `longDay.pass` says that they are
// over, and the clock on the wall goes with it. All else is the browser's own: frames, short timers, what is measured.
const LONG_MS = 5_000;
const PATIENCE_MS = 3_000;
const ANSWERED_WITHIN_MS = 120_000;
const PlainDate = globalThis.Date;
const plain = {
  setTimeout: globalThis.setTimeout.bind(globalThis),
  clearTimeout: globalThis.clearTimeout.bind(globalThis),
  setInterval: globalThis.setInterval.bind(globalThis),
  clearInterval: globalThis.clearInterval.bind(globalThis),
};

let passedMs = 0;
// Far above any id that the browser gives.
let lastId = 1e12;
const waiting = new Map();

const nowMs = () => PlainDate.now() + passedMs;

globalThis.Date = class Date extends PlainDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [nowMs()] : parts));
  }

  static now() {
    return nowMs();
  }
};

function addLong(work, delayMs, isRepeated) {
  lastId += 1;
  waiting.set(lastId, { work, delayMs, isRepeated, dueMs: nowMs() + delayMs });
  return lastId;
}

globalThis.setTimeout = (work, delayMs = 0, ...given) =>
  delayMs >= LONG_MS
    ? addLong(() => work(...given), delayMs, false)
    : plain.setTimeout(work, delayMs, ...given);
globalThis.setInterval = (work, delayMs = 0, ...given) =>
  delayMs >= LONG_MS
    ? addLong(() => work(...given), delayMs, true)
    : plain.setInterval(work, delayMs, ...given);
globalThis.clearTimeout = (id) => (waiting.delete(id) ? undefined : plain.clearTimeout(id));
globalThis.clearInterval = (id) => (waiting.delete(id) ? undefined : plain.clearInterval(id));

/** When what is shown was, as the page itself says it. */
const shownInstant = () => document.querySelector('[data-testid="data-age"]')?.getAttribute('title');
const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

globalThis.longDay = {
  /** Lets time pass; whatever is due is called once. */
  pass(ms) {
    passedMs += ms;
    for (const [id, timer] of waiting) {
      if (timer.dueMs > nowMs()) continue;
      if (timer.isRepeated) timer.dueMs = nowMs() + timer.delayMs;
      else waiting.delete(id);
      timer.work();
    }
  },

  /** Lets the time between two refreshes pass so many times; each has to bring another instant onto the screen. */
  async refresh(times, everyMs) {
    for (let time = 0; time < times; time += 1) {
      const [before, startedMs] = [shownInstant(), performance.now()];
      let askedMs = startedMs;
      longDay.pass(everyMs);
      while (shownInstant() === before) {
        const now = performance.now();
        if (now - startedMs > ANSWERED_WITHIN_MS)
          throw new Error(`The page still shows ${before}: it did not refresh.`);
        // A page that waited long for an answer asks less often.
        if (now - askedMs > PATIENCE_MS) {
          askedMs = now;
          longDay.pass(everyMs);
        }
        await nextFrame();
      }
      // What the answer changed is drawn in the next one.
      await nextFrame();
    }
  },
};
