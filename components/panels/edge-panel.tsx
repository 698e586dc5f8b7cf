import type { GraphAnswer, GraphEdge } from '@/lib/contracts/graph';
import type { Selection } from '@/lib/client/selection';
import { EdgeEnds } from './edge-ends';
import { EdgeMtls } from './edge-mtls';
import { EdgeReporters } from './edge-reporters';
import { EdgeTraffic } from './edge-traffic';
import { HealthSection } from './health-section';
import { type HistoryScope, HistorySection } from './history-section';
import { ResponseTable } from './response-table';
import { SidePanel } from './side-panel';
import { EdgeTraces } from './traces-section';

const PROTOCOL_WORDS = { http: 'HTTP', grpc: 'gRPC', tcp: 'TCP' } as const;

export interface EdgePanelProps {
  readonly edge: GraphEdge;
  readonly graph: GraphAnswer;
  readonly scope: HistoryScope;
  readonly onSelect: (selection: Selection | undefined) => void;
}

/** Everything known of one call relation. */
export function EdgePanel({ edge, graph, scope, onSelect }: EdgePanelProps) {
  return (
    <SidePanel
      kind={`${PROTOCOL_WORDS[edge.protocol]} traffic`}
      title={<EdgeEnds edge={edge} graph={graph} onSelect={onSelect} />}
      onClose={() => onSelect(undefined)}
    >
      <HealthSection health={edge.health} />
      <EdgeTraffic edge={edge} graph={graph} />
      <HistorySection selection={{ kind: 'edge', id: edge.id }} scope={scope} />
      <ResponseTable edge={edge} />
      <EdgeTraces key={edge.id} edge={edge} scope={scope} />
      <EdgeMtls edge={edge} />
      <EdgeReporters edge={edge} />
    </SidePanel>
  );
}
