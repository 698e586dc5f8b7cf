// For tests: splits that happen by chance, the same in every run.

/** Numbers from 0 inclusive to 1 exclusive, from a seed (mulberry's way of mixing 32 bits). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Sends so many calls one by one to destinations with these shares; how many each got. */
export function sendCalls(shares: readonly number[], calls: number, random: () => number): number[] {
  const counts = shares.map(() => 0);
  for (let call = 0; call < calls; call += 1) {
    let left = random();
    let to = 0;
    while (to < shares.length - 1 && left >= (shares[to] ?? 0)) {
      left -= shares[to] ?? 0;
      to += 1;
    }
    counts[to] = (counts[to] ?? 0) + 1;
  }
  return counts;
}
