import type { AuthorizationPolicyView } from '../kubernetes/authorization-policy-view';
import type { AuthorizationRuleView } from '../kubernetes/authorization-rule-view';
import { compareText } from '../mesh/compare-text';
import { inOrder, nameOf, type AppliedPolicy, type Unordered } from './applied-policy';
import {
  hasNoProxy,
  ownProxies,
  waypointProxies,
  type AppliedSubject,
  type NamedProxy,
} from './applied-subject';
import { attachPolicy, type Attachment } from './attach-policy';
import { attributeOf } from './policy-attributes';
import type { PolicyContext } from './policy-context';

type Verdict = Pick<Unordered, 'effect' | 'reason'>;

const ORDER = ['CUSTOM', 'DENY', 'ALLOW', 'AUDIT'];

/** AuthorizationPolicies for something, in the order in which they are asked: CUSTOM, DENY, ALLOW, and AUDIT. */
export function listAuthorization(context: PolicyContext, subject: AppliedSubject): AppliedPolicy[] {
  const { policies } = context.facts;
  const proxies = [...waypointProxies(context, subject), ...ownProxies(subject)];
  const found = proxies.flatMap((proxy) => listAt(context, proxy, policies));
  const bare = hasNoProxy(subject) ? listWithoutProxy(context, subject) : [];
  const distinct = [...new Map([...found, ...bare].map((one) => [JSON.stringify(one), one])).values()];
  return inOrder(distinct.sort((a, b) => rankOf(a) - rankOf(b) || compareText(keyOf(a), keyOf(b))));
}

function rankOf({ says }: Unordered): number {
  const rank = ORDER.findIndex((action) => says.startsWith(action));
  return rank === -1 ? ORDER.length : rank;
}

function keyOf({ namespace, name, enforcer }: Unordered): string {
  return `${namespace}/${name} ${enforcer}`;
}

function listAt(
  { mtls, facts }: PolicyContext,
  proxy: NamedProxy,
  policies: readonly AuthorizationPolicyView[],
): Unordered[] {
  const { rootNamespace } = mtls.facts.settings;
  const attachments = policies.map((policy) => ({
    policy,
    attachment: attachPolicy(policy, proxy.subject, rootNamespace),
  }));
  const attached = attachments.filter(({ attachment }) => attachment.isAttached).map(({ policy }) => policy);
  const isZtunnel = proxy.subject.enforcer === 'ztunnel';
  return attachments.flatMap(({ policy, attachment }): Unordered[] => {
    const enforcer = proxy.words;
    if (attachment.isAttached)
      return [{ ...introduce(policy), by: attachment.by, enforcer, ...judge(policy, attached, isZtunnel) }];
    const reason = whyNot(policy, attachment, proxy, (namespace, service) =>
      facts.waypointOf(namespace, service),
    );
    return reason === undefined
      ? []
      : [{ ...introduce(policy), by: 'target', enforcer, effect: 'noEffect', reason }];
  });
}

/** What of a policy that is not for a proxy is worth telling there: where somebody would expect it. */
function whyNot(
  policy: AuthorizationPolicyView,
  attachment: Exclude<Attachment, { isAttached: true }>,
  { subject, words }: NamedProxy,
  waypointOf: (namespace: string, service: string) => unknown,
): string | undefined {
  if (attachment.why === 'noTargetAtWaypoint' && subject.called === undefined) {
    const isMeant = policy.namespace === subject.namespace;
    return isMeant ? 'It has no targetRefs, and a waypoint goes by them alone.' : undefined;
  }
  if (attachment.why !== 'targetAtWorkload' || policy.namespace !== subject.namespace) return undefined;
  const services = policy.targets.filter(({ kind }) => kind === 'Service');
  const lost = services.filter(({ name }) => waypointOf(policy.namespace ?? 'default', name) === undefined);
  if (lost.length === 0) return undefined;
  return `It is attached to ${listTargets(lost)}, which has no waypoint: a ${words} goes by labels alone.`;
}

function listTargets(targets: readonly { readonly kind: string; readonly name: string }[]): string {
  return targets.map(({ kind, name }) => `${kind} ${name}`).join(', ');
}

function judge(
  policy: AuthorizationPolicyView,
  attached: readonly AuthorizationPolicyView[],
  isZtunnel: boolean,
): Verdict {
  const { action, malformed, dryRun } = policy;
  if (malformed !== undefined || action === undefined)
    return {
      effect: 'malformed',
      reason: `It cannot be read as a whole: ${malformed ?? 'its action is unknown'}.`,
    };
  if (dryRun)
    return { effect: 'dryRun', reason: 'It is a dry run: evaluated and recorded, and not enforced.' };
  if (isZtunnel && (action === 'CUSTOM' || action === 'AUDIT'))
    return { effect: 'noEffect', reason: `ztunnel does not know ${action}.` };
  if (action !== 'ALLOW' && policy.rules.length === 0)
    return { effect: 'noEffect', reason: 'It has no rules, so that it matches nothing.' };
  return shadow(policy, attached) ?? (isZtunnel ? reduce(policy) : count(policy));
}

