import { describe, expect, it } from 'vitest';
import { describeHealthChange, summarizeGraph } from './graph-summary';
import { sampleAnswer, sampleEdge, sampleNode } from './sample-answer';

const failing = { status: 'failing' as const, reasons: ['40 % of requests failed.'] };
const degraded = { status: 'degraded' as const, reasons: ['2 % of requests failed.'] };

describe('summarizeGraph', () => {
  it('counts a request through a service node once', () => {
    const service = sampleNode('service', { kind: 'service', flags: ['injectedService'] });
    const graph = sampleAnswer({
      nodes: [sampleNode('web'), service, sampleNode('cart')],
      edges: [sampleEdge('web', 'service', 5), sampleEdge('service', 'cart', 5)],
    });
    expect(summarizeGraph(graph).requestsPerSecond).toBe(5);
  });

  it('keeps bytes and requests apart', () => {
    const graph = sampleAnswer({
      nodes: [sampleNode('web'), sampleNode('db')],
      edges: [sampleEdge('web', 'db', 3_000, { protocol: 'tcp' })],
    });
    expect(summarizeGraph(graph)).toMatchObject({ requestsPerSecond: 0, bytesPerSecond: 3_000 });
  });

  it('lists the worst first, and by failed requests among equals', () => {
    const graph = sampleAnswer({
      nodes: [sampleNode('a', { health: degraded }), sampleNode('b'), sampleNode('c', { health: failing })],
      edges: [
        sampleEdge('a', 'b', 10, { errorRate: 4, health: failing }),
        sampleEdge('b', 'c', 10, { errorRate: 5, health: failing }),
      ],
    });
    expect(summarizeGraph(graph).troubles.map(({ label }) => label)).toEqual([
      'b · shop → c · shop',
      'a · shop → b · shop',
      'c · shop',
      'a · shop',
    ]);
  });
});

describe('describeHealthChange', () => {
  const before = sampleAnswer({ nodes: [sampleNode('a'), sampleNode('b')] });

  it('is silent at first and while nothing changes', () => {
    expect(describeHealthChange(undefined, before)).toBeUndefined();
    expect(describeHealthChange(before, before)).toBeUndefined();
  });

  it('speaks one sentence, of the worst change', () => {
    const after = sampleAnswer({
      nodes: [sampleNode('a', { health: degraded }), sampleNode('b', { health: failing })],
    });
    expect(describeHealthChange(before, after)).toBe('b · shop became failing, and 1 more changed');
  });
});
