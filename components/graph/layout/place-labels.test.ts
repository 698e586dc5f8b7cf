import { describe, expect, it } from 'vitest';
import { fromEdgeCurve, sampleCurve } from './edge-curve';
import { nodeRectangle, rectanglesOverlap } from './node-size';
import { placeLabels } from './place-labels';
import { routeEdges } from './route-edges';

const room = { width: 70, height: 20 };

function place(at: Record<string, readonly number[]>, arrows: string[], size = room, width = 60) {
  const positions = new Map(Object.entries(at).map(([id, [x = 0, y = 0]]) => [id, { x, y }]));
  const nodes = Object.keys(at).map((id) => ({ id, width }));
  const edges = arrows.map((arrow) => {
    const [source = '', target = ''] = arrow.split('>');
    return { id: arrow, source, target };
  });
  const curves = routeEdges(edges, nodes, positions);
  return { spots: placeLabels(edges, nodes, positions, curves, size), positions, nodes, curves };
}

describe('placeLabels', () => {
  it('puts the label of a lone edge into its middle', () => {
    const { spots } = place({ a: [0, 0], b: [200, 0] }, ['a>b']);
    expect(spots.get('a>b')).toMatchObject({ side: 'middle', crowded: false });
  });

  it('puts labels of edges that fan out near their targets, apart from each other', () => {
    const { spots } = place({ a: [0, 0], b: [220, -100], c: [220, 0], d: [220, 100] }, ['a>b', 'a>c', 'a>d']);
    for (const spot of spots.values()) expect(spot).toMatchObject({ side: 'target', crowded: false });
  });

  it('moves a label away from a node that its line passes', () => {
    const { spots, curves, positions } = place({ a: [0, 0], m: [200, 30], b: [400, 0] }, ['a>b']);
    const spot = spots.get('a>b')!;
    expect(spot.crowded).toBe(false);
    const line = sampleCurve(
      positions.get('a')!,
      positions.get('b')!,
      fromEdgeCurve(positions.get('a')!, positions.get('b')!, curves.get('a>b')!),
      100,
    );
    const way = spot.side === 'source' ? spot.offset + 19 : 400 - spot.offset - 19;
    const middle = spot.side === 'middle' ? line[49]! : line.find(({ x }) => x >= way)!;
    const label = {
      left: middle.x - room.width / 2,
      right: middle.x + room.width / 2,
      top: middle.y - room.height / 2,
      bottom: middle.y + room.height / 2,
    };
    expect(rectanglesOverlap(label, { ...nodeRectangle({ x: 200, y: 30 }, 38), top: 11 })).toBe(false);
  });

  it('lifts a label off a level line that has no room but above it', () => {
    const tall = { width: 70, height: 50 };
    const { spots } = place({ a: [0, 0], b: [160, 0] }, ['a>b'], tall, 150);
    expect(spots.get('a>b')).toMatchObject({ side: 'middle', rise: 28, crowded: false });
  });

  it('says which labels find no room, but only in a crowd', () => {
    const few = place({ a: [0, 0], b: [60, 0] }, ['a>b']);
    expect(few.spots.get('a>b')?.crowded).toBe(false);
    const names = Array.from({ length: 50 }, (_, index) => `n${index}`);
    const many = place(
      { a: [0, 0], b: [60, 0], ...Object.fromEntries(names.map((name, row) => [name, [400, row * 100]])) },
      ['a>b', ...names.map((name) => `b>${name}`)],
    );
    expect(many.spots.get('a>b')?.crowded).toBe(true);
  });

  it('keeps off the names of boxes', () => {
    const positions = new Map([
      ['a', { x: 0, y: 0 }],
      ['b', { x: 420, y: 0 }],
      ['c', { x: 210, y: 48 }],
    ]);
    const nodes = [
      { id: 'a', width: 60 },
      { id: 'b', width: 60 },
      { id: 'c', width: 120, group: 'box' },
    ];
    const edges = [{ id: 'e', source: 'a', target: 'b' }];
    const curves = routeEdges(edges, nodes, positions);
    const spot = placeLabels(edges, nodes, positions, curves, room).get('e')!;
    expect(spot).toMatchObject({ crowded: false });
    expect(spot.side === 'middle' && spot.rise === 0).toBe(false);
  });
});
