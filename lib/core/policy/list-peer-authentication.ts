import { judgeWorkload } from '../mtls/judge-workload';
import type { TrailEntry } from '../mtls/policy-trail';
import { inOrder, type AppliedEffect, type AppliedPolicy, type Unordered } from './applied-policy';
import { ownProxies, type AppliedSubject } from './applied-subject';
import type { PolicyContext } from './policy-context';

const EFFECTS: Readonly<Record<TrailEntry['verdict'], AppliedEffect>> = {
  decides: 'applies',
  decidesPorts: 'partly',
  overridden: 'shadowed',
  inherits: 'noEffect',
  shadowed: 'shadowed',
  ignored: 'noEffect',
  malformed: 'malformed',
  noEffect: 'noEffect',
};

/** PeerAuthentications that were considered, the most specific level first. */
export function listPeerAuthentication({ mtls }: PolicyContext, subject: AppliedSubject): AppliedPolicy[] {
  const enforcer = [...new Set(ownProxies(subject).map(({ words }) => words))].join(', ') || 'nobody';
  const found = subject.workloads.flatMap((workload) =>
    judgeWorkload(mtls.index, workload, mtls.servicesOf(workload)).trail.map(
      ({ kind, namespace, name, level, says, verdict, reason }): Unordered => ({
        kind,
        namespace,
        name,
        about: 'inbound',
        by: level,
        enforcer,
        effect: EFFECTS[verdict],
        says,
        reason,
      }),
    ),
  );
  return inOrder([...new Map(found.map((one) => [JSON.stringify(one), one])).values()]);
}
