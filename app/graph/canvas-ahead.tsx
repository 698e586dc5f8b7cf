'use client';

import dynamic from 'next/dynamic';
import { memo, Suspense } from 'react';

const Nothing = () => null;
const Ahead = dynamic(() => import('@/components/graph/graph-canvas').then(() => Nothing));

/**
 * Draws nothing, but is there when the server prints the page, which so names the code of the canvas in its head: the
 * browser loads it beside the rest, while the graph is asked for. The canvas itself is drawn in the browser only. Memoised:
 * an update that comes upon a boundary which is not hydrated yet is thrown away, and all of the page is rendered again.
 */
export const CanvasAhead = memo(function CanvasAhead() {
  return (
    <Suspense fallback={null}>
      <Ahead />
    </Suspense>
  );
});
