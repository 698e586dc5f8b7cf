import type { GraphAnswer } from '@/lib/contracts/graph';
import { drawGraph, type Drawing, type Look } from './drawing';

/**
 * Draws as `drawGraph` does, and remembers what it drew: asked the same twice it hands out the very same drawing, for
 * React renders twice what it is interrupted in. Where lines are left out, the next answer shows the same ones as long
 * as others are not much busier, and the first one those that were drawn `ahead` of it.
 */
export function steadyDrawer(): (answer: GraphAnswer, look: Look, ahead?: Drawing) => Drawing {
  let last: { readonly answer: GraphAnswer; readonly look: Look; readonly drawing: Drawing } | undefined;
  return (answer, look, ahead) => {
    if (last?.answer === answer && isSameLook(last.look, look)) return last.drawing;
    const drawnEdges = new Set((last?.drawing ?? ahead)?.graph.edges.map(({ id }) => id));
    const drawing = drawGraph(answer, look, drawnEdges);
    last = { answer, look, drawing };
    return drawing;
  };
}

function isSameLook(one: Look, other: Look): boolean {
  return (
    one.fold === other.fold &&
    one.focus === other.focus &&
    one.hops === other.hops &&
    one.to === other.to &&
    one.select === other.select &&
    one.edgesToShow === other.edgesToShow
  );
}
