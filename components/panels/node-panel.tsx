import type { GraphAnswer, GraphNode } from '@/lib/contracts/graph';
import { describeFlag, describeKind, nameNode } from '@/lib/client/node-words';
import type { Lens } from '@/lib/client/lens';
import type { KnownSplits } from '@/lib/client/use-graph-splits';
import type { Selection } from '@/lib/client/selection';
import { makeVisible } from '@/lib/client/visible-text';
import { ConfigSection } from './config-section';
import { EdgeLinks } from './edge-links';
import { HealthSection } from './health-section';
import { type HistoryScope, HistorySection } from './history-section';
import { NodeMtls } from './node-mtls';
import { NodeTraffic } from './node-traffic';
import { PanelSection } from './panel-section';
import classes from './panel.module.css';
import { NodePolicySection } from './policy-section';
import { RoutingSection } from './routing-section';
import { SidePanel } from './side-panel';
import { TracesSection } from './traces-section';
import { WhatIfSection } from './what-if-section';

export interface NodePanelProps {
  readonly node: GraphNode;
  readonly graph: GraphAnswer;
  readonly scope: HistoryScope;
  /** What it opens with. */
  readonly lens: Lens;
  readonly routes: KnownSplits;
  readonly onSelect: (selection: Selection | undefined) => void;
}

/** Everything known of one node. */
export function NodePanel({ node, graph, scope, lens, routes, onSelect }: NodePanelProps) {
  const routing = <RoutingSection known={routes} routes={routes.splits?.routesOf(node)} graph={graph} />;
  const mtls = <NodeMtls node={node} graph={graph} />;
  const byId = new Map(graph.nodes.map((candidate) => [candidate.id, candidate]));
  const inbound = graph.edges.filter(({ target }) => target === node.id);
  const outbound = graph.edges.filter(({ source }) => source === node.id);
  return (
    <SidePanel kind={describeKind(node.kind)} title={nameNode(node)} onClose={() => onSelect(undefined)}>
      <NodeIdentity node={node} />
      {lens === 'mtls' ? mtls : null}
      {lens === 'splits' ? routing : null}
      <HealthSection health={node.health} />
      <NodeTraffic node={node} graph={graph} inbound={inbound} />
      <HistorySection selection={{ kind: 'node', id: node.id }} scope={scope} />
      <EdgeLinks
        title="Called by"
        edges={inbound.map((edge) => ({ edge, other: byId.get(edge.source) }))}
        onSelect={onSelect}
        testId="panel-inbound"
      />
      <EdgeLinks
        title="Calls"
        edges={outbound.map((edge) => ({ edge, other: byId.get(edge.target) }))}
        onSelect={onSelect}
        testId="panel-outbound"
      />
      {lens === 'mtls' ? null : mtls}
      {lens === 'splits' ? null : routing}
      {node.kind === 'unknown' ||
      node.kind === 'external' ||
      node.kind === 'aggregate' ||
      node.kind === 'hidden' ? null : (
        <TracesSection part={{ node: node.id }} errors={false} scope={scope} />
      )}
      <NodePolicySection node={node} graph={graph} scope={scope} />
      <ConfigSection node={node} />
      <WhatIfSection nodes={[node]} window={graph.window} />
    </SidePanel>
  );
}

function NodeIdentity({ node }: { node: GraphNode }) {
  const facts = [
    ['Namespace', node.namespace],
    ['Version', node.version],
    ['Workload', node.workload],
    ['Service', node.service],
    ['Cluster', node.cluster],
  ] as const;
  return (
    <PanelSection title="Identity">
      <dl className={classes.facts}>
        {facts.map(([label, value]) =>
          value === undefined ? null : (
            <div key={label} style={{ display: 'contents' }}>
              <dt>{label}</dt>
              <dd>{makeVisible(value)}</dd>
            </div>
          ),
        )}
      </dl>
      {node.flags.length === 0 ? null : (
        <div className={classes.chips} data-testid="panel-flags">
          {node.flags.map((flag) => (
            <span key={flag} className={classes.chip}>
              {describeFlag(flag, node)}
            </span>
          ))}
        </div>
      )}
    </PanelSection>
  );
}
