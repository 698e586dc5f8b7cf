import type { Labels } from '../kubernetes/field-reader';
import { matchesLabels } from '../kubernetes/label-match';
import type { PeerAuthenticationView } from '../kubernetes/peer-authentication-view';
import type { DecidedMode, Decider } from './mtls-mode';
import type { PolicyIndex } from './index-policies';
import type { PolicyLevel } from './policy-scope';
import type { Resolution } from './resolution';
import { decideReason, placeOf, shadowReason, toEntry, type TrailEntry } from './policy-trail';

/** Pods that policies may be for. */
export interface PolicySubject {
  readonly namespace: string;
  readonly labels: Labels;
}

/**
 * The mode of pods: mesh, namespace, workload and port, each above the one before; what is unset inherits. Of several
 * policies for one level only the oldest counts, whatever it says, and ports only of the workload's one that counts.
 * https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export function resolvePolicies(index: PolicyIndex, subject: PolicySubject): Resolution {
  const { namespace, labels } = subject;
  const remembered = index.resolutions.of(namespace, labels);
  if (remembered.found !== undefined) return remembered.found;
  const own = index.ofWorkloads(namespace).filter(({ selector }) => matchesLabels(selector, labels));
  return remembered.keep(resolveLevels(index, namespace, own, labels));
}

/** The mode of a whole namespace: what clients look at before they prepare TLS at all. */
export function resolveNamespace(index: PolicyIndex, namespace: string): Resolution {
  const remembered = index.resolutions.of(namespace, undefined);
  return remembered.found ?? remembered.keep(resolveLevels(index, namespace, [], undefined));
}

/** The mode of the mesh. */
export function resolveMesh(index: PolicyIndex): Resolution {
  return resolveNamespace(index, index.rootNamespace);
}

/** What holds for one port. */
export function modeAt({ mode, decidedBy, ports }: Resolution, port: number | undefined): DecidedMode {
  const own = port === undefined ? undefined : ports.get(port);
  return own ?? { mode, decidedBy };
}

const DEFAULT: DecidedMode = {
  mode: 'PERMISSIVE',
  decidedBy: {
    kind: 'IstioDefault',
    level: 'default',
    reason: 'No policy says anything, and Istio accepts both by default.',
  },
};

type Level = readonly [level: PolicyLevel, policies: readonly PeerAuthenticationView[]];

function resolveLevels(
  index: PolicyIndex,
  namespace: string,
  own: readonly PeerAuthenticationView[],
  labels: Labels | undefined,
): Resolution {
  const levels: readonly Level[] = [
    ['mesh', index.mesh],
    ['namespace', index.ofNamespace(namespace)],
    ['workload', own],
  ];
  let decided = DEFAULT;
  for (const [level, [winner]] of levels) {
    if (winner !== undefined && winner.mode !== 'UNSET')
      decided = { mode: winner.mode, decidedBy: policyDecider(winner, level) };
  }
  decided = withDoubt(index, namespace, decided);
  const [workloadPolicy] = own;
  const ports = new Map(
    [...(workloadPolicy?.modeByPort ?? [])]
      .sort(([a], [b]) => a - b)
      .map(([port, mode]): [number, DecidedMode] => [
        port,
        mode === 'UNSET' || workloadPolicy === undefined || !index.isReadable(namespace)
          ? decided
          : { mode, decidedBy: policyDecider(workloadPolicy, 'port', port) },
      ]),
  );
  return {
    ...decided,
    ...(workloadPolicy === undefined ? {} : { workloadPolicy }),
    ports,
    trail: [
      ...levels.toReversed().flatMap((level) => tellLevel(level, decided)),
      ...tellIgnored(index, labels),
      ...tellMalformed(index, namespace),
    ],
  };
}

function policyDecider(policy: PeerAuthenticationView, level: PolicyLevel | 'port', port?: number): Decider {
  const { namespace = 'default', name } = policy;
  const reason = decideReason(policy, level === 'port' ? 'workload' : level, port);
  return { kind: 'PeerAuthentication', level, namespace, name, reason };
}

/** What cannot be read might say something else: it hides the answer unless something above it has decided. */
function withDoubt(index: PolicyIndex, namespace: string, decided: DecidedMode): DecidedMode {
  const { level } = decided.decidedBy;
  const isDecidedAbove = level !== 'default' && level !== 'mesh';
  const hidden = !index.isReadable(namespace)
    ? namespace
    : !index.isReadable(index.rootNamespace) && !isDecidedAbove
      ? index.rootNamespace
      : undefined;
  if (hidden === undefined) return decided;
  const reason = `The PeerAuthentications of ${hidden} cannot be read.`;
  return { mode: 'UNKNOWN', decidedBy: { kind: 'IstioDefault', level: 'default', reason } };
}

function tellLevel([level, policies]: Level, { decidedBy }: DecidedMode): TrailEntry[] {
  const [winner, ...losers] = policies;
  if (winner === undefined) return [];
  return [
    tellWinner(winner, level, decidedBy),
    ...losers.map((loser) => toEntry(loser, level, 'shadowed', shadowReason(loser, winner, level))),
  ];
}

function tellWinner(winner: PeerAuthenticationView, level: PolicyLevel, decidedBy: Decider): TrailEntry {
  const isDecider = decidedBy.name === winner.name && decidedBy.namespace === (winner.namespace ?? 'default');
  const ports = [...winner.modeByPort.keys()].sort((a, b) => a - b);
  const lost =
    level !== 'workload' && ports.length > 0
      ? ' Its settings for ports have no effect without a selector.'
      : '';
  if (isDecider) return toEntry(winner, level, 'decides', `${decidedBy.reason}${lost}`);
  if (winner.mode !== 'UNSET') {
    const instead =
      decidedBy.kind === 'PeerAuthentication'
        ? `${placeOf({ namespace: decidedBy.namespace ?? '', name: decidedBy.name ?? '' })} is more specific and goes before it.`
        : decidedBy.reason;
    return toEntry(winner, level, 'overridden', `${instead}${lost}`);
  }
  const open = `It leaves the mode open, so that it is inherited.${lost}`;
  if (level !== 'workload' || ports.length === 0) return toEntry(winner, level, 'inherits', open);
  const named = `It decides port${ports.length === 1 ? '' : 's'} ${ports.join(', ')} and inherits the rest.`;
  return toEntry(winner, level, 'decidesPorts', named);
}

/** Policies that a person may have meant for these pods; without labels, for none in particular. */
function tellIgnored({ ignored, rootNamespace }: PolicyIndex, labels: Labels | undefined): TrailEntry[] {
  if (labels === undefined) return [];
  const reason = `A policy with a selector has no effect on mutual TLS in the root namespace ${rootNamespace}.`;
  return ignored
    .filter(({ selector }) => matchesLabels(selector, labels))
    .map((policy) => toEntry(policy, 'workload', 'ignored', reason));
}

function tellMalformed(index: PolicyIndex, namespace: string): TrailEntry[] {
  const places = [...new Set([namespace, index.rootNamespace])];
  return places.flatMap((place) =>
    index.malformedIn(place).map((policy) => {
      const level = place === index.rootNamespace ? 'mesh' : 'namespace';
      return toEntry(
        policy,
        level,
        'malformed',
        `It is left out: ${policy.malformed ?? 'it cannot be read'}.`,
      );
    }),
  );
}
