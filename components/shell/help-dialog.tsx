'use client';

import { Kbd, Modal } from '@mantine/core';
import { findExamples } from '@/lib/client/find-words';
import classes from './help-dialog.module.css';

const PAGE_KEYS = [
  { keys: ['/'], does: 'Find in the graph; Enter goes from hit to hit, Ctrl+Enter into its panel' },
  { keys: ['h'], does: 'Hide from the graph' },
  { keys: ['1', '2', '3'], does: 'Look through a lens: traffic, splits, mTLS' },
  { keys: ['r'], does: 'Refresh now' },
  { keys: ['p'], does: 'Pause or resume refreshing' },
  { keys: ['Esc'], does: 'Close the panel' },
  { keys: ['?'], does: 'This help' },
  { keys: ['Tab'], does: 'Enter the graph or the table; the arrows walk in it' },
  { keys: ['Enter'], does: 'Open what the arrows came to; Esc comes back' },
];

const GRAPH_KEYS = [
  { keys: ['→', '←'], does: 'To what is called, to who calls' },
  { keys: ['↑', '↓'], does: 'To the next at the same place' },
  { keys: ['Shift', '→'], does: 'Onto the edge instead of across it' },
  { keys: ['f'], does: 'Focus on the surroundings, or open the folded box' },
  { keys: ['b'], does: 'Fold the box around the node, or open the folded one' },
  { keys: ['Shift', 'F10'], does: 'Menu: pin, ways, fold, copy' },
  { keys: ['+', '-', '0'], does: 'Zoom in, zoom out, show all' },
];

export interface HelpDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Called when it is gone from the page: a dialog that is born open does not know where the focus came from. */
  readonly onGone: () => void;
}

/** The keys, and how to read the page. */
export function HelpDialog({ opened, onClose, onGone }: HelpDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      returnFocus={false}
      onExitTransitionEnd={onGone}
      title="Keys and help"
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid="help-dialog"
    >
      <KeyList keys={PAGE_KEYS} />
      <h3 className={classes.heading}>In the graph</h3>
      <KeyList keys={GRAPH_KEYS} />
      <p>
        Double-click a box to fold it, a folded one to open it, and a node to see only its surroundings.
        Select a node and Shift-click another for the ways between them; drag a node to pin it. The line above
        the graph leads back to the whole.
      </p>
      <h3 className={classes.heading}>Find and hide</h3>
      <p>Both fields understand the same expressions, and complete them while you type.</p>
      <dl className={classes.examples}>
        {findExamples.map(({ expression, finds }) => (
          <div key={expression}>
            <dt>
              <code>{expression}</code>
            </dt>
            <dd>{finds}</dd>
          </div>
        ))}
      </dl>
      <p>
        Conditions join with <code>and</code>, <code>or</code>, <code>not</code> and parentheses. What nobody
        knows is found by no comparison; <code>has responsetime</code> asks whether it is known.
      </p>
      <h3 className={classes.heading}>How to read the page</h3>
      <p>
        Every node and edge pairs what the cluster declares with what proxies report. What no source can tell
        is called unknown; it is never shown as zero. The table view holds the same facts as the graph.
      </p>
      <p>The address holds the whole view: copy it to show somebody else the same graph.</p>
    </Modal>
  );
}

function KeyList({ keys }: { keys: readonly { keys: readonly string[]; does: string }[] }) {
  return (
    <dl className={classes.keys}>
      {keys.map(({ keys, does }) => (
        <div key={does} className={classes.line}>
          <dt>
            {keys.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
