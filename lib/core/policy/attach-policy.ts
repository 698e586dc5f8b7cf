import { labelOf, type Labels } from '../kubernetes/field-reader';
import { matchesLabels } from '../kubernetes/label-match';
import type { TargetRefView } from '../kubernetes/target-refs';
import type { PolicyLevel } from '../mtls/policy-scope';
import { GATEWAY_NAME, type PolicySubject } from './policy-subject';

/** A policy as far as it says whom it is for: an AuthorizationPolicy or a RequestAuthentication. */
export interface AttachablePolicy {
  readonly namespace?: string;
  readonly selector: Labels;
  readonly targets: readonly TargetRefView[];
}

/** Whether a policy is for a proxy, and why. */
export type Attachment =
  | { readonly isAttached: true; readonly by: PolicyLevel | 'target' }
  | {
      readonly isAttached: false;
      readonly why:
        /** Of another namespace. */
        | 'elsewhere'
        /** For other pods. */
        | 'selector'
        /** For other gateways or services. */
        | 'target'
        /** It has targets, and sidecars and ztunnel go by labels alone. */
        | 'targetAtWorkload'
        /** It has no targets, and a waypoint goes by them alone. */
        | 'noTargetAtWaypoint';
    };

/**
 * Whether a policy is for a proxy. Sidecars, ztunnel and classic gateways go by labels, waypoints by references, and
 * gateways of the Gateway API by both. A policy of the root namespace is for all namespaces, with a selector too.
 * https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy
 */
export function attachPolicy(
  policy: AttachablePolicy,
  subject: PolicySubject,
  rootNamespace: string,
): Attachment {
  const { namespace = 'default', targets, selector } = policy;
  if (subject.enforcer === 'waypoint') return attachToWaypoint(policy, subject, rootNamespace);
  if (namespace !== rootNamespace && namespace !== subject.namespace) return left('elsewhere');
  if (targets.length > 0) {
    const gateway = subject.enforcer === 'gateway' ? labelOf(subject.labels, GATEWAY_NAME) : undefined;
    if (gateway === undefined) return left('targetAtWorkload');
    const isMeant = namespace === subject.namespace && names(policy, 'Gateway', gateway);
    return isMeant ? { isAttached: true, by: 'target' } : left('target');
  }
  if (!matchesLabels(selector, subject.labels)) return left('selector');
  const selects = Object.keys(selector).length > 0;
  const around = namespace === rootNamespace ? 'mesh' : 'namespace';
  return { isAttached: true, by: selects ? 'workload' : around };
}

function attachToWaypoint(
  policy: AttachablePolicy,
  subject: PolicySubject,
  rootNamespace: string,
): Attachment {
  const { namespace = 'default', targets } = policy;
  const { called } = subject;
  const places = new Set([
    rootNamespace,
    subject.namespace,
    ...(called === undefined ? [] : [called.namespace]),
  ]);
  if (!places.has(namespace)) return left('elsewhere');
  if (targets.length === 0) return left('noTargetAtWaypoint');
  const gateway = labelOf(subject.labels, GATEWAY_NAME);
  const isMeant =
    (gateway !== undefined && namespace === subject.namespace && names(policy, 'Gateway', gateway)) ||
    (namespace === rootNamespace && names(policy, 'GatewayClass', 'istio-waypoint')) ||
    (called !== undefined && namespace === called.namespace && names(policy, called.kind, called.name));
  return isMeant ? { isAttached: true, by: 'target' } : left('target');
}

/** References lead nowhere but into the policy's own namespace. */
function names(
  { namespace: own = 'default', targets }: AttachablePolicy,
  kind: string,
  name: string,
): boolean {
  return targets.some(
    (target) => target.kind === kind && target.name === name && (target.namespace ?? own) === own,
  );
}

function left(why: Exclude<Attachment, { isAttached: true }>['why']): Attachment {
  return { isAttached: false, why };
}
