/** A set of characters: ranges of code points, both ends included. */
export type CodePoints = readonly (readonly [from: number, to: number])[];

const LAST = 0x10_ff_ff;

export const DIGITS: CodePoints = [[0x30, 0x39]];
export const WORDS: CodePoints = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
/** Tab, line feed, form feed, carriage return and space. */
export const SPACES: CodePoints = [
  [0x09, 0x0a],
  [0x0c, 0x0d],
  [0x20, 0x20],
];
/** Everything but a line feed. */
export const ANY: CodePoints = complement([[0x0a, 0x0a]]);

export function hasCodePoint(points: CodePoints, point: number): boolean {
  return points.some(([from, to]) => from <= point && point <= to);
}

/** Every character that is not in the set. */
export function complement(points: CodePoints): CodePoints {
  const gaps: (readonly [number, number])[] = [];
  let next = 0;
  for (const [from, to] of [...points].sort(([a], [b]) => a - b)) {
    if (from > next) gaps.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  if (next <= LAST) gaps.push([next, LAST]);
  return gaps;
}
