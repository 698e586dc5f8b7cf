/** What a proxy accepts: only Istio's mutual TLS, that and plaintext, or plaintext alone. */
export type ServerMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE';

/**
 * The same of something that has several proxies, or none. `NONE`: no policy governs it, because no proxy listens or
 * because a gateway's own listeners decide. `UNKNOWN`: what decides cannot be read.
 */
export type MtlsMode = ServerMode | 'MIXED' | 'NONE' | 'UNKNOWN';

/** On which level of Istio's order a mode was decided. */
export type DecisionLevel = 'proxy' | 'default' | 'mesh' | 'namespace' | 'workload' | 'port';

/** What decided a mode. */
export interface Decider {
  /** A policy, Istio's own default, the proxy that is there or is not, or several of these. */
  readonly kind: 'PeerAuthentication' | 'IstioDefault' | 'DataPlane' | 'Several';
  readonly level: DecisionLevel;
  readonly namespace?: string;
  readonly name?: string;
  /** A sentence. */
  readonly reason: string;
}

export interface DecidedMode {
  readonly mode: MtlsMode;
  readonly decidedBy: Decider;
}

const LEVELS: readonly DecisionLevel[] = ['proxy', 'default', 'mesh', 'namespace', 'workload', 'port'];
const MOST_REASONS = 3;

/** One decision for several: `MIXED` where modes differ; undefined where there is none. */
export function combineDecisions(decisions: readonly DecidedMode[]): DecidedMode | undefined {
  const [first] = decisions;
  if (first === undefined) return undefined;
  const mode = decisions.every((one) => one.mode === first.mode) ? first.mode : 'MIXED';
  const reasons = [...new Set(decisions.map(({ decidedBy }) => decidedBy.reason))];
  if (reasons.length === 1) return { mode, decidedBy: first.decidedBy };
  const isSamePolicy = decisions.every(
    ({ decidedBy: { kind, level, namespace, name } }) =>
      kind === 'PeerAuthentication' &&
      level === first.decidedBy.level &&
      namespace === first.decidedBy.namespace &&
      name === first.decidedBy.name,
  );
  if (isSamePolicy && mode !== 'MIXED') return { mode, decidedBy: first.decidedBy };
  const levels = decisions.map(({ decidedBy }) => LEVELS.indexOf(decidedBy.level));
  const more = reasons.length - MOST_REASONS;
  const told = [...reasons.slice(0, MOST_REASONS), ...(more > 0 ? [`And ${more} more.`] : [])];
  const level = LEVELS[Math.max(...levels)] ?? 'default';
  return { mode, decidedBy: { kind: 'Several', level, reason: told.join(' ') } };
}
