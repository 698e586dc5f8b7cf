import type { ObjectPlace } from '../routing/route-plan';
import type { RuleGroup } from './group-rules';
import type { ObjectChange } from './split-verdict';

/** The last change of an object that decides where a group's calls go; undefined where none is known. */
export function latestChange(
  { rules }: RuleGroup,
  changesOf: (object: ObjectPlace) => readonly ObjectChange[],
): ObjectChange | undefined {
  const objects = rules.flatMap(({ object, delegatedBy, destinations }) => [
    object,
    ...(delegatedBy === null ? [] : [delegatedBy.object]),
    ...destinations.flatMap(({ subsetFrom }) => subsetFrom?.object ?? []),
  ]);
  let latest: ObjectChange | undefined;
  for (const change of objects.flatMap(changesOf)) {
    if (latest === undefined || change.atSeconds > latest.atSeconds) latest = change;
  }
  return latest;
}
