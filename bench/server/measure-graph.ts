import type { MeasuredApplication } from './measured-application';
import type { SlowProxy } from './slow-proxy';

/** What a number of answers cost, each made anew. */
export interface GraphRuns {
  /** From the question to the last byte. */
  readonly wallMs: readonly number[];
  /** Without the time in which a request to Prometheus was under way. */
  readonly ownMs: readonly number[];
  readonly cpuMs: readonly number[];
  readonly stallMs: readonly number[];
  readonly queries: number;
  readonly mostAtOnce: number;
  readonly upstreamBytes: number;
  readonly payloadBytes: number;
  /** Most resident memory in any run, MiB. */
  readonly peakMiB: number;
}

/** Asks for a graph again and again, each time of another instant, so that no answer is there already. */
export async function measureGraph(
  application: MeasuredApplication,
  proxy: SlowProxy,
  { path, atSeconds, runs }: { path: string; atSeconds: number; runs: number },
): Promise<GraphRuns> {
  const all = {
    wallMs: [] as number[],
    ownMs: [] as number[],
    cpuMs: [] as number[],
    stallMs: [] as number[],
  };
  let [queries, mostAtOnce, upstreamBytes, payloadBytes, peakMiB] = [0, 0, 0, 0, 0];
  for (let run = 0; run < runs; run += 1) {
    proxy.forget();
    await application.reset();
    const { status, wallMs, bytes } = await application.ask(`${path}&at=${atSeconds - run}`);
    if (status !== 200) throw new Error(`The graph was answered with ${status}.`);
    const passed = proxy.passed();
    const cost = await application.cost();
    all.wallMs.push(wallMs);
    all.ownMs.push(Math.max(0, wallMs - passed.busyMs));
    all.cpuMs.push(cost.cpuMs);
    all.stallMs.push(cost.stallMs);
    peakMiB = Math.max(peakMiB, cost.peakMiB);
    [queries, upstreamBytes, payloadBytes] = [passed.requests, passed.bytes, bytes];
    mostAtOnce = Math.max(mostAtOnce, passed.mostAtOnce);
  }
  return { ...all, queries, mostAtOnce, upstreamBytes, payloadBytes, peakMiB };
}
