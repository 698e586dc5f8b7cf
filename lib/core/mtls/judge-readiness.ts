import { matchesLabels } from '../kubernetes/label-match';
import type { PeerAuthenticationView } from '../kubernetes/peer-authentication-view';
import { compareText } from '../mesh/compare-text';
import { joinKey } from '../mesh/join-key';
import { finish, mapInSteps, type Steps } from '../steps/steps';
import { judgeArrivals } from './judge-arrivals';
import { judgePods } from './judge-pods';
import type { MtlsContext } from './mtls-context';
import { targetOf, type MtlsWorkload } from './mtls-workload';
import { withChanged, type PolicyIndex } from './index-policies';
import { isGoverned } from './pod-shape';
import { scopeOf } from './policy-scope';
import type { Readiness, ReadinessBlocker } from './readiness';
import { resolvePolicies } from './resolve-policies';
import { findRulesInTheWay } from './rules-in-the-way';
import { writeStrictPolicies, type StrictScope } from './write-policies';

/** What to say of the whole besides. */
export interface ReadinessOptions {
  /** Only some namespaces were looked at. */
  readonly isPartial?: boolean;
}

const MOST_NAMES = 5;

/**
 * Whether a part of the mesh can become STRICT now: writes the policy, and looks at what everybody who was seen calling
 * would then come to. `notReady` where something would break or nobody would enforce it; `unknown` where that cannot be
 * told; what nobody called says nothing against it, unless nothing was called at all.
 */
export function judgeReadiness(...asked: Parameters<typeof judgeReadinessInSteps>): Readiness {
  return finish(judgeReadinessInSteps(...asked));
}

/** The same, so that something else may run in between: of all of a mesh it is much. */
export function* judgeReadinessInSteps(
  context: MtlsContext,
  scope: StrictScope,
  { isPartial = false }: ReadinessOptions = {},
): Steps<Readiness> {
  const inScope = workloadsIn(context, scope);
  const governed = inScope.filter(({ shapes }) => shapes.some(isGoverned));
  const notes = noteUngoverned(inScope, governed);
  if (governed.length === 0) return nothingGoverned(scope, inScope, notes);
  yield;
  const isStrict = governed.every((workload) => isAlready(context.index, workload, scope));
  yield;
  const isDone =
    isStrict && (scope.kind === 'workload' || scope.kind === 'port' || isDecidedBy(context.index, scope));
  if (isDone) return { verdict: 'ready', isStrict: true, blockers: [], unknowns: [], notes, policies: [] };
  const written = writeStrictPolicies(context.index, scope, governed);
  if (written.reason !== undefined)
    return { verdict: 'unknown', isStrict, blockers: [], unknowns: [written.reason], notes, policies: [] };
  const { policies } = written;
  yield;
  const then = withPolicies(context, scope, policies);
  yield;
  const affected = affectedBy(context, then, scope, policies);
  yield;
  const judged = yield* mapInSteps(affected, (workload) => judgeArrivals(context, then, workload), 50);
  const blockers = judged.flatMap((one) => one.blockers).sort(byWeight);
  const used = new Set(blockers.flatMap(({ rule }) => rule ?? []));
  const silent = affected.filter(
    ({ namespace, name }) => context.observed?.ofWorkload(namespace, name).state === 'silent',
  );
  yield;
  const isSilent = context.observed !== undefined && affected.length > 0 && silent.length === affected.length;
  const unknowns = [
    ...judged.flatMap((one) => one.unknowns),
    ...findRulesInTheWay(context, then, affected)
      .filter(({ rule }) => !used.has(rule))
      .map(({ reason }) => reason),
    ...doubts(context, scope, isPartial),
    ...(isSilent ? ['Nothing was called in this window: nobody knows who calls.'] : []),
  ];
  yield;
  const verdict = blockers.length > 0 ? 'notReady' : unknowns.length > 0 ? 'unknown' : 'ready';
  return {
    verdict,
    isStrict,
    blockers,
    unknowns: [...new Set(unknowns)],
    notes: [
      ...notes,
      ...(silent.length > 0 && !isSilent
        ? [`${listNames(silent)} ${silent.length === 1 ? 'was' : 'were'} not called in this window.`]
        : []),
      ...noteOthers(affected, inScope),
      ...(scope.kind === 'port' ? [] : noteExceptions(context.index, then, policies, governed)),
    ],
    policies,
  };
}

