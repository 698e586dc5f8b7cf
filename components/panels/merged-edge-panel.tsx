import type { GraphAnswer, GraphEdge } from '@/lib/contracts/graph';
import type { DrawnGraph } from '@/lib/client/drawing';
import { nameNodeFully } from '@/lib/client/node-words';
import type { Selection } from '@/lib/client/selection';
import { EdgeLinks } from './edge-links';
import { EdgeMtls } from './edge-mtls';
import { EdgeReporters } from './edge-reporters';
import { EdgeTraffic } from './edge-traffic';
import { EdgeEnds } from './edge-ends';
import { HealthSection } from './health-section';
import { ResponseTable } from './response-table';
import { SidePanel } from './side-panel';

export interface MergedEdgePanelProps {
  readonly edge: GraphEdge;
  readonly drawn: DrawnGraph;
  /** Holds the calls that the edge stands for. */
  readonly graph: GraphAnswer;
  readonly onSelect: (selection: Selection | undefined) => void;
}

/** An edge of a folded box: the sums of the calls that it stands for, and each of them. */
export function MergedEdgePanel({ edge, drawn, graph, onSelect }: MergedEdgePanelProps) {
  const parts = new Set(drawn.mergedEdges.get(edge.id));
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const calls = graph.edges.filter(({ id }) => parts.has(id));
  return (
    <SidePanel
      kind="Traffic of a folded box"
      title={<EdgeEnds edge={edge} graph={drawn} onSelect={onSelect} />}
      onClose={() => onSelect(undefined)}
    >
      <HealthSection health={edge.health} />
      <EdgeTraffic edge={edge} graph={drawn} />
      <EdgeLinks
        title="Stands for"
        edges={calls.map((call) => ({ edge: call, other: byId.get(call.target) }))}
        nameOf={(call) => {
          const [from, to] = [byId.get(call.source), byId.get(call.target)];
          return from && to ? `${nameNodeFully(from)} → ${nameNodeFully(to)}` : undefined;
        }}
        onSelect={onSelect}
        testId="panel-parts"
      />
      <ResponseTable edge={edge} />
      <EdgeMtls edge={edge} graph={drawn} />
      <EdgeReporters edge={edge} />
    </SidePanel>
  );
}
