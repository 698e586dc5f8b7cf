import type { AuthorizationPolicyView } from '../kubernetes/authorization-policy-view';
import { groupBy } from '../mesh/group-by';
import type { Labels } from '../kubernetes/field-reader';
import { joinKey } from '../mesh/join-key';
import type { MtlsContext } from '../mtls/mtls-context';
import { attachPolicy } from './attach-policy';
import type { PolicyFacts } from './policy-facts';
import type { PolicySubject } from './policy-subject';

/** Everything that answers about calls of one mesh are made from, as it is or as it would be. */
export interface PolicyContext {
  readonly mtls: MtlsContext;
  readonly facts: PolicyFacts;
  /** AuthorizationPolicies that a proxy goes by. */
  attachedTo(subject: PolicySubject): readonly AuthorizationPolicyView[];
  /** Whether all policies that may be for it can be read. */
  isReadable(subject: PolicySubject): boolean;
  /** Whether requests can have a token that counts there; undefined where that is not known. */
  takesTokens(subject: PolicySubject): boolean | undefined;
}

export function indexPolicyFacts(mtls: MtlsContext, facts: PolicyFacts): PolicyContext {
  const { rootNamespace } = mtls.facts.settings;
  const { policySight, requestAuthentications } = facts;
  const isAttached = (subject: PolicySubject) => (policy: Parameters<typeof attachPolicy>[0]) =>
    attachPolicy(policy, subject, rootNamespace).isAttached;
  const byNamespace = groupBy(facts.policies, ({ namespace = 'default' }) => namespace);
  /** Where policies for a proxy may be. */
  const placesOf = ({ namespace, called }: PolicySubject) => [
    ...new Set([rootNamespace, namespace, ...(called === undefined ? [] : [called.namespace])]),
  ];
  return {
    mtls,
    facts,
    attachedTo: remember((subject) =>
      placesOf(subject)
        .flatMap((place) => byNamespace.get(place) ?? [])
        .filter(isAttached(subject)),
    ),
    isReadable: (subject) =>
      placesOf(subject).every(
        (place) =>
          policySight.known &&
          policySight.hiddenIn?.includes(place) !== true &&
          (policySight.onlyIn === undefined || policySight.onlyIn.includes(place)),
      ),
    takesTokens: remember((subject) => requestAuthentications?.some(isAttached(subject))),
  };
}

/** Of one mesh the same proxy is asked for many times. Labels are told apart as objects. */
function remember<T>(find: (subject: PolicySubject) => T): (subject: PolicySubject) => T {
  const known = new WeakMap<Labels, Map<string, T>>();
  return (subject) => {
    const { enforcer, namespace, labels, called } = subject;
    const ofLabels = known.get(labels) ?? new Map<string, T>();
    known.set(labels, ofLabels);
    const key = joinKey(enforcer, namespace, called?.kind, called?.namespace, called?.name);
    const found = ofLabels.get(key);
    if (found !== undefined) return found;
    const made = find(subject);
    ofLabels.set(key, made);
    return made;
  };
}