/** What says everything before it. */
function shadow(
  policy: AuthorizationPolicyView,
  attached: readonly AuthorizationPolicyView[],
): Verdict | undefined {
  const others = attached.filter((one) => one !== policy && !one.dryRun && one.malformed === undefined);
  const say = ({ name, namespace = 'default' }: AuthorizationPolicyView) => `${namespace}/${name}`;
  const denying = others.find(({ action, rules }) => action === 'DENY' && rules.some(isForAll));
  if (policy.action === 'ALLOW' && denying !== undefined)
    return { effect: 'shadowed', reason: `DENY ${say(denying)} refuses everything before it is asked.` };
  const allowing = others.find(({ action, rules }) => action === 'ALLOW' && rules.some(isForAll));
  const isForAllItself = policy.rules.some(isForAll);
  if (policy.action === 'ALLOW' && allowing !== undefined && !isForAllItself)
    return { effect: 'shadowed', reason: `ALLOW ${say(allowing)} lets everybody in already.` };
  return undefined;
}

function isForAll({ from, to, when }: AuthorizationRuleView): boolean {
  return from.length === 0 && to.length === 0 && when.length === 0;
}

/** What ztunnel leaves of it. */
function reduce(policy: AuthorizationPolicyView): Verdict {
  const unseen = (rule: AuthorizationRuleView) => fieldsOf(rule).filter(({ isSeen }) => !isSeen);
  const cut = policy.rules.filter((rule) => unseen(rule).length > 0);
  if (cut.length === 0) return count(policy);
  const fields = [...new Set(cut.flatMap((rule) => unseen(rule).map(({ field }) => field)))].join(', ');
  if (policy.action === 'ALLOW') {
    const reason = `ztunnel sees no ${fields} and leaves out ${countRules(cut.length)} that ask for it: fewer are let in.`;
    return { effect: 'partly', reason };
  }
  const isIdle = policy.rules.every(
    (rule) => unseen(rule).length === fieldsOf(rule).length && !isForAll(rule),
  );
  const attach = 'Attach it with targetRefs to a service that has a waypoint.';
  return isIdle
    ? { effect: 'noEffect', reason: `ztunnel sees no ${fields}, and nothing else is asked. ${attach}` }
    : { effect: 'partly', reason: `ztunnel sees no ${fields} and goes by the rest. ${attach}` };
}

function countRules(count: number): string {
  return count === 1 ? '1 rule' : `${count} rules`;
}

function fieldsOf({ from, to, when }: AuthorizationRuleView) {
  return [...from.flat(), ...to.flat(), ...when].map(({ key, field }) => ({
    field: field.startsWith('when') ? key : field,
    isSeen: attributeOf(key)?.isSeenByZtunnel === true,
  }));
}

function count({ action, rules }: AuthorizationPolicyView): Verdict {
  switch (action) {
    case 'ALLOW':
      return {
        effect: 'applies',
        reason:
          rules.length === 0
            ? 'It has no rules: it lets nobody in, and makes a default of refusing.'
            : 'Whoever fits a rule is let in; whoever fits none of any ALLOW policy is refused.',
      };
    case 'DENY':
      return { effect: 'applies', reason: 'Whoever fits a rule is refused, whatever ALLOW policies say.' };
    case 'CUSTOM':
      return { effect: 'applies', reason: 'Whoever fits a rule is put before an external authorizer first.' };
    default:
      return { effect: 'applies', reason: 'What fits a rule is recorded. It refuses nobody.' };
  }
}

function introduce(policy: AuthorizationPolicyView) {
  return {
    ...nameOf(policy),
    kind: 'AuthorizationPolicy',
    about: 'inbound',
    says: say(policy),
  } as const;
}

/** For instance `ALLOW, 2 rules`. */
function say({ action, rules }: AuthorizationPolicyView): string {
  const rulesInWords = rules.length === 0 ? 'no rules' : countRules(rules.length);
  return `${action ?? 'unknown action'}, ${rules.some(isForAll) ? 'for everything' : rulesInWords}`;
}

function listWithoutProxy({ mtls, facts }: PolicyContext, { workloads }: AppliedSubject): Unordered[] {
  const { rootNamespace } = mtls.facts.settings;
  return workloads.flatMap(({ namespace, labels }) =>
    facts.policies.flatMap((policy): Unordered[] => {
      const attachment = attachPolicy(policy, { enforcer: 'sidecar', namespace, labels }, rootNamespace);
      if (!attachment.isAttached) return [];
      const reason = 'No proxy stands before it, so that nobody enforces it.';
      const base = introduce(policy);
      return [{ ...base, by: attachment.by, enforcer: 'nobody', effect: 'noEffect', reason }];
    }),
  );
}
