import { describe, expect, it } from 'vitest';
import type { Look } from './drawing';
import { sampleAnswer, sampleEdge, sampleNode } from './sample-answer';
import { steadyDrawer } from './steady-drawer';

const look: Look = { fold: null, focus: null, hops: '1', to: null, select: null };

/** Everybody calls everybody, with rates that differ by a few percent from round to round. */
function dense(round: number) {
  const names = Array.from({ length: 40 }, (_, index) => `n${index}`);
  return sampleAnswer({
    nodes: names.map((id) => sampleNode(id)),
    edges: names.flatMap((from, i) =>
      names.flatMap((to, j) =>
        i === j ? [] : [sampleEdge(from, to, 100 + ((i * 13 + j * 7 + round * 11) % 10))],
      ),
    ),
  });
}

describe('steadyDrawer', () => {
  it('draws the same lines while their numbers change a little', () => {
    const draw = steadyDrawer();
    const lines = (round: number) => draw(dense(round), look).graph.edges.map(({ id }) => id);
    const first = lines(0);
    for (let round = 1; round < 20; round += 1) expect(lines(round)).toEqual(first);
    const fresh = steadyDrawer()(dense(7), look).graph.edges.map(({ id }) => id);
    expect(fresh).not.toEqual(first);
  });

  it('answers alike when asked the same twice', () => {
    const draw = steadyDrawer();
    expect(draw(dense(0), look)).toEqual(draw(dense(0), look));
  });

  it('hands out the very same drawing until the answer or the look is another', () => {
    const draw = steadyDrawer();
    const answer = dense(0);
    const drawing = draw(answer, look);
    expect(draw(answer, { ...look })).toBe(drawing);
    expect(draw(answer, { ...look, focus: 'n1' })).not.toBe(drawing);
    expect(draw(dense(0), { ...look, focus: 'n1' })).not.toBe(drawing);
  });
});
