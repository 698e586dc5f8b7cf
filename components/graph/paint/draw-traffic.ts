import type { Viewport } from '../fit-viewport';
import type { GraphTokens } from './read-tokens';
import { pointOnFlow, type TrafficFlow } from './traffic-flows';

const dotsPerFlow = 2;

/** Draws dots on their way from callers to what they call, as they stand at this time; busier edges have faster ones. */
export function drawTraffic(
  context: CanvasRenderingContext2D,
  flows: readonly TrafficFlow[],
  { zoom, pan }: Viewport,
  tokens: GraphTokens,
  { timeMs, pixelRatio }: { timeMs: number; pixelRatio: number },
): void {
  const colours = {
    calm: tokens.ok,
    bytes: tokens.accent,
    degraded: tokens.degraded,
    failing: tokens.failing,
  };
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  for (const [index, flow] of flows.entries()) {
    const pixelsPerSecond = 45 + 22 * flow.lineWidth;
    const periodMs = (flow.length / pixelsPerSecond) * 1_000;
    const radius = Math.max(1.4, (1.4 + flow.lineWidth * 0.45) * Math.min(1, zoom + 0.25));
    context.fillStyle = colours[flow.tone];
    context.beginPath();
    for (let dot = 0; dot < dotsPerFlow; dot += 1) {
      // Neighbouring edges are out of step, else they would seem to belong together.
      const share = (timeMs / periodMs + dot / dotsPerFlow + index * 0.37) % 1;
      const { x, y } = pointOnFlow(flow, share);
      const at = { x: x * zoom + pan.x, y: y * zoom + pan.y };
      context.moveTo(at.x + radius, at.y);
      context.arc(at.x, at.y, radius, 0, 2 * Math.PI);
    }
    context.fill();
  }
}
