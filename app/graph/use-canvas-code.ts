'use client';

import { useEffect, useState } from 'react';
import type { GraphCanvas } from '@/components/graph/graph-canvas';

export type CanvasCode = typeof GraphCanvas;

let loaded: CanvasCode | undefined;

/** Asks for the code of the canvas. */
export async function loadCanvas(): Promise<CanvasCode> {
  loaded ??= (await import('@/components/graph/graph-canvas')).GraphCanvas;
  return loaded;
}

/**
 * The canvas, or undefined until its code is there. Not a lazy component: React shows the empty place of one first,
 * even where its code is there already, and what follows within the next third of a second is held back.
 */
export function useCanvasCode(): CanvasCode | undefined {
  const [code, setCode] = useState<{ canvas?: CanvasCode | undefined; failure?: Error }>({ canvas: loaded });
  useEffect(() => {
    if (loaded) return;
    loadCanvas().then(
      (canvas) => setCode({ canvas }),
      (error: unknown) => setCode({ failure: new Error('The canvas cannot be loaded.', { cause: error }) }),
    );
  }, []);
  if (code.failure) throw code.failure;
  return code.canvas;
}
