'use client';

import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Icon } from '@/components/ui/icon';
import { routeKinds } from '@/lib/client/routing-view';
import { splitOrder, splitWords } from '@/lib/client/routing-words';
import { useRoutingView } from '@/lib/client/use-routing-view';
import classes from './routing-bars.module.css';

export const ROUTING_SEARCH_ID = 'routing-search';

/** Chooses which routes are shown; all of it is in the address. */
export function RoutingFilters({ onExport }: { onExport: () => void }) {
  const { shown, setShown } = useRoutingView();
  const isFiltered = shown.q !== '' || shown.kind !== null || shown.verdict !== null;
  return (
    <search className={classes.filters} aria-label="Filters">
      <TextInput
        id={ROUTING_SEARCH_ID}
        size="xs"
        w={220}
        placeholder="Host, object, destination…"
        aria-label="Find in the table (/)"
        value={shown.q}
        maxLength={200}
        onChange={({ currentTarget }) => void setShown({ q: currentTarget.value })}
        leftSection={<Icon name="search" size={13} />}
        data-testid="routing-search"
      />
      <NativeSelect
        size="xs"
        aria-label="Kind of object"
        title="Kind of object"
        value={shown.kind ?? ''}
        data={[{ value: '', label: 'Any kind' }, ...routeKinds]}
        onChange={({ currentTarget }) =>
          void setShown({ kind: routeKinds.find((kind) => kind === currentTarget.value) ?? null })
        }
        data-testid="routing-kind"
      />
      <NativeSelect
        size="xs"
        aria-label="Verdict"
        title="Verdict"
        value={shown.verdict ?? ''}
        data={[
          { value: '', label: 'Any verdict' },
          ...splitOrder.map((value) => ({ value, label: splitWords[value] })),
        ]}
        onChange={({ currentTarget }) =>
          void setShown({ verdict: splitOrder.find((verdict) => verdict === currentTarget.value) ?? null })
        }
        data-testid="routing-verdict"
      />
      {isFiltered ? (
        <Button
          size="compact-xs"
          variant="subtle"
          data-testid="routing-clear"
          onClick={() => void setShown({ q: null, kind: null, verdict: null })}
        >
          Clear filters
        </Button>
      ) : null}
      <span className={classes.gap} />
      <Button
        size="xs"
        variant="default"
        leftSection={<Icon name="export" size={14} />}
        onClick={onExport}
        data-testid="routing-csv"
      >
        CSV
      </Button>
    </search>
  );
}
