import type { AuthorizationPolicyView } from '../kubernetes/authorization-policy-view';
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
  return {
    mtls,
    facts,
    attachedTo: (subject) => facts.policies.filter(isAttached(subject)),
    isReadable: ({ namespace, called }) =>
      [rootNamespace, namespace, ...(called === undefined ? [] : [called.namespace])].every(
        (place) =>
          policySight.known &&
          policySight.hiddenIn?.includes(place) !== true &&
          (policySight.onlyIn === undefined || policySight.onlyIn.includes(place)),
      ),
    takesTokens: (subject) => requestAuthentications?.some(isAttached(subject)),
  };
}
