import type { NodeShape, Place } from './picture';

/** Corners around the middle, as shares of the radius. */
const CORNERS: Readonly<
  Record<Exclude<NodeShape, 'circle' | 'square'>, readonly (readonly [number, number])[]>
> = {
  hexagon: [
    [-1, 0],
    [-0.5, -0.9],
    [0.5, -0.9],
    [1, 0],
    [0.5, 0.9],
    [-0.5, 0.9],
  ],
  octagon: [
    [-1, -0.42],
    [-0.42, -1],
    [0.42, -1],
    [1, -0.42],
    [1, 0.42],
    [0.42, 1],
    [-0.42, 1],
    [-1, 0.42],
  ],
  diamond: [
    [-1, 0],
    [0, -1],
    [1, 0],
    [0, 1],
  ],
  cut: [
    [-1, -0.6],
    [-0.6, -1],
    [0.6, -1],
    [1, -0.6],
    [1, 0.6],
    [0.6, 1],
    [-0.6, 1],
    [-1, 0.6],
  ],
  tag: [
    [-1, -1],
    [0.5, -1],
    [1, 0],
    [0.5, 1],
    [-1, 1],
  ],
};

/** The element that draws a node's shape, without its paint: `circle cx="…"`. */
export function outlineNode(shape: NodeShape, { x, y }: Place, radius: number): string {
  if (shape === 'circle') return `circle cx="${print(x)}" cy="${print(y)}" r="${print(radius)}"`;
  if (shape === 'square') {
    const side = print(radius * 2);
    return `rect x="${print(x - radius)}" y="${print(y - radius)}" width="${side}" height="${side}" rx="7"`;
  }
  const points = CORNERS[shape].map(([dx, dy]) => `${print(x + dx * radius)},${print(y + dy * radius)}`);
  return `polygon points="${points.join(' ')}" stroke-linejoin="round"`;
}

/** At most two decimals: no eye sees more, and files stay small. */
export function print(length: number): string {
  return String(Math.round(length * 100) / 100 + 0);
}
