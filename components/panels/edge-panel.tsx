import type { GraphAnswer, GraphEdge } from '@/lib/contracts/graph';
import type { Lens } from '@/lib/client/lens';
import type { KnownSplits } from '@/lib/client/use-graph-splits';
import type { Selection } from '@/lib/client/selection';
import { EdgeEnds } from './edge-ends';
import { EdgeMtls } from './edge-mtls';
import { EdgeReporters } from './edge-reporters';
import { EdgeTraffic } from './edge-traffic';
import { HealthSection } from './health-section';
import { type HistoryScope, HistorySection } from './history-section';
import { EdgePolicySection, mayBeRefused } from './policy-section';
import { ResponseTable } from './response-table';
import { RoutingSection } from './routing-section';
import { SidePanel } from './side-panel';
import { EdgeTraces } from './traces-section';
import { WhatIfSection } from './what-if-section';

const PROTOCOL_WORDS = { http: 'HTTP', grpc: 'gRPC', tcp: 'TCP' } as const;

export interface EdgePanelProps {
  readonly edge: GraphEdge;
  readonly graph: GraphAnswer;
  readonly scope: HistoryScope;
  /** What it opens with. */
  readonly lens: Lens;
  readonly routes: KnownSplits;
  readonly onSelect: (selection: Selection | undefined) => void;
}

/** Everything known of one call relation. */
export function EdgePanel({ edge, graph, scope, lens, routes, onSelect }: EdgePanelProps) {
  const routing = <RoutingSection known={routes} routes={routes.splits?.routesOfEdge(edge)} graph={graph} />;
  const mtls = <EdgeMtls edge={edge} graph={graph} />;
  const policies = <EdgePolicySection edge={edge} graph={graph} scope={scope} />;
  const isRefused = mayBeRefused(edge);
  const ends = [edge.source, edge.target].map((id) => graph.nodes.find((node) => node.id === id));
  return (
    <SidePanel
      kind={`${PROTOCOL_WORDS[edge.protocol]} traffic`}
      title={<EdgeEnds edge={edge} graph={graph} onSelect={onSelect} />}
      onClose={() => onSelect(undefined)}
    >
      {lens === 'mtls' ? mtls : null}
      {lens === 'splits' ? routing : null}
      <HealthSection health={edge.health} />
      {isRefused ? policies : null}
      <EdgeTraffic edge={edge} graph={graph} />
      <HistorySection selection={{ kind: 'edge', id: edge.id }} scope={scope} />
      <ResponseTable edge={edge} />
      <EdgeTraces key={edge.id} edge={edge} scope={scope} />
      {lens === 'mtls' ? null : mtls}
      {lens === 'splits' ? null : routing}
      {isRefused ? null : policies}
      <EdgeReporters edge={edge} />
      <WhatIfSection nodes={ends} window={graph.window} />
    </SidePanel>
  );
}
