/** Numbers from 0 to below 1 that look random and are the same for the same seed. */
export type Random = () => number;

/** A splitmix-like generator over 32 bits: far from cryptography, good enough for made-up worlds. */
export function makeRandom(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
  };
}

/** A number between two bounds. */
export function between(random: Random, least: number, most: number): number {
  return least + random() * (most - least);
}
