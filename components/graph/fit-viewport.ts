import { defaultAspect } from './layout/layered-layout';
import { surround } from './layout/node-size';
import type { Point, Rectangle } from './layout/layout-types';

export interface Viewport {
  zoom: number;
  pan: Point;
}

export interface Size {
  width: number;
  height: number;
}

/** A layout from left to right cannot follow every window. */
const aspectLimits = { narrowest: 0.8, widest: 2.6 };

/** Width over height of a canvas, in steps of 0.05; of one that is not there yet, that of most screens. */
export function readAspect(canvas: HTMLElement | null): number {
  if (!canvas || canvas.clientWidth === 0 || canvas.clientHeight === 0) return defaultAspect;
  const { narrowest, widest } = aspectLimits;
  const aspect = Math.min(widest, Math.max(narrowest, canvas.clientWidth / canvas.clientHeight));
  return Math.round(aspect * 20) / 20;
}

/** Nothing is gained by showing a small graph larger than life. */
const largestFitZoom = 1.15;

export const zoomLimits = { min: 0.05, max: 3 };

const margin = 28;

/** What lies over the canvas in its corners, in pixels from its edges: see lens-switch, legend-frame and canvas-tools. */
const corners = {
  top: { height: 46, left: 168, right: 0 },
  bottom: { height: 58, left: 100, right: 176 },
};

/** What is on the plane: boxes and nodes, and around each line. */
export interface Drawn {
  shapes: readonly Rectangle[];
  lines: readonly Rectangle[];
}

/**
 * Zoom and pan that show all that is drawn in the middle, and no shape below a control if that can be helped. Undefined while
 * there is no room to draw.
 */
export function fitViewport({ shapes, lines }: Drawn, size: Size): Viewport | undefined {
  const content = surround([...shapes, ...lines]);
  if (!content) return undefined;
  const whole = fitInto(content, size, { top: margin, bottom: margin });
  if (!whole) return undefined;
  const isBelow = ({ height, left, right }: typeof corners.top, isTop: boolean) =>
    shapes.some((shape) => {
      const shown = show(shape, whole);
      const reaches = isTop ? shown.top < height : shown.bottom > size.height - height;
      return reaches && (shown.left < left || shown.right > size.width - right);
    });
  const top = isBelow(corners.top, true) ? corners.top.height : margin;
  const bottom = isBelow(corners.bottom, false) ? corners.bottom.height : margin;
  return fitInto(content, size, { top, bottom }) ?? whole;
}

function fitInto(
  content: Rectangle,
  size: Size,
  { top, bottom }: { top: number; bottom: number },
): Viewport | undefined {
  const width = content.right - content.left;
  const height = content.bottom - content.top;
  const room = { width: size.width - 2 * margin, height: size.height - top - bottom };
  if (!(room.width > 0 && room.height > 0 && width > 0 && height > 0)) return undefined;
  const zoom = Math.max(zoomLimits.min, Math.min(largestFitZoom, room.width / width, room.height / height));
  return {
    zoom,
    pan: {
      x: size.width / 2 - (zoom * (content.left + content.right)) / 2,
      y: top + room.height / 2 - (zoom * (content.top + content.bottom)) / 2,
    },
  };
}

function show({ left, top, right, bottom }: Rectangle, { zoom, pan }: Viewport): Rectangle {
  return {
    left: left * zoom + pan.x,
    top: top * zoom + pan.y,
    right: right * zoom + pan.x,
    bottom: bottom * zoom + pan.y,
  };
}

/** The smallest pan that brings a point of the plane inside the view, at least `nearest` pixels from its edges. */
export function panIntoView(viewport: Viewport, at: Point, size: Size, nearest = 72): Point {
  const place = (along: 'x' | 'y', length: number) => {
    const shown = at[along] * viewport.zoom + viewport.pan[along];
    const inset = Math.min(nearest, length / 2);
    if (shown >= inset && shown <= length - inset) return viewport.pan[along];
    return viewport.pan[along] + Math.min(length - inset, Math.max(inset, shown)) - shown;
  };
  return { x: place('x', size.width), y: place('y', size.height) };
}
