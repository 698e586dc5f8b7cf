import { describe, expect, it } from 'vitest';
import { nothingFolded, parseFolds } from '@/lib/core/graph/fold-choice';
import { drawGraph, type Look } from './drawing';
import { describeDrawing } from './drawing-words';
import { sampleAnswer, sampleEdge, sampleNode } from './sample-answer';

const look: Look = { fold: null, focus: null, hops: '1', to: null, select: null };
const say = (nodes: number, change: Partial<Look>) =>
  describeDrawing(
    drawGraph(
      sampleAnswer({
        nodes: Array.from({ length: nodes }, (_, index) =>
          sampleNode(`n${index}`, { namespace: `team-${index % 40}` }),
        ),
        edges: [sampleEdge('n0', 'n1', 1)],
      }),
      { ...look, ...change },
    ),
  );

describe('describeDrawing', () => {
  it('says nothing while all is drawn', () => {
    expect(say(100, {})).toBeUndefined();
  });

  it('says how much of a large graph is drawn, and how to see more', () => {
    expect(say(1_502, {})).toBe(
      'Showing 0 of 1\u2009502 nodes, all namespaces folded. Double-click a box to open it.',
    );
    expect(say(1_502, { fold: nothingFolded })).toBe(
      'Showing 500 of 1\u2009502 nodes. Left out are those with the least traffic, but nobody who needs a person.',
    );
  });

  it('says how many lines are left out, which, and how to see them', () => {
    const names = Array.from({ length: 40 }, (_, index) => `n${index}`);
    const answer = sampleAnswer({
      nodes: names.map((id) => sampleNode(id)),
      edges: names.flatMap((from) => names.filter((to) => to !== from).map((to) => sampleEdge(from, to, 1))),
    });
    expect(describeDrawing(drawGraph(answer, look))).toBe(
      '1\u2009000 of 1\u2009560 lines are drawn: the busiest, and all that need a person; select a node to see all of its own.',
    );
  });

  it('counts what was folded by hand', () => {
    expect(say(80, { fold: parseFolds('ns:team-1')! })).toBe('Showing 78 of 80 nodes, 1 box folded.');
    expect(say(80, { fold: parseFolds('ns:team-1,ns:team-2')! })).toMatch(/2 boxes folded/);
  });

  it('says when a focus is on nobody, or no call leads where it was asked', () => {
    expect(say(80, { focus: 'nobody' })).toMatch(/does not hold what the focus is on.*All of it is shown/);
    expect(say(80, { focus: 'n1', to: 'n0' })).toMatch(
      /^No call leads this way; these are the ways back\. Showing 2/,
    );
    expect(say(80, { focus: 'n1', to: 'n5' })).toMatch(
      /^No call leads from the one to the other, nor back\./,
    );
  });
});
