import type { GraphAnswer } from '@/lib/contracts/graph';
import type { Selection } from '@/lib/client/selection';
import { makeVisible } from '@/lib/client/visible-text';
import { EdgePanel } from './edge-panel';
import type { HistoryScope } from './history-section';
import { NodePanel } from './node-panel';
import { SidePanel } from './side-panel';
import { SummaryPanel } from './summary-panel';

export interface GraphPanelProps {
  readonly graph: GraphAnswer;
  readonly selection: Selection | undefined;
  readonly scope: HistoryScope;
  readonly onSelect: (selection: Selection | undefined) => void;
  readonly onCloseSummary: () => void;
}

/** What opens beside the graph: the selected node, the selected edge, or a summary. */
export function GraphPanel({ graph, selection, scope, onSelect, onCloseSummary }: GraphPanelProps) {
  if (selection === undefined)
    return <SummaryPanel graph={graph} onSelect={onSelect} onClose={onCloseSummary} />;
  const node = selection.kind === 'node' ? graph.nodes.find(({ id }) => id === selection.id) : undefined;
  if (node) return <NodePanel key={node.id} node={node} graph={graph} scope={scope} onSelect={onSelect} />;
  const edge = selection.kind === 'edge' ? graph.edges.find(({ id }) => id === selection.id) : undefined;
  if (edge) return <EdgePanel key={edge.id} edge={edge} graph={graph} scope={scope} onSelect={onSelect} />;
  return (
    <SidePanel kind="Selection" title="Not in this graph" onClose={() => onSelect(undefined)}>
      <p>
        What the address selects is not drawn: it had no traffic in this window, or it belongs to another
        namespace or graph type. It opens here as soon as it appears.
      </p>
      <p>
        <code>{makeVisible(selection.id)}</code>
      </p>
    </SidePanel>
  );
}
