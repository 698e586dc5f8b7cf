import type { Rectangle } from './layout-types';
import { boxGap } from './node-size';

/** How far `box` must move down (up, when negative) to stand clear of `placed`, as near as possible to `wished`. */
export function nearestFreeShift(box: Rectangle, placed: readonly Rectangle[], wished: number): number {
  const blocked = placed
    .filter((other) => box.left < other.right + boxGap && other.left < box.right + boxGap)
    .map((other) => ({ from: other.top - boxGap - box.bottom, to: other.bottom + boxGap - box.top }))
    .toSorted((a, b) => a.from - b.from);
  const merged: { from: number; to: number }[] = [];
  for (const range of blocked) {
    const last = merged.at(-1);
    if (last && range.from < last.to) last.to = Math.max(last.to, range.to);
    else merged.push({ ...range });
  }
  const hit = merged.find(({ from, to }) => from < wished && wished < to);
  if (!hit) return wished;
  return wished - hit.from < hit.to - wished ? hit.from : hit.to;
}
