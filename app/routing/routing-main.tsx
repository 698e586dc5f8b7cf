'use client';

import { routingColumns } from '@/components/routing/routing-columns';
import { RoutingFilters } from '@/components/routing/routing-filters';
import { RoutingHeadline } from '@/components/routing/routing-headline';
import { ListBody, ListMain } from '@/components/shell/list-page';
import { DataTable } from '@/components/ui/data-table';
import { writeRoutingCsv } from '@/lib/client/routing-csv';
import type { RoutingRow } from '@/lib/client/routing-rows';
import { chooseListState } from '@/lib/client/list-state';
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
  const { view } = useViewState();
  const { shown, setShown } = useRoutingView();
  const { answer, error, stale, refreshNow } = routing;
  const { namespaces } = view;
  const state = chooseListState({ namespaces, answer, error, total, explainEmpty });
  return (
    <ListMain stale={stale}>
      {answer && state === undefined ? <RoutingHeadline answer={answer} /> : null}
      <ListBody
        state={state}
        icon="route"
        asking="Asking Kubernetes for routes, and Prometheus for calls."
        emptyTitle="No route is known here"
        testId="routing-state"
        onRetry={refreshNow}
        filters={<RoutingFilters onExport={() => exportRows(rows)} />}
        table={
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
        }
      />
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

function explainEmpty({ sources: { kubernetes } }: RoutingAnswer): string {
  return kubernetes.status === 'ok' || kubernetes.status === 'degraded'
    ? 'No VirtualService and no route of the Gateway API says anything about a host in these namespaces: calls go where their names say.'
    : `Kubernetes cannot be asked, so nobody knows what is routed. ${kubernetes.reason ?? ''}`;
}
