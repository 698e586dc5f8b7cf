import { canonicalRevision } from '../kubernetes/canonical-names';
import { matchesLabels } from '../kubernetes/label-match';
import type { PlannedDestination } from '../routing/route-plan';
import type { CallCount } from './call-count';
import { indexFacts } from './index-facts';
import type { SplitFacts, SplitWorkload } from './split-facts';

/** Equal for two mentions of the same destination. */
export function destinationKey({ host, subset }: PlannedDestination): string {
  return subset === null ? host : `${subset}.${host}`;
}

/** How people call it: by its subset where it has one. */
export function nameDestination({ host, writtenHost, subset }: PlannedDestination): string {
  return subset ?? (writtenHost === '' ? host : writtenHost);
}

/**
 * The workloads that a destination sends to: those that its Service selects and that have the subset's labels. Undefined
 * where that is not known: hosts of the outside, Services whose endpoints somebody else manages, kinds that nobody can
 * read.
 */
export function findPlaces(
  { service, subset, subsetLabels }: PlannedDestination,
  facts: SplitFacts,
): readonly SplitWorkload[] | undefined {
  const behind = service === null ? undefined : indexFacts(facts).behind(service);
  if (behind === undefined || subset === null) return behind;
  if (subsetLabels === null) return [];
  return behind.filter(({ labels }) => labels.some((own) => matchesLabels(subsetLabels, own)));
}

/** Whether two destinations may send to the same place. What is told apart by its service's name never does. */
export function overlap(a: PlannedDestination, b: PlannedDestination, facts: SplitFacts): boolean {
  if (a.host !== b.host) return false;
  if (a.subset === b.subset) return true;
  if (a.dead !== null || b.dead !== null) return false;
  const [placesOfA, placesOfB] = [findPlaces(a, facts), findPlaces(b, facts)];
  if (placesOfA !== undefined && placesOfB !== undefined)
    return placesOfA.some((place) => placesOfB.includes(place));
  // Without knowing the pods: labels that contradict each other are never on one.
  return Object.entries(a.subsetLabels ?? {}).every(
    ([name, value]) => (b.subsetLabels?.[name] ?? value) === value,
  );
}

/** Whether a call was addressed to the service that a destination names, whoever answered. */
export function isAddressedTo(destination: PlannedDestination, { service }: CallCount): boolean {
  if (destination.host === '') return false;
  if (service.host === destination.host) return true;
  const own = destination.service;
  return own?.kind === 'Service' && service.name === own.name && service.namespace === own.namespace;
}

/**
 * Whether a call ended where a destination sends: `true` or `false`, or undefined where that cannot be told, because it
 * reached nobody or somebody of whom nothing is known.
 */
export function arrivedAt(
  destination: PlannedDestination,
  call: CallCount,
  facts: SplitFacts,
): boolean | undefined {
  if (!isAddressedTo(destination, call)) return false;
  const { subset, subsetLabels } = destination;
  const { workload, namespace, version } = call.destination;
  if (workload === undefined) {
    // Who answers outside the mesh has no name; nor have some endpoints that nobody manages.
    return subset === null && call.flags === undefined ? true : undefined;
  }
  if (subset === null) return true;
  if (destination.dead !== null || subsetLabels === null) return false;
  const known = indexFacts(facts).workload(namespace, workload);
  if (known !== undefined) return known.labels.some((labels) => matchesLabels(subsetLabels, labels));
  // Gone by now, or never readable: its version is all that is left of its labels.
  const wanted = canonicalRevision(subsetLabels);
  if (version === undefined || wanted === 'latest') return undefined;
  return wanted === version;
}
