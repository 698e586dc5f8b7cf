import type { PeerAuthenticationView } from '../kubernetes/peer-authentication-view';
import { compareAge } from '../mesh/compare-age';
import type { PolicyLevel } from './policy-scope';

/** What became of a policy that was considered. */
export type TrailVerdict =
  /** Its mode holds. */
  | 'decides'
  /** It decides some ports only. */
  | 'decidesPorts'
  /** A more specific policy says otherwise. */
  | 'overridden'
  /** It is the one of its level and leaves the mode open. */
  | 'inherits'
  /** An older one of its level counts instead. */
  | 'shadowed'
  /** It can have no effect where it stands. */
  | 'ignored'
  /** It cannot be read as a whole. */
  | 'malformed'
  /** It would hold if there were a proxy that policies govern. */
  | 'noEffect';

/** One policy on the way to a mode. */
export interface TrailEntry {
  readonly kind: 'PeerAuthentication';
  readonly namespace: string;
  readonly name: string;
  readonly level: PolicyLevel;
  /** For instance `STRICT`, `UNSET` or `PERMISSIVE, port 8081 STRICT`. */
  readonly says: string;
  readonly verdict: TrailVerdict;
  /** A sentence. */
  readonly reason: string;
}

export function describePolicy({ mode, modeByPort }: PeerAuthenticationView): string {
  const ports = [...modeByPort].sort(([a], [b]) => a - b).map(([port, own]) => `port ${port} ${own}`);
  return [mode, ...ports].join(', ');
}

export function toEntry(
  policy: PeerAuthenticationView,
  level: PolicyLevel,
  verdict: TrailVerdict,
  reason: string,
): TrailEntry {
  const { namespace = 'default', name } = policy;
  return {
    kind: 'PeerAuthentication',
    namespace,
    name,
    level,
    says: describePolicy(policy),
    verdict,
    reason,
  };
}

export function placeOf({ namespace = 'default', name }: { namespace?: string; name: string }): string {
  return `${namespace}/${name}`;
}

const FOR: Readonly<Record<PolicyLevel, string>> = {
  mesh: 'for the mesh',
  namespace: 'for the namespace',
  workload: 'for this workload',
};

/** Why a policy that is not the first of its level does not count. */
export function shadowReason(
  loser: PeerAuthenticationView,
  winner: PeerAuthenticationView,
  level: PolicyLevel,
): string {
  const sameAge = compareAge({ ...loser, name: '', namespace: '' }, { ...winner, name: '', namespace: '' });
  const first = sameAge === 0 ? 'is as old and comes first by name' : 'is older';
  const open = winner.mode === 'UNSET' ? ', even though it leaves the mode open' : '';
  return `${placeOf(winner)} ${first}, and only one policy ${FOR[level]} counts${open}.`;
}

/** What a policy says, as a reason for a mode. */
export function decideReason(policy: PeerAuthenticationView, level: PolicyLevel, port?: number): string {
  const mode = port === undefined ? policy.mode : policy.modeByPort.get(port);
  const where = port === undefined ? FOR[level] : `for port ${port}`;
  return `${placeOf(policy)} says ${mode} ${where}.`;
}
