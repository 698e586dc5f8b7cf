'use client';

import { CloseButton, Input } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Suggestion } from '@/lib/core/graph/find/complete-at';
import type { FindGraph } from '@/lib/core/graph/find/find-graph';
import { isUnfinished, type ReadExpression } from '@/lib/client/read-expression';
import { ExpressionError } from './expression-error';
import classes from './expression-field.module.css';
import { SuggestionList } from './suggestion-list';
import { useCompletion } from './use-completion';
import { useExpressionDraft } from './use-expression-draft';

export interface ExpressionFieldProps {
  /** Of the element around the field. */
  readonly id?: string;
  readonly label: string;
  readonly placeholder: string;
  /** The expression in force. */
  readonly applied: string;
  /** Whether it follows the typing; otherwise Enter applies it. */
  readonly live: boolean;
  /** Where values for completion come from. */
  readonly graph: FindGraph | undefined;
  readonly leftSection: ReactNode;
  /** Stands at the end of the field while it is empty. */
  readonly emptySection?: ReactNode;
  readonly onApply: (text: string) => void;
  /** Enter: what the text means, and whether Shift goes backwards. */
  readonly onEnter?: (read: ReadExpression, step: 1 | -1) => void;
  /** Ctrl+Enter, or Command+Enter: what the text means. */
  readonly onOpen?: (read: ReadExpression) => void;
  /** What the text means while it is typed. */
  readonly describe?: (read: ReadExpression) => ReactNode;
  /** Focused when the dialog around it opens. */
  readonly first?: boolean;
  readonly testId: string;
}

/** A field for an expression: completes what is typed, and says what is wrong with which word. */
export function ExpressionField(props: ExpressionFieldProps) {
  const { applied, live, onApply, onEnter, testId } = props;
  const draft = useExpressionDraft({ applied, live, onApply });
  const [cursor, setCursor] = useState(applied.length);
  const [focused, setFocused] = useState(false);
  const completion = useCompletion(draft.text, cursor, props.graph);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const noteId = useId();

  const { settled, text } = draft;
  const faulty = settled?.kind === 'faulty' ? settled.error : undefined;
  const awaited = focused && completion.suggestions.length > 0 && faulty && isUnfinished(text, faulty);
  const error = awaited ? undefined : faulty;
  const listed = focused && completion.suggestions.length > 0;

  function accept({ text: word, from, to }: Suggestion): void {
    const spaced = /^\s/.test(text.slice(to)) ? word : `${word} `;
    const next = text.slice(0, from) + spaced + text.slice(to);
    const caret = from + word.length + 1;
    // The caret can only be set in a text that is there.
    flushSync(() => draft.change(next));
    input.current?.setSelectionRange(caret, caret);
    setCursor(caret);
  }

  function handleKey(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key !== 'Enter' || !props.onOpen) return;
      event.preventDefault();
      completion.close();
      props.onOpen(draft.submit());
      return;
    }
    const chosen = completion.active === undefined ? undefined : completion.suggestions[completion.active];
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        if (listed) completion.move(event.key === 'ArrowDown' ? 1 : -1);
        else completion.open();
        break;
      case 'Enter':
        if (chosen) accept(chosen);
        else {
          completion.close();
          const read = draft.submit();
          onEnter?.(read, event.shiftKey ? -1 : 1);
        }
        break;
      case 'Tab':
        if (!chosen) return;
        accept(chosen);
        break;
      case 'Escape':
        if (listed) completion.close();
        else if (text !== '') draft.clear();
        else return;
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div id={props.id} className={classes.field} data-testid={testId}>
      <Input
        ref={input}
        size="xs"
        role="combobox"
        aria-label={props.label}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-expanded={listed}
        aria-controls={listed ? listId : undefined}
        aria-activedescendant={
          listed && completion.active !== undefined ? `${listId}-${completion.active}` : undefined
        }
        aria-describedby={error ? noteId : undefined}
        // Mantine's own attributes would take the place of the description.
        withAria={false}
        aria-invalid={error ? true : undefined}
        error={error !== undefined}
        placeholder={props.placeholder}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        value={text}
        leftSection={props.leftSection}
        rightSection={
          text === '' ? (
            props.emptySection
          ) : (
            <CloseButton
              size="xs"
              aria-label={`Clear: ${props.label}`}
              onClick={() => {
                draft.clear();
                input.current?.focus();
              }}
            />
          )
        }
        data-autofocus={props.first || undefined}
        onChange={({ currentTarget }) => {
          draft.change(currentTarget.value);
          setCursor(currentTarget.selectionStart ?? currentTarget.value.length);
          completion.open();
        }}
        onSelect={({ currentTarget }) => setCursor(currentTarget.selectionStart ?? 0)}
        title={error?.message}
        onClick={completion.open}
        onFocus={() => setFocused(true)}
        onBlur={() => {
          setFocused(false);
          completion.close();
          if (settled === undefined) draft.settle();
        }}
        onKeyDown={handleKey}
      />
      <div className={classes.below} data-open={focused && (listed || error !== undefined)}>
        {error ? <ExpressionError id={noteId} text={text} error={error} /> : null}
        {listed ? (
          <SuggestionList
            id={listId}
            label={`${props.label}: what may follow`}
            suggestions={completion.suggestions}
            active={completion.active}
            onChoose={accept}
          />
        ) : null}
      </div>
      {props.describe && settled ? <div className={classes.note}>{props.describe(settled)}</div> : null}
    </div>
  );
}
