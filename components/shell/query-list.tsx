'use client';

import { Popover, UnstyledButton } from '@mantine/core';
import type { SentQuery } from '@/lib/contracts/source-status';
import { Promql } from '@/components/ui/promql';
import { formatMilliseconds } from '@/lib/client/format-numbers';
import { makeVisible } from '@/lib/client/visible-text';
import classes from './source-strip.module.css';

/** The PromQL that was sent for this graph, to be read, copied and tried. */
export function QueryList({ queries, at }: { queries: readonly SentQuery[]; at: number }) {
  if (queries.length === 0) return null;
  return (
    <Popover position="bottom-end" width={560} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <UnstyledButton className={classes.item} data-testid="queries">
          {queries.length} {queries.length === 1 ? 'query' : 'queries'}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <h3 className={classes.heading}>What Prometheus was asked</h3>
        <ul className={classes.list} data-testid="query-list">
          {queries.map(({ purpose, text, durationMs, recorded }, position) => (
            <li key={`${position} ${purpose}`}>
              <Promql
                title={[
                  makeVisible(purpose),
                  ...(recorded === true ? ['from recording rules'] : []),
                  formatMilliseconds(durationMs),
                ].join(' · ')}
                text={text}
                at={at}
              />
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
