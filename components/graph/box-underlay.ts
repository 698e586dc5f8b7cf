import { nameBox } from '@/lib/client/box-words';
import type { Viewport } from './fit-viewport';
import type { GraphBox } from './graph-boxes';
import { mixColours } from './mix-colours';
import type { GraphTokens } from './read-tokens';

const cornerRadius = 12;
const fontSize = 12;

/** Draws the boxes and their names below the graph. `pixelRatio` is that of the canvas's bitmap. */
export function drawBoxes(
  context: CanvasRenderingContext2D,
  boxes: readonly GraphBox[],
  { zoom, pan }: Viewport,
  tokens: GraphTokens,
  pixelRatio: number,
): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.lineWidth = 1;
  context.textBaseline = 'top';
  context.font = `600 ${fontSize}px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif`;
  for (const { box, rectangle } of boxes) {
    const left = Math.round(rectangle.left * zoom + pan.x) + 0.5;
    const top = Math.round(rectangle.top * zoom + pan.y) + 0.5;
    const width = Math.round((rectangle.right - rectangle.left) * zoom);
    const height = Math.round((rectangle.bottom - rectangle.top) * zoom);
    context.beginPath();
    context.roundRect(left, top, width, height, Math.max(3, cornerRadius * Math.min(1, zoom)));
    context.setLineDash(box.kind === 'cluster' ? [6, 4] : []);
    if (box.kind !== 'cluster') {
      context.fillStyle = box.kind === 'app' ? mixColours(tokens.box, tokens.surface, 0.45) : tokens.box;
      context.fill();
    }
    context.strokeStyle = box.kind === 'app' ? mixColours(tokens.boxLine, tokens.box, 0.35) : tokens.boxLine;
    context.stroke();
    // The members of an app say its name themselves.
    if (box.kind === 'app') continue;
    context.fillStyle = tokens.textDim;
    // The name keeps its size at every zoom: zoomed out, the names of the boxes are what one reads.
    const shown = fitText(context, nameBox(box), width - 16);
    if (shown) context.fillText(shown, left + 9, top + Math.max(3, Math.min(8, 8 * zoom)));
  }
  context.setLineDash([]);
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
