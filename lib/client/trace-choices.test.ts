import { describe, expect, it } from 'vitest';
import { sampleAnswer, sampleEdge, sampleNode } from './sample-answer';
import { listCallees, listCallers, suggestEdges, withChosen } from './trace-choices';

const sick = (status: 'failing' | 'degraded', reason: string) => ({
  health: { status, reasons: [reason] },
});
const graph = sampleAnswer({
  nodes: ['web', 'cart', 'fees', 'db'].map((id) => sampleNode(id)),
  edges: [
    sampleEdge('web', 'cart', 1, sick('degraded', 'slow')),
    sampleEdge('cart', 'fees', 1, { errorRate: 0.05, ...sick('failing', '5 % fail') }),
    sampleEdge('web', 'fees', 1),
    sampleEdge('cart', 'db', 1, { protocol: 'tcp', ...sick('failing', 'no connection') }),
  ],
});

describe('whose requests can be looked for', () => {
  it('is who answers some, and who makes them', () => {
    expect(listCallees(graph).map(({ value }) => value)).toEqual(['cart', 'fees']);
    expect(listCallers(graph, 'fees').map(({ value }) => value)).toEqual(['cart', 'web']);
  });

  it('keeps what a link names though the graph does not know it', () => {
    const gone = 'app|c|shop||old|old-v1|v1';
    expect(withChosen(listCallees(graph), gone).at(-1)).toEqual({
      value: gone,
      label: 'shop old old-v1 v1 (not in the graph now)',
    });
    expect(withChosen(listCallees(graph), 'cart')).toHaveLength(2);
  });

  it('begins with calls that fail, then those that are slow, and leaves out what is not traced', () => {
    expect(suggestEdges(graph)).toEqual([
      {
        source: 'cart',
        target: 'fees',
        label: 'cart · shop → fees · shop',
        reason: '5 % fail',
        hasErrors: true,
      },
      { source: 'web', target: 'cart', label: 'web · shop → cart · shop', reason: 'slow', hasErrors: false },
    ]);
  });
});
