import { UnstyledButton } from '@mantine/core';
import type { GraphEdge, GraphNode } from '@/lib/contracts/graph';
import { HealthMark } from '@/components/ui/health-mark';
import { formatEdgeRate, formatErrorShare } from '@/lib/client/edge-numbers';
import { nameNodeFully } from '@/lib/client/node-words';
import type { Selection } from '@/lib/client/selection';
import { PanelSection } from './panel-section';
import classes from './panel.module.css';

export interface EdgeLinksProps {
  readonly title: string;
  readonly edges: readonly { readonly edge: GraphEdge; readonly other: GraphNode | undefined }[];
  /** What to call an edge, when its other end does not say enough. */
  readonly nameOf?: (edge: GraphEdge) => string | undefined;
  readonly onSelect: (selection: Selection) => void;
  readonly testId: string;
}

/** Calls, busiest first; each selects its edge. */
export function EdgeLinks({ title, edges, nameOf, onSelect, testId }: EdgeLinksProps) {
  if (edges.length === 0) return null;
  const sorted = edges.toSorted((one, two) => two.edge.rate - one.edge.rate);
  return (
    <PanelSection title={`${title} (${edges.length})`} testId={testId}>
      <ul className={classes.links}>
        {sorted.map(({ edge, other }) => (
          <li key={edge.id}>
            <UnstyledButton className={classes.link} onClick={() => onSelect({ kind: 'edge', id: edge.id })}>
              <span className={classes.linkName}>
                {nameOf?.(edge) ?? (other ? nameNodeFully(other) : 'a node that is not drawn')}
              </span>
              <span className={classes.linkNumbers}>
                {edge.protocol} {formatEdgeRate(edge, edge.rate)}
                {edge.errorRate > 0 ? (
                  <span className={classes.bad}> · {formatErrorShare(edge.errorRate, edge.rate)} err</span>
                ) : null}
              </span>
              <HealthMark status={edge.health.status} wordless />
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </PanelSection>
  );
}
