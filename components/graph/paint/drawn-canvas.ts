import { writeSvg } from '@/lib/client/export/svg';
import type { GraphController } from '../controller';
import type { Point } from '../layout/layout-types';
import { pictureOfGraph } from './picture-of-graph';
import type { GraphTokens } from './read-tokens';
import { renderPng } from './render-png';

/** The canvas as something to take along. `caption` is one line that says what of which moment. */
export interface DrawnCanvas {
  positions: ReadonlyMap<string, Point>;
  svg(caption: string): string;
  /** Rejects where the browser cannot draw or encode a picture of this size. */
  png(caption: string): Promise<Blob>;
}

export function drawnCanvas(controller: GraphController, tokens: GraphTokens): DrawnCanvas {
  const drawing = controller.drawing();
  return {
    positions: drawing.positions,
    svg: (caption) => writeSvg(pictureOfGraph(drawing, tokens, caption)),
    png: (caption) => renderPng(controller.cy, drawing.boxes, tokens, caption),
  };
}
