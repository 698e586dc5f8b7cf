import { describe, expect, it } from 'vitest';
import { arrange } from '../layout/arrange';
import { emptyMemory } from '../canvas-memory';
import { graphElements } from '../elements';
import { planArrangement } from '../layout/plan-arrangement';
import { sampleAnswer, sampleBookShop, sampleEdge, sampleMesh, sampleNode } from '../sample-graph';
import { mostFlows, pointOnFlow, trafficFlows } from './traffic-flows';

function flowsOf(graph: ReturnType<typeof sampleMesh>) {
  const elements = graphElements(graph, ['rate']);
  const question = { scope: '', namespaces: '', mesh: '' };
  const arrangement = arrange(
    planArrangement(emptyMemory(), elements, question, { shown: undefined, aspect: 1.5 }),
  );
  return { flows: trafficFlows(elements, arrangement.positions, arrangement), arrangement, elements };
}

describe('trafficFlows', () => {
  it('runs from the caller to what it calls', () => {
    const { flows, arrangement } = flowsOf(sampleBookShop());
    expect(flows).toHaveLength(12);
    const places = [...arrangement.positions.values()];
    for (const flow of flows) {
      expect(places).toContainEqual(pointOnFlow(flow, 0));
      expect(places).toContainEqual(pointOnFlow(flow, 1));
      expect(pointOnFlow(flow, 0).x).toBeLessThan(pointOnFlow(flow, 1).x);
      expect(flow.length).toBeGreaterThan(100);
    }
    expect(new Set(flows.map(({ tone }) => tone))).toEqual(new Set(['calm', 'degraded', 'failing', 'bytes']));
  });

  it('leaves out edges without traffic, and all but the busiest of many', () => {
    const [a, b] = [sampleNode('app', 'a'), sampleNode('app', 'b')];
    expect(flowsOf(sampleAnswer([a, b], [sampleEdge(a, b, { rate: 0 })])).flows).toEqual([]);
    const { flows, elements } = flowsOf(sampleMesh(300, 5, 3));
    expect(elements.edges.length).toBeGreaterThan(mostFlows);
    expect(flows).toHaveLength(mostFlows);
    const widths = elements.edges.map(({ lineWidth }) => lineWidth).toSorted((x, y) => y - x);
    expect(Math.min(...flows.map(({ lineWidth }) => lineWidth))).toBe(widths[mostFlows - 1]);
  });
});
