import type { Rectangle } from './layout-types';
import { rectanglesOverlap } from './node-size';

const cell = 160;

/** Many rectangles, to be asked quickly whether another one overlaps any of them. */
export class RectangleGrid {
  private readonly cells = new Map<number, Rectangle[]>();

  add(rectangle: Rectangle): void {
    for (const key of keysOf(rectangle)) {
      const inCell = this.cells.get(key);
      if (inCell) inCell.push(rectangle);
      else this.cells.set(key, [rectangle]);
    }
  }

  overlaps(rectangle: Rectangle, gap = 0): boolean {
    const { left, right, top, bottom } = rectangle;
    const wide = { left: left - gap, right: right + gap, top: top - gap, bottom: bottom + gap };
    for (const key of keysOf(wide)) {
      for (const other of this.cells.get(key) ?? []) if (rectanglesOverlap(wide, other)) return true;
    }
    return false;
  }
}

/** One number for each cell that is touched. Cells very far apart may share one: they are only looked at in vain. */
function keysOf({ left, right, top, bottom }: Rectangle): number[] {
  const keys: number[] = [];
  for (let x = Math.floor(left / cell); x <= Math.floor(right / cell); x += 1) {
    for (let y = Math.floor(top / cell); y <= Math.floor(bottom / cell); y += 1) keys.push(x * 65_536 + y);
  }
  return keys;
}
