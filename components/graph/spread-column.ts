/**
 * Positions as near as possible (least squares) to the wished ones, in the given order and at least `pitch` apart.
 * `bounds` keeps the first and the last inside a range when there is room for all.
 */
export function spreadColumn(
  wished: readonly number[],
  pitch: number,
  bounds?: { low: number; high: number },
): number[] {
  // Without the room each node needs before it, the order constraint is plain monotony: pool adjacent violators.
  const blocks: { sum: number; count: number }[] = [];
  wished.forEach((wish, index) => {
    let block = { sum: wish - index * pitch, count: 1 };
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
  const low = bounds?.low ?? -Infinity;
  const high = Math.max(low, (bounds?.high ?? Infinity) - (wished.length - 1) * pitch);
  const spread: number[] = [];
  for (const { sum, count } of blocks) {
    const base = Math.min(high, Math.max(low, sum / count));
    for (let step = 0; step < count; step += 1) spread.push(base + spread.length * pitch);
  }
  return spread;
}
