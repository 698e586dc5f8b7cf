import { type DrawnPath, drawPath } from './edge-path';
import { outlineNode, print } from './node-outline';
import type { Picture, PictureBox, PictureEdge, PictureNode, Place } from './picture';
import { escapeXml } from './xml';

const MARGIN = 24;
const CAPTION_HEIGHT = 28;
const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, DejaVu Sans, sans-serif';
const LINE_HEIGHT = 15.5;
const CHIP_LINE_HEIGHT = 13.5;

/** The picture as an SVG document: text stays text, nothing is loaded from anywhere, nothing runs. */
export function writeSvg(picture: Picture): string {
  const paths = picture.edges.map((edge) => ({ edge, path: drawPath(edge) }));
  const { left, top, right, bottom } = reach(picture, paths);
  const [width, height] = [right - left, bottom - top];
  const { colours, caption } = picture;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${[left, top, width, height].map(print).join(' ')}" width="${print(width)}" height="${print(height)}" font-family="${FONT}" role="img">`,
    `<title>${escapeXml(caption)}</title>`,
    `<rect x="${print(left)}" y="${print(top)}" width="${print(width)}" height="${print(height)}" fill="${colours.background}"/>`,
    ...picture.boxes.map((box) => drawBox(box, picture)),
    ...paths.map(({ edge, path }) => drawEdge(edge, path)),
    ...picture.nodes.map(drawNode),
    ...paths.map(({ edge, path }) => drawChip(edge, path, picture)),
    `<text x="${print(left + MARGIN)}" y="${print(bottom - 12)}" font-size="12" fill="${colours.dim}">${escapeXml(caption)}</text>`,
    '</svg>\n',
  ]
    .filter(Boolean)
    .join('\n');
}

interface Reach {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function reach({ boxes, nodes, caption }: Picture, paths: readonly { path: DrawnPath }[]): Reach {
  let [left, top, right, bottom] = [0, 0, 0, 0];
  let empty = true;
  const cover = (one: Reach) => {
    left = empty ? one.left : Math.min(left, one.left);
    top = empty ? one.top : Math.min(top, one.top);
    right = empty ? one.right : Math.max(right, one.right);
    bottom = empty ? one.bottom : Math.max(bottom, one.bottom);
    empty = false;
  };
  for (const box of boxes) cover(box);
  for (const { at, radius, labelWidth } of nodes) {
    const half = Math.max(radius, labelWidth / 2);
    cover({ left: at.x - half, right: at.x + half, top: at.y - radius, bottom: at.y + radius + 40 });
  }
  for (const { path } of paths)
    for (const { x, y } of path.reaches) cover({ left: x, right: x, top: y, bottom: y });
  return {
    left: left - MARGIN,
    top: top - MARGIN,
    right: Math.max(right + MARGIN, left + MARGIN + caption.length * 7),
    bottom: bottom + MARGIN + CAPTION_HEIGHT,
  };
}

function drawBox({ left, top, right, bottom, name }: PictureBox, { colours }: Picture): string {
  const place = `x="${print(left)}" y="${print(top)}" width="${print(right - left)}" height="${print(bottom - top)}"`;
  return [
    `<rect ${place} rx="12" fill="${colours.box}" stroke="${colours.boxLine}"/>`,
    `<text x="${print(left + 9)}" y="${print(top + 19)}" font-size="12" font-weight="600" fill="${colours.dim}">${escapeXml(name)}</text>`,
  ].join('\n');
}

function drawEdge({ colour, width, dashed }: PictureEdge, { line, arrow }: DrawnPath): string {
  const dash = dashed ? ' stroke-dasharray="7 4"' : '';
  return [
    `<path d="${line}" fill="none" stroke="${colour}" stroke-width="${print(width)}"${dash}/>`,
    `<polygon points="${arrow}" fill="${colour}"/>`,
  ].join('\n');
}

function drawNode(node: PictureNode): string {
  const { at, radius, shape, fill, stroke, strokeWidth, dashed } = node;
  const dash = dashed ? ' stroke-dasharray="4 3"' : '';
  const paint = `fill="${fill}" stroke="${stroke}" stroke-width="${print(strokeWidth)}"${dash}`;
  const halo = `stroke="${node.haloColour}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"`;
  const below = { x: at.x, y: at.y + radius + 18 };
  return [
    `<${outlineNode(shape, at, radius)} ${paint}/>`,
    drawText(node.label, below, LINE_HEIGHT, `font-size="12.5" fill="${node.labelColour}" ${halo}`),
  ].join('\n');
}

/** The small text on a line, on a ground of its own. */
function drawChip(edge: PictureEdge, { labelAt }: DrawnPath, { colours }: Picture): string {
  if (edge.label === '') return '';
  const lines = edge.label.split('\n');
  const width = Math.max(...lines.map((line) => [...line].length)) * 6.1 + 8;
  const height = lines.length * CHIP_LINE_HEIGHT + 4;
  const [left, top] = [labelAt.x - width / 2, labelAt.y - height / 2];
  const place = `x="${print(left)}" y="${print(top)}" width="${print(width)}" height="${print(height)}"`;
  return [
    `<rect ${place} rx="4" fill="${colours.chip}" stroke="${colours.chipLine}" stroke-width="0.75"/>`,
    drawText(
      edge.label,
      { x: labelAt.x, y: top + CHIP_LINE_HEIGHT },
      CHIP_LINE_HEIGHT,
      `font-size="11" fill="${edge.labelColour}"`,
    ),
  ].join('\n');
}

function drawText(text: string, { x, y }: Place, lineHeight: number, paint: string): string {
  const lines = text.split('\n').map((line, index) => {
    const place = `x="${print(x)}" y="${print(y + index * lineHeight)}"`;
    return `<tspan ${place}>${escapeXml(line)}</tspan>`;
  });
  return `<text text-anchor="middle" ${paint}>${lines.join('')}</text>`;
}
