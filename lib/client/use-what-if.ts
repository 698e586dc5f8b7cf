import { useCallback, useEffect, useRef, useState } from 'react';
import { whatIfAnswerSchema, type WhatIfAnswer, type WhatIfBody } from '@/lib/contracts/what-if';
import { printDuration } from '@/lib/core/mesh/duration';
import { fetchJson } from './fetch-json';
import type { Scope } from './queries/scope';

/** What was asked: the text, and of which calls. */
export interface WhatIfQuestion {
  readonly documents: string;
  readonly scope: Scope;
}

export interface WhatIfState {
  /** The newest answer, and what it answers; kept while another question is open or has failed. */
  readonly answered: { readonly question: WhatIfQuestion; readonly answer: WhatIfAnswer } | undefined;
  /** Why the newest question has no answer. */
  readonly error: unknown;
  readonly asking: boolean;
}

const NOTHING: WhatIfState = { answered: undefined, error: undefined, asking: false };

/** Asks what applying a text would do, when it is told to; a newer question gives up the older. Nothing is stored. */
export function useWhatIf(): WhatIfState & { ask(question: WhatIfQuestion): void } {
  const [state, setState] = useState(NOTHING);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const ask = useCallback((question: WhatIfQuestion) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    setState(({ answered }) => ({ answered, error: undefined, asking: true }));
    void answerTo(question, signal).then((change) => (signal.aborted ? undefined : setState(change)));
  }, []);
  return { ...state, ask };
}

/** What the state becomes. */
async function answerTo(
  question: WhatIfQuestion,
  signal: AbortSignal,
): Promise<(state: WhatIfState) => WhatIfState> {
  try {
    const body = toBody(question);
    const answer = await fetchJson(whatIfAnswerSchema, '/api/what-if', { signal, body });
    return () => ({ answered: { question, answer }, error: undefined, asking: false });
  } catch (error) {
    return ({ answered }) => ({ answered, error, asking: false });
  }
}

function toBody({ documents, scope: { namespaces, windowSeconds, at } }: WhatIfQuestion): WhatIfBody {
  return {
    documents,
    window: printDuration(windowSeconds),
    ...(at === null ? {} : { at }),
    ...(namespaces === 'all' ? {} : { namespaces: [...namespaces] }),
  };
}
