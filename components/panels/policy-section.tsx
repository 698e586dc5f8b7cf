import dynamic from 'next/dynamic';
import type { GraphAnswer, GraphEdge, GraphNode } from '@/lib/contracts/graph';
import type { HistoryScope } from './history-section';
import { PanelSection } from './panel-section';

const loading = () => <span>Asking for policies…</span>;
const EdgePolicies = dynamic(
  () => import('@/components/policy/edge-policies').then((file) => file.EdgePolicies),
  { ssr: false, loading },
);
const NodePolicies = dynamic(
  () => import('@/components/policy/node-policies').then((file) => file.NodePolicies),
  { ssr: false, loading },
);

interface Props {
  readonly graph: GraphAnswer;
  readonly scope: HistoryScope;
}

/** What policies say of an edge, by which rule and for whom, beside what was seen. */
export function EdgePolicySection({ edge, graph, scope }: Props & { readonly edge: GraphEdge }) {
  return (
    <PanelSection title="Policies" testId="panel-policies">
      <EdgePolicies edge={edge} graph={graph} at={scope.request.at} refresh={scope.refresh} />
    </PanelSection>
  );
}

/** Every policy that is for a node, in order. Nothing for what no policy of this cluster can be for. */
export function NodePolicySection({ node, graph, scope }: Props & { readonly node: GraphNode }) {
  if (
    node.kind === 'unknown' ||
    node.kind === 'external' ||
    node.kind === 'aggregate' ||
    node.kind === 'hidden'
  )
    return null;
  return (
    <PanelSection title="Policies" testId="panel-policies">
      <NodePolicies node={node} graph={graph} at={scope.request.at} refresh={scope.refresh} />
    </PanelSection>
  );
}

/** Whether an edge was answered as policies answer that refuse. */
export function mayBeRefused({ protocol, responses }: GraphEdge): boolean {
  return responses.some(
    ({ code, flags }) =>
      code === '403' || (protocol === 'grpc' && code === '7') || /\b(UAEX|DENY)\b/.test(flags),
  );
}
