'use client';

import { Popover, UnstyledButton } from '@mantine/core';
import type { SourceState, SourceStatus } from '@/lib/contracts/source-status';
import { Icon, type IconName } from '@/components/ui/icon';
import { formatSpan } from '@/lib/client/format-numbers';
import { formatInstant, formatUtc } from '@/lib/client/format-time';
import { sourceStateWords } from '@/lib/client/source-words';
import { makeVisible } from '@/lib/client/visible-text';
import classes from './source-strip.module.css';

const STATE_ICONS: Readonly<Record<SourceState, IconName>> = {
  ok: 'check',
  degraded: 'warning',
  unavailable: 'cross',
  forbidden: 'cross',
  notConfigured: 'minus',
};

export interface SourceBadgeProps {
  readonly name: string;
  readonly source: SourceStatus | undefined;
  /** Nothing is known and nothing will come by itself. */
  readonly lost: boolean;
  readonly nowMs: number | undefined;
}

/** One source's state as a sign and a word; why and since when on click. */
export function SourceBadge({ name, source, lost, nowMs }: SourceBadgeProps) {
  const status = source?.status;
  const word = status ? sourceStateWords[status] : lost ? 'unknown' : 'asking';
  return (
    <Popover position="bottom-start" width={320} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <UnstyledButton
          className={classes.item}
          data-status={status ?? 'asking'}
          data-testid={`source-${name.toLowerCase()}`}
          title={source?.reason === undefined ? undefined : makeVisible(source.reason)}
        >
          <span className={classes.sign}>
            <Icon name={status ? STATE_ICONS[status] : lost ? 'question' : 'clock'} size={13} />
          </span>
          {name} <span className={classes.word}>{word}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <h3 className={classes.heading}>
          {name}: {word}
        </h3>
        <p className={classes.line}>{makeVisible(source?.reason ?? describeState(status))}</p>
        {source && nowMs !== undefined && source.since > 0 ? (
          <p className={classes.dim} title={formatUtc(source.since)}>
            Since {formatInstant(source.since, nowMs)}, for {formatSpan(nowMs / 1_000 - source.since)}
          </p>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}

function describeState(status: SourceState | undefined): string {
  if (status === undefined) return 'No answer has come yet.';
  if (status === 'ok') return 'It answers.';
  if (status === 'notConfigured') return 'No address is configured for it; what it would add is left out.';
  return 'No reason was given.';
}
