'use client';

import { routingColumns } from '@/components/routing/routing-columns';
import { RoutingFilters } from '@/components/routing/routing-filters';
import { RoutingHeadline } from '@/components/routing/routing-headline';
import { ListMain, ListMiddle, ListTable } from '@/components/shell/list-page';
import { DataTable } from '@/components/ui/data-table';
import { ListNotice, type ListState } from '@/components/ui/list-notice';
import { writeRoutingCsv } from '@/lib/client/routing-csv';
import type { RoutingRow } from '@/lib/client/routing-rows';
import { saveFile } from '@/lib/client/save-file';
import type { Routing } from '@/lib/client/use-routing';
import { useRoutingView } from '@/lib/client/use-routing-view';
import { useViewState } from '@/lib/client/use-view-state';
import type { RoutingAnswer } from '@/lib/contracts/routing';

export interface RoutingMainProps {
  readonly routing: Routing;
  /** Those that are shown, in their order. */
  readonly rows: readonly RoutingRow[];
  /** How many there are without filters. */
  readonly total: number;
}

/** The sentence, the filters and the table of routes, or what stands in their place. */
export function RoutingMain({ routing, rows, total }: RoutingMainProps) {
  const { view, setView } = useViewState();
  const { shown, setShown } = useRoutingView();
  const { answer, error, stale, refreshNow } = routing;
  const isNothingChosen = view.namespaces !== 'all' && view.namespaces.length === 0;
  const state = chooseState({ isNothingChosen, answer, error, total });
  return (
    <ListMain stale={stale}>
      {answer && state === undefined ? <RoutingHeadline answer={answer} /> : null}
      {state === undefined ? (
        <>
          <RoutingFilters onExport={() => exportRows(rows)} />
          <ListTable>
            <DataTable
              caption={rows.length === total ? `All ${total} routes` : `${rows.length} of ${total} routes`}
              columns={routingColumns}
              rows={rows}
              idOf={idOf}
              speak={speakRow}
              selectedId={shown.route ?? undefined}
              onSelect={(id) => void setShown({ route: id ?? null })}
              sort={shown.sort ?? undefined}
              onSort={(sort) => void setShown({ sort: sort ?? null })}
              empty="No route is like that: clear a filter."
              testId="routing-table"
            />
          </ListTable>
        </>
      ) : (
        <ListMiddle>
          <ListNotice
            state={state}
            icon="route"
            asking="Asking Kubernetes for routes, and Prometheus for calls."
            emptyTitle="No host is routed here"
            testId="routing-state"
            onRetry={refreshNow}
            onAllNamespaces={() => void setView({ namespaces: 'all' })}
          />
        </ListMiddle>
      )}
    </ListMain>
  );
}

function idOf({ id }: RoutingRow): string {
  return id;
}

function speakRow({ host, verdictWord, declared, seen, source, seenBy }: RoutingRow): string {
  return `${host} for ${seenBy}: ${verdictWord}; declared ${declared}; seen ${seen ?? 'unknown'}; by ${source}`;
}

function exportRows(rows: readonly RoutingRow[]): void {
  saveFile('telltale-routing.csv', new Blob([writeRoutingCsv(rows)], { type: 'text/csv' }));
}

interface StateInput {
  readonly isNothingChosen: boolean;
  readonly answer: RoutingAnswer | undefined;
  readonly error: unknown;
  readonly total: number;
}

/** What stands in the table's place; undefined where the table does. */
function chooseState({ isNothingChosen, answer, error, total }: StateInput): ListState | undefined {
  if (isNothingChosen) return { kind: 'nothingSelected' };
  if (answer === undefined) return error === undefined ? { kind: 'loading' } : { kind: 'failed', error };
  return total === 0 ? { kind: 'empty', reason: explainEmpty(answer) } : undefined;
}

function explainEmpty({ sources: { kubernetes } }: RoutingAnswer): string {
  return kubernetes.status === 'ok' || kubernetes.status === 'degraded'
    ? 'No VirtualService and no route of the Gateway API says anything about a host in these namespaces: calls go where their names say.'
    : `Kubernetes cannot be asked, so nobody knows what is routed. ${kubernetes.reason ?? ''}`;
}
