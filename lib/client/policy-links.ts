import type {
  ObservedPoliciesAnswer,
  ObservedPolicyEdge,
  ObservedPolicyWorkload,
} from '@/lib/contracts/observed-policies';
import { nodeId } from '@/lib/core/graph/node-identity';
import { keyOfEnd } from './policy-matrix';
import { printPolicyPart } from './policy-view';
import { printSelection } from './selection';

type Place = Pick<ObservedPoliciesAnswer, 'window' | 'cluster'>;

/** An edge in the graph of workloads. */
export function linkToEdge({ id }: ObservedPolicyEdge, { window }: Place): string {
  const select = printSelection({ kind: 'edge', id });
  return `/graph?${new URLSearchParams({ level: 'workload', window, select })}`;
}

/** A workload in the graph of workloads; nodes without traffic are drawn there, too. */
export function linkToNode({ namespace, name }: ObservedPolicyWorkload, { window, cluster }: Place): string {
  const id = nodeId({
    kind: 'workload',
    ...(cluster === undefined ? {} : { cluster }),
    namespace,
    workload: name,
  });
  const select = printSelection({ kind: 'node', id });
  return `/graph?${new URLSearchParams({ level: 'workload', idle: 'true', window, select })}`;
}

/** A caller and a callee on the page of policies. */
export function linkToPair({ source, target }: ObservedPolicyEdge, { window, cluster }: Place): string {
  const open = printPolicyPart({
    kind: 'pair',
    caller: keyOfEnd(source, cluster),
    callee: keyOfEnd(target, cluster),
  });
  return `/security/policies?${new URLSearchParams({ list: 'matrix', window, open })}`;
}

/** A workload on the page of policies. */
export function linkToWorkload({ namespace, name }: ObservedPolicyWorkload, { window }: Place): string {
  const open = printPolicyPart({ kind: 'workload', namespace, name });
  return `/security/policies?${new URLSearchParams({ window, open })}`;
}
