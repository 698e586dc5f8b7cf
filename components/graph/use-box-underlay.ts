import { useCallback, type RefObject } from 'react';
import { drawBoxes } from './box-underlay';
import type { GraphController } from './controller';
import type { GraphTokens } from './read-tokens';
import { useBitmap } from './use-bitmap';

/** Draws the boxes below the graph; call what it answers whenever the graph has been drawn. */
export function useBoxUnderlay(
  canvas: RefObject<HTMLCanvasElement | null>,
  controller: RefObject<GraphController | undefined>,
  tokens: GraphTokens,
): () => void {
  const prepare = useBitmap(canvas);
  return useCallback(() => {
    const drawn = controller.current;
    const bitmap = prepare();
    if (!bitmap || !drawn) return;
    const viewport = { zoom: drawn.cy.zoom(), pan: drawn.cy.pan() };
    drawBoxes(bitmap.context, drawn.drawnBoxes(), viewport, tokens, bitmap.pixelRatio);
  }, [controller, prepare, tokens]);
}
