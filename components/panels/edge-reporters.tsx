import type { GraphEdge } from '@/lib/contracts/graph';
import { formatEdgeRate } from '@/lib/client/edge-numbers';
import { PanelSection } from './panel-section';
import classes from './panel.module.css';

const REPORTERS = [
  ['source', 'Client says'],
  ['destination', 'Server says'],
  ['waypoint', 'Waypoint says'],
] as const;

/** What each side counted of the same traffic, and whose numbers are shown. */
export function EdgeReporters({ edge }: { edge: GraphEdge }) {
  return (
    <PanelSection title="Who counted" testId="panel-reporters">
      <dl className={classes.facts}>
        {REPORTERS.map(([name, words]) => {
          const rate = edge.reportedBy[name]?.rate;
          const chosen = edge.reportedBy.chosen === name;
          if (rate === undefined && name === 'waypoint') return null;
          return (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{words}</dt>
              <dd>
                {rate === undefined ? 'nothing' : formatEdgeRate(edge, rate)}
                {chosen ? <span className={classes.dim}> · shown here</span> : null}
              </dd>
            </div>
          );
        })}
      </dl>
    </PanelSection>
  );
}
