'use client';

import dynamic from 'next/dynamic';
import { Suspense } from 'react';

const Nothing = () => null;
const Ahead = dynamic(() => import('@/components/graph/graph-canvas').then(() => Nothing));

/**
 * Draws nothing, but is there when the server prints the page, which so names the code of the canvas in its head: the
 * browser loads it beside the rest, while the graph is asked for. The canvas itself is drawn in the browser only.
 */
export function CanvasAhead() {
  return (
    <Suspense fallback={null}>
      <Ahead />
    </Suspense>
  );
}
