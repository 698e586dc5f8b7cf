'use client';

import { Button, Popover, UnstyledButton } from '@mantine/core';
import { Icon } from '@/components/ui/icon';
import { formatAge, formatSpan } from '@/lib/client/format-numbers';
import { formatInstant, formatUtc } from '@/lib/client/format-time';
import type { MeshGraph } from '@/lib/client/use-mesh-graph';
import classes from './source-strip.module.css';

const SKEW_WORTH_SAYING_SECONDS = 30;

export interface DataAgeProps {
  readonly graph: MeshGraph;
  readonly nowMs: number | undefined;
  readonly at: number | null;
  readonly onSetInstant: (at: number | null) => void;
}

/** `as of 11:02:15 · 4 s ago`, and the way to hold this instant or to return to the present. */
export function DataAge({ graph, nowMs, at, onSetInstant }: DataAgeProps) {
  const { shown, overview, latest, updatedAtMs } = graph;
  if (overview && nowMs !== undefined)
    return (
      <span className={classes.item} data-testid="data-age" title={formatUtc(overview.at)}>
        <span className={classes.word}>
          overview of {formatInstant(overview.at, nowMs)} · details {graph.stale ? 'are missing' : 'follow'}
        </span>
      </span>
    );
  if (!shown || !latest || nowMs === undefined) return null;
  const fixed = at !== null && !graph.superseded;
  // The server's clock against this browser's, measured when the newest live answer arrived.
  const skewSeconds = fixed || updatedAtMs === 0 ? 0 : updatedAtMs / 1_000 - latest.at;
  const ageSeconds = nowMs / 1_000 - shown.at - skewSeconds;
  const instant = formatInstant(shown.at, nowMs);
  const skewed = Math.abs(skewSeconds) > SKEW_WORTH_SAYING_SECONDS;
  return (
    <Popover position="bottom-end" width={300} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <UnstyledButton
          className={classes.item}
          data-testid="data-age"
          data-status={graph.stale || skewed ? 'degraded' : undefined}
          title={formatUtc(shown.at)}
        >
          {fixed ? <Icon name="pause" size={12} /> : null}
          <span className={classes.word}>
            {fixed ? 'held at' : 'as of'} {instant} · {formatAge(ageSeconds)}
          </span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={classes.line}>
          Rates over {shown.window}, up to {formatUtc(shown.at)}.
        </p>
        {skewed ? (
          <p className={classes.line}>
            This browser&apos;s clock and the server&apos;s are {formatSpan(Math.abs(skewSeconds))} apart.
          </p>
        ) : null}
        <Button
          mt={8}
          size="xs"
          variant="default"
          data-testid={fixed ? 'go-live' : 'hold-instant'}
          onClick={() => onSetInstant(fixed ? null : Math.floor(shown.at))}
        >
          {fixed ? 'Back to the present' : 'Hold this instant in the address'}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
