'use client';

import { Button, Popover, TextInput, UnstyledButton } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { formatInstant, formatUtc, parseTimeField, printTimeField } from '@/lib/client/format-time';
import classes from './replay-bar.module.css';

export interface ReplayInstantProps {
  /** Undefined in the present. */
  readonly instant: number | undefined;
  readonly nowMs: number;
  readonly onGo: (instant: number) => void;
}

/** The instant that is shown, in local time and in UTC on hover; pressed, it takes any other. */
export function ReplayInstant({ instant, nowMs, onGo }: ReplayInstantProps) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const chosen = parseTimeField(text);
  const future = chosen !== undefined && chosen * 1_000 > nowMs;

  function go(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (chosen === undefined || future) return;
    setOpen(false);
    onGo(chosen);
  }

  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom"
      trapFocus
      returnFocus
      shadow="md"
      onOpen={() => setText(printTimeField(instant ?? nowMs / 1_000))}
    >
      <Popover.Target>
        <UnstyledButton
          className={classes.instant}
          title={instant === undefined ? 'Go to a time' : formatUtc(instant)}
          onClick={() => setOpen(!open)}
          data-testid="replay-instant"
        >
          {instant === undefined ? 'live' : formatInstant(instant, nowMs)}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={go} className={classes.form}>
          <TextInput
            size="xs"
            type="datetime-local"
            step={1}
            label="Go to, in your local time"
            description={chosen === undefined ? ' ' : formatUtc(chosen)}
            error={future ? 'This time is still to come.' : undefined}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
            data-testid="replay-time"
          />
          <Button size="xs" type="submit" disabled={chosen === undefined || future} data-testid="replay-go">
            Go
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
