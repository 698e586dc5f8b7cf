import type { Rectangle } from './layout-types';
import { rectanglesOverlap } from './node-size';

const cell = 160;

/** Many rectangles, to be asked quickly whether another one overlaps any of them. */
export class RectangleGrid {
  private readonly cells = new Map<string, Rectangle[]>();

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
    return keysOf(wide).some((key) => this.cells.get(key)?.some((other) => rectanglesOverlap(wide, other)));
  }
}

function keysOf({ left, right, top, bottom }: Rectangle): string[] {
  const keys: string[] = [];
  for (let x = Math.floor(left / cell); x <= Math.floor(right / cell); x += 1) {
    for (let y = Math.floor(top / cell); y <= Math.floor(bottom / cell); y += 1) keys.push(`${x} ${y}`);
  }
  return keys;
}
