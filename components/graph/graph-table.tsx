'use client';
import { memo, useMemo } from 'react';
import { describeMatches } from '@/lib/client/find-words';
import { makeVisible } from '@/lib/client/visible-text';
import type { GraphAnswer, GraphEdge, GraphNode, HealthStatus } from '@/lib/contracts/graph';
import {
  mtlsText,
  nodeErrorText,
  nodeKindWords,
  nodeRateText,
  nodeTitle,
  speakEdge,
  speakNode,
} from './describe-graph';
import { formatEdgeRate } from '@/lib/client/edge-numbers';
import { edgeErrorText, edgeLatencyText } from './edge-label';
import type { FoundSpots } from './emphasis';
import classes from './graph-table.module.css';
import { healthSign, healthWords } from './health-sign';
import { flagWords } from './node-flags';
import { orderForTable } from './order-for-table';
import type { Spot } from './walk-graph';

export interface GraphTableProps {
  graph: GraphAnswer;
  selection: Spot | undefined;
  /** What a search found; its rows are marked. */
  found?: FoundSpots | undefined;
  onSelect(selection: Spot | undefined): void;
}

/** The graph in words: every node with what it calls, worst first, with the same selection as the canvas. */
export function GraphTable({ graph, selection, found, onSelect }: GraphTableProps): React.JSX.Element {
  const rows = useMemo(() => orderForTable(graph), [graph]);
  const isSelected = (kind: Spot['kind'], id: string) => selection?.kind === kind && selection.id === id;
  return (
    <div className={classes.scroll}>
      <table className={classes.table} data-testid="graph-table">
        <caption className={classes.caption}>
          Service graph over {graph.window}: {rows.length} nodes, those that need attention first
          {found ? `. Found: ${describeMatches(found)}` : ''}
        </caption>
        <thead>
          <tr>
            <th scope="col">Node or call</th>
            <th scope="col">Kind</th>
            <th scope="col">Namespace</th>
            <th scope="col">Health</th>
            <th scope="col">Rate</th>
            <th scope="col">Errors</th>
            <th scope="col">Latency</th>
            <th scope="col">mTLS</th>
          </tr>
        </thead>
        {rows.map(({ node, calls }) => (
          <tbody key={node.id}>
            <NodeRow
              node={node}
              selected={isSelected('node', node.id)}
              found={found?.nodes.has(node.id) ?? false}
              onSelect={onSelect}
            />
            {calls.map(({ edge, target }) => (
              <EdgeRow
                key={edge.id}
                edge={edge}
                source={node}
                target={target}
                selected={isSelected('edge', edge.id)}
                found={found?.edges.has(edge.id) ?? false}
                onSelect={onSelect}
              />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

const NodeRow = memo(function NodeRow({
  node,
  selected,
  found,
  onSelect,
}: {
  node: GraphNode;
  selected: boolean;
  found: boolean;
  onSelect: GraphTableProps['onSelect'];
}) {
  return (
    <tr className={classes.node} data-selected={selected} data-found={found} data-node-id={node.id}>
      <th scope="row">
        <button
          type="button"
          aria-pressed={selected}
          aria-label={speakFound(speakNode(node), found)}
          onClick={() => onSelect(selected ? undefined : { kind: 'node', id: node.id })}
        >
          {nodeTitle(node)}
        </button>
      </th>
      <td>
        {[nodeKindWords(node), ...flagWords(node.flags.filter((flag) => flag !== 'gateway'))].join(', ')}
      </td>
      <td>{makeVisible(node.namespace ?? '')}</td>
      <Health status={node.health.status} reasons={node.health.reasons} />
      <td className={classes.number}>{nodeRateText(node)}</td>
      <td className={classes.number}>{nodeErrorText(node)}</td>
      <td className={classes.number}>–</td>
      <td className={classes.number}>–</td>
    </tr>
  );
});

const EdgeRow = memo(function EdgeRow({
  edge,
  source,
  target,
  selected,
  found,
  onSelect,
}: {
  edge: GraphEdge;
  source: GraphNode;
  target: GraphNode;
  selected: boolean;
  found: boolean;
  onSelect: GraphTableProps['onSelect'];
}) {
  return (
    <tr data-selected={selected} data-found={found} data-edge-id={edge.id}>
      <th scope="row" className={classes.call}>
        <button
          type="button"
          aria-pressed={selected}
          aria-label={speakFound(speakEdge(edge, source, target), found)}
          onClick={() => onSelect(selected ? undefined : { kind: 'edge', id: edge.id })}
        >
          → {nodeTitle(target)}
        </button>
      </th>
      <td>{edge.protocol === 'grpc' ? 'gRPC' : edge.protocol.toUpperCase()}</td>
      <td>{makeVisible(target.namespace ?? '')}</td>
      <Health status={edge.health.status} reasons={edge.health.reasons} />
      <td className={classes.number}>{formatEdgeRate(edge, edge.rate)}</td>
      <td className={classes.number}>{edgeErrorText(edge)}</td>
      <td className={classes.number}>{edgeLatencyText(edge)}</td>
      <td className={classes.number}>{mtlsText(edge)}</td>
    </tr>
  );
});

function speakFound(sentence: string, found: boolean): string {
  return found ? `${sentence}, found` : sentence;
}

function Health({
  status,
  reasons,
}: {
  status: HealthStatus;
  reasons: readonly string[];
}): React.JSX.Element {
  const sign = healthSign(status);
  return (
    <td data-health={status} title={reasons.map(makeVisible).join(' ')}>
      {sign && <span aria-hidden="true">{sign} </span>}
      {healthWords(status)}
    </td>
  );
}
