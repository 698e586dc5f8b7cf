'use client';

import { Button, FileButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { makeVisible } from '@/lib/client/visible-text';
import classes from './what-if.module.css';
import { YamlField } from './yaml-field';

export const WHAT_IF_TEXT_ID = 'what-if-text';

export interface WhatIfFormProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onFile: (file: File) => void;
  readonly onExample: () => void;
  readonly onEvaluate: () => void;
  readonly asking: boolean;
  /** Why it cannot be evaluated; undefined where it can. */
  readonly hindrance: string | undefined;
  /** What went wrong with a file, or an object to begin with. */
  readonly note: string | undefined;
  /** Lines with problems. */
  readonly marked: ReadonlySet<number>;
  /** What is wrong with the text. */
  readonly children: ReactNode;
}

/** What is to be evaluated: a text, a file or an example. */
export function WhatIfForm(props: WhatIfFormProps) {
  const { text, onText, onFile, onExample, onEvaluate, asking, hindrance, note, marked, children } = props;
  return (
    <form
      className={classes.form}
      aria-label="What would be applied"
      onSubmit={(event) => {
        event.preventDefault();
        onEvaluate();
      }}
    >
      <div className={classes.tools}>
        <label htmlFor={WHAT_IF_TEXT_ID}>What would be applied</label>
        <span className={classes.gap} />
        <Button size="compact-xs" variant="default" onClick={onExample} data-testid="what-if-example">
          Example
        </Button>
        <FileButton accept=".yaml,.yml,.json,text/*" onChange={(file) => file && onFile(file)}>
          {(button) => (
            <Button {...button} size="compact-xs" variant="default" data-testid="what-if-file">
              File…
            </Button>
          )}
        </FileButton>
      </div>
      <YamlField id={WHAT_IF_TEXT_ID} value={text} onChange={onText} onSubmit={onEvaluate} marked={marked} />
      {note === undefined ? null : (
        <p className={classes.note} role="alert" data-testid="what-if-note">
          {makeVisible(note)}
        </p>
      )}
      {children}
      <div className={classes.tools}>
        <Button
          type="submit"
          size="xs"
          loading={asking}
          disabled={hindrance !== undefined}
          data-testid="what-if-evaluate"
        >
          Evaluate
        </Button>
        <span id={`${WHAT_IF_TEXT_ID}-help`} className={classes.dim}>
          {hindrance ?? 'Ctrl or Cmd with Enter. Nothing is applied or stored.'}
        </span>
      </div>
    </form>
  );
}
