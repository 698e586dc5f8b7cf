import type {
  ObservedPoliciesAnswer,
  ObservedPolicyEdge,
  ObservedPolicyWorkload,
  PolicyPermission,
} from '@/lib/contracts/observed-policies';
import { findPair } from './policy-matrix';
import type { PolicyPart } from './policy-view';
import { endName } from './policy-words';
import { makeVisible } from './visible-text';

/** What is opened, with what the answer tells of it. */
export type OpenedPolicyPart = { /** Safe to show. */ readonly title: string } & (
  | { readonly kind: 'workload'; readonly workload: ObservedPolicyWorkload }
  | { readonly kind: 'pair'; readonly edges: readonly ObservedPolicyEdge[] }
  | { readonly kind: 'rule'; readonly permission: PolicyPermission }
);

/** Undefined for what the answer does not hold, or no longer. */
export function findPolicyPart(
  answer: ObservedPoliciesAnswer,
  part: PolicyPart,
): OpenedPolicyPart | undefined {
  if (part.kind === 'pair') {
    const edges = findPair(answer, part);
    const [first] = edges;
    if (first === undefined) return undefined;
    const name = (key: string, end: ObservedPolicyEdge['source']) =>
      key.includes('/') ? endName(end) : makeVisible(end.namespace ?? 'unknown');
    return {
      kind: 'pair',
      edges,
      title: `${name(part.caller, first.source)} → ${name(part.callee, first.target)}`,
    };
  }
  const isMeant = (one: { readonly namespace: string; readonly name: string }) =>
    one.namespace === part.namespace && one.name === part.name;
  const title = makeVisible(`${part.namespace}/${part.name}`);
  if (part.kind === 'workload') {
    const workload = answer.workloads.find(isMeant);
    return workload && { kind: 'workload', workload, title };
  }
  const permission = answer.permissions.find((one) => isMeant(one) && one.rule === part.rule);
  return permission && { kind: 'rule', permission, title: `${title}, rule ${part.rule + 1}` };
}
