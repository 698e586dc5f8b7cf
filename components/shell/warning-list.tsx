'use client';

import { Popover, UnstyledButton } from '@mantine/core';
import type { Warning } from '@/lib/contracts/source-status';
import { Icon } from '@/components/ui/icon';
import { makeVisible } from '@/lib/client/visible-text';
import classes from './source-strip.module.css';

/** What the answer lacks or needs care with. */
export function WarningList({ warnings }: { warnings: readonly Warning[] }) {
  if (warnings.length === 0) return null;
  return (
    <Popover position="bottom-end" width={420} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <UnstyledButton className={classes.item} data-status="degraded" data-testid="warnings">
          <span className={classes.sign}>
            <Icon name="warning" size={13} />
          </span>
          <span className={classes.word}>
            {warnings.length} {warnings.length === 1 ? 'warning' : 'warnings'}
          </span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <ul className={classes.list} data-testid="warning-list">
          {warnings.map(({ code, message }, position) => (
            <li key={`${position} ${code}`}>
              {makeVisible(message)}
              <div className={classes.dim}>{makeVisible(code)}</div>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
