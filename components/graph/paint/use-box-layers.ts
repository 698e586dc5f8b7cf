import { useCallback, type RefObject } from 'react';
import type { GraphController } from '../controller';
import { drawBoxes, drawBoxNames } from './draw-boxes';
import type { GraphTokens } from './read-tokens';
import { useBitmap } from './use-bitmap';

/** Draws the boxes below the graph and their names above it; call what it answers whenever the graph has been drawn. */
export function useBoxLayers(
  below: RefObject<HTMLCanvasElement | null>,
  above: RefObject<HTMLCanvasElement | null>,
  controller: RefObject<GraphController | undefined>,
  tokens: GraphTokens,
): () => void {
  const prepareBelow = useBitmap(below);
  const prepareAbove = useBitmap(above);
  return useCallback(() => {
    const drawn = controller.current;
    const [under, over] = [prepareBelow(), prepareAbove()];
    if (!under || !over || !drawn) return;
    const viewport = { zoom: drawn.cy.zoom(), pan: drawn.cy.pan() };
    drawBoxes(under.context, drawn.drawnBoxes(), viewport, tokens, under.pixelRatio);
    drawBoxNames(over.context, drawn.drawnBoxes(), viewport, tokens, over.pixelRatio);
  }, [controller, prepareBelow, prepareAbove, tokens]);
}
