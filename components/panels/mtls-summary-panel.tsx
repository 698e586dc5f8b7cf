import { UnstyledButton } from '@mantine/core';
import type { GraphAnswer } from '@/lib/contracts/graph';
import { securitySigns, securityWords } from '@/lib/client/edge-security';
import { formatCount } from '@/lib/client/format-numbers';
import { modeWords } from '@/lib/client/mtls-words';
import { modeSigns } from '@/lib/client/node-security';
import { summarizeSecurity } from '@/lib/client/security-summary';
import type { Selection } from '@/lib/client/selection';
import { makeVisible } from '@/lib/client/visible-text';
import { PanelSection } from './panel-section';
import classes from './panel.module.css';
import { SidePanel } from './side-panel';
import { OwnLink } from '@/components/ui/own-link';

const MOST_SHOWN = 50;

export interface MtlsSummaryPanelProps {
  readonly graph: GraphAnswer;
  /** Some of the graph is hidden. */
  readonly partial: boolean;
  readonly onSelect: (selection: Selection) => void;
  readonly onClose: () => void;
}

/** Nothing is selected: who accepts what, how calls were protected, and which were not. */
export function MtlsSummaryPanel({ graph, partial, onSelect, onClose }: MtlsSummaryPanelProps) {
  const { modes, states, unprotected } = summarizeSecurity(graph);
  return (
    <SidePanel
      kind={`mTLS, last ${graph.window}`}
      title={partial ? 'What is not hidden' : 'The whole graph'}
      onClose={onClose}
    >
      <PanelSection title="Nodes accept" testId="mtls-summary-modes">
        {modes.length === 0 ? (
          <span className={classes.dim}>It is not known what is declared.</span>
        ) : (
          <dl className={classes.totals}>
            {modes.map(({ kind, count }) => (
              <div key={kind} className={classes.total}>
                <dt>
                  <span aria-hidden="true">{modeSigns[kind]} </span>
                  {modeWords[kind]}
                </dt>
                <dd>{formatCount(count)}</dd>
              </div>
            ))}
          </dl>
        )}
        <OwnLink href="/security/mtls" className={classes.below}>
          All services, with policies and readiness
        </OwnLink>
      </PanelSection>
      <PanelSection title="Edges were" testId="mtls-summary-states">
        <ul className={classes.links}>
          {states.map(({ state, count }) => (
            <li key={state}>
              <span aria-hidden="true">{securitySigns[state]} </span>
              {formatCount(count)} {securityWords[state]}
            </li>
          ))}
        </ul>
      </PanelSection>
      <PanelSection title={`Not all mutual TLS (${unprotected.length})`} testId="mtls-summary-edges">
        {unprotected.length === 0 ? (
          <span className={classes.dim}>All that was called was mutual TLS.</span>
        ) : (
          <ul className={classes.links}>
            {unprotected.slice(0, MOST_SHOWN).map(({ selection, label, state, reason }) => (
              <li key={selection.id}>
                <UnstyledButton className={classes.link} onClick={() => onSelect(selection)}>
                  <span title={securityWords[state]}>{securitySigns[state]}</span>
                  <span className={classes.linkName}>
                    {label}
                    <small>{makeVisible(reason)}</small>
                  </span>
                </UnstyledButton>
              </li>
            ))}
          </ul>
        )}
        {unprotected.length > MOST_SHOWN ? (
          <span className={classes.dim}>
            The first {MOST_SHOWN} of {formatCount(unprotected.length)}; the table view holds all.
          </span>
        ) : null}
      </PanelSection>
    </SidePanel>
  );
}
