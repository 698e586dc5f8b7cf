import { UnstyledButton } from '@mantine/core';
import type { GraphAnswer } from '@/lib/contracts/graph';
import { HealthMark } from '@/components/ui/health-mark';
import { formatErrorShare } from '@/lib/client/edge-numbers';
import { formatBytesPerSecond, formatCount, formatRate } from '@/lib/client/format-numbers';
import { summarizeGraph } from '@/lib/client/graph-summary';
import type { Selection } from '@/lib/client/selection';
import { makeVisible } from '@/lib/client/visible-text';
import { PanelSection } from './panel-section';
import classes from './panel.module.css';
import { SidePanel } from './side-panel';

const MOST_SHOWN = 50;

export interface SummaryPanelProps {
  readonly graph: GraphAnswer;
  /** Some of the graph is hidden. */
  readonly partial: boolean;
  readonly onSelect: (selection: Selection) => void;
  readonly onClose: () => void;
}

/** Nothing is selected: the whole graph in a few numbers, and what needs a person first. */
export function SummaryPanel({ graph, partial, onSelect, onClose }: SummaryPanelProps) {
  const summary = summarizeGraph(graph);
  const totals = [
    ['Nodes', formatCount(summary.nodeCount)],
    ['Edges', formatCount(summary.edgeCount)],
    ['Namespaces', formatCount(summary.namespaceCount)],
    ['All calls', formatRate(summary.requestsPerSecond)],
    ['Failed', formatErrorShare(summary.errorsPerSecond, summary.requestsPerSecond)],
    ['TCP', formatBytesPerSecond(summary.bytesPerSecond)],
  ] as const;
  return (
    <SidePanel
      kind={`Last ${graph.window}`}
      title={partial ? 'What is not hidden' : 'The whole graph'}
      onClose={onClose}
    >
      <dl className={classes.totals} data-testid="summary-totals">
        {totals.map(([label, value]) => (
          <div key={label} className={classes.total}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <PanelSection title={`Needs attention (${summary.troubles.length})`} testId="summary-troubles">
        {summary.troubles.length === 0 ? (
          <span className={classes.dim}>Nothing: every node and edge is healthy, as far as it is known.</span>
        ) : (
          <ul className={classes.links}>
            {summary.troubles.slice(0, MOST_SHOWN).map(({ selection, label, status, reason }) => (
              <li key={`${selection.kind} ${selection.id}`}>
                <UnstyledButton className={classes.link} onClick={() => onSelect(selection)}>
                  <HealthMark status={status} wordless />
                  <span className={classes.linkName}>
                    {label}
                    {reason === undefined ? null : <small>{makeVisible(reason)}</small>}
                  </span>
                </UnstyledButton>
              </li>
            ))}
          </ul>
        )}
        {summary.troubles.length > MOST_SHOWN ? (
          <span className={classes.dim}>
            The worst {MOST_SHOWN} of {formatCount(summary.troubles.length)}; the table view holds all.
          </span>
        ) : null}
      </PanelSection>
    </SidePanel>
  );
}