function workloadsIn(
  { facts, workloadsIn: inNamespace }: MtlsContext,
  scope: StrictScope,
): readonly MtlsWorkload[] {
  switch (scope.kind) {
    case 'mesh':
      return facts.workloads;
    case 'namespace':
      return inNamespace(scope.namespace);
    default:
      return [scope.workload];
  }
}

function nothingGoverned(
  scope: StrictScope,
  inScope: readonly MtlsWorkload[],
  notes: readonly string[],
): Readiness {
  const pods = inScope.flatMap(({ shapes }) => shapes);
  if (pods.length > 0 && pods.every(({ proxy }) => proxy === 'waypoint'))
    return { verdict: 'ready', isStrict: true, blockers: [], unknowns: [], notes, policies: [] };
  const bare = inScope.filter(({ shapes }) => shapes.some(({ proxy }) => proxy === 'none'));
  const isOne = scope.kind === 'workload' || scope.kind === 'port';
  const blockers = bare
    .map(({ namespace, name }): ReadinessBlocker => ({
      kind: 'workloadWithoutProxy',
      namespace,
      workload: name,
      rate: 0,
      unit: 'requests',
      reason: 'It has no proxy: nobody would enforce a policy.',
    }))
    .sort(byWeight);
  if (blockers.length > 0)
    return { verdict: 'notReady', isStrict: false, blockers, unknowns: [], notes: [], policies: [] };
  const empty = isOne
    ? 'No PeerAuthentication governs what it accepts.'
    : 'Nothing runs here that a PeerAuthentication governs.';
  return { verdict: 'unknown', isStrict: false, blockers: [], unknowns: [empty], notes, policies: [] };
}

function noteUngoverned(inScope: readonly MtlsWorkload[], governed: readonly MtlsWorkload[]): string[] {
  const isGovernedOne = new Set(governed);
  const bare = inScope.filter(
    (one) => !isGovernedOne.has(one) && one.shapes.some(({ proxy }) => proxy === 'none'),
  );
  const partly = governed.filter(({ shapes }) =>
    shapes.some(({ proxy, count }) => proxy === 'none' && count > 0),
  );
  return [
    ...(bare.length > 0 && governed.length > 0
      ? [`${listNames(bare)} ${bare.length === 1 ? 'has' : 'have'} no proxy: there nobody enforces a policy.`]
      : []),
    ...(partly.length > 0
      ? [`Of ${listNames(partly)} some pods have no proxy: they go on taking plaintext.`]
      : []),
  ];
}

function modesOf(
  index: PolicyIndex,
  { namespace, shapes }: MtlsWorkload,
  ports: readonly (number | undefined)[],
): string[] {
  return shapes.filter(isGoverned).flatMap((shape) => {
    const resolution = resolvePolicies(index, { namespace, labels: shape.labels });
    const named = ports.length > 0 ? ports : [undefined, ...resolution.ports.keys()];
    return named.map((port) => judgePods(shape, resolution, port).mode);
  });
}

function isAlready(index: PolicyIndex, workload: MtlsWorkload, scope: StrictScope): boolean {
  const ports = scope.kind === 'port' ? [scope.port] : [];
  return modesOf(index, workload, ports).every((mode) => mode === 'STRICT');
}

/** Whether a namespace or the mesh says STRICT itself, also for what is yet to come. */
function isDecidedBy(index: PolicyIndex, scope: StrictScope): boolean {
  const namespace = scope.kind === 'namespace' ? scope.namespace : index.rootNamespace;
  const [winner] = index.ofNamespace(namespace);
  if (winner !== undefined && winner.mode !== 'UNSET') return winner.mode === 'STRICT';
  return index.mesh[0]?.mode === 'STRICT';
}

/** The policies as they would be. A policy for a part of a namespace leaves other namespaces as they are. */
function withPolicies(
  { facts }: MtlsContext,
  scope: StrictScope,
  policies: readonly PeerAuthenticationView[],
): PolicyIndex {
  const { rootNamespace } = facts.settings;
  const places = new Set([rootNamespace, ...policies.map(({ namespace }) => namespace)]);
  const isNear = ({ namespace }: PeerAuthenticationView) => scope.kind === 'mesh' || places.has(namespace);
  return withChanged(facts.policies.filter(isNear), policies, rootNamespace, facts.policySight);
}

