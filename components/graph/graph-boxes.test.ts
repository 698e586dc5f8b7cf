import { describe, expect, it } from 'vitest';
import { boxesOf, type BoxedNode } from '@/lib/core/graph/boxes';
import { boxAt, graphBoxes } from './graph-boxes';
import type { Point } from './layout/layout-types';

const reviews = (version: string, at: Point) => ({
  id: `reviews ${version}`,
  node: { kind: 'app', namespace: 'bookinfo', app: 'reviews' } as BoxedNode,
  at,
});
const ratings = (at: Point) => ({
  id: 'ratings',
  node: { kind: 'app', namespace: 'bookinfo', app: 'ratings' } as BoxedNode,
  at,
});

function draw(nodes: ReturnType<typeof reviews>[]) {
  const place = boxesOf(nodes.map(({ node }) => node));
  const members = nodes.map(({ id, node }) => ({ id, width: 60, boxes: place(node) }));
  return graphBoxes(members, new Map(nodes.map(({ id, at }) => [id, at])));
}

describe('graphBoxes', () => {
  it('frames an app from two versions on, inside its namespace', () => {
    const one = draw([reviews('v1', { x: 0, y: 0 }), ratings({ x: 300, y: 0 })]);
    expect(one.map(({ id }) => id)).toEqual(['ns:bookinfo']);
    const two = draw([
      reviews('v1', { x: 0, y: 0 }),
      reviews('v2', { x: 0, y: 100 }),
      ratings({ x: 300, y: 0 }),
    ]);
    expect(two.map(({ id }) => id)).toEqual(['ns:bookinfo', 'app:bookinfo/reviews']);
    const [outer, inner] = two.map(({ rectangle }) => rectangle);
    expect(inner!.left).toBeGreaterThan(outer!.left);
    expect(inner!.bottom).toBeLessThan(outer!.bottom);
  });

  it('draws no frame over somebody who stands between the versions', () => {
    const boxes = draw([
      reviews('v1', { x: 0, y: 0 }),
      reviews('v2', { x: 0, y: 200 }),
      ratings({ x: 0, y: 100 }),
    ]);
    expect(boxes.map(({ id }) => id)).toEqual(['ns:bookinfo']);
  });

  it('finds the innermost box at a point', () => {
    const boxes = draw([
      reviews('v1', { x: 0, y: 0 }),
      reviews('v2', { x: 0, y: 100 }),
      ratings({ x: 300, y: 0 }),
    ]);
    expect(boxAt(boxes, { x: 0, y: 50 })?.id).toBe('app:bookinfo/reviews');
    expect(boxAt(boxes, { x: 150, y: 50 })?.id).toBe('ns:bookinfo');
    expect(boxAt(boxes, { x: 900, y: 0 })).toBeUndefined();
  });
});
