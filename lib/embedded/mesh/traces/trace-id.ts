import { hashText } from '../scrape-clock';

/** Where a trace comes from: the lane of its load, its number there, and which of a request's traces it is. */
export interface TraceOrigin {
  readonly lane: number;
  readonly index: number;
  readonly root: number;
}

const MASK = (1n << 64n) - 1n;
const FIRST = 0xbf58476d1ce4e5b9n;
const SECOND = 0x94d049bb133111ebn;

/**
 * A trace id of 32 hexadecimal digits that looks like any other, and from which the trace can be made again: nothing
 * needs to be kept. The second half tells ids of other worlds and made-up ones apart.
 */
export function printTraceId({ lane, index, root }: TraceOrigin, world: string): string {
  const packed = (BigInt(lane) << 56n) | (BigInt(index) << 8n) | BigInt(root);
  const first = mix(packed).toString(16).padStart(16, '0');
  return first + checkOf(first, world);
}

/** Undefined for ids that no trace of this world has. Leading zeros may be missing, as some tools print them so. */
export function parseTraceId(text: string, world: string): TraceOrigin | undefined {
  if (!/^[0-9a-f]{1,32}$/i.test(text)) return undefined;
  const id = text.toLowerCase().padStart(32, '0');
  const first = id.slice(0, 16);
  if (id.slice(16) !== checkOf(first, world)) return undefined;
  const packed = unmix(BigInt(`0x${first}`));
  return {
    lane: Number(packed >> 56n),
    index: Number((packed >> 8n) & 0xffff_ffff_ffffn),
    root: Number(packed & 0xffn),
  };
}

function checkOf(first: string, world: string): string {
  const half = (salt: string) => hashText(`${salt} ${world} ${first}`).toString(16).padStart(8, '0');
  return half('a') + half('b');
}

/** The finaliser of splitmix64, which can be undone. */
function mix(value: bigint): bigint {
  let mixed = ((value ^ (value >> 30n)) * FIRST) & MASK;
  mixed = ((mixed ^ (mixed >> 27n)) * SECOND) & MASK;
  return mixed ^ (mixed >> 31n);
}

function unmix(value: bigint): bigint {
  let plain = unshift(value, 31n);
  plain = (plain * inverse(SECOND)) & MASK;
  plain = unshift(plain, 27n);
  plain = (plain * inverse(FIRST)) & MASK;
  return unshift(plain, 30n);
}

function unshift(value: bigint, by: bigint): bigint {
  let plain = value;
  for (let known = by; known < 64n; known += by) plain = value ^ (plain >> by);
  return plain;
}

/** Of an odd number, modulo 2^64, by Newton's method: each step doubles the digits that are right. */
function inverse(odd: bigint): bigint {
  let found = odd;
  for (let step = 0; step < 6; step += 1) found = (found * (2n - odd * found)) & MASK;
  return found;
}
