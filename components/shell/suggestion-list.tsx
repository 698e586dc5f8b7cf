import { makeVisible } from '@/lib/client/visible-text';
import type { Suggestion } from '@/lib/core/graph/find/complete-at';
import classes from './expression-field.module.css';

export interface SuggestionListProps {
  readonly id: string;
  readonly label: string;
  readonly suggestions: readonly Suggestion[];
  readonly active: number | undefined;
  readonly onChoose: (suggestion: Suggestion) => void;
}

/** What may be written next. The field keeps the focus: its arrows walk here, and a click chooses. */
export function SuggestionList({ id, label, suggestions, active, onChoose }: SuggestionListProps) {
  return (
    <div id={id} role="listbox" tabIndex={-1} aria-label={label} className={classes.list}>
      {suggestions.map((suggestion, index) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field's keys choose as well
        <div
          key={suggestion.text}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={classes.option}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(suggestion)}
        >
          <code>{makeVisible(suggestion.text)}</code>
          <span className={classes.hint}>{suggestion.hint}</span>
        </div>
      ))}
    </div>
  );
}
