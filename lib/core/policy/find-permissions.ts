import type { AuthorizationPolicyView } from '../kubernetes/authorization-policy-view';
import type { AuthorizationRuleView, RuleTest } from '../kubernetes/authorization-rule-view';
import { compareText } from '../mesh/compare-text';
import { matchRule } from './match-rule';
import type { WayCheck } from './judge-way';
import type { LookedPart, ObservedEdge } from './observe-edge';
import type { PolicyContext } from './policy-context';
import { printRule } from './print-rule';
import { isUnknown, unknown, type MissingFact, type Truth } from './truth';
import type { RulePlace } from './verdict';

/** Whether calls that were seen to be let in fit what a rule allows. */
export type PermissionUse =
  | 'used'
  /** Nothing that was seen in the window fits. It says nothing about other times. */
  | 'unused'
  /** Something was seen that may fit. */
  | 'undecidable'
  /** No proxy goes by its policy. */
  | 'unobeyed'
  /** What was called is not known, or not all of it was looked at. */
  | 'unknown';

/** Whom a rule of an ALLOW policy names, one by one. */
export interface NamedSource {
  /** As it is written: `principals`, `namespaces` and so on. */
  readonly field: string;
  readonly value: string;
  readonly use: PermissionUse;
  /** What is missing to decide, sorted. */
  readonly needs: readonly MissingFact[];
}

/** A rule of an ALLOW policy, and whether anything used it. */
export interface Permission extends Required<RulePlace> {
  /** The rule in a line. */
  readonly says: string;
  readonly use: PermissionUse;
  readonly needs: readonly MissingFact[];
  /** Ids of edges that use it, or may, sorted: at most ten. */
  readonly edges: readonly string[];
  readonly sources: readonly NamedSource[];
}

/** What was looked at. */
export interface PermissionScope {
  readonly isTrafficKnown: boolean;
  /** Where policies are told of; absent means everywhere. */
  readonly namespaces?: readonly string[];
  /** Whether any proxy goes by a policy. */
  readonly isObeyed: (policy: AuthorizationPolicyView) => boolean;
}

const MOST_EDGES = 10;
const SOURCE_KEYS: ReadonlySet<string> = new Set([
  'source.principal',
  'source.namespace',
  'source.serviceAccount',
  'source.trustDomain',
]);

/**
 * What ALLOW policies permit, beside what was seen to be let in. What policies refuse, and what was refused, uses
 * nothing. The order of edges and policies means nothing.
 */
export function findPermissions(
  context: PolicyContext,
  edges: readonly ObservedEdge[],
  scope: PermissionScope,
): Permission[] {
  const { policies, trustDomains } = context.facts;
  const { namespaces } = scope;
  const asked = policies.filter(
    ({ action, dryRun, malformed, namespace = 'default' }) =>
      action === 'ALLOW' &&
      !dryRun &&
      malformed === undefined &&
      (namespaces === undefined || namespaces.includes(namespace)),
  );
  const drafts = new Map(asked.map((policy) => [policy, policy.rules.map(draftRule)]));
  for (const { seen, outcome, parts } of edges) {
    if (outcome.state === 'refused' || outcome.state === 'silent') continue;
    for (const part of parts) lookAt(part, seen.edge.id, drafts, trustDomains);
  }
  const { rootNamespace } = context.mtls.facts.settings;
  return [...drafts]
    .flatMap(([policy, rules]) => {
      const { name, namespace = 'default' } = policy;
      const isPartlySeen = namespaces !== undefined && namespace === rootNamespace;
      const settle = settleUse(scope, policy, isPartlySeen);
      return rules.map((draft, rule): Permission => ({
        namespace,
        name,
        rule,
        says: printRule(draft.rule),
        ...settle(draft.whole),
        edges: [...draft.edges].sort().slice(0, MOST_EDGES),
        sources: draft.sources.map(({ field, value, use }) => ({ field, value, ...settle(use) })),
      }));
    })
    .sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name) || a.rule - b.rule);
}

interface UseDraft {
  isUsed: boolean;
  readonly needs: Set<MissingFact>;
}

interface RuleDraft {
  readonly rule: AuthorizationRuleView;
  readonly whole: UseDraft;
  readonly edges: Set<string>;
  readonly sources: readonly {
    readonly field: string;
    readonly value: string;
    /** The rule as if it named nobody else. */
    readonly rule: AuthorizationRuleView;
    readonly use: UseDraft;
  }[];
}

