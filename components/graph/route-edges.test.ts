import { describe, expect, it } from 'vitest';
import { controlPoints, sampleCurve, toEdgeCurve } from './edge-curve';
import { nodeDiameter } from './node-size';
import { routeEdges } from './route-edges';

/** The way back from Cytoscape's terms to points. */
function fromCurve(
  source: { x: number; y: number },
  target: { x: number; y: number },
  weight: number,
  distance: number,
) {
  const [dx, dy] = [target.x - source.x, target.y - source.y];
  const length = Math.hypot(dx, dy);
  return {
    x: source.x + dx * weight - (dy / length) * distance,
    y: source.y + dy * weight + (dx / length) * distance,
  };
}

describe('routeEdges', () => {
  it('leads an edge around a node that stands in its way', () => {
    const positions = new Map([
      ['a', { x: 0, y: 0 }],
      ['between', { x: 160, y: 0 }],
      ['b', { x: 320, y: 0 }],
    ]);
    const curve = routeEdges([{ id: 'e', source: 'a', target: 'b' }], positions).get('e')!;
    const [from, to] = [positions.get('a')!, positions.get('b')!];
    const controls = [0, 1].map((at) => fromCurve(from, to, curve.weights[at]!, curve.distances[at]!));
    for (const { x, y } of sampleCurve(from, to, [controls[0]!, controls[1]!], 24)) {
      expect(Math.hypot(x - 160, y)).toBeGreaterThan(nodeDiameter / 2);
    }
  });

  it('draws several edges between the same two apart', () => {
    const positions = new Map([
      ['a', { x: 0, y: 0 }],
      ['b', { x: 160, y: 40 }],
    ]);
    const edges = ['http', 'grpc', 'tcp'].map((id) => ({ id, source: 'a', target: 'b' }));
    const distances = [...routeEdges(edges, positions).values()].map((curve) => curve.distances.join());
    expect(new Set(distances).size).toBe(3);
  });

  it('leaves out edges whose ends are unknown or on one spot', () => {
    const positions = new Map([['a', { x: 0, y: 0 }]]);
    expect(routeEdges([{ id: 'loop', source: 'a', target: 'a' }], positions).size).toBe(0);
    expect(routeEdges([{ id: 'dangling', source: 'a', target: 'b' }], positions).size).toBe(0);
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
      controls.forEach((control, at) => {
        const back = fromCurve(source, target, curve.weights[at]!, curve.distances[at]!);
        expect(back.x).toBeCloseTo(control.x);
        expect(back.y).toBeCloseTo(control.y);
      });
    }
  });
});
