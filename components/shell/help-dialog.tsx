'use client';

import { Kbd, Modal } from '@mantine/core';
import classes from './help-dialog.module.css';

const KEYS = [
  { keys: ['/'], does: 'Find in the graph' },
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
      <p>
        Every node and edge pairs what the cluster declares with what proxies report. What no source can tell
        is called unknown; it is never shown as zero. The table view holds the same facts as the graph.
      </p>
      <p>The address holds the whole view: copy it to show somebody else the same graph.</p>
    </Modal>
  );
}
