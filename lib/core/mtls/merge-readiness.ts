import { compareText } from '../mesh/compare-text';
import type { Readiness, ReadinessVerdict } from './readiness';
import { printPolicy } from './print-policy';

/** What holds for several together: not ready while one is not, and unknown while one is. */
export function mergeReadiness(parts: readonly Readiness[]): Readiness {
  if (parts.length === 0) {
    const unknowns = ['Nothing stands behind it.'];
    return { verdict: 'unknown', isStrict: false, blockers: [], unknowns, notes: [], policies: [] };
  }
  const has = (verdict: ReadinessVerdict) => parts.some((part) => part.verdict === verdict);
  const policies = new Map(
    parts.flatMap(({ policies: own }) => own.map((policy) => [printPolicy(policy), policy] as const)),
  );
  return {
    verdict: has('notReady') ? 'notReady' : has('unknown') ? 'unknown' : 'ready',
    isStrict: parts.every(({ isStrict }) => isStrict),
    blockers: distinctBy(parts.flatMap(({ blockers }) => blockers)),
    unknowns: [...new Set(parts.flatMap(({ unknowns }) => unknowns))],
    notes: [...new Set(parts.flatMap(({ notes }) => notes))],
    policies: [...policies].sort(([a], [b]) => compareText(a, b)).map(([, policy]) => policy),
  };
}

/** A policy for several workloads has the same blockers from wherever one looks. */
function distinctBy<T>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}
