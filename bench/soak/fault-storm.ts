import type { Fault, FaultServer } from '../../lib/embedded/faults/fault';

type Wrong = Fault extends infer Each ? (Each extends Fault ? Omit<Each, 'server'> : never) : never;

/** Whatever an upstream was seen to do wrong, and nothing at all. */
const WRONG: readonly (Wrong | undefined)[] = [
  undefined,
  { kind: 'status', status: 401 },
  { kind: 'status', status: 403 },
  { kind: 'status', status: 429, retryAfterSeconds: 1 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'empty' },
  { kind: 'html' },
  { kind: 'huge', megabytes: 80 },
  { kind: 'reset' },
  { kind: 'redirect', to: 'http://127.0.0.1:1/' },
  { kind: 'delay', ms: 3_000 },
  { kind: 'drip', everyMs: 50 },
  { kind: 'truncate', how: 'end' },
  { kind: 'truncate', how: 'reset' },
];

const WRONG_WATCHES: readonly Wrong[] = [
  { kind: 'cutWatches', how: 'end' },
  { kind: 'cutWatches', how: 'reset', afterMs: 500 },
  { kind: 'gone', on: 'watch', as: 'event' },
];

/** What the three upstreams do wrong next. `random` gives numbers from 0 up to 1. */
export function drawFaults(random: () => number): Fault[] {
  const draw = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  const servers: FaultServer[] = ['prometheus', 'kubernetes', 'jaeger'];
  return servers.flatMap((server) => {
    const wrong = [draw(WRONG), server === 'kubernetes' ? draw(WRONG_WATCHES) : undefined];
    return wrong.flatMap((each) => (each === undefined ? [] : [{ server, ...each } as Fault]));
  });
}

/** Mulberry32: the same storm for the same seed. */
export function startRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
