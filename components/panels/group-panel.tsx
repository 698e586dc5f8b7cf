import { Button, UnstyledButton } from '@mantine/core';
import type { GraphAnswer, GraphNode } from '@/lib/contracts/graph';
import type { NamedBox } from '@/lib/core/graph/boxes';
import { HealthMark } from '@/components/ui/health-mark';
import type { DrawnGraph } from '@/lib/client/drawing';
import { formatErrorShare } from '@/lib/client/edge-numbers';
import { formatBytesPerSecond, formatRate } from '@/lib/client/format-numbers';
import { nameNode, nameNodeFully } from '@/lib/client/node-words';
import type { Selection } from '@/lib/client/selection';
import { EdgeLinks } from './edge-links';
import { HealthSection } from './health-section';
import { type HistoryScope, HistorySection } from './history-section';
import { NodeTraffic } from './node-traffic';
import { PanelSection } from './panel-section';
import classes from './panel.module.css';
import { SidePanel } from './side-panel';

export interface GroupPanelProps {
  readonly node: GraphNode;
  readonly drawn: DrawnGraph;
  /** All that the folded boxes hold, too. */
  readonly graph: GraphAnswer;
  readonly scope: HistoryScope;
  readonly onSelect: (selection: Selection | undefined) => void;
  readonly onToggleBox: (box: NamedBox) => void;
}

const KIND_WORDS = { cluster: 'Folded cluster', namespace: 'Folded namespace', app: 'Folded app' } as const;

/** A folded box: what flows in, out and inside, and who is in it. */
export function GroupPanel({ node, drawn, graph, scope, onSelect, onToggleBox }: GroupPanelProps) {
  const group = drawn.groups.get(node.id);
  if (!group) return null;
  const byId = new Map(drawn.nodes.map((candidate) => [candidate.id, candidate]));
  const members = new Set(group.members);
  const inside = graph.nodes.filter(({ id }) => members.has(id));
  const { inner, innerEdges } = group;
  return (
    <SidePanel kind={KIND_WORDS[group.box.kind]} title={nameNode(node)} onClose={() => onSelect(undefined)}>
      <Button
        size="xs"
        variant="default"
        onClick={() => onToggleBox({ id: group.id, box: group.box })}
        data-testid="unfold-box"
      >
        Unfold
      </Button>
      <HealthSection health={node.health} />
      <NodeTraffic
        node={node}
        graph={graph}
        inbound={drawn.edges.filter(({ target }) => target === node.id)}
      />
      <HistorySection
        selection={{ kind: 'node', id: node.id }}
        scope={scope}
        of="All that those inside receive, from each other as well."
      />
      <PanelSection title="Inside" testId="panel-inside">
        {innerEdges.length === 0 ? (
          <span className={classes.dim}>Nobody inside calls anybody else inside.</span>
        ) : (
          <p className={classes.dim}>
            {innerEdges.length} {innerEdges.length === 1 ? 'call relation' : 'call relations'}:{' '}
            {[
              inner.requests > 0
                ? `${formatRate(inner.requests)}, ${formatErrorShare(inner.errors, inner.requests)} failed`
                : undefined,
              inner.messages > 0 ? formatRate(inner.messages).replace(/rps$/, 'msg/s') : undefined,
              inner.bytes > 0 ? formatBytesPerSecond(inner.bytes) : undefined,
            ]
              .filter(Boolean)
              .join('; ') || 'no traffic'}
          </p>
        )}
        <ul className={classes.links}>
          {inside.map((member) => (
            <li key={member.id}>
              <UnstyledButton
                className={classes.link}
                onClick={() => onSelect({ kind: 'node', id: member.id })}
              >
                <HealthMark status={member.health.status} wordless />
                <span className={classes.linkName}>{nameNodeFully(member)}</span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      </PanelSection>
      <EdgeLinks
        title="Called by"
        edges={drawn.edges
          .filter(({ target }) => target === node.id)
          .map((edge) => ({ edge, other: byId.get(edge.source) }))}
        onSelect={onSelect}
        testId="panel-inbound"
      />
      <EdgeLinks
        title="Calls"
        edges={drawn.edges
          .filter(({ source }) => source === node.id)
          .map((edge) => ({ edge, other: byId.get(edge.target) }))}
        onSelect={onSelect}
        testId="panel-outbound"
      />
    </SidePanel>
  );
}
