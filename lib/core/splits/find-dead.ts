import type { PlannedDestination, RouteRule } from '../routing/route-plan';
import { findPlaces, nameDestination } from './destination-places';
import type { SplitFacts } from './split-facts';
import type { SplitProblem } from './split-verdict';

/** Why a destination can take nothing; `problem` is there where the plan does not say it already. */
export interface DeadDestination {
  readonly reason: string;
  readonly problem?: SplitProblem;
}

/** Undefined where a destination can take calls, or nobody knows that it cannot. */
export function findDead(destination: PlannedDestination, facts: SplitFacts): DeadDestination | undefined {
  const { dead, object, path, service, subset, host } = destination;
  const name = nameDestination(destination) || 'A destination';
  if (dead !== null) return { reason: `${name}: ${DEAD_WORDS[dead]}.` };
  const places = findPlaces(destination, facts);
  if (places === undefined || places.some(({ ready }) => ready === undefined || ready > 0)) return undefined;
  const code = subset === null ? 'no-endpoints' : 'no-ready-pod';
  const message =
    subset === null
      ? `The Service ${service?.name ?? host} has no ready pod.`
      : `The subset ${subset} of ${host} selects no ready pod.`;
  return { reason: message, problem: { code, message, object, path } };
}

const DEAD_WORDS: Record<NonNullable<PlannedDestination['dead']>, string> = {
  'missing-host': 'no host is named',
  'unknown-host': 'no Service or ServiceEntry that these clients see has this host',
  'undefined-subset': 'no DestinationRule that these clients follow defines this subset',
  'reference-not-granted': 'no ReferenceGrant permits it',
  'unsupported-backend': 'nothing is routed to this kind',
  'unknown-port': 'its Service has no such port',
};

/** A rule that names destinations and gives none a share answers every request with an error. */
export function isWeightless({ shadowedBy, destinations }: RouteRule): boolean {
  return shadowedBy === null && destinations.length > 0 && destinations.every(({ share }) => share === 0);
}
