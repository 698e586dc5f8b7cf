import { describe, expect, it } from 'vitest';
import { controlPoints, fromEdgeCurve, sampleCurve, toEdgeCurve } from './edge-curve';
import { clearAbove } from './node-columns';
import { nodeDiameter, reachBelow, rowPitch } from './node-size';
import { routeEdges } from './route-edges';

const nodesAt = (positions: ReadonlyMap<string, unknown>) =>
  [...positions.keys()].map((id) => ({ id, width: 60 }));

describe('routeEdges', () => {
  it('leads an edge around a node that stands in its way', () => {
    const positions = new Map([
      ['a', { x: 0, y: 0 }],
      ['between', { x: 160, y: 0 }],
      ['b', { x: 320, y: 0 }],
    ]);
    const edge = { id: 'e', source: 'a', target: 'b' };
    const curve = routeEdges([edge], nodesAt(positions), positions).get('e')!;
    const [from, to] = [positions.get('a')!, positions.get('b')!];
    for (const { x, y } of sampleCurve(from, to, fromEdgeCurve(from, to, curve), 24)) {
      expect(Math.hypot(x - 160, y)).toBeGreaterThan(nodeDiameter / 2);
    }
  });

  it('leads a long edge between the nodes of every column on its way, past their names', () => {
    const positions = new Map<string, { x: number; y: number }>([
      ['a', { x: 0, y: 0 }],
      ['b', { x: 800, y: 0 }],
    ]);
    for (let column = 1; column < 5; column += 1) {
      for (let row = -3; row <= 3; row += 1) {
        positions.set(`${column} ${row}`, { x: column * 160, y: row * rowPitch + (column % 2) * 30 });
      }
    }
    const curve = routeEdges([{ id: 'e', source: 'a', target: 'b' }], nodesAt(positions), positions).get(
      'e',
    )!;
    const [from, to] = [positions.get('a')!, positions.get('b')!];
    const points = sampleCurve(from, to, fromEdgeCurve(from, to, curve), 100);
    for (const [id, at] of positions) {
      if (id === 'a' || id === 'b') continue;
      for (const { x, y } of points) {
        expect(Math.abs(x - at.x) < clearAbove - 8 && Math.abs(y - at.y) < clearAbove - 8).toBe(false);
        const isOnName = Math.abs(x - at.x) < 24 && y > at.y + clearAbove && y < at.y + reachBelow - 8;
        expect(isOnName).toBe(false);
      }
    }
    expect(Math.max(...points.map(({ y }) => Math.abs(y)))).toBeLessThan(2 * rowPitch);
  });

  it('draws several edges between the same two apart', () => {
    const positions = new Map([
      ['a', { x: 0, y: 0 }],
      ['b', { x: 160, y: 40 }],
    ]);
    const edges = ['http', 'grpc', 'tcp'].map((id) => ({ id, source: 'a', target: 'b' }));
    const distances = [...routeEdges(edges, nodesAt(positions), positions).values()].map((curve) =>
      curve.distances.join(),
    );
    expect(new Set(distances).size).toBe(3);
  });

  it('leaves out edges whose ends are unknown or on one spot', () => {
    const positions = new Map([['a', { x: 0, y: 0 }]]);
    expect(routeEdges([{ id: 'loop', source: 'a', target: 'a' }], nodesAt(positions), positions).size).toBe(
      0,
    );
    expect(
      routeEdges([{ id: 'dangling', source: 'a', target: 'b' }], nodesAt(positions), positions).size,
    ).toBe(0);
  });
});

describe('toEdgeCurve', () => {
  it('describes the same control points, whichever way the edge leads', () => {
    for (const target of [
      { x: 200, y: 90 },
      { x: -200, y: 10 },
      { x: 5, y: -160 },
    ]) {
      const source = { x: 10, y: 20 };
      const controls = controlPoints(source, target, 30);
      const curve = toEdgeCurve(source, target, controls)!;
      fromEdgeCurve(source, target, curve).forEach((back, at) => {
        const control = controls[at]!;
        expect(back.x).toBeCloseTo(control.x);
        expect(back.y).toBeCloseTo(control.y);
      });
    }
  });
});
