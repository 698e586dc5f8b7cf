import { defaultAspect } from './layout/layered-layout';
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

/** Zoom and pan that show the whole rectangle in the middle. Undefined while there is no room to draw. */
export function fitViewport(content: Rectangle, size: Size, padding = 28): Viewport | undefined {
  const width = content.right - content.left;
  const height = content.bottom - content.top;
  const room = { width: size.width - 2 * padding, height: size.height - 2 * padding };
  if (!(room.width > 0 && room.height > 0 && width > 0 && height > 0)) return undefined;
  const zoom = Math.max(zoomLimits.min, Math.min(largestFitZoom, room.width / width, room.height / height));
  return {
    zoom,
    pan: {
      x: size.width / 2 - (zoom * (content.left + content.right)) / 2,
      y: size.height / 2 - (zoom * (content.top + content.bottom)) / 2,
    },
  };
}

/** The smallest pan that brings a point of the plane inside the view, at least `margin` pixels from its edges. */
export function panIntoView(viewport: Viewport, at: Point, size: Size, margin = 72): Point {
  const place = (along: 'x' | 'y', length: number) => {
    const shown = at[along] * viewport.zoom + viewport.pan[along];
    const inset = Math.min(margin, length / 2);
    if (shown >= inset && shown <= length - inset) return viewport.pan[along];
    return viewport.pan[along] + Math.min(length - inset, Math.max(inset, shown)) - shown;
  };
  return { x: place('x', size.width), y: place('y', size.height) };
}
