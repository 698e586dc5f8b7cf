import { Button } from '@mantine/core';
import type { GraphAnswer } from '@/lib/contracts/graph';
import type { NamedBox } from '@/lib/core/graph/boxes';
import type { DrawnGraph } from '@/lib/client/drawing';
import type { Lens } from '@/lib/client/lens';
import type { Selection } from '@/lib/client/selection';
import type { KnownSplits } from '@/lib/client/use-graph-splits';
import { makeVisible } from '@/lib/client/visible-text';
import { EdgePanel } from './edge-panel';
import { GroupPanel } from './group-panel';
import type { HistoryScope } from './history-section';
import { MergedEdgePanel } from './merged-edge-panel';
import { MtlsSummaryPanel } from './mtls-summary-panel';
import { NodePanel } from './node-panel';
import { SidePanel } from './side-panel';
import { SummaryPanel } from './summary-panel';

export interface GraphPanelProps {
  /** What is drawn. */
  readonly graph: GraphAnswer;
  /** With what is hidden. */
  readonly whole: GraphAnswer;
  /** The same with folded boxes, which can be selected as well. */
  readonly drawn: DrawnGraph | undefined;
  readonly onToggleBox: (box: NamedBox) => void;
  readonly selection: Selection | undefined;
  readonly scope: HistoryScope;
  readonly lens: Lens;
  readonly routes: KnownSplits;
  readonly onSelect: (selection: Selection | undefined) => void;
  readonly onCloseSummary: () => void;
  readonly onShowHidden: () => void;
}

/** What opens beside the graph: the selected node, the selected edge, or a summary. */
export function GraphPanel(props: GraphPanelProps) {
  const { graph, whole, drawn, selection, scope, lens, routes, onSelect, onToggleBox } = props;
  if (selection === undefined) {
    const partial = graph.nodes.length < whole.nodes.length || graph.edges.length < whole.edges.length;
    const Summary = lens === 'mtls' ? MtlsSummaryPanel : SummaryPanel;
    return <Summary graph={graph} partial={partial} onSelect={onSelect} onClose={props.onCloseSummary} />;
  }
  const node = selection.kind === 'node' ? graph.nodes.find(({ id }) => id === selection.id) : undefined;
  const looked = { graph, scope, lens, routes, onSelect };
  if (node) return <NodePanel key={node.id} node={node} {...looked} />;
  const edge = selection.kind === 'edge' ? graph.edges.find(({ id }) => id === selection.id) : undefined;
  if (edge) return <EdgePanel key={edge.id} edge={edge} {...looked} />;
  const group = selection.kind === 'node' ? drawn?.nodes.find(({ id }) => id === selection.id) : undefined;
  if (drawn && group) {
    const rest = { drawn, graph, scope, onSelect, onToggleBox };
    return <GroupPanel key={group.id} node={group} {...rest} />;
  }
  const merged = selection.kind === 'edge' ? drawn?.edges.find(({ id }) => id === selection.id) : undefined;
  if (drawn && merged) {
    return <MergedEdgePanel key={merged.id} edge={merged} drawn={drawn} graph={graph} onSelect={onSelect} />;
  }
  const elements = selection.kind === 'node' ? whole.nodes : whole.edges;
  if (elements.some(({ id }) => id === selection.id)) {
    return (
      <SidePanel kind="Selection" title="Hidden" onClose={() => onSelect(undefined)}>
        <p>What is selected is in this graph, but the hide field takes it away.</p>
        <Button size="xs" variant="default" onClick={props.onShowHidden}>
          Show all
        </Button>
      </SidePanel>
    );
  }
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
