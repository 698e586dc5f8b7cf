'use client';

import { mtlsColumns } from '@/components/mtls/mtls-columns';
import { MtlsDefaults } from '@/components/mtls/mtls-defaults';
import { MtlsFilters } from '@/components/mtls/mtls-filters';
import { MtlsHeadline } from '@/components/mtls/mtls-headline';
import { ListMain, ListMiddle, ListTable } from '@/components/shell/list-page';
import { DataTable } from '@/components/ui/data-table';
import { ListNotice, type ListState } from '@/components/ui/list-notice';
import { writeMtlsCsv } from '@/lib/client/mtls-csv';
import type { MtlsRow } from '@/lib/client/mtls-rows';
import { parsePart, printPart } from '@/lib/client/mtls-view';
import { saveFile } from '@/lib/client/save-file';
import type { MtlsPosture } from '@/lib/client/use-mtls-posture';
import { useMtlsView } from '@/lib/client/use-mtls-view';
import { useViewState } from '@/lib/client/use-view-state';
import type { MtlsAnswer } from '@/lib/contracts/mtls';

export interface MtlsMainProps {
  readonly posture: MtlsPosture;
  /** Those that are shown, in their order. */
  readonly rows: readonly MtlsRow[];
  /** How many there are without filters. */
  readonly total: number;
}

/** The sentence, the defaults and the table, or what stands in their place. */
export function MtlsMain({ posture, rows, total }: MtlsMainProps) {
  const { view, setView } = useViewState();
  const { shown, setShown } = useMtlsView();
  const { answer, error, stale, refreshNow } = posture;
  const isNothingChosen = view.namespaces !== 'all' && view.namespaces.length === 0;
  const state = chooseState({ isNothingChosen, answer, error, total });
  const { list, open } = shown;
  return (
    <ListMain stale={stale}>
      {answer && state === undefined ? <MtlsHeadline answer={answer} list={list} /> : null}
      {answer ? (
        <MtlsDefaults answer={answer} opened={open} onOpen={(part) => void setShown({ open: part })} />
      ) : null}
      {state === undefined ? (
        <>
          <MtlsFilters onExport={() => exportRows(rows, list)} />
          <ListTable>
            <DataTable
              caption={rows.length === total ? `All ${total} ${list}` : `${rows.length} of ${total} ${list}`}
              columns={mtlsColumns}
              rows={rows}
              idOf={idOf}
              speak={speakRow}
              selectedId={open === null ? undefined : printPart(open)}
              onSelect={(id) => void setShown({ open: id === undefined ? null : parsePart(id) })}
              sort={shown.sort ?? undefined}
              onSort={(sort) => void setShown({ sort: sort ?? null })}
              empty="No row is like that: clear a filter."
              testId="mtls-table"
            />
          </ListTable>
        </>
      ) : (
        <ListMiddle>
          <ListNotice
            state={state}
            icon="lock"
            asking="Asking Kubernetes for policies, and Prometheus for calls."
            emptyTitle="Nothing is known here"
            testId="mtls-state"
            onRetry={refreshNow}
            onAllNamespaces={() => void setView({ namespaces: 'all' })}
          />
        </ListMiddle>
      )}
    </ListMain>
  );
}

function idOf({ id }: MtlsRow): string {
  return id;
}

function speakRow({ name, namespace, modeWord, decidedBy, observed, strict }: MtlsRow): string {
  return `${name} in ${namespace}: ${modeWord}, decided by ${decidedBy}; seen: ${observed}; STRICT: ${strict}`;
}

function exportRows(rows: readonly MtlsRow[], list: string): void {
  saveFile(`telltale-mtls-${list}.csv`, new Blob([writeMtlsCsv(rows)], { type: 'text/csv' }));
}

interface StateInput {
  readonly isNothingChosen: boolean;
  readonly answer: MtlsAnswer | undefined;
  readonly error: unknown;
  readonly total: number;
}

/** What stands in the table's place; undefined where the table does. */
function chooseState({ isNothingChosen, answer, error, total }: StateInput): ListState | undefined {
  if (isNothingChosen) return { kind: 'nothingSelected' };
  if (answer === undefined) return error === undefined ? { kind: 'loading' } : { kind: 'failed', error };
  return total === 0 ? { kind: 'empty', reason: explainEmpty(answer) } : undefined;
}

function explainEmpty({ sources: { kubernetes, prometheus } }: MtlsAnswer): string {
  if (kubernetes.status === 'ok' || kubernetes.status === 'degraded')
    return 'The cluster declares nothing of this kind in these namespaces.';
  const seen =
    prometheus.status === 'ok' ? 'and nothing was called in this window' : 'and neither can Prometheus';
  return `Kubernetes cannot be asked, ${seen}. ${kubernetes.reason ?? ''}`;
}
