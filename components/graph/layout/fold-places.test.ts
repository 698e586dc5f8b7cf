import { describe, expect, it } from 'vitest';
import { parseFolds } from '@/lib/core/graph/fold-choice';
import { drawGraph } from '@/lib/client/drawing';
import type { GraphAnswer } from '@/lib/contracts/graph';
import { graphBoxes } from '../graph-boxes';
import { graphElements } from '../elements';
import { headlessGraph } from './headless-graph';
import { nodeRectangle, rectanglesOverlap } from './node-size';
import { sampleMesh } from '../sample-graph';
import { canvasNodeId } from '../topology';

const folded = (answer: GraphAnswer, folds: string) =>
  drawGraph(answer, { fold: parseFolds(folds)!, focus: null, hops: '1', to: null, select: null }).graph;

const birch = 'aggregate||team-birch||||';

describe('folding', () => {
  it('keeps everybody else in place, puts the box where its members stood, and gives them back their places', () => {
    const { refresh, places } = headlessGraph();
    const mesh = sampleMesh(60, 5);
    refresh(folded(mesh, ''));
    const before = places();
    refresh(folded(mesh, 'ns:team-birch'));
    const closed = places();
    const members = mesh.nodes
      .filter(({ namespace }) => namespace === 'team-birch')
      .map(({ id }) => before.get(id)!);
    expect(closed.size).toBe(before.size - members.length + 1);
    for (const [id, at] of closed) if (id !== birch) expect(at).toEqual(before.get(id));
    const at = closed.get(birch)!;
    expect(at.x).toBeGreaterThanOrEqual(Math.min(...members.map(({ x }) => x)) - 80);
    expect(at.x).toBeLessThanOrEqual(Math.max(...members.map(({ x }) => x)) + 80);
    refresh(folded(mesh, ''));
    expect(places()).toEqual(before);
  });

  it('names the folded box and counts who is inside', () => {
    const { cy, refresh } = headlessGraph();
    refresh(folded(sampleMesh(60, 5), 'ns:team-birch'));
    expect(cy.getElementById(canvasNodeId(birch)).data('label')).toMatch(/^✕ team-birch · 12/);
  });

  it('unfolds a box that was never open as one picture beside the others, who stay', () => {
    const { refresh, places } = headlessGraph();
    const mesh = sampleMesh(120, 6);
    refresh(folded(mesh, 'ns'));
    const before = places();
    expect(before.size).toBe(6);
    const open = folded(mesh, 'ns,-ns:team-birch');
    refresh(open);
    const after = places();
    for (const [id, at] of before) if (id !== birch) expect(after.get(id)).toEqual(at);
    const { nodes } = graphElements(open, []);
    const [box, ...others] = graphBoxes(nodes, after);
    expect(others).toEqual([]);
    for (const { id, width, boxes } of nodes) {
      if (boxes.length > 0) continue;
      expect(rectanglesOverlap(box!.rectangle, nodeRectangle(after.get(id)!, width))).toBe(false);
    }
  });

  it('folds and unfolds by double click and by key', () => {
    const { cy, controller, refresh, opened } = headlessGraph();
    refresh(folded(sampleMesh(60, 5), 'ns:team-birch'));
    cy.getElementById(canvasNodeId(birch)).emit('dbltap');
    const box = controller.drawnBoxes()[0]!;
    cy.emit({ type: 'dbltap', position: { x: box.rectangle.left + 2, y: box.rectangle.top + 2 } } as never);
    controller.select({ kind: 'node', id: birch });
    controller.toggleBoxAtCursor();
    controller.select({ kind: 'node', id: sampleMesh(60, 5).nodes[0]!.id });
    controller.toggleBoxAtCursor();
    expect(opened).toEqual([birch, box.id, birch, 'ns:team-atlas']);
  });
});
