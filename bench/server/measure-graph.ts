import type { Bench } from './with-mesh';

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

export interface Asked {
  readonly path: string;
  /** Unix seconds of the first answer; each later one is of a second before, so that it is not there already. */
  readonly atSeconds: number;
  readonly runs: number;
}

export async function measureGraph(
  { application, proxy }: Bench,
  { path, atSeconds, runs }: Asked,
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

const MOST_WARM_UP_RUNS = 100;
const MOST_WARM_UP_MS = 30_000;

export interface WarmUp {
  /** Of whoever is signed in. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly mostMs?: number;
}

/** Asks until the process is as one that has served for a while: a hundred answers, or half a minute of them. */
export async function warmUp(
  { application }: Bench,
  path: string,
  atSeconds: number,
  { headers = {}, mostMs = MOST_WARM_UP_MS }: WarmUp = {},
): Promise<void> {
  const startedMs = performance.now();
  for (let run = 0; run < MOST_WARM_UP_RUNS && performance.now() - startedMs < mostMs; run += 1) {
    const { status } = await application.ask(`${path}&at=${atSeconds}`, {
      ...headers,
      'cache-control': 'max-age=0',
    });
    if (status !== 200) throw new Error(`The graph was answered with ${status}.`);
  }
}

/** Longer than the application remembers an answer of Prometheus. */
const FORGOTTEN_MS = 5_000;

/** Waits until nothing is remembered but what stays. */
export function untilForgotten(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, FORGOTTEN_MS));
}
