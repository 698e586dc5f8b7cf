import type { Core } from 'cytoscape';
import { drawBoxes, drawBoxNames } from './draw-boxes';
import type { GraphBox } from '../graph-boxes';
import { surround } from '../layout/node-size';
import type { GraphTokens } from './read-tokens';

const margin = 24;
const captionHeight = 28;
const wantedScale = 2;
/** What every browser can hold in one bitmap. */
const longestSide = 16_000;
const mostPixels = 100_000_000;
/** What shows where the viewer looks and points, and has no place in a picture of the whole. */
const passing = ['is-far', 'is-faded', 'is-near', 'is-cursor', 'is-chosen'];

/** The whole graph as a PNG at twice its size, less where a browser could not hold it: Cytoscape's picture above the boxes. */
export async function renderPng(
  cy: Core,
  boxes: readonly GraphBox[],
  tokens: GraphTokens,
  caption: string,
): Promise<Blob> {
  const plain = showPlain(cy);
  const { x1, y1, x2, y2 } = cy.elements().boundingBox();
  const covered = surround([
    { left: x1, top: y1, right: x2, bottom: y2 },
    ...boxes.map(({ rectangle }) => rectangle),
  ]) ?? { left: 0, top: 0, right: 0, bottom: 0 };
  const width = covered.right - covered.left + 2 * margin;
  const height = covered.bottom - covered.top + 2 * margin + captionHeight;
  const scale = Math.min(
    wantedScale,
    longestSide / Math.max(width, height),
    Math.sqrt(mostPixels / (width * height)),
  );
  // Everything is drawn before this returns; only the encoding takes time.
  const drawn = cy.png({ output: 'blob-promise', full: true, scale });
  plain.end();
  const graph = await createImageBitmap(await drawn);

  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: Math.ceil(width * scale), height: Math.ceil(height * scale) });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no canvas to draw on.');
  const pan = { x: margin - covered.left, y: margin - covered.top };
  drawBoxes(context, boxes, { zoom: 1, pan }, tokens, scale);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.drawImage(graph, (x1 + pan.x) * scale, (y1 + pan.y) * scale);
  // Names lie above the graph, and are drawn on a bitmap of their own.
  const names = document.createElement('canvas');
  Object.assign(names, { width: canvas.width, height: canvas.height });
  const above = names.getContext('2d');
  if (above) {
    drawBoxNames(above, boxes, { zoom: 1, pan }, tokens, scale);
    context.drawImage(names, 0, 0);
  }
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.font = '12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';
  context.textBaseline = 'alphabetic';
  context.fillStyle = tokens.textDim;
  context.fillText(caption, margin, height - 12);
  context.globalCompositeOperation = 'destination-over';
  context.fillStyle = tokens.canvas;
  context.fillRect(0, 0, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error('This browser could not write the picture.'));
    }, 'image/png');
  });
}

/** Takes away for a moment what depends on where the viewer looks; letters are drawn however small they are. */
function showPlain(cy: Core): { end(): void } {
  const worn = passing.map((name) => ({ name, elements: cy.elements(`.${name}`) }));
  for (const { name, elements } of worn) elements.removeClass(name);
  cy.elements().style('min-zoomed-font-size', 0);
  return {
    end() {
      cy.elements().removeStyle('min-zoomed-font-size');
      for (const { name, elements } of worn) elements.addClass(name);
    },
  };
}
