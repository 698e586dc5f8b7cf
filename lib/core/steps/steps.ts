/**
 * A piece of thinking that can be set aside: it stops now and then, and goes on where it was. What it thinks does not
 * depend on when that is.
 */
export type Steps<T> = Generator<void, T, void>;

/** Elements after which long loops stop. */
const STRIDE = 250;

/** All of it at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}

/** Does something with each of many. */
export function* eachInSteps<T>(
  items: Iterable<T>,
  each: (item: T, index: number) => void,
  stride = STRIDE,
): Steps<void> {
  let index = 0;
  for (const item of items) {
    each(item, index);
    index += 1;
    if (index % stride === 0) yield;
  }
}

/** `items.map(map)`. */
export function* mapInSteps<T, U>(
  items: Iterable<T>,
  map: (item: T, index: number) => U,
  stride = STRIDE,
): Steps<U[]> {
  const mapped: U[] = [];
  yield* eachInSteps(items, (item, index) => void mapped.push(map(item, index)), stride);
  return mapped;
}

/** A stable sort of many: parts of them first, which are then merged. */
export function* sortInSteps<T>(
  items: readonly T[],
  compare: (a: T, b: T) => number,
  part = 1_000,
): Steps<T[]> {
  let runs: T[][] = [];
  for (let at = 0; at < items.length; at += part) {
    runs.push(items.slice(at, at + part).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let at = 0; at < runs.length; at += 2)
      merged.push(yield* merge(runs[at] ?? [], runs[at + 1] ?? [], compare, part));
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge<T>(
  left: readonly T[],
  right: readonly T[],
  compare: (a: T, b: T) => number,
  part: number,
): Steps<T[]> {
  const merged: T[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const [a, b] = [left[i], right[j]];
    const takesLeft = j >= right.length || (i < left.length && compare(a as T, b as T) <= 0);
    merged.push((takesLeft ? a : b) as T);
    if (takesLeft) i += 1;
    else j += 1;
    if (merged.length % (4 * part) === 0) yield;
  }
  return merged;
}
