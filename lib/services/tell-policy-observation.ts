import type { ObservedPoliciesAnswer, ObservedPolicyEdge } from '@/lib/contracts/observed-policies';
import type { GraphNode } from '@/lib/core/graph/mesh-graph';
import { labelOf } from '@/lib/core/kubernetes/field-reader';
import { mapInSteps, type Steps } from '@/lib/core/steps/steps';
import type { ObservedEdge } from '@/lib/core/policy/observe-edge';
import type { ObservedWorkload, PolicyObservation } from '@/lib/core/policy/observe-policies';

/** Entries that are told at a stretch. */
const STRIDE = 100;

/** What was found out, in the answer's words. */
export function* tellPolicyObservation({
  workloads,
  edges,
  permissions,
}: PolicyObservation): Steps<Pick<ObservedPoliciesAnswer, 'workloads' | 'edges' | 'permissions'>> {
  return {
    workloads: yield* mapInSteps(workloads, tellWorkload, STRIDE),
    edges: yield* mapInSteps(edges, tellEdge, STRIDE),
    permissions: permissions.map(({ needs, edges, sources, ...rest }) => ({
      ...rest,
      needs: [...needs],
      edges: [...edges],
      sources: sources.map((source) => ({ ...source, needs: [...source.needs] })),
    })),
  };
}

function tellWorkload({
  workload,
  services,
  proxy,
  coverage,
  reason,
  policies,
  callers,
  findings,
}: ObservedWorkload): ObservedPoliciesAnswer['workloads'][number] {
  const { namespace, name, labels } = workload;
  const app = labelOf(labels, 'app') ?? labelOf(labels, 'app.kubernetes.io/name');
  const version = labelOf(labels, 'version') ?? labelOf(labels, 'app.kubernetes.io/version');
  return {
    namespace,
    name,
    ...(app === undefined ? {} : { app }),
    ...(version === undefined ? {} : { version }),
    services: [...services],
    proxy,
    coverage,
    reason,
    policies: policies.map(({ kind: _kind, about: _about, ...rest }) => rest),
    callers,
    findings: [...findings],
  };
}

function tellEdge({ seen, declared, outcome, agreement, guard }: ObservedEdge): ObservedPolicyEdge {
  const { edge, source, target } = seen;
  const { state, refusedShare, signs, reason } = outcome;
  return {
    id: edge.id,
    source: tellEnd(source),
    target: tellEnd(target),
    protocol: edge.protocol,
    unit: edge.unit,
    rate: edge.rate,
    declared: {
      verdict: declared.verdict,
      by: [...declared.by],
      needs: [...declared.needs],
      reason: declared.reason,
      identities: [...declared.identities],
    },
    observed: { state, refusedShare, signs: [...signs], reason },
    agreement,
    guard,
  };
}

function tellEnd({ id, kind, cluster, namespace, workload, app, service, version }: GraphNode) {
  const name = workload ?? app ?? service;
  return {
    id,
    kind,
    ...(cluster === undefined ? {} : { cluster }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
    ...(app === undefined ? {} : { app }),
    ...(version === undefined ? {} : { version }),
  };
}
