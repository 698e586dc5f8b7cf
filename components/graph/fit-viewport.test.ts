import { describe, expect, it } from 'vitest';
import { fitViewport, panIntoView } from './fit-viewport';
import type { Rectangle } from './layout/layout-types';

const size = { width: 1_000, height: 600 };
const only = (shapes: Rectangle[]) => ({ shapes, lines: [] });

describe('fitViewport', () => {
  it('shows the whole content in the middle', () => {
    const { zoom, pan } = fitViewport(only([{ left: -100, top: 0, right: 1_900, bottom: 300 }]), size)!;
    expect(-100 * zoom + pan.x).toBeCloseTo(28);
    expect(1_900 * zoom + pan.x).toBeCloseTo(972);
    expect(150 * zoom + pan.y).toBeCloseTo(300);
  });

  it('leaves no part below the controls in the corners, and gives no room away for corners that are empty', () => {
    const high = [
      { left: 300, top: 0, right: 1_600, bottom: 100 },
      { left: 0, top: 300, right: 300, bottom: 1_000 },
    ];
    const { zoom, pan } = fitViewport(only(high), size)!;
    expect(pan.y).toBeCloseTo(28);
    expect(1_000 * zoom + pan.y).toBeLessThanOrEqual(600 - 58 + 0.001);
    const inCorner = fitViewport(only([{ left: 0, top: 0, right: 1_800, bottom: 1_000 }]), size)!;
    expect(inCorner.pan.y).toBeGreaterThanOrEqual(46);
    expect(fitViewport(only([]), size)).toBeUndefined();
  });

  it('shows lines that lead over everything, and lets them pass below the controls', () => {
    const shapes = [{ left: 0, top: 0, right: 500, bottom: 300 }];
    const lines = [{ left: -50, top: -200, right: 500, bottom: 100 }];
    const { zoom, pan } = fitViewport({ shapes, lines }, size)!;
    expect(-200 * zoom + pan.y).toBeCloseTo(28);
    expect(300 * zoom + pan.y).toBeCloseTo(572);
  });

  it('shows a small graph no larger than life', () => {
    expect(fitViewport(only([{ left: 0, top: 0, right: 10, bottom: 10 }]), size)!.zoom).toBe(1.15);
  });

  it('has no answer without room or content', () => {
    expect(
      fitViewport(only([{ left: 0, top: 0, right: 10, bottom: 10 }]), { width: 0, height: 0 }),
    ).toBeUndefined();
    expect(fitViewport(only([{ left: 0, top: 0, right: 0, bottom: 0 }]), size)).toBeUndefined();
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
