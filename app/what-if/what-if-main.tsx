'use client';

import { Button } from '@mantine/core';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useMemo } from 'react';
import { ListPart } from '@/components/shell/list-page';
import { Banner } from '@/components/ui/banner';
import { DataTable } from '@/components/ui/data-table';
import { useSortedRows } from '@/components/ui/use-sorted-rows';
import { whatIfColumns } from '@/components/what-if/what-if-columns';
import { WhatIfHeadline } from '@/components/what-if/what-if-headline';
import { WhatIfLimits } from '@/components/what-if/what-if-limits';
import { WhatIfNotice } from '@/components/what-if/what-if-notice';
import { WhatIfTools } from '@/components/what-if/what-if-tools';
import { writeWhatIfMarkdown } from '@/lib/client/export/what-if-markdown';
import { saveFile } from '@/lib/client/save-file';
import type { WhatIfState } from '@/lib/client/use-what-if';
import { useViewState } from '@/lib/client/use-view-state';
import { useWhatIfView } from '@/lib/client/use-what-if-view';
import { filterWhatIfRows, listWhatIfRows, type WhatIfRow } from '@/lib/client/what-if-rows';
import { chooseWhatIfPlace } from '@/lib/client/what-if-state';

const WhatIfPicture = dynamic(() => import('./what-if-picture').then((file) => file.WhatIfPicture), {
  ssr: false,
});
const EdgeChange = dynamic(() => import('@/components/what-if/edge-change').then((file) => file.EdgeChange), {
  ssr: false,
});

export interface WhatIfMainProps {
  readonly state: WhatIfState;
  /** The text or the scope is another than what was evaluated. */
  readonly isOld: boolean;
  readonly onEvaluate: () => void;
  readonly onExample: () => void;
  /** Shows a line of the text. */
  readonly onLine: (line: number) => void;
}

/** What becomes of the edges, or what stands in their place. */
export function WhatIfMain({ state, isOld, onEvaluate, onExample, onLine }: WhatIfMainProps) {
  const { view, setView } = useViewState();
  const { shown, setShown } = useWhatIfView();
  const answer = state.answered?.answer;
  const all = useMemo(() => (answer === undefined ? [] : listWhatIfRows(answer)), [answer]);
  const kept = useMemo(() => filterWhatIfRows(all, shown.verdict), [all, shown.verdict]);
  const columns = useMemo(() => whatIfColumns(onLine), [onLine]);
  const rows = useSortedRows(kept, columns, shown.sort ?? undefined);
  const markdown = useMemo(() => (answer === undefined ? '' : writeWhatIfMarkdown(answer)), [answer]);
  const place = chooseWhatIfPlace(view.namespaces, state);
  const scope = state.answered?.question.scope;

  if (place !== undefined || answer === undefined || scope === undefined)
    return (
      <ListPart isMiddle>
        <WhatIfNotice
          place={place ?? { kind: 'intro' }}
          answer={answer}
          onEvaluate={onEvaluate}
          onExample={onExample}
          onAllNamespaces={() => void setView({ namespaces: 'all' })}
        />
      </ListPart>
    );
  const opened = all.find(({ id }) => id === shown.edge);
  const open = (id: string | undefined) => void setShown({ edge: id ?? null });
  return (
    <>
      {isOld ? (
        <Banner
          tone="care"
          icon="clock"
          testId="what-if-old"
          actions={
            <Button size="compact-xs" variant="default" onClick={onEvaluate}>
              Evaluate again
            </Button>
          }
        >
          The text, the namespaces or the window are others than those that were evaluated.
        </Banner>
      ) : null}
      <WhatIfHeadline
        summary={answer.summary}
        only={shown.verdict}
        onOnly={(verdict) => void setShown({ verdict })}
      />
      <WhatIfTools
        show={shown.show}
        onShow={(show) => void setShown({ show })}
        markdown={markdown}
        onSave={() => saveFile('telltale-what-if.md', new Blob([markdown], { type: 'text/markdown' }))}
      />
      <ListPart>
        {shown.show === 'graph' ? (
          <WhatIfPicture
            scope={{ ...scope, at: answer.at }}
            rows={all}
            selected={shown.edge ?? undefined}
            onSelect={open}
          />
        ) : (
          <DataTable
            caption={
              rows.length === all.length ? `All ${all.length} edges` : `${rows.length} of ${all.length} edges`
            }
            columns={columns}
            rows={rows}
            idOf={idOf}
            speak={speakRow}
            selectedId={shown.edge ?? undefined}
            onSelect={open}
            sort={shown.sort ?? undefined}
            onSort={(sort) => void setShown({ sort: sort ?? null })}
            empty="No edge is like that: show all verdicts."
            testId="what-if-table"
          />
        )}
      </ListPart>
      {opened === undefined ? (
        <WhatIfLimits limits={answer.summary.limits} />
      ) : (
        <EdgeChange
          row={opened}
          onLine={onLine}
          onClose={() => open(undefined)}
          links={<Link href={graphAddress(opened)}>On the graph</Link>}
        />
      )}
    </>
  );
}

function idOf({ id }: WhatIfRow): string {
  return id;
}

function speakRow(row: WhatIfRow): string {
  const { caller, callee, verdictWord, rateText, today, after, rule, missing } = row;
  const by = rule === '' ? '' : `; decided by ${rule}`;
  const needs = missing === '' ? '' : `; missing ${missing}`;
  return `${caller} to ${callee}: ${verdictWord}; ${rateText}; ${today} today, ${after} after${by}${needs}`;
}

function graphAddress({ id, edge }: WhatIfRow): string {
  const namespaces = [edge.source.namespace, edge.target.namespace].filter((one) => one !== undefined);
  const search = new URLSearchParams({ level: 'workload', select: `edge:${id}` });
  if (namespaces.length > 0) search.set('namespaces', [...new Set(namespaces)].join(','));
  return `/graph?${search}`;
}
