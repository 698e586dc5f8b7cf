import type { MeasuredApplication } from './measured-application';
import { untilForgotten } from './measure-graph';
import { replayAnswers } from './replay-answers';
import { loadNow, say } from './say';
import { printNumber, printVerdict } from './table';
import { AT_SECONDS, GRAPH, startBefore, withPrometheus } from './with-mesh';

const REFRESHES = 2_000;
const EIGHTH = REFRESHES / 8;
/** Viewers at once: memory does not ask who waits. */
const AT_ONCE = 4;
/** Instants that are asked about in turn. */
const INSTANTS = 100;

/** The heap over thousands of refreshes, and resident memory before the first. */
export async function benchMemory(): Promise<void> {
  await withPrometheus({ workloads: 100 }, async (proxy) => {
    const replay = await replayAnswers(proxy.url);
    const application = await startBefore(replay.url);
    try {
      await measureMemory(application);
    } finally {
      await application.close();
      await replay.close();
    }
  });
}

async function measureMemory(application: MeasuredApplication): Promise<void> {
  const idle = await application.collect();
  const heap: number[] = [];
  for (let first = 0; first < REFRESHES; first += EIGHTH) {
    await refresh(application, first, first + EIGHTH);
    // What Prometheus said last is shared for two seconds: how much that is depends on how fast the machine is.
    await untilForgotten();
    heap.push((await application.collect()).heapMiB);
    say(`… ${first + EIGHTH} refreshes, load ${loadNow()}`);
  }
  const { rssMiB, peakMiB } = await application.collect();
  // The first eighth warms up caches and compiled code.
  const [early = Number.NaN, late = Number.NaN] = [heap[1], heap.at(-1)];
  say(`\n## Memory over ${REFRESHES} refreshes of 100 workloads\n`);
  say(`heap at the start ${idle.heapMiB.toFixed(1)} MiB`);
  say(`heap after each eighth: ${heap.map((one) => one.toFixed(1)).join(', ')} MiB`);
  say(`resident after all of them ${printNumber(rssMiB)} MiB, at most ${printNumber(peakMiB)} MiB`);
  say(printVerdict('resident memory before the first question', idle.rssMiB, 200, 'MiB'));
  say(printVerdict('heap after all of them to that after a quarter', late / early, 1.05, 'times'));
}

async function refresh(application: MeasuredApplication, first: number, end: number): Promise<void> {
  await Promise.all(
    Array.from({ length: AT_ONCE }, async (_none, viewer) => {
      for (let round = first + viewer; round < end; round += AT_ONCE) {
        const path = `${GRAPH}&at=${AT_SECONDS - (round % INSTANTS)}`;
        const { status } = await application.ask(path, { 'cache-control': 'max-age=0' });
        if (status !== 200) throw new Error(`The graph was answered with ${status}.`);
      }
    }),
  );
}
