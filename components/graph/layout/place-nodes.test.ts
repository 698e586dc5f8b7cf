import { describe, expect, it } from 'vitest';
import { layeredLayout } from './layered-layout';
import type { Point } from './layout-types';
import { nodeRectangle, rectanglesOverlap, rowPitch } from './node-size';
import { placeNodes } from './place-nodes';

const node = (id: string, group?: string, stack?: string) => ({ id, width: 60, group, stack });

const options = {
  known: new Map(),
  pinned: new Map(),
  wished: new Map(),
  unfolded: [],
  steady: false,
  aspect: 1.5,
};

const place = (
  nodes: ReturnType<typeof node>[],
  edges: { source: string; target: string }[],
  known: [string, Point][],
  pinned: [string, Point][] = [],
) => placeNodes(nodes, edges, { ...options, known: new Map(known), pinned: new Map(pinned) });

describe('placeNodes', () => {
  it('lays the first graph out in layers', () => {
    const nodes = [node('a'), node('b')];
    const edges = [{ source: 'a', target: 'b' }];
    expect(place(nodes, edges, [])).toEqual({
      positions: layeredLayout(nodes, edges, { aspect: 1.5 }),
      anew: true,
    });
  });

  it('puts a newcomer right of its only caller', () => {
    const { positions: placed } = place(
      [node('a'), node('b'), node('c')],
      [{ source: 'b', target: 'c' }],
      [
        ['a', { x: 0, y: 0 }],
        ['b', { x: 0, y: 200 }],
      ],
    );
    expect(placed.get('c')!.x).toBeGreaterThan(100);
    expect(Math.abs(placed.get('c')!.y - 200)).toBeLessThan(rowPitch);
  });

  it('keeps a newcomer out of the boxes of other groups', () => {
    const nodes = [node('a', 'one'), node('b', 'two'), node('c', 'one')];
    const { positions } = place(
      nodes,
      [{ source: 'a', target: 'c' }],
      [
        ['a', { x: 0, y: 0 }],
        ['b', { x: 160, y: 0 }],
      ],
    );
    const { x, y } = positions.get('c')!;
    expect(Math.abs(x - 160) > 60 || Math.abs(y) > 60).toBe(true);
  });

  it('puts another version of an app below those that stand', () => {
    const versions = [node('v1', 'shop', 'cart'), node('v2', 'shop', 'cart'), node('v3', 'shop', 'cart')];
    const { positions } = place(
      versions,
      [],
      [
        ['v1', { x: 40, y: 0 }],
        ['v2', { x: 40, y: rowPitch }],
      ],
    );
    expect(positions.get('v3')).toEqual({ x: 40, y: 2 * rowPitch });
  });

  it('lays out anew around what is pinned, and puts nobody onto it', () => {
    const nodes = ['a', 'b', 'c'].map((id) => node(id));
    const edges = [
      { source: 'a', target: 'b' },
      { source: 'b', target: 'c' },
    ];
    const b = layeredLayout(nodes, edges, { aspect: 1.5 }).get('b')!;
    const { positions, anew } = place(nodes, edges, [], [['c', b]]);
    expect(anew).toBe(true);
    expect(positions.get('c')).toEqual(b);
    const at = positions.get('b')!;
    expect(rectanglesOverlap(nodeRectangle(at, 60), nodeRectangle(b, 60))).toBe(false);
  });
});