/** Workloads of which something changes, which may be more than were meant. */
function affectedBy(
  context: MtlsContext,
  then: PolicyIndex,
  scope: StrictScope,
  policies: readonly PeerAuthenticationView[],
): MtlsWorkload[] {
  const around =
    scope.kind === 'mesh' || (scope.kind === 'namespace' && scope.namespace === context.index.rootNamespace)
      ? context.facts.workloads
      : context.workloadsIn(scope.kind === 'namespace' ? scope.namespace : scope.workload.namespace);
  return around
    .filter((workload) => policies.some((policy) => mayBeFor(policy, workload, context.index)))
    .filter((workload) => {
      const ports = [undefined, ...portsOf(context, workload)];
      return modesOf(context.index, workload, ports).join() !== modesOf(then, workload, ports).join();
    })
    .sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name));
}

/** Whether a policy can make a difference to a workload: most of those for one workload are for no other. */
function mayBeFor(
  policy: PeerAuthenticationView,
  { namespace, shapes }: MtlsWorkload,
  { rootNamespace }: PolicyIndex,
): boolean {
  switch (scopeOf(policy, rootNamespace)) {
    case 'mesh':
      return true;
    case 'namespace':
      return policy.namespace === namespace;
    case 'workload':
      return (
        policy.namespace === namespace && shapes.some(({ labels }) => matchesLabels(policy.selector, labels))
      );
    case 'ignored':
      return false;
  }
}

function portsOf(context: MtlsContext, workload: MtlsWorkload): number[] {
  const services = context.servicesOf(workload);
  const named = context.index
    .ofWorkloads(workload.namespace)
    .flatMap(({ modeByPort }) => [...modeByPort.keys()]);
  const served = workload.shapes.flatMap((shape) =>
    services.flatMap(({ ports }) => ports.map((port) => targetOf(port, shape))),
  );
  return [...new Set([...named, ...served])].sort((a, b) => a - b);
}

function doubts(
  { facts, index, observed, envoyClients }: MtlsContext,
  scope: StrictScope,
  isPartial: boolean,
): string[] {
  const namespace =
    scope.kind === 'mesh'
      ? index.rootNamespace
      : scope.kind === 'namespace'
        ? scope.namespace
        : scope.workload.namespace;
  const isUnread = !index.isReadable(namespace) || !index.isReadable(index.rootNamespace);
  return [
    ...(observed === undefined ? ['Traffic is not known: nobody can tell who calls.'] : []),
    ...(isUnread ? ['Not all PeerAuthentications that count here can be read.'] : []),
    ...(facts.rules === undefined && envoyClients.size > 0
      ? ['DestinationRules cannot be read: one may be in the way.']
      : []),
    ...(isPartial && scope.kind === 'mesh' ? ['Only the chosen namespaces were looked at.'] : []),
  ];
}

function noteOthers(affected: readonly MtlsWorkload[], inScope: readonly MtlsWorkload[]): string[] {
  const isInScope = new Set(inScope);
  const others = affected.filter((one) => !isInScope.has(one));
  return others.length > 0 ? [`The policy is also for ${listNames(others)}.`] : [];
}

/** Exceptions end with the rest; what cannot be ended is told. */
function noteExceptions(
  index: PolicyIndex,
  then: PolicyIndex,
  policies: readonly PeerAuthenticationView[],
  governed: readonly MtlsWorkload[],
): string[] {
  const changed = policies.slice(1).filter((policy) => index.all.some((one) => isSame(one, policy)));
  const left = governed.filter((workload) => modesOf(then, workload, []).some((mode) => mode !== 'STRICT'));
  return [
    ...(changed.length > 0
      ? [
          `${listNames(changed)} ${changed.length === 1 ? 'says' : 'say'} less today and would change with it.`,
        ]
      : []),
    ...(left.length > 0 ? [`${listNames(left)} would stay less than STRICT.`] : []),
  ];
}

function isSame(a: PeerAuthenticationView, b: PeerAuthenticationView): boolean {
  return a.name === b.name && a.namespace === b.namespace;
}

export function listNames(workloads: readonly { namespace?: string; name: string }[]): string {
  const names = workloads.map(({ namespace, name }) => `${namespace}/${name}`).sort();
  const rest = names.length - MOST_NAMES;
  return rest > 0 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${rest} more` : names.join(', ');
}

/** What would break most first. */
function byWeight(a: ReadinessBlocker, b: ReadinessBlocker): number {
  const unit = Number(a.unit === 'bytes') - Number(b.unit === 'bytes');
  return unit || b.rate - a.rate || compareText(keyOf(a), keyOf(b));
}

function keyOf({ namespace, workload, caller, kind }: ReadinessBlocker): string {
  return joinKey(namespace, workload, caller?.namespace, caller?.name, kind);
}
