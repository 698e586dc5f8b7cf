'use client';

import { Skeleton } from '@mantine/core';
import { FailureText } from '@/components/ui/failure-text';
import { edgesOfEdge } from '@/lib/client/match-policies';
import { linkToPair } from '@/lib/client/policy-links';
import { endName } from '@/lib/client/policy-words';
import type { RefreshChoice } from '@/lib/client/refresh-pace';
import { useObservedPolicies } from '@/lib/client/use-observed-policies';
import type { PolicySubjectName } from '@/lib/client/queries/policies';
import type { GraphAnswer, GraphEdge } from '@/lib/contracts/graph';
import type { ObservedPoliciesAnswer, ObservedPolicyEdge } from '@/lib/contracts/observed-policies';
import { FoldedPolicies } from './applied-policies';
import { EdgeVerdict } from './edge-verdict';
import classes from './policy.module.css';
import { OwnLink } from '@/components/ui/own-link';

/** A panel is no page: more than these are on the page of policies. */
const MOST_EDGES = 4;
const MOST_WORKLOADS = 4;

export interface EdgePoliciesProps {
  readonly edge: GraphEdge;
  readonly graph: GraphAnswer;
  /** Unix seconds, or null for now. */
  readonly at: number | null;
  readonly refresh: RefreshChoice;
}

/** What policies say of an edge of the graph: of each edge between workloads that it stands for. */
export function EdgePolicies({ edge, graph, at, refresh }: EdgePoliciesProps) {
  const ends = [edge.source, edge.target].map((id) => graph.nodes.find((node) => node.id === id));
  // Which workloads are behind a caller is told of its own namespace.
  const namespaces = [...new Set(ends.flatMap((node) => node?.namespace ?? []))].toSorted();
  const scope = {
    namespaces: namespaces.length === 0 ? ('all' as const) : namespaces,
    windowSeconds: graph.windowSeconds,
    at,
  };
  const { answer, error } = useObservedPolicies(scope, refresh);
  if (answer === undefined)
    return error === undefined ? <Skeleton height={110} /> : <FailureText error={error} />;
  const edges = edgesOfEdge(edge, graph, answer);
  if (edges.length === 0) {
    return <span className={classes.dim}>Nothing is known of policies for what comes this way.</span>;
  }
  return (
    <>
      {edges.slice(0, MOST_EDGES).map((one) => (
        <EdgeVerdict
          key={one.id}
          edge={one}
          permissions={answer.permissions}
          title={
            edges.length === 1 ? undefined : (
              <strong>
                {endName(one.source)} → {endName(one.target)}
              </strong>
            )
          }
        />
      ))}
      {workloadsAt(
        edges.flatMap(({ target: callee, source }) => [callee, source]),
        answer,
      ).map((subject) => (
        <FoldedPolicies key={`${subject.namespace}/${subject.name}`} subject={subject} />
      ))}
      {edges.slice(0, 1).map((one) => (
        <OwnLink key={one.id} href={linkToPair(one, answer)}>
          {edges.length > MOST_EDGES
            ? `${edges.length - MOST_EDGES} more on the page of policies`
            : 'Beside all others, on the page of policies'}
        </OwnLink>
      ))}
    </>
  );
}

/** The workloads of this cluster that stand at these ends, each once, callees first. */
function workloadsAt(
  ends: readonly ObservedPolicyEdge['source'][],
  { workloads }: ObservedPoliciesAnswer,
): PolicySubjectName[] {
  const found = new Map<string, PolicySubjectName>();
  for (const { kind, namespace, name } of ends) {
    const workload = workloads.find((one) => one.namespace === namespace && one.name === name);
    if (kind !== 'workload' || workload === undefined) continue;
    found.set(`${workload.namespace}/${workload.name}`, {
      kind,
      namespace: workload.namespace,
      name: workload.name,
    });
  }
  return [...found.values()].slice(0, MOST_WORKLOADS);
}
