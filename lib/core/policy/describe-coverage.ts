import { proxyOf } from '../mtls/judge-workload';
import type { MtlsWorkload } from '../mtls/mtls-workload';
import type { ProxyKind } from '../mtls/pod-shape';
import type { AppliedPolicy } from './applied-policy';
import { ownProxies, waypointProxies, type NamedProxy } from './applied-subject';
import { isGuard } from './is-guard';
import { listAuthorization } from './list-authorization';
import type { PolicyContext } from './policy-context';

/** Whether anything may refuse a call to a workload. */
export type Coverage =
  /** A policy guards every way to it. */
  | 'covered'
  /** Only some of its pods. */
  | 'partly'
  /** Only its waypoint, which callers with a sidecar of their own go past. */
  | 'atWaypoint'
  /** No policy that may refuse anything is for it. */
  | 'none'
  /** Policies are meant for it, and no proxy of it enforces them. */
  | 'unenforced'
  /** It is a waypoint itself: what it stands before has policies of its own. */
  | 'waypoint'
  | 'unknown';

export interface WorkloadCoverage {
  readonly workload: MtlsWorkload;
  /** Names of the services that select it. */
  readonly services: readonly string[];
  readonly proxy: ProxyKind | 'mixed';
  readonly coverage: Coverage;
  /** A sentence. */
  readonly reason: string;
  /** AuthorizationPolicies that are for it, in the order in which they are asked. */
  readonly policies: readonly AppliedPolicy[];
}

/** Which AuthorizationPolicies a workload has, and whether any of them may refuse a call. */
export function describeCoverage(context: PolicyContext, workload: MtlsWorkload): WorkloadCoverage {
  const services = context.mtls.servicesOf(workload);
  const subject = { workloads: [workload], services };
  const policies = listAuthorization(context, subject);
  const proxy = proxyOf(workload.shapes);
  const own = ownProxies(subject);
  const before = waypointProxies(context, subject);
  return {
    workload,
    services: services.map(({ name }) => name),
    proxy,
    policies,
    ...judge(context, { proxy, own, before, policies }),
  };
}

interface Looked {
  readonly proxy: WorkloadCoverage['proxy'];
  readonly own: readonly NamedProxy[];
  readonly before: readonly NamedProxy[];
  readonly policies: readonly AppliedPolicy[];
}

function judge(
  context: PolicyContext,
  { proxy, own, before, policies }: Looked,
): Pick<WorkloadCoverage, 'coverage' | 'reason'> {
  const isGuarded = ({ subject }: NamedProxy) =>
    context.attachedTo(subject).some((policy) => isGuard(policy, subject.enforcer));
  if (proxy === 'waypoint')
    return {
      coverage: 'waypoint',
      reason: 'It is a waypoint: what it stands before has policies of its own.',
    };
  if (proxy === 'unknown')
    return { coverage: 'unknown', reason: 'It is not known whether a proxy stands before it.' };
  const guarded = own.filter(isGuarded);
  const isWhole = own.length > 0 && guarded.length === own.length && proxy !== 'mixed';
  if (isWhole) return { coverage: 'covered', reason: tellGuards(policies) };
  if (
    ![...own, ...before].every(({ subject }) => context.isReadable(subject)) ||
    !context.facts.policySight.known
  )
    return { coverage: 'unknown', reason: 'Not all AuthorizationPolicies that count here can be read.' };
  if (guarded.length > 0)
    return { coverage: 'partly', reason: 'Policies guard some of its pods, and others not.' };
  if (before.some(isGuarded))
    return {
      coverage: 'atWaypoint',
      reason: 'Only its waypoint has a policy: callers with a sidecar of their own go past it.',
    };
  if (own.length === 0 && policies.length > 0)
    return {
      coverage: 'unenforced',
      reason: 'Policies are meant for it, and it has no proxy to enforce them.',
    };
  if (own.length === 0)
    return { coverage: 'none', reason: 'No policy is for it, and it has no proxy to enforce one.' };
  return policies.length > 0
    ? { coverage: 'none', reason: 'None of the policies that are for it may refuse a call.' }
    : { coverage: 'none', reason: 'No policy is for it: everybody who can reach it is let in.' };
}

function tellGuards(policies: readonly AppliedPolicy[]): string {
  const isAllowing = policies.some(({ says, effect }) => says.startsWith('ALLOW') && effect !== 'dryRun');
  return isAllowing
    ? 'ALLOW policies are for it: whoever fits none of them is refused.'
    : 'Whoever fits one of its policies may be refused; everybody else is let in.';
}
