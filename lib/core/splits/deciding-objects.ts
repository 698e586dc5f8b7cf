import { joinKey } from '../mesh/join-key';
import type { HostPlan, ObjectPlace } from '../routing/route-plan';

/** Objects that make a host's routes. */
export function objectsOf({ sources, rules }: HostPlan): ObjectPlace[] {
  const all = [
    ...sources.map(({ kind, namespace, name }) => ({ kind, namespace, name })),
    ...rules.flatMap(({ object, delegatedBy, destinations }) => [
      object,
      ...(delegatedBy === null ? [] : [delegatedBy.object]),
      ...destinations.flatMap(({ subsetFrom }) => subsetFrom?.object ?? []),
    ]),
  ];
  return [...new Map(all.map((one) => [joinKey(one.kind, one.namespace, one.name), one])).values()];
}
