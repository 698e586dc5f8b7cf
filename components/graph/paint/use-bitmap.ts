import { useCallback, type RefObject } from 'react';

/** Answers how to get a canvas's context, its bitmap as large as the canvas is on this screen. */
export function useBitmap(canvas: RefObject<HTMLCanvasElement | null>) {
  return useCallback((): { context: CanvasRenderingContext2D; pixelRatio: number } | undefined => {
    const context = canvas.current?.getContext('2d');
    if (!context) return undefined;
    const pixelRatio = window.devicePixelRatio || 1;
    const { clientWidth, clientHeight } = context.canvas;
    const size = {
      width: Math.round(clientWidth * pixelRatio),
      height: Math.round(clientHeight * pixelRatio),
    };
    // Setting a bitmap's size clears it and is slow: only when it changed.
    if (context.canvas.width !== size.width || context.canvas.height !== size.height)
      Object.assign(context.canvas, size);
    return { context, pixelRatio };
  }, [canvas]);
}
