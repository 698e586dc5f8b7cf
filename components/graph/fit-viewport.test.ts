import { describe, expect, it } from 'vitest';
import { fitViewport, panIntoView } from './fit-viewport';

const size = { width: 1_000, height: 600 };

describe('fitViewport', () => {
  it('shows the whole content in the middle', () => {
    const { zoom, pan } = fitViewport([{ left: -100, top: 0, right: 1_900, bottom: 300 }], size)!;
    expect(-100 * zoom + pan.x).toBeCloseTo(28);
    expect(1_900 * zoom + pan.x).toBeCloseTo(972);
    expect(150 * zoom + pan.y).toBeCloseTo(300);
  });

  it('leaves no part below the controls in the corners, and gives no room away for corners that are empty', () => {
    const high = [
      { left: 300, top: 0, right: 1_600, bottom: 100 },
      { left: 0, top: 300, right: 300, bottom: 1_000 },
    ];
    const { zoom, pan } = fitViewport(high, size)!;
    expect(pan.y).toBeCloseTo(28);
    expect(1_000 * zoom + pan.y).toBeLessThanOrEqual(600 - 58 + 0.001);
    const inCorner = fitViewport([{ left: 0, top: 0, right: 1_800, bottom: 1_000 }], size)!;
    expect(inCorner.pan.y).toBeGreaterThanOrEqual(46);
    expect(fitViewport([], size)).toBeUndefined();
  });

  it('shows a small graph no larger than life', () => {
    expect(fitViewport([{ left: 0, top: 0, right: 10, bottom: 10 }], size)!.zoom).toBe(1.15);
  });

  it('has no answer without room or content', () => {
    expect(
      fitViewport([{ left: 0, top: 0, right: 10, bottom: 10 }], { width: 0, height: 0 }),
    ).toBeUndefined();
    expect(fitViewport([{ left: 0, top: 0, right: 0, bottom: 0 }], size)).toBeUndefined();
  });
});

describe('panIntoView', () => {
  it('leaves the view alone when the point is in it', () => {
    const pan = { x: 0.1, y: 0.2 };
    expect(panIntoView({ zoom: 1.3, pan }, { x: 200, y: 200 }, size)).toEqual(pan);
  });

  it('moves just far enough', () => {
    expect(panIntoView({ zoom: 1, pan: { x: 0, y: 0 } }, { x: 1_200, y: 300 }, size)).toEqual({
      x: -272,
      y: 0,
    });
  });
});
