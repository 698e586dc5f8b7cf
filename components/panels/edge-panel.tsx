import { UnstyledButton } from '@mantine/core';
import type { GraphAnswer, GraphEdge } from '@/lib/contracts/graph';
import { nameNodeFully } from '@/lib/client/node-words';
import type { Selection } from '@/lib/client/selection';
import { makeVisible } from '@/lib/client/visible-text';
import { EdgeMtls } from './edge-mtls';
import { EdgeReporters } from './edge-reporters';
import { EdgeTraffic } from './edge-traffic';
import { HealthSection } from './health-section';
import { type HistoryScope, HistorySection } from './history-section';
import classes from './panel.module.css';
import { ResponseTable } from './response-table';
import { SidePanel } from './side-panel';

const PROTOCOL_WORDS = { http: 'HTTP', grpc: 'gRPC', tcp: 'TCP' } as const;

export interface EdgePanelProps {
  readonly edge: GraphEdge;
  readonly graph: GraphAnswer;
  readonly scope: HistoryScope;
  readonly onSelect: (selection: Selection | undefined) => void;
}

/** Everything known of one call relation. */
export function EdgePanel({ edge, graph, scope, onSelect }: EdgePanelProps) {
  const end = (id: string) => {
    const node = graph.nodes.find((candidate) => candidate.id === id);
    return (
      <UnstyledButton
        fz={15}
        fw={600}
        onClick={() => onSelect({ kind: 'node', id })}
        className={classes.linkName}
      >
        {node ? nameNodeFully(node) : makeVisible(id)}
      </UnstyledButton>
    );
  };
  return (
    <SidePanel
      kind={`${PROTOCOL_WORDS[edge.protocol]} traffic`}
      title={
        <>
          {end(edge.source)} <span aria-label="to">→</span> {end(edge.target)}
        </>
      }
      onClose={() => onSelect(undefined)}
    >
      <HealthSection health={edge.health} />
      <EdgeTraffic edge={edge} graph={graph} />
      <HistorySection selection={{ kind: 'edge', id: edge.id }} scope={scope} />
      <ResponseTable edge={edge} />
      <EdgeMtls edge={edge} />
      <EdgeReporters edge={edge} />
    </SidePanel>
  );
}
