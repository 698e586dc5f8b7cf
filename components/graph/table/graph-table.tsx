'use client';
import { useId, useMemo, useState } from 'react';
import { DataTable } from '@/components/ui/data-table';
import { useSortedRows } from '@/components/ui/use-sorted-rows';
import { writeEdgesCsv, writeNodesCsv } from '@/lib/client/export/graph-csv';
import { edgeRowText, filterRows, listEdgeRows, listNodeRows, nodeRowText } from '@/lib/client/graph-rows';
import type { TableSort } from '@/lib/client/table-sort';
import type { GraphTableRows } from '@/lib/client/url-state';
import { describeMatches } from '@/lib/client/find-words';
import type { GraphAnswer } from '@/lib/contracts/graph';
import { speakEdge, speakNode } from '../describe-graph';
import { edgeColumns } from './edge-table-columns';
import { GraphTableBar } from './graph-table-bar';
import classes from './graph-table.module.css';
import type { FoundSpots } from '../paint/emphasis';
import { nodeColumns } from './node-table-columns';
import type { Spot } from '../walk-graph';

export interface GraphTableProps {
  graph: GraphAnswer;
  selection: Spot | undefined;
  /** What a search found; its rows are marked. */
  found?: FoundSpots | undefined;
  onSelect(selection: Spot | undefined): void;
  /** Which of the two tables is shown. */
  rows: GraphTableRows;
  onRows(rows: GraphTableRows): void;
  sort: TableSort | undefined;
  onSort(sort: TableSort | undefined): void;
  /** Saves the rows as they are filtered and ordered, as CSV. */
  onSave(csv: string, rows: GraphTableRows): void;
}

/** The graph in words: its nodes and its edges as two tables, with the same selection as the canvas. */
export function GraphTable(props: GraphTableProps): React.JSX.Element {
  const { graph, selection, found, onSelect, rows: shown, sort, onSort } = props;
  const [filter, setFilter] = useState('');
  const tableId = useId();
  const nodes = useMemo(() => listNodeRows(graph), [graph]);
  const edges = useMemo(() => listEdgeRows(graph), [graph]);
  const keptNodes = useMemo(() => filterRows(nodes, filter, nodeRowText), [nodes, filter]);
  const keptEdges = useMemo(() => filterRows(edges, filter, edgeRowText), [edges, filter]);
  const columnsOfNodes = useMemo(() => nodeColumns(graph.rates), [graph.rates]);
  const columnsOfEdges = useMemo(() => edgeColumns(graph.windowSeconds), [graph.windowSeconds]);
  const shownNodes = useSortedRows(keptNodes, columnsOfNodes, sort);
  const shownEdges = useSortedRows(keptEdges, columnsOfEdges, sort);
  const speech = useMemo(() => speakParts(graph), [graph]);

  const common = {
    sort,
    onSort,
    testId: 'graph-table',
    empty: (
      <>
        {shown === 'nodes' ? 'No node' : 'No edge'} has all of these words.{' '}
        <button type="button" className={classes.button} onClick={() => setFilter('')}>
          Clear the filter
        </button>
      </>
    ),
  };
  return (
    <div className={classes.frame}>
      <GraphTableBar
        rows={shown}
        onRows={props.onRows}
        counts={{ nodes: nodes.length, edges: edges.length }}
        filter={filter}
        onFilter={setFilter}
        kept={shown === 'nodes' ? shownNodes.length : shownEdges.length}
        onSave={() =>
          props.onSave(shown === 'nodes' ? writeNodesCsv(shownNodes) : writeEdgesCsv(shownEdges), shown)
        }
        tableId={tableId}
      />
      <div id={tableId} className={classes.table}>
        {shown === 'nodes' ? (
          <DataTable
            {...common}
            caption={`Nodes of the service graph over ${graph.window}, those that need attention first${foundWords(found)}`}
            columns={columnsOfNodes}
            foundIds={found?.nodes}
            rows={shownNodes}
            idOf={idOf}
            speak={({ id }) => speech.node(id) ?? id}
            selectedId={selection?.kind === 'node' ? selection.id : undefined}
            onSelect={(id) => onSelect(id === undefined ? undefined : { kind: 'node', id })}
          />
        ) : (
          <DataTable
            {...common}
            caption={`Edges of the service graph over ${graph.window}, those that need attention first${foundWords(found)}`}
            columns={columnsOfEdges}
            foundIds={found?.edges}
            rows={shownEdges}
            idOf={idOf}
            speak={({ id }) => speech.edge(id) ?? id}
            selectedId={selection?.kind === 'edge' ? selection.id : undefined}
            onSelect={(id) => onSelect(id === undefined ? undefined : { kind: 'edge', id })}
          />
        )}
      </div>
    </div>
  );
}

function foundWords(found: FoundSpots | undefined): string {
  return found === undefined ? '' : `. Found: ${describeMatches(found)}`;
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}

/** The sentences of rows, made only for those that are drawn. */
function speakParts(graph: GraphAnswer) {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const edges = new Map(graph.edges.map((edge) => [edge.id, edge]));
  return {
    node(id: string): string | undefined {
      const node = nodes.get(id);
      return node && speakNode(node);
    },
    edge(id: string): string | undefined {
      const edge = edges.get(id);
      const [source, target] = [edge && nodes.get(edge.source), edge && nodes.get(edge.target)];
      return edge && source && target && speakEdge(edge, source, target);
    },
  };
}
