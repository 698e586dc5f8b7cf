import type { Coverage, ObservedPoliciesAnswer } from '@/lib/contracts/observed-policies';
import { coverageOrder } from './policy-words';

const COUNT_WORDS: Readonly<Record<Exclude<Coverage, 'waypoint'>, string>> = {
  covered: 'covered by a policy',
  partly: 'in part',
  atWaypoint: 'at a waypoint only',
  none: 'by none',
  unenforced: 'by one that nobody enforces',
  unknown: 'unknown',
};

/** `9 of 31 workloads covered by a policy, 20 by none`: without waypoints, which stand before others. */
export function countCoverage(answer: Pick<ObservedPoliciesAnswer, 'workloads'>): string {
  const workloads = answer.workloads.filter(({ coverage }) => coverage !== 'waypoint');
  const count = (coverage: Coverage) => workloads.filter((one) => one.coverage === coverage).length;
  const others = coverageOrder.flatMap((one) =>
    one === 'covered' || one === 'waypoint' || count(one) === 0 ? [] : [`${count(one)} ${COUNT_WORDS[one]}`],
  );
  const noun = workloads.length === 1 ? 'workload' : 'workloads';
  return [`${count('covered')} of ${workloads.length} ${noun} ${COUNT_WORDS.covered}`, ...others].join(', ');
}

/** `1 of 46 edges refused, 30 unprotected`. */
export function countSeen({ edges, isTrafficKnown }: ObservedPoliciesAnswer): string {
  if (!isTrafficKnown) return 'traffic is not known';
  const seen = edges.filter(({ observed }) => observed.state !== 'silent');
  const refused = seen.filter(({ observed }) => observed.state !== 'passes').length;
  const open = seen.filter(({ guard }) => guard === 'unguarded').length;
  const differing = seen.filter(
    ({ agreement }) => agreement === 'passesThoughDenied' || agreement === 'refusedThoughAllowed',
  ).length;
  return [
    `${refused} of ${seen.length} ${seen.length === 1 ? 'edge' : 'edges'} refused`,
    ...(open > 0 ? [`${open} unprotected`] : []),
    ...(differing > 0 ? [`${differing} other than declared`] : []),
  ].join(', ');
}
