import { describe, expect, it } from 'vitest';
import { layeredLayout } from './layered-layout';
import { rowPitch } from './node-size';
import { placeNodes } from './place-nodes';

const node = (id: string, group?: string) => ({ id, width: 60, group });

describe('placeNodes', () => {
  it('lays the first graph out in layers', () => {
    const nodes = [node('a'), node('b')];
    const edges = [{ source: 'a', target: 'b' }];
    expect(placeNodes(nodes, edges, new Map())).toEqual(layeredLayout(nodes, edges));
  });

  it('puts a newcomer right of its only caller', () => {
    const known = new Map([
      ['a', { x: 0, y: 0 }],
      ['b', { x: 0, y: 200 }],
    ]);
    const placed = placeNodes([node('a'), node('b'), node('c')], [{ source: 'b', target: 'c' }], known);
    expect(placed.get('c')!.x).toBeGreaterThan(100);
    expect(Math.abs(placed.get('c')!.y - 200)).toBeLessThan(rowPitch);
  });

  it('keeps a newcomer out of the boxes of other groups', () => {
    const known = new Map([
      ['a', { x: 0, y: 0 }],
      ['b', { x: 160, y: 0 }],
    ]);
    const nodes = [node('a', 'one'), node('b', 'two'), node('c', 'one')];
    const { x, y } = placeNodes(nodes, [{ source: 'a', target: 'c' }], known).get('c')!;
    expect(Math.abs(x - 160) > 60 || Math.abs(y) > 60).toBe(true);
  });
});
