'use client';

import { Button, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { findTraceId } from '@/lib/client/traces-view';
import classes from './traces.module.css';

export const OPEN_TRACE_ID = 'open-trace';

/** Opens a trace by its id, or by the address of its page elsewhere. */
export function OpenTrace() {
  const router = useRouter();
  const [text, setText] = useState('');
  const [isWrong, setWrong] = useState(false);
  return (
    <form
      className={classes.openForm}
      aria-label="Open a trace"
      onSubmit={(event) => {
        event.preventDefault();
        const id = findTraceId(text);
        setWrong(id === undefined);
        if (id !== undefined) router.push(`/traces/${id}`);
      }}
    >
      <TextInput
        id={OPEN_TRACE_ID}
        size="xs"
        w={250}
        placeholder="Trace id, or its address in Jaeger"
        aria-label="Trace id, or the address of its page (/)"
        value={text}
        maxLength={4_000}
        error={isWrong ? 'No id of a trace is in there: it has 16 or 32 hexadecimal digits.' : undefined}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          setWrong(false);
        }}
        data-testid="open-trace"
      />
      <Button type="submit" size="xs" variant="default" disabled={text.trim() === ''}>
        Open
      </Button>
    </form>
  );
}
