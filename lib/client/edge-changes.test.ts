import { describe, expect, it } from 'vitest';
import { sampleEdge } from './sample-answer';
import { joinChanges } from './edge-changes';
import { sampleChangedEdge, sampleWhatIf } from './sample-what-if';
import { listWhatIfRows } from './what-if-rows';

const rows = listWhatIfRows(
  sampleWhatIf([
    sampleChangedEdge({ id: 'a', verdict: 'unaffected' }),
    sampleChangedEdge({ id: 'b', verdict: 'breaks', rate: 2 }),
    sampleChangedEdge({ id: 'c', verdict: 'undecidable' }),
  ]),
);

describe('what becomes of drawn edges', () => {
  it('is told by their ids, and not of edges that the answer does not hold', () => {
    const edges = ['a', 'b', 'z'].map((id) => sampleEdge('s', 't', 1, { id }));
    expect([...joinChanges({ edges, mergedEdges: new Map() }, rows)]).toEqual([
      ['a', { verdict: 'unaffected', rateText: '12.3 rps' }],
      ['b', { verdict: 'breaks', rateText: '2 rps' }],
    ]);
  });

  it('is the worst of those that an edge of a folded box stands for', () => {
    const edges = [sampleEdge('s', 't', 1, { id: 'm' })];
    const mergedEdges = new Map([['m', ['a', 'b', 'c', 'z']]]);
    expect(joinChanges({ edges, mergedEdges }, rows).get('m')).toEqual({
      verdict: 'breaks',
      rateText: '2 rps',
    });
  });
});
