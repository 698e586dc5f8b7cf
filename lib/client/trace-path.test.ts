import { describe, expect, it } from 'vitest';
import type { TraceAnswer } from '@/lib/contracts/trace';
import { sampleAnswer, sampleEdge, sampleNode } from './sample-answer';
import { markPath, traceGraphLink } from './trace-path';
import { describePath } from './trace-words';

const party = (app: string, namespace = 'shop') => ({ namespace, app });
const call = (spanId: string, from: string, to: string, serverIds: string[] = []) => ({
  spanId,
  serverIds,
  source: party(from),
  targets: [party(to)],
  isReached: true,
  isFailure: false,
  isDenied: false,
});
const { sources } = sampleAnswer();
const trace: TraceAnswer = {
  traceId: 'abc',
  startSeconds: 1_700_000_000,
  durationMs: 250,
  spans: [],
  hops: [call('a', 'web', 'cart'), call('b', 'cart', 'fees', ['c']), call('d', 'cart', 'elsewhere')],
  findings: [],
  causeId: 'c',
  sources,
  warnings: [],
};
const graph = sampleAnswer({
  nodes: ['web', 'cart', 'fees', 'other'].map((id) => sampleNode(id)),
  edges: [sampleEdge('web', 'cart', 1), sampleEdge('cart', 'fees', 1), sampleEdge('web', 'other', 1)],
});

describe('the path of a trace', () => {
  it('marks what it crossed, with the call at which it failed', () => {
    const path = markPath(trace, graph);
    expect([...path.edges]).toEqual(['web-cart', 'cart-fees']);
    expect([...path.failing]).toEqual(['cart-fees']);
    expect(describePath(path)).toBe(
      '3 calls over 3 nodes, 2 edges, the rest is faded; a broad band is where it failed. 1 call of it is not drawn here.',
    );
  });

  it('says so where nothing of it is drawn', () => {
    expect(describePath(markPath(trace, sampleAnswer()))).toMatch(/^Nothing of it is drawn here/);
  });

  it('is linked to in the namespaces and at the time of the trace, and never later than now', () => {
    const later = new URL(traceGraphLink(trace, 1_800_000_000_000), 'http://telltale.invalid');
    expect(later.pathname + later.search).toBe('/graph?trace=abc&at=1700000045&namespaces=shop');
    const soon = new URL(traceGraphLink(trace, 1_700_000_010_500), 'http://telltale.invalid');
    expect(soon.searchParams.get('at')).toBe('1700000009');
  });
});
