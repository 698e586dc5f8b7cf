'use client';

import { FilterBar } from '@/components/ui/filter-bar';
import { FilterChoice } from '@/components/ui/filter-choice';
import { routeKinds } from '@/lib/client/routing-view';
import { splitOrder, splitWords } from '@/lib/client/routing-words';
import { useRoutingView } from '@/lib/client/use-routing-view';

export const ROUTING_SEARCH_ID = 'routing-search';

/** Chooses which routes are shown; all of it is in the address. */
export function RoutingFilters({ onExport }: { onExport: () => void }) {
  const { shown, setShown } = useRoutingView();
  const isFiltered = shown.q !== '' || shown.kind !== null || shown.verdict !== null;
  return (
    <FilterBar
      name="routing"
      searchId={ROUTING_SEARCH_ID}
      placeholder="Host, object, destination…"
      search={shown.q}
      onSearch={(q) => void setShown({ q })}
      onClear={isFiltered ? () => void setShown({ q: null, kind: null, verdict: null }) : undefined}
      onExport={onExport}
    >
      <FilterChoice
        label="Kind of object"
        testId="routing-kind"
        value={shown.kind}
        all="Any kind"
        choices={routeKinds.map((value) => ({ value, label: value }))}
        onChoose={(kind) => void setShown({ kind })}
      />
      <FilterChoice
        label="Verdict"
        testId="routing-verdict"
        value={shown.verdict}
        all="Any verdict"
        choices={splitOrder.map((value) => ({ value, label: splitWords[value] }))}
        onChoose={(verdict) => void setShown({ verdict })}
      />
    </FilterBar>
  );
}
