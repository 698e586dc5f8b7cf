import type { HostPlan, ObjectPlace, RouteRule, Viewpoint } from '../routing/route-plan';
import type { SplitWorkload } from './split-facts';

export const ROUTE_VERDICTS = [
  'dead',
  'drifting',
  'justChanged',
  'notAttributable',
  'tooLittleTraffic',
  'inLine',
  'noSplit',
] as const;

/**
 * What the traffic says of a route; the first of several rules' in this order is the route's. `noSplit`: it sends
 * nothing to any destination.
 */
export type RouteVerdict = (typeof ROUTE_VERDICTS)[number];

export interface ObservedShare {
  /** Extrapolated to the whole span, so no whole number. Connections where the rule is about TCP. */
  readonly requests: number;
  /** 0 to 1, with the interval that holds the true share. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

export interface JudgedDestination {
  /** Null where nobody can tell. */
  readonly observed: ObservedShare | null;
  /** `dead` can take nothing; of `unknown` nobody can tell what is behind it. */
  readonly state: 'ok' | 'dead' | 'unknown';
  /** Why, in a sentence; empty when all is well. */
  readonly reason: string;
  /** What is behind it, as far as that is known. */
  readonly workloads: readonly SplitWorkload[];
}

export interface JudgedRule {
  readonly rule: RouteRule;
  readonly verdict: RouteVerdict;
  /** Sentences. */
  readonly reasons: readonly string[];
  /** In the order of the rule's. */
  readonly destinations: readonly JudgedDestination[];
  /** What its verdict rests on, connections where it is about TCP; null where they cannot be told. */
  readonly requests: number | null;
  /** How many more calls narrow every interval to one point to each side; null where that would not help. */
  readonly callsNeeded: number | null;
  /** How the intervals were made; null without any. */
  readonly method: string | null;
  /** Unix seconds from which on it is compared: the window's start, or the last change. */
  readonly comparedSince: number | null;
  /** Places in the plan of rules with the same shares, whose calls are counted together with its own. */
  readonly countedWith: readonly { readonly host: string; readonly index: number }[];
}

/** When an object got to be as it is. */
export interface ObjectChange {
  readonly object: ObjectPlace;
  /** Unix seconds. */
  readonly atSeconds: number;
  /**
   * Who tells: `seen`, this server saw its spec change; `created`, it says when it was made; `managedFields`, it says
   * when somebody last wrote to its spec, or to labels with it.
   */
  readonly from: 'seen' | 'created' | 'managedFields';
}

export interface SplitProblem {
  readonly code: 'no-ready-pod' | 'no-endpoints';
  readonly message: string;
  readonly object: ObjectPlace;
  readonly path: string;
}

/** Who follows a plan. */
export interface RouteClients {
  readonly kind: Viewpoint['kind'];
  /** All sidecars of these. */
  readonly namespaces: readonly string[];
  /** Gateways and waypoints themselves, and single workloads with a sidecar. */
  readonly workloads: readonly { readonly namespace: string; readonly name: string }[];
}

export interface JudgedRoute {
  readonly plan: HostPlan;
  readonly clients: RouteClients;
  readonly verdict: RouteVerdict;
  readonly reasons: readonly string[];
  readonly rules: readonly JudgedRule[];
  readonly problems: readonly SplitProblem[];
  /** Changes inside the window of what makes the route, the oldest first. */
  readonly changes: readonly ObjectChange[];
  /** Unix seconds since when it is compared: the window's start, or the last change of what makes it. */
  readonly comparedSince: number;
  /** Calls that reached nobody. */
  readonly notDelivered: number;
  /** Calls that reached workloads of the host's service to which no rule sends. */
  readonly elsewhere: number;
  /** Connections of workloads in ambient mode to the host's service by way of no waypoint: they follow no route. */
  readonly unrouted: number;
}
