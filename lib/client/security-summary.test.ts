import { describe, expect, it } from 'vitest';
import type { MtlsMode, NodeSecurity } from '@/lib/contracts/declared-security';
import { sampleAnswer, sampleEdge, sampleNode } from './sample-answer';
import { summarizeSecurity } from './security-summary';

function accepting(id: string, mode: MtlsMode, proxy: NodeSecurity['proxy'] = 'sidecar') {
  return sampleNode(id, { security: { mode, proxy, reason: '' } });
}

const rates = (mutual: number, plaintext: number, unknown: number) => ({
  mtls: { mutual, plaintext, unknown },
});

describe('the summary of mutual TLS', () => {
  it('counts what nodes accept, gateways by themselves, and leaves out those of which nothing is declared', () => {
    const nodes = [
      accepting('a', 'STRICT'),
      accepting('b', 'STRICT'),
      accepting('c', 'NONE', 'none'),
      accepting('d', 'NONE', 'gateway'),
      sampleNode('e'),
    ];
    expect(summarizeSecurity(sampleAnswer({ nodes })).modes).toEqual([
      { kind: 'STRICT', count: 2 },
      { kind: 'NONE', count: 1 },
      { kind: 'GATEWAY', count: 1 },
    ]);
  });

  it('counts edges by state, but for those that nobody called', () => {
    const edges = [
      sampleEdge('a', 'b', 2, rates(2, 0, 0)),
      sampleEdge('a', 'c', 2, rates(1, 0, 1)),
      sampleEdge('a', 'd', 0, rates(0, 0, 0)),
    ];
    expect(summarizeSecurity(sampleAnswer({ edges })).states).toEqual([
      { state: 'mutual', count: 1 },
      { state: 'part', count: 1 },
      { state: 'plaintext', count: 0 },
      { state: 'unknown', count: 0 },
    ]);
  });

  it('lists what is not all mutual TLS: plaintext first, and of it the busiest', () => {
    const nodes = ['a', 'b', 'c', 'd'].map((id) => sampleNode(id));
    const edges = [
      sampleEdge('a', 'b', 9, rates(0, 0, 9)),
      sampleEdge('a', 'c', 1, rates(0, 1, 0)),
      sampleEdge('b', 'c', 5, rates(0, 5, 0)),
      sampleEdge('a', 'd', 4, rates(3, 1, 0)),
      sampleEdge('b', 'd', 4, rates(4, 0, 0)),
    ];
    const { unprotected } = summarizeSecurity(sampleAnswer({ nodes, edges }));
    expect(unprotected.map(({ selection, state }) => [selection.id, state])).toEqual([
      ['b-c', 'plaintext'],
      ['a-c', 'plaintext'],
      ['a-d', 'part'],
      ['a-b', 'unknown'],
    ]);
    for (const { reason } of unprotected) expect(reason).toMatch(/\.$/);
  });
});
