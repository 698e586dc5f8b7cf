import type { GraphEdge } from '@/lib/contracts/graph';
import { formatEdgeRate, formatErrorShare } from '@/lib/client/edge-numbers';
import { makeVisible } from '@/lib/client/visible-text';
import { PanelSection } from './panel-section';
import classes from './panel.module.css';

const REPORTERS = [
  ['source', 'Client says'],
  ['waypoint', 'Waypoint says'],
  ['destination', 'Server says'],
] as const;

/** What each side counted of the same traffic, whose numbers are shown, and where they do not agree. */
export function EdgeReporters({ edge }: { edge: GraphEdge }) {
  return (
    <PanelSection title="Who counted" testId="panel-reporters">
      <dl className={classes.facts}>
        {REPORTERS.map(([name, words]) => {
          const counted = edge.reportedBy[name];
          if (counted === undefined && name === 'waypoint') return null;
          return (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{words}</dt>
              <dd>
                {counted === undefined ? 'nothing' : formatEdgeRate(edge, counted.rate)}
                {counted !== undefined && counted.errorRate > 0 ? (
                  <span className={classes.bad}>
                    {` · ${formatErrorShare(counted.errorRate, counted.rate)} failing`}
                  </span>
                ) : null}
                {edge.reportedBy.chosen === name ? <span className={classes.dim}> · shown here</span> : null}
              </dd>
            </div>
          );
        })}
        {edge.via === undefined ? null : (
          <>
            <dt>By way of</dt>
            <dd>{edge.via.map(makeVisible).join(', ')}</dd>
          </>
        )}
      </dl>
      {edge.disagreement === undefined ? null : (
        <p className={classes.note} data-testid="panel-disagreement">
          {makeVisible(edge.disagreement)}
        </p>
      )}
    </PanelSection>
  );
}
