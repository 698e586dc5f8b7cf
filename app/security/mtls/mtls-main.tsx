'use client';

import { mtlsColumns } from '@/components/mtls/mtls-columns';
import { MtlsDefaults } from '@/components/mtls/mtls-defaults';
import { MtlsFilters } from '@/components/mtls/mtls-filters';
import { MtlsHeadline } from '@/components/mtls/mtls-headline';
import { ListBody, ListMain } from '@/components/shell/list-page';
import { DataTable } from '@/components/ui/data-table';
import { writeMtlsCsv } from '@/lib/client/mtls-csv';
import { isSilent } from '@/lib/client/missing-words';
import type { MtlsRow } from '@/lib/client/mtls-rows';
import { parsePart, printPart } from '@/lib/client/mtls-view';
import { chooseListState } from '@/lib/client/list-state';
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
  const { view } = useViewState();
  const { shown, setShown } = useMtlsView();
  const { answer, error, stale, refreshNow } = posture;
  const { namespaces } = view;
  const state = chooseListState({ namespaces, answer, error, total, explainEmpty });
  const { list, open } = shown;
  return (
    <ListMain stale={stale}>
      {answer && state === undefined ? <MtlsHeadline answer={answer} list={list} /> : null}
      {answer ? (
        <MtlsDefaults answer={answer} opened={open} onOpen={(part) => void setShown({ open: part })} />
      ) : null}
      <ListBody
        state={state}
        icon="lock"
        asking="Asking Kubernetes for policies, and Prometheus for calls."
        emptyTitle="Nothing is known here"
        testId="mtls-state"
        onRetry={refreshNow}
        filters={<MtlsFilters onExport={() => exportRows(rows, list)} />}
        table={
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
        }
      />
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

function explainEmpty({ sources: { kubernetes, prometheus } }: MtlsAnswer): string {
  if (!isSilent(kubernetes)) return 'The cluster declares nothing of this kind in these namespaces.';
  const seen = isSilent(prometheus) ? 'and neither can Prometheus' : 'and nothing was called in this window';
  return `Kubernetes cannot be asked, ${seen}. ${kubernetes.reason ?? ''}`;
}
