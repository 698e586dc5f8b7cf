/** An item of a column: where it wants to be, and how far it reaches up and down from there. */
export interface ColumnItem {
  wish: number;
  above: number;
  below: number;
}

/**
 * Positions as near as possible (least squares) to the wished ones, in the given order and with at least `gap` between
 * two items. `bounds` keeps all items inside a range when there is room for them.
 */
export function spreadColumn(
  items: readonly ColumnItem[],
  gap: number,
  bounds?: { low: number; high: number },
): number[] {
  // Without the room each item needs before it, the order constraint is plain monotony: pool adjacent violators.
  const offsets: number[] = [];
  const blocks: { sum: number; count: number }[] = [];
  items.forEach(({ wish, above }, index) => {
    const before = items[index - 1];
    const offset = before ? (offsets[index - 1] ?? 0) + before.below + gap + above : 0;
    offsets.push(offset);
    let block = { sum: wish - offset, count: 1 };
    for (
      let last = blocks.at(-1);
      last && last.sum / last.count >= block.sum / block.count;
      last = blocks.at(-1)
    ) {
      block = { sum: block.sum + last.sum, count: block.count + last.count };
      blocks.pop();
    }
    blocks.push(block);
  });
  const low = (bounds?.low ?? -Infinity) + (items[0]?.above ?? 0);
  const end = (bounds?.high ?? Infinity) - (items.at(-1)?.below ?? 0) - (offsets.at(-1) ?? 0);
  const high = Math.max(low, end);
  const spread: number[] = [];
  for (const { sum, count } of blocks) {
    const base = Math.min(high, Math.max(low, sum / count));
    for (let step = 0; step < count; step += 1) spread.push(base + (offsets[spread.length] ?? 0));
  }
  return spread;
}
