import type { Rectangle } from './layout-types';
import { boxGap } from './node-size';

/** How far `box` must move down (up, when negative) to stand clear of `placed`, as near as possible to `wished`. */
export function nearestFreeShift(box: Rectangle, placed: readonly Rectangle[], wished: number): number {
  const blocked: { from: number; to: number }[] = [];
  for (const other of placed) {
    if (box.left < other.right + boxGap && other.left < box.right + boxGap)
      blocked.push({ from: other.top - boxGap - box.bottom, to: other.bottom + boxGap - box.top });
  }
  blocked.sort((a, b) => a.from - b.from);
  // Ranges that overlap are one; only the one around the wish matters.
  let [from, to] = [-Infinity, -Infinity];
  for (const range of blocked) {
    if (range.from < to) {
      to = Math.max(to, range.to);
      continue;
    }
    if (from < wished && wished < to) break;
    ({ from, to } = range);
  }
  if (!(from < wished && wished < to)) return wished;
  return wished - from < to - wished ? from : to;
}
