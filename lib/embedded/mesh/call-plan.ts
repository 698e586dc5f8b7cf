import type { Answer } from './answer';
import type { MeshWorkload } from './mesh-view';
import type { Report } from './report';
import type { Call } from './call';

/** A request that a workload works on, for each call. */
export interface Arrival {
  readonly workload: MeshWorkload;
  readonly call: Call;
  readonly share: number;
}

/** All that one call leads to on its way; factors and shares are for each call. */
export interface CallPlan {
  readonly reports: readonly Report[];
  readonly arrivals: readonly Arrival[];
  /** What the caller gets. Shares sum to 1. */
  readonly outcomes: readonly { readonly share: number; readonly answer: Answer }[];
  /** How long the caller waits. */
  readonly waitMs: number;
  /** And how long of injected delays. */
  readonly delayedMs: number;
}

/** Several plans, each for its share of the calls. */
export function combinePlans(parts: readonly { share: number; plan: CallPlan }[]): CallPlan {
  const sum = (of: (plan: CallPlan) => number) =>
    parts.reduce((total, { share, plan }) => total + share * of(plan), 0);
  return {
    reports: parts.flatMap(({ share, plan }) =>
      plan.reports.map((report) => ({ ...report, factor: report.factor * share })),
    ),
    arrivals: parts.flatMap(({ share, plan }) =>
      plan.arrivals.map((arrival) => ({ ...arrival, share: arrival.share * share })),
    ),
    outcomes: parts.flatMap(({ share, plan }) =>
      plan.outcomes.map((outcome) => ({ ...outcome, share: outcome.share * share })),
    ),
    waitMs: sum(({ waitMs }) => waitMs),
    delayedMs: sum(({ delayedMs }) => delayedMs),
  };
}
