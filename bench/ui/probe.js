// Runs in the page before its own scripts, and notes what they do.
const PlainWorker = globalThis.Worker;

const probe = {
  patchMs: [],
  longTaskMs: [],
  /** How many layouts were asked of a worker. */
  layouts: 0,
  worker: undefined,
  firstGraphMs: undefined,
  frames: [],

  startFrames() {
    probe.frames = [];
    const note = (atMs) => {
      probe.frames.push(atMs);
      probe.frameRequest = requestAnimationFrame(note);
    };
    probe.frameRequest = requestAnimationFrame(note);
  },

  /** Frames a second since `startFrames`. */
  stopFrames() {
    cancelAnimationFrame(probe.frameRequest);
    const [first, last] = [probe.frames[0], probe.frames.at(-1)];
    return ((probe.frames.length - 1) * 1000) / (last - first);
  },

  /** Milliseconds from pressing a key until other nodes than before are drawn. */
  untilOtherNodes(key) {
    return new Promise((resolve) => {
      const canvas = document.querySelector('[data-node-count]');
      const startedMs = performance.now();
      new MutationObserver((_, observer) => {
        observer.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - startedMs)));
      }).observe(canvas, { attributes: true, attributeFilter: ['data-node-count'] });
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    });
  },

  /** Milliseconds from the question to the answer of the product's own worker, for each run. */
  async layOut(parts, runs) {
    const worker = new PlainWorker(probe.worker.url, probe.worker.options);
    const task = {
      ...parts,
      known: new Map(),
      pinned: new Map(),
      wished: new Map(),
      unfolded: [],
      steady: false,
    };
    const times = [];
    for (let run = 0; run < runs; run += 1) {
      const startedMs = performance.now();
      await new Promise((resolve, reject) => {
        worker.addEventListener('message', resolve, { once: true });
        worker.addEventListener('error', reject, { once: true });
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- between worker and page there is none
        worker.postMessage({ number: run, task });
      });
      times.push(performance.now() - startedMs);
    }
    worker.terminate();
    return times;
  },
};
globalThis.probe = probe;

globalThis.Worker = class extends PlainWorker {
  constructor(url, options) {
    super(url, options);
    probe.worker = { url: String(url), options };
  }

  postMessage(...message) {
    probe.layouts += 1;
    super.postMessage(...message);
  }
};

new PerformanceObserver((list) => {
  for (const { name, duration } of list.getEntries())
    if (name === 'telltale patch') probe.patchMs.push(duration);
}).observe({ entryTypes: ['measure'] });
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) probe.longTaskMs.push(duration);
}).observe({ entryTypes: ['longtask'] });

new MutationObserver((_, observer) => {
  const count = document.querySelector('[data-node-count]')?.getAttribute('data-node-count') ?? '0';
  if (count === '0') return;
  observer.disconnect();
  // The frame after the next one shows what the next one draws.
  requestAnimationFrame(() => requestAnimationFrame(() => (probe.firstGraphMs = performance.now())));
}).observe(document, {
  subtree: true,
  childList: true,
  attributes: true,
  attributeFilter: ['data-node-count'],
});
