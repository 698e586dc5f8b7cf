import type { GraphAnswer } from '@/lib/contracts/graph';
import { parseBoxId } from '@/lib/core/graph/boxes';
import { namespacesFolded, nothingFolded } from '@/lib/core/graph/fold-choice';
import type { FoldedGroup } from '@/lib/core/graph/fold-groups';
import type { Drawing } from './drawing';

/** Draws what the server chose to be drawn first, as `drawGraph` draws the whole where nobody chose anything. */
export function drawOverview({ overview, ...answer }: GraphAnswer): Drawing | undefined {
  if (overview === undefined) return undefined;
  const { total, shown, leftOut, lines, boxes, mergedEdges } = overview;
  const groups = new Map(
    boxes.flatMap(({ node, box: id, ...inside }): [string, FoldedGroup][] => {
      const box = parseBoxId(id);
      return box === undefined ? [] : [[node, { id, box, ...inside }]];
    }),
  );
  const foldedByItself = groups.size > 0;
  return {
    graph: { ...answer, groups, mergedEdges: new Map(mergedEdges.map(({ id, edges }) => [id, edges])) },
    fold: foldedByItself ? namespacesFolded : nothingFolded,
    foldedByItself,
    total,
    shown,
    leftOut,
    lines,
    focus: undefined,
  };
}
