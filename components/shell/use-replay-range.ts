import { useState } from 'react';
import { rangeAround, type ReplayRange, type ReplaySpan } from '@/lib/client/replay/replay-range';
import type { MeshGraph } from '@/lib/client/use-mesh-graph';

/**
 * What the scrubber moves over. In the present it follows the server's clock; while an instant is held it stands still, so
 * that the thumb does.
 */
export function useReplayRange(
  span: ReplaySpan,
  at: number | null,
  graph: MeshGraph,
  nowMs: number,
): ReplayRange {
  const [skewSeconds, setSkewSeconds] = useState(0);
  const [held, setHeld] = useState<{ span: ReplaySpan; range: ReplayRange }>();

  const { latest, updatedAtMs, superseded } = graph;
  if (at === null && latest && !superseded && updatedAtMs > 0) {
    const measured = Math.round(latest.at - updatedAtMs / 1_000);
    // A second or two is the answer's own way, not the clocks.
    if (Math.abs(measured - skewSeconds) > 2) setSkewSeconds(measured);
  }
  const present = rangeAround(span, nowMs / 1_000 + skewSeconds, at);
  if (at === null) {
    if (held) setHeld(undefined);
    return present;
  }
  const holds = held?.span === span && at >= held.range.from && at <= held.range.to + held.range.stepSeconds;
  if (!holds) setHeld({ span, range: present });
  return holds ? held.range : present;
}
