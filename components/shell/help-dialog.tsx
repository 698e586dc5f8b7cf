'use client';

import { Kbd, Modal } from '@mantine/core';
import { findExamples } from '@/lib/client/find-words';
import classes from './help-dialog.module.css';

const KEYS = [
  { keys: ['/'], does: 'Find in the graph; Enter goes from hit to hit' },
  { keys: ['h'], does: 'Hide from the graph' },
  { keys: ['1', '2', '3'], does: 'Look through a lens: traffic, splits, mTLS' },
  { keys: ['r'], does: 'Refresh now' },
  { keys: ['p'], does: 'Pause or resume refreshing' },
  { keys: ['Esc'], does: 'Close the panel' },
  { keys: ['?'], does: 'This help' },
  { keys: ['Tab'], does: 'Enter the graph or the table; the arrows walk in it' },
  { keys: ['Enter'], does: 'Open what the arrows came to; Esc comes back' },
] as const;

/** The keys, and how to read the page. */
export function HelpDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Keys and help"
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid="help-dialog"
    >
      <dl className={classes.keys}>
        {KEYS.map(({ keys, does }) => (
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
