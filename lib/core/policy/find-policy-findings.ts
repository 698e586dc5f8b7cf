import type { WorkloadCoverage } from './describe-coverage';
import type { Permission } from './find-permissions';
import type { ObservedEdge } from './observe-edge';

/** Something about a workload's policies that a person should look at. */
export interface PolicyFinding {
  readonly code:
    | 'notCovered'
    | 'unprotectedTraffic'
    | 'deniedTraffic'
    | 'passesThoughDenied'
    | 'refusedThoughAllowed'
    | 'unusedPermissions'
    | 'policyWithoutEffect';
  readonly weight: 'problem' | 'advice' | 'note';
  /** A sentence. */
  readonly message: string;
}

/** What does not fit about one workload, the gravest first. `edges` are those that lead to it. */
export function findPolicyFindings(
  { coverage, reason, policies }: WorkloadCoverage,
  edges: readonly ObservedEdge[],
  permissions: readonly Permission[],
): PolicyFinding[] {
  const called = edges.filter(({ outcome }) => outcome.state !== 'silent');
  const own = new Set(policies.map(({ namespace, name }) => `${namespace}/${name}`));
  const unused = tellUnused(permissions.filter(({ namespace, name }) => own.has(`${namespace}/${name}`)));
  const idle = policies.filter(({ effect }) => effect === 'noEffect' || effect === 'malformed');
  const isOpen = coverage === 'none' || coverage === 'unenforced';
  return [
    ...tell(called, 'passesThoughDenied', 'problem', 'Policies refuse', 'and it was let in'),
    ...tell(called, 'refusedThoughAllowed', 'problem', 'Policies let in', 'and it was refused'),
    ...idle.map((policy): PolicyFinding => ({
      code: 'policyWithoutEffect',
      weight: policy.effect === 'malformed' ? 'problem' : 'advice',
      message: `${policy.namespace}/${policy.name}: ${policy.reason}`,
    })),
    ...(isOpen ? [{ code: 'notCovered', weight: 'advice', message: reason } as const] : []),
    ...tellUnprotected(called, isOpen),
    ...tellDenied(called),
    ...unused,
  ];
}

/** Rules that let in nobody, and whom the others name for nothing. */
function tellUnused(permissions: readonly Permission[]): PolicyFinding[] {
  return permissions.flatMap(({ namespace, name, rule, use, sources }): PolicyFinding[] => {
    const place = `rule ${rule + 1} of ${namespace}/${name}`;
    const base = { code: 'unusedPermissions', weight: 'note' } as const;
    if (use === 'unused')
      return [{ ...base, message: `Nothing that was seen in this window used ${place}.` }];
    const idle = sources.filter((source) => source.use === 'unused').map(({ value }) => value);
    if (idle.length === 0) return [];
    const names = `${idle.slice(0, MOST_NAMES).join(', ')}${andMore(idle.length)}`;
    return [{ ...base, message: `Nothing that was seen in this window used what ${place} allows ${names}.` }];
  });
}

function andMore(length: number): string {
  return length > MOST_NAMES ? ` and ${length - MOST_NAMES} more` : '';
}

function tell(
  edges: readonly ObservedEdge[],
  agreement: 'passesThoughDenied' | 'refusedThoughAllowed',
  weight: PolicyFinding['weight'],
  before: string,
  after: string,
): PolicyFinding[] {
  return edges
    .filter((edge) => edge.agreement === agreement)
    .map((edge) => ({
      code: agreement,
      weight,
      message: `${before} what ${callerOf(edge)} sends, ${after}. ${edge.declared.reason}`,
    }));
}

function tellUnprotected(edges: readonly ObservedEdge[], isOpen: boolean): PolicyFinding[] {
  const open = edges.filter(({ guard }) => guard === 'unguarded');
  if (open.length === 0) return [];
  const callers = [...new Set(open.map(callerOf))].sort();
  const names = callers.slice(0, MOST_NAMES).join(', ');
  return [
    {
      code: 'unprotectedTraffic',
      weight: isOpen ? 'advice' : 'problem',
      message: `Nothing could refuse what came from ${names}${andMore(callers.length)} in this window.`,
    },
  ];
}

function tellDenied(edges: readonly ObservedEdge[]): PolicyFinding[] {
  return edges
    .filter(({ declared, agreement }) => declared.verdict === 'denied' && agreement === 'agrees')
    .map((edge) => ({
      code: 'deniedTraffic',
      weight: 'note',
      message: `${callerOf(edge)} calls it and is refused. ${edge.declared.reason}`,
    }));
}

const MOST_NAMES = 4;

function callerOf({ seen: { source } }: ObservedEdge): string {
  const name = source.workload ?? source.app ?? source.service;
  return name === undefined ? 'somebody without a name' : `${source.namespace ?? '?'}/${name}`;
}
