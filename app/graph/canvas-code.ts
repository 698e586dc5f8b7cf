import type { GraphCanvas } from '@/components/graph/graph-canvas';
import { lateCode } from '@/lib/client/late-code';

export type CanvasCode = typeof GraphCanvas;

export const canvasCode = lateCode(
  'The canvas',
  async () => (await import('@/components/graph/graph-canvas')).GraphCanvas,
);
