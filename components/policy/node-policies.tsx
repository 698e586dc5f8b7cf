'use client';

import { Skeleton } from '@mantine/core';
import { FailureText } from '@/components/ui/failure-text';
import { workloadsOfNode } from '@/lib/client/match-policies';
import { linkToWorkload } from '@/lib/client/policy-links';
import type { RefreshChoice } from '@/lib/client/refresh-pace';
import { useObservedPolicies } from '@/lib/client/use-observed-policies';
import { makeVisible } from '@/lib/client/visible-text';
import type { GraphAnswer, GraphNode } from '@/lib/contracts/graph';
import { AppliedPolicies } from './applied-policies';
import { CoverageMark } from './policy-marks';
import classes from './policy.module.css';
import { OwnLink } from '@/components/ui/own-link';

/** A panel is no page: more than these are on the page of policies. */
const MOST_WORKLOADS = 3;

export interface NodePoliciesProps {
  readonly node: GraphNode;
  readonly graph: GraphAnswer;
  /** Unix seconds, or null for now. */
  readonly at: number | null;
  readonly refresh: RefreshChoice;
}

/** Every policy that is for a node, in order, with its effect, and what does not fit about it. */
export function NodePolicies({ node, graph, at, refresh }: NodePoliciesProps) {
  const { namespace, service } = node;
  const scope = {
    namespaces: namespace === undefined ? ('all' as const) : [namespace],
    windowSeconds: graph.windowSeconds,
    at,
  };
  const { answer, error } = useObservedPolicies(scope, refresh);
  if (answer === undefined)
    return error === undefined ? <Skeleton height={110} /> : <FailureText error={error} />;
  const workloads = workloadsOfNode(node, answer);
  const isService = node.kind === 'service' && namespace !== undefined && service !== undefined;
  return (
    <>
      {workloads.length === 0 && !isService ? (
        <span className={classes.dim}>The cluster declares nothing of it.</span>
      ) : null}
      {workloads.slice(0, MOST_WORKLOADS).map((workload) => (
        <div
          key={`${workload.namespace}/${workload.name}`}
          className={classes.edge}
          data-testid="node-policies"
        >
          <div className={classes.line}>
            {workloads.length > 1 || isService ? <strong>{makeVisible(workload.name)}</strong> : null}
            <CoverageMark coverage={workload.coverage} />
            <OwnLink href={linkToWorkload(workload, answer)}>Callers, permissions and findings</OwnLink>
          </div>
          <p>{makeVisible(workload.reason)}</p>
          <ul className={classes.list}>
            {workload.findings.map(({ code, weight, message }) => (
              <li key={`${code} ${message}`} className={classes.entry} data-weight={weight}>
                {makeVisible(message)}
              </li>
            ))}
          </ul>
          {isService ? null : (
            <AppliedPolicies
              subject={{ kind: 'workload', namespace: workload.namespace, name: workload.name }}
            />
          )}
        </div>
      ))}
      {isService ? <AppliedPolicies subject={{ kind: 'service', namespace, name: service }} /> : null}
      {workloads.length > MOST_WORKLOADS ? (
        <OwnLink href="/security/policies">
          {workloads.length - MOST_WORKLOADS} more on the page of policies
        </OwnLink>
      ) : null}
    </>
  );
}
