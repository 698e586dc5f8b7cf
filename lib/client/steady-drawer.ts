import type { GraphAnswer } from '@/lib/contracts/graph';
import { drawGraph, type Drawing, type Look } from './drawing';

/**
 * Draws as `drawGraph` does, and remembers which lines it drew: where some are left out, the next answer shows the same
 * ones as long as others are not much busier. Asked the same twice it answers alike.
 */
export function steadyDrawer(): (answer: GraphAnswer, look: Look) => Drawing {
  let drawnEdges: ReadonlySet<string> = new Set();
  return (answer, look) => {
    const drawing = drawGraph(answer, look, drawnEdges);
    drawnEdges = new Set(drawing.graph.edges.map(({ id }) => id));
    return drawing;
  };
}
