import type { World } from '../../worlds/world';
import type { LoadProfile } from '../load-profile';
import type { Call } from '../call';
import { requestFor } from '../plan-traffic';

/** A stream of requests in which traces begin. */
export interface TraceLane {
  readonly namespace: string;
  readonly workload: string;
  /** What enters at a gateway, or what a workload sets itself. */
  readonly request: Call;
  /** Part of the world's load that is traced. */
  readonly tracedShare: number;
}

/** @param sampling share of requests that are traced, 0 to 1 */
export function traceLanes(world: World, sampling: number): TraceLane[] {
  return [
    ...world.entries.map(({ gatewayNamespace, gatewayWorkload, host, path, headers, share }) => ({
      namespace: gatewayNamespace,
      workload: gatewayWorkload,
      request: requestFor(host, path, headers),
      tracedShare: share * sampling,
    })),
    ...(world.selfMade ?? []).map(({ namespace, workload, share }) => ({
      namespace,
      workload,
      request: requestFor('', '', {}),
      tracedShare: share * sampling,
    })),
  ];
}

/** How many traces a lane has begun up to an instant; a whole number is reached when one begins. */
export function tracesUntil(lane: TraceLane, load: LoadProfile, atSeconds: number): number {
  return lane.tracedShare * load.integral(atSeconds);
}

/**
 * When a lane reaches a count of traces, Unix seconds: the load's integral, solved for its time. Comes to the same
 * number whatever the guess.
 */
export function timeOfTrace(lane: TraceLane, load: LoadProfile, count: number, guessSeconds: number): number {
  const wanted = count / lane.tracedShare;
  // Rounding at the end of a search depends on where it began: so it ends with steps from a whole second.
  const near = Math.round(approach(load, wanted, guessSeconds, 60));
  return approach(load, wanted, near, 4);
}

function approach(load: LoadProfile, wanted: number, guessSeconds: number, steps: number): number {
  let at = guessSeconds;
  for (let step = 0; step < steps; step += 1) {
    // The rate never vanishes, and the load is smooth: Newton's method comes closer with each step.
    const next = at - (load.integral(at) - wanted) / load.rate(at);
    if (Math.abs(next - at) < 1e-7) return next;
    at = next;
  }
  return at;
}
