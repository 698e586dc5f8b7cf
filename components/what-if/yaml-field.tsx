'use client';

import { useRef } from 'react';
import { countLines } from '@/lib/client/text-lines';
import classes from './yaml-field.module.css';

/** More are not numbered: nobody reads so far, and the page would be slow. */
const MOST_NUMBERED = 5_000;

export interface YamlFieldProps {
  readonly id: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** Ctrl or Cmd with Enter. */
  readonly onSubmit: () => void;
  /** Lines with problems. */
  readonly marked: ReadonlySet<number>;
}

/** A text with the numbers of its lines. Lines are not broken, so that numbers and lines stand beside each other. */
export function YamlField({ id, value, onChange, onSubmit, marked }: YamlFieldProps) {
  const numbers = useRef<HTMLDivElement>(null);
  const count = Math.min(countLines(value), MOST_NUMBERED);
  return (
    <div className={classes.field}>
      <div ref={numbers} className={classes.numbers} aria-hidden="true">
        {Array.from({ length: count }, (_, index) => (
          <div key={index} data-marked={marked.has(index + 1)}>
            {index + 1}
          </div>
        ))}
      </div>
      <textarea
        id={id}
        className={classes.text}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          onSubmit();
        }}
        onScroll={({ currentTarget }) => {
          if (numbers.current) numbers.current.scrollTop = currentTarget.scrollTop;
        }}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        autoCorrect="off"
        placeholder={'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\n…'}
        aria-describedby={`${id}-help`}
        data-testid="what-if-text"
      />
    </div>
  );
}
