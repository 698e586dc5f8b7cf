import { nameBox } from '@/lib/client/box-words';
import type { Viewport } from '../fit-viewport';
import type { GraphBox } from '../graph-boxes';
import type { Rectangle } from '../layout/layout-types';
import { mixColours } from './mix-colours';
import type { GraphTokens } from './read-tokens';

const cornerRadius = 12;
const fontSize = 12;

/** Draws the boxes below the graph. `pixelRatio` is that of the canvas's bitmap. */
export function drawBoxes(
  context: CanvasRenderingContext2D,
  boxes: readonly GraphBox[],
  viewport: Viewport,
  tokens: GraphTokens,
  pixelRatio: number,
): void {
  clear(context, pixelRatio);
  context.lineWidth = 1;
  for (const { box, rectangle } of boxes) {
    const { left, top, width, height } = onScreen(rectangle, viewport);
    context.beginPath();
    context.roundRect(left, top, width, height, Math.max(3, cornerRadius * Math.min(1, viewport.zoom)));
    context.setLineDash(box.kind === 'cluster' ? [6, 4] : []);
    context.fillStyle = tokens.box;
    if (box.kind === 'namespace') context.fill();
    context.strokeStyle = box.kind === 'app' ? mixColours(tokens.boxLine, tokens.box, 0.25) : tokens.boxLine;
    context.stroke();
  }
  context.setLineDash([]);
}

/** Draws the names of the boxes above the graph: zoomed out, they are what one reads. Frames of apps have none. */
export function drawBoxNames(
  context: CanvasRenderingContext2D,
  boxes: readonly GraphBox[],
  viewport: Viewport,
  tokens: GraphTokens,
  pixelRatio: number,
): void {
  clear(context, pixelRatio);
  context.textBaseline = 'top';
  context.lineJoin = 'round';
  context.lineWidth = 3.5;
  context.strokeStyle = tokens.box;
  context.fillStyle = tokens.textDim;
  // The names keep their size at every zoom.
  context.font = `600 ${fontSize}px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif`;
  for (const { box, rectangle } of boxes) {
    if (box.kind === 'app') continue;
    const { left, top, width } = onScreen(rectangle, viewport);
    const shown = fitText(context, nameBox(box), width - 14);
    if (!shown) continue;
    const at = { x: left + 8, y: top + Math.max(3, Math.min(8, 8 * viewport.zoom)) };
    context.strokeText(shown, at.x, at.y);
    context.fillText(shown, at.x, at.y);
  }
}

function clear(context: CanvasRenderingContext2D, pixelRatio: number): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
}

function onScreen(rectangle: Rectangle, { zoom, pan }: Viewport) {
  return {
    left: Math.round(rectangle.left * zoom + pan.x) + 0.5,
    top: Math.round(rectangle.top * zoom + pan.y) + 0.5,
    width: Math.round((rectangle.right - rectangle.left) * zoom),
    height: Math.round((rectangle.bottom - rectangle.top) * zoom),
  };
}

function fitText(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  const characters = [...text];
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (context.measureText(`${characters.slice(0, middle).join('')}…`).width <= room) low = middle;
    else high = middle - 1;
  }
  return low > 1 ? `${characters.slice(0, low).join('')}…` : '';
}
