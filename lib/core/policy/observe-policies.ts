import { groupBy } from '../mesh/group-by';
import { compareText } from '../mesh/compare-text';
import type { AuthorizationPolicyView } from '../kubernetes/authorization-policy-view';
import { waypointProxies, ownProxies } from './applied-subject';
import { describeCoverage, type WorkloadCoverage } from './describe-coverage';
import { findPermissions, type Permission } from './find-permissions';
import { findPolicyFindings, type PolicyFinding } from './find-policy-findings';
import { workloadOf, type SeenEdge } from './judge-edge';
import { observeEdge, type ObservedEdge } from './observe-edge';
import type { PolicyContext } from './policy-context';

/** A workload with its policies and what does not fit about them. */
export interface ObservedWorkload extends WorkloadCoverage {
  readonly findings: readonly PolicyFinding[];
  /** How many edges lead to it. */
  readonly callers: number;
}

/** Who may talk to whom beside who does. */
export interface PolicyObservation {
  readonly workloads: readonly ObservedWorkload[];
  readonly edges: readonly ObservedEdge[];
  readonly permissions: readonly Permission[];
}

/**
 * Puts what AuthorizationPolicies say of a mesh beside what was seen. `seen` are the edges of a graph of workloads, absent
 * where traffic is not known; `namespaces` are those that are told of, absent for all.
 */
export function observePolicies(
  context: PolicyContext,
  seen: readonly SeenEdge[] | undefined,
  namespaces?: readonly string[],
): PolicyObservation {
  const byTarget = groupBy(seen ?? [], ({ target }) => target.id);
  const edges = (seen ?? [])
    .map((one) => observeEdge(context, one, byTarget.get(one.target.id) ?? []))
    .sort((a, b) => compareText(a.seen.edge.id, b.seen.edge.id));
  const workloads = context.mtls.facts.workloads
    .filter(({ namespace }) => namespaces === undefined || namespaces.includes(namespace))
    .map((workload) => describeCoverage(context, workload))
    .sort(
      (a, b) =>
        compareText(a.workload.namespace, b.workload.namespace) ||
        compareText(a.workload.name, b.workload.name),
    );
  const permissions = findPermissions(context, edges, {
    isTrafficKnown: seen !== undefined,
    isObeyed: findObeyed(context),
    ...(namespaces === undefined ? {} : { namespaces }),
  });
  const inbound = groupBy(edges, ({ seen: { target } }) => {
    const workload = workloadOf(context, target);
    return workload === undefined ? '' : `${workload.namespace}/${workload.name}`;
  });
  return {
    edges,
    permissions,
    workloads: workloads.map((one): ObservedWorkload => {
      const own = inbound.get(`${one.workload.namespace}/${one.workload.name}`) ?? [];
      return { ...one, callers: own.length, findings: findPolicyFindings(one, own, permissions) };
    }),
  };
}

/** Whether any proxy of the mesh goes by a policy. */
function findObeyed(context: PolicyContext): (policy: AuthorizationPolicyView) => boolean {
  const obeyed = new Set(
    context.mtls.facts.workloads.flatMap((workload) => {
      const subject = { workloads: [workload], services: context.mtls.servicesOf(workload) };
      return [...ownProxies(subject), ...waypointProxies(context, subject)].flatMap((proxy) =>
        context.attachedTo(proxy.subject),
      );
    }),
  );
  return (policy) => obeyed.has(policy);
}
