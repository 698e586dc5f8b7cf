/** How far an item reaches up and down from where it stands. */
export interface Reach {
  readonly above: number;
  readonly below: number;
}

/**
 * Positions as near as possible (least squares) to the wished ones, for the first `count` items in the given order and
 * with at least `gap` between two. `bounds` keeps all items inside a range when there is room for them. Runs thousands
 * of times for one picture: the answer is overwritten by the next.
 */
export function spreadColumn(
  items: readonly Reach[],
  wishes: readonly number[],
  count: number,
  gap: number,
  bounds?: { low: number; high: number },
): ArrayLike<number> {
  if (offsets.length < count) grow(count);
  // Without the room each item needs before it, the order constraint is plain monotony: pool adjacent violators.
  let top = -1;
  let offset = 0;
  let reached = 0;
  for (let index = 0; index < count; index += 1) {
    const { above, below } = items[index] ?? nothing;
    if (index > 0) offset += reached + gap + above;
    reached = below;
    offsets[index] = offset;
    let sum = (wishes[index] ?? 0) - offset;
    let size = 1;
    while (top >= 0) {
      const otherSum = sums[top] ?? 0;
      const otherSize = sizes[top] ?? 1;
      if (otherSum / otherSize < sum / size) break;
      sum += otherSum;
      size += otherSize;
      top -= 1;
    }
    top += 1;
    sums[top] = sum;
    sizes[top] = size;
  }
  const low = (bounds?.low ?? -Infinity) + (items[0]?.above ?? 0);
  const end = (bounds?.high ?? Infinity) - reached - offset;
  const high = Math.max(low, end);
  for (let block = 0, at = 0; block <= top; block += 1) {
    const size = sizes[block] ?? 0;
    const base = Math.min(high, Math.max(low, (sums[block] ?? 0) / size));
    for (const next = at + size; at < next; at += 1) spread[at] = base + (offsets[at] ?? 0);
  }
  return spread;
}

const nothing: Reach = { above: 0, below: 0 };

/** By item: how far it stands below the first at least, and where it stands at last. */
let offsets = new Float64Array(64);
let spread = new Float64Array(64);
/** Blocks of pooled items, as a stack: the sum of their wishes, and how many they are. */
let sums = new Float64Array(64);
let sizes = new Float64Array(64);

function grow(count: number): void {
  const room = 2 * count;
  offsets = new Float64Array(room);
  spread = new Float64Array(room);
  sums = new Float64Array(room);
  sizes = new Float64Array(room);
}
