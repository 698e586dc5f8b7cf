import type { ReactNode } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { deciderText, type WhatIfRow } from '@/lib/client/what-if-rows';
import { changeMeanings } from '@/lib/client/what-if-words';
import { ChangeMark } from './change-mark';
import { LineLink } from './line-link';
import classes from './what-if.module.css';

export interface EdgeChangeProps {
  readonly row: WhatIfRow;
  readonly onLine: (line: number) => void;
  readonly onClose: () => void;
  /** Where to look closer. */
  readonly links: ReactNode;
}

/** All that is told of one edge: what becomes of it, why, by what, and what is missing. */
export function EdgeChange({ row, onLine, onClose, links }: EdgeChangeProps) {
  const { caller, callee, verdict, rateText, protocol, today, after, reason, missing, edge } = row;
  return (
    <section className={classes.opened} aria-label={`${caller} to ${callee}`} data-testid="edge-change">
      <header>
        <h3>
          {caller} → {callee}
        </h3>
        <ChangeMark verdict={verdict} />
        <span className={classes.dim}>
          {protocol}, {rateText}
        </span>
        <span className={classes.gap} />
        {links}
        <IconButton icon="close" label="Close (Escape)" onClick={onClose} testId="edge-change-close" />
      </header>
      <p className={classes.dim}>{changeMeanings[verdict]}</p>
      <p>
        <strong>
          {today} → {after}.
        </strong>{' '}
        {reason}
      </p>
      {missing === '' ? null : (
        <p data-testid="edge-missing">
          <strong>Missing:</strong> {missing}.
        </p>
      )}
      {edge.by.length === 0 ? null : (
        <ul className={classes.deciders} aria-label="Decided by">
          {edge.by.map((decider) => (
            <li key={JSON.stringify(decider)}>
              {deciderText(decider)}{' '}
              {decider.line === undefined ? (
                <span className={classes.dim}>in the cluster</span>
              ) : (
                <LineLink line={decider.line} onLine={onLine} />
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
