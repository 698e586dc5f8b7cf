'use client';

import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { ListMain, ListPage } from '@/components/shell/list-page';
import { usePageKeys } from '@/components/shell/use-page-keys';
import { DocumentProblems } from '@/components/what-if/document-problems';
import { showLine } from '@/components/what-if/show-line';
import { WHAT_IF_TEXT_ID, WhatIfForm } from '@/components/what-if/what-if-form';
import { chooseExampleNamespace } from '@/lib/client/example-namespace';
import { namespacesQuery } from '@/lib/client/queries/namespaces';
import { useViewState } from '@/lib/client/use-view-state';
import { useWhatIf } from '@/lib/client/use-what-if';
import { useWhatIfText } from '@/lib/client/use-what-if-text';
import { useWhatIfView } from '@/lib/client/use-what-if-view';
import { writeDenyAll } from '@/lib/client/what-if-example';
import { WhatIfMain } from './what-if-main';

/** What applying a text would do to the calls that were seen: the text, and beside it what becomes of them. */
export function WhatIfScreen() {
  const { view } = useViewState();
  const { shown, setShown } = useWhatIfView();
  const { namespaces, window: windowSeconds, at } = view;
  const { text, setText, openFile, note, loading } = useWhatIfText();
  const { ask, ...state } = useWhatIf();
  const known = useQuery(namespacesQuery()).data;
  const isNobody = namespaces !== 'all' && namespaces.length === 0;
  const hindrance = isNobody
    ? 'Choose a namespace first.'
    : text.trim() === ''
      ? 'Paste YAML, as for kubectl apply.'
      : undefined;

  const evaluate = useCallback(() => {
    if (hindrance !== undefined) return;
    void setShown({ edge: null });
    ask({ documents: text, scope: { namespaces, windowSeconds, at } });
  }, [ask, at, hindrance, namespaces, setShown, text, windowSeconds]);
  const example = () => setText(writeDenyAll(chooseExampleNamespace(namespaces, known)));
  const onLine = useCallback((line: number) => {
    const field = document.getElementById(WHAT_IF_TEXT_ID);
    if (field instanceof HTMLTextAreaElement) showLine(field, line);
  }, []);

  const question = state.answered?.question;
  const isSameText = question?.documents === text;
  const isSameScope = JSON.stringify(question?.scope) === JSON.stringify({ namespaces, windowSeconds, at });
  const answer = state.answered?.answer;
  const problems = useMemo(() => answer?.problems ?? [], [answer]);
  const marked = useMemo(
    () => new Set(isSameText ? problems.flatMap(({ line }) => line ?? []) : []),
    [isSameText, problems],
  );
  usePageKeys(shown.edge === null ? {} : { Escape: () => void setShown({ edge: null }) });

  return (
    <ListPage
      title="What if"
      kept={{
        answer,
        // It stands in the place of the edges.
        error: undefined,
        retryAtMs: undefined,
        stale: false,
        fetching: state.asking,
        refreshNow: evaluate,
      }}
      testId="what-if-page"
    >
      <WhatIfForm
        text={text}
        onText={setText}
        onFile={openFile}
        onExample={example}
        onEvaluate={evaluate}
        asking={state.asking || loading}
        hindrance={hindrance}
        note={note}
        marked={marked}
      >
        <DocumentProblems problems={problems} onLine={onLine} />
      </WhatIfForm>
      <ListMain stale={answer !== undefined && (!isSameText || !isSameScope || state.asking)}>
        <WhatIfMain
          state={state}
          isOld={answer !== undefined && !state.asking && (!isSameText || !isSameScope)}
          onEvaluate={evaluate}
          onExample={example}
          onLine={onLine}
        />
      </ListMain>
    </ListPage>
  );
}
