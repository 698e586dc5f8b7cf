import { makeVisible } from '@/lib/client/visible-text';
import type { FindError } from '@/lib/core/graph/find/expression';
import classes from './expression-field.module.css';

const MOST_AROUND = 28;

export interface ExpressionErrorProps {
  readonly id: string;
  readonly text: string;
  readonly error: FindError;
}

/** The expression once more with the word in question marked, and what is wrong with it. */
export function ExpressionError({ id, text, error }: ExpressionErrorProps) {
  const { from, to, message } = error;
  const before = text.slice(0, from);
  const after = text.slice(to);
  return (
    <div id={id} className={classes.error} data-testid="expression-error">
      <code className={classes.marked} aria-hidden="true">
        {before.length > MOST_AROUND ? `…${makeVisible(before.slice(-MOST_AROUND))}` : makeVisible(before)}
        <mark>{makeVisible(text.slice(from, to).slice(0, 2 * MOST_AROUND)) || '\u00a0'}</mark>
        {makeVisible(after.slice(0, MOST_AROUND))}
        {after.length > MOST_AROUND ? '…' : ''}
      </code>
      <span>{makeVisible(message)}</span>
    </div>
  );
}