function draftRule(rule: AuthorizationRuleView): RuleDraft {
  const newUse = (): UseDraft => ({ isUsed: false, needs: new Set() });
  const isSource = ({ key }: RuleTest) => SOURCE_KEYS.has(key);
  const fromSources = rule.from.flatMap((tests) =>
    tests.filter(isSource).flatMap((test) =>
      test.values.map((value) => ({
        field: test.field,
        value,
        rule: { ...rule, from: [tests.map((one) => (one === test ? { ...one, values: [value] } : one))] },
        use: newUse(),
      })),
    ),
  );
  const fromConditions = rule.when.filter(isSource).flatMap((test) =>
    test.values.map((value) => ({
      field: test.key,
      value,
      rule: { ...rule, when: rule.when.map((one) => (one === test ? { ...one, values: [value] } : one)) },
      use: newUse(),
    })),
  );
  return { rule, whole: newUse(), edges: new Set(), sources: [...fromSources, ...fromConditions] };
}

function lookAt(
  { ways }: LookedPart,
  edge: string,
  drafts: ReadonlyMap<AuthorizationPolicyView, readonly RuleDraft[]>,
  trustDomains: readonly string[],
): void {
  const open = ways.filter(({ outcome }) => outcome.state !== 'refused');
  const met = new Set(
    open.flatMap(({ checks = [] }) =>
      checks.flatMap(({ attached }) => attached.filter((one) => drafts.has(one))),
    ),
  );
  for (const policy of met) {
    const match = (rule: AuthorizationRuleView) =>
      joinWays(open.map(({ checks }) => matchChecks(rule, policy, checks, trustDomains)));
    for (const draft of drafts.get(policy) ?? []) {
      const truth = match(draft.rule);
      if (truth === false) continue;
      note(draft.whole, truth);
      draft.edges.add(edge);
      for (const source of draft.sources) {
        if (!source.use.isUsed) note(source.use, match(source.rule));
      }
    }
  }
}

/** Whether a rule fits at any proxy on a way that goes by its policy. */
function matchChecks(
  rule: AuthorizationRuleView,
  policy: AuthorizationPolicyView,
  checks: readonly WayCheck[] | undefined,
  trustDomains: readonly string[],
): Truth {
  if (checks === undefined) return unknown('proxy');
  const truths = checks
    .filter(({ attached }) => attached.includes(policy))
    .map(({ subject, calls }) => {
      const isZtunnel = subject.enforcer === 'ztunnel';
      const context = { policyNamespace: policy.namespace ?? 'default', trustDomains, isZtunnel };
      return joinTruths(
        calls.map((call) => matchRule(rule, 'ALLOW', call, context)),
        'identity',
      );
    });
  return truths.includes(true) ? true : (truths.find(isUnknown) ?? false);
}

function joinWays(truths: readonly Truth[]): Truth {
  return joinTruths(truths, 'way');
}

/** What holds whichever of several it is; where they differ, it is not known for want of this fact. */
function joinTruths(truths: readonly Truth[], missing: MissingFact): Truth {
  if (truths.every((one) => one === false)) return false;
  if (truths.every((one) => one === true)) return true;
  const differ = truths.includes(true) && truths.includes(false);
  return unknown(...new Set([...truths.filter(isUnknown).flat(), ...(differ ? [missing] : [])]));
}

function note(use: UseDraft, truth: Truth): void {
  if (truth === true) use.isUsed = true;
  else if (isUnknown(truth)) for (const need of truth) use.needs.add(need);
}

function settleUse(scope: PermissionScope, policy: AuthorizationPolicyView, isPartlySeen: boolean) {
  const isObeyed = scope.isObeyed(policy);
  return ({ isUsed, needs }: UseDraft): Pick<Permission, 'use' | 'needs'> => {
    if (isUsed) return { use: 'used', needs: [] };
    if (!scope.isTrafficKnown) return { use: 'unknown', needs: [] };
    if (needs.size > 0) return { use: 'undecidable', needs: [...needs].sort() };
    if (!isObeyed) return { use: 'unobeyed', needs: [] };
    return { use: isPartlySeen ? 'unknown' : 'unused', needs: [] };
  };
}
