/** How far an item reaches up and down from where it stands. */
export interface Reach {
  readonly above: number;
  readonly below: number;
}

/**
 * Positions as near as possible (least squares) to the wished ones, in the given order and with at least `gap` between
 * two items. `bounds` keeps all items inside a range when there is room for them.
 */
export function spreadColumn(
  items: readonly Reach[],
  wishes: readonly number[],
  gap: number,
  bounds?: { low: number; high: number },
): number[] {
  // Without the room each item needs before it, the order constraint is plain monotony: pool adjacent violators.
  const offsets: number[] = [];
  // Blocks of pooled items, as two stacks: this runs thousands of times for one picture.
  const sums: number[] = [];
  const counts: number[] = [];
  let offset = 0;
  let before: Reach | undefined;
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index] ?? nothing;
    if (before) offset += before.below + gap + item.above;
    before = item;
    offsets.push(offset);
    let sum = (wishes[index] ?? 0) - offset;
    let count = 1;
    for (let top = sums.length - 1; top >= 0; top -= 1) {
      const [otherSum = 0, otherCount = 1] = [sums[top], counts[top]];
      if (otherSum / otherCount < sum / count) break;
      sum += otherSum;
      count += otherCount;
      sums.pop();
      counts.pop();
    }
    sums.push(sum);
    counts.push(count);
  }
  const low = (bounds?.low ?? -Infinity) + (items[0]?.above ?? 0);
  const end = (bounds?.high ?? Infinity) - (before?.below ?? 0) - offset;
  const high = Math.max(low, end);
  const spread: number[] = [];
  for (let block = 0; block < sums.length; block += 1) {
    const count = counts[block] ?? 0;
    const base = Math.min(high, Math.max(low, (sums[block] ?? 0) / count));
    for (let step = 0; step < count; step += 1) spread.push(base + (offsets[spread.length] ?? 0));
  }
  return spread;
}

const nothing: Reach = { above: 0, below: 0 };
