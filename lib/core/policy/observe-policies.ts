import { groupBy } from '../mesh/group-by';
import { compareText } from '../mesh/compare-text';
import type { AuthorizationPolicyView } from '../kubernetes/authorization-policy-view';
import { eachInSteps, finish, mapInSteps, type Steps } from '../steps/steps';
import { waypointProxies, ownProxies } from './applied-subject';
import { describeCoverage, type WorkloadCoverage } from './describe-coverage';
import { findPermissions, type Permission } from './find-permissions';
import { findPolicyFindings, type PolicyFinding } from './find-policy-findings';
import { workloadOf, type SeenEdge } from './judge-edge';
import { observeEdge, type ObservedEdge } from './observe-edge';
import type { PolicyContext } from './policy-context';

/** Each of these takes about a millisecond in a large mesh. */
const STRIDE = 10;

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
export function observePolicies(...asked: Parameters<typeof observePoliciesInSteps>): PolicyObservation {
  return finish(observePoliciesInSteps(...asked));
}

/** The same, so that something else may run in between. */
export function* observePoliciesInSteps(
  context: PolicyContext,
  seen: readonly SeenEdge[] | undefined,
  namespaces?: readonly string[],
): Steps<PolicyObservation> {
  const byTarget = groupBy(seen ?? [], ({ target }) => target.id);
  const edges = yield* mapInSteps(
    seen ?? [],
    (one) => observeEdge(context, one, byTarget.get(one.target.id) ?? []),
    STRIDE,
  );
  edges.sort((a, b) => compareText(a.seen.edge.id, b.seen.edge.id));
  const wanted = context.mtls.facts.workloads.filter(
    ({ namespace }) => namespaces === undefined || namespaces.includes(namespace),
  );
  const workloads = yield* mapInSteps(wanted, (workload) => describeCoverage(context, workload), STRIDE);
  workloads.sort(
    (a, b) =>
      compareText(a.workload.namespace, b.workload.namespace) ||
      compareText(a.workload.name, b.workload.name),
  );
  yield;
  const isObeyed = yield* findObeyed(context);
  yield;
  const permissions = findPermissions(context, edges, {
    isTrafficKnown: seen !== undefined,
    isObeyed,
    ...(namespaces === undefined ? {} : { namespaces }),
  });
  yield;
  const inbound = groupBy(edges, ({ seen: { target } }) => {
    const workload = workloadOf(context, target);
    return workload === undefined ? '' : `${workload.namespace}/${workload.name}`;
  });
  yield;
  const told = yield* mapInSteps(
    workloads,
    (one): ObservedWorkload => {
      const own = inbound.get(`${one.workload.namespace}/${one.workload.name}`) ?? [];
      return { ...one, callers: own.length, findings: findPolicyFindings(one, own, permissions) };
    },
    STRIDE,
  );
  return { edges, permissions, workloads: told };
}

/** Whether any proxy of the mesh goes by a policy. */
function* findObeyed(context: PolicyContext): Steps<(policy: AuthorizationPolicyView) => boolean> {
  const obeyed = new Set<AuthorizationPolicyView>();
  yield* eachInSteps(
    context.mtls.facts.workloads,
    (workload) => {
      const subject = { workloads: [workload], services: context.mtls.servicesOf(workload) };
      for (const proxy of [...ownProxies(subject), ...waypointProxies(context, subject)])
        for (const policy of context.attachedTo(proxy.subject)) obeyed.add(policy);
    },
    STRIDE,
  );
  return (policy) => obeyed.has(policy);
}
