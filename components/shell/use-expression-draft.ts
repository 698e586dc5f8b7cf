import { useEffect, useRef, useState } from 'react';
import { type ReadExpression, readExpression } from '@/lib/client/read-expression';

const SETTLE_MS = 300;

export interface ExpressionDraft {
  readonly text: string;
  /** What the text means, once the person has paused; undefined while they type. */
  readonly settled: ReadExpression | undefined;
  change(text: string): void;
  /** Ends the pause at once. */
  settle(): void;
  /** Applies the text, when it means something or is empty; answers what it means. */
  submit(): ReadExpression;
  clear(): void;
}

export interface ExpressionDraftOptions {
  /** What is in force. Another value from outside replaces what was typed. */
  readonly applied: string;
  /** Follow the typing after a short pause, with nothing while the text is faulty. */
  readonly live: boolean;
  readonly onApply: (text: string) => void;
}

/** A text that somebody types, on its way to the address bar. */
export function useExpressionDraft({ applied, live, onApply }: ExpressionDraftOptions): ExpressionDraft {
  const [text, setText] = useState(applied);
  const [settledText, setSettledText] = useState(applied);
  const [sent, setSent] = useState(applied);
  const [seen, setSeen] = useState(applied);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  if (applied !== seen) {
    setSeen(applied);
    if (applied !== sent) {
      setSent(applied);
      setText(applied);
      setSettledText(applied);
    }
  }

  /** Ends the pause. A faulty text applies nothing: live, that is said; otherwise what was in force stays. */
  function settleAs(next: string, applies: boolean): void {
    clearTimeout(timer.current);
    setSettledText(next);
    const faulty = readExpression(next).kind === 'faulty';
    if (!applies || (faulty && !live)) return;
    const meant = faulty ? '' : next.trim();
    setSent(meant);
    if (meant !== applied) onApply(meant);
  }

  return {
    text,
    settled: settledText === text ? readExpression(text) : undefined,
    change(next) {
      setText(next);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => settleAs(next, live), SETTLE_MS);
    },
    settle: () => settleAs(text, live),
    submit() {
      settleAs(text, true);
      return readExpression(text);
    },
    clear() {
      setText('');
      settleAs('', true);
    },
  };
}
