import { useReducedMotion } from '@mantine/hooks';
import { useEffect, type RefObject } from 'react';
import { usePageVisible } from '@/lib/client/use-page-visible';
import type { GraphController } from '../controller';
import { drawTraffic } from './draw-traffic';
import type { GraphTokens } from './read-tokens';
import { useBitmap } from './use-bitmap';

/** Thirty frames a second are smooth enough for dots, and half the work. */
const frameMs = 1_000 / 31;

/** Lets dots run along the edges; never where less motion is wished for, nor in a tab that nobody looks at. */
export function useTrafficAnimation(
  canvas: RefObject<HTMLCanvasElement | null>,
  controller: RefObject<GraphController | undefined>,
  tokens: GraphTokens,
  wanted: boolean,
): void {
  const prepare = useBitmap(canvas);
  const reduced = useReducedMotion();
  const visible = usePageVisible();
  const running = wanted && !reduced && visible;
  useEffect(() => {
    if (!running) {
      const { context } = prepare() ?? {};
      context?.clearRect(0, 0, context.canvas.width, context.canvas.height);
      return;
    }
    let lastMs = -Infinity;
    let request = requestAnimationFrame(function step(timeMs) {
      request = requestAnimationFrame(step);
      const bitmap = prepare();
      const drawn = controller.current;
      if (!bitmap || !drawn || timeMs - lastMs < frameMs) return;
      lastMs = timeMs;
      const viewport = { zoom: drawn.cy.zoom(), pan: drawn.cy.pan() };
      drawTraffic(bitmap.context, drawn.flows(), viewport, tokens, {
        timeMs,
        pixelRatio: bitmap.pixelRatio,
      });
    });
    return () => cancelAnimationFrame(request);
  }, [running, controller, prepare, tokens]);
}
