'use client';

import { useCallback, useMemo } from 'react';
import { SidePanel } from '@/components/panels/side-panel';
import { usePanelFocus } from '@/components/panels/use-panel-focus';
import { RouteDetails } from '@/components/routing/route-details';
import { routingColumns } from '@/components/routing/routing-columns';
import { ROUTING_SEARCH_ID } from '@/components/routing/routing-filters';
import { ListPage } from '@/components/shell/list-page';
import { usePageKeys } from '@/components/shell/use-page-keys';
import { BreakableName } from '@/components/ui/breakable-name';
import { useSortedRows } from '@/components/ui/use-sorted-rows';
import { filterRoutingRows, listRoutingRows } from '@/lib/client/routing-rows';
import { useLiveChanges } from '@/lib/client/use-live-changes';
import { usePause } from '@/lib/client/use-pause';
import { useRouting, useWholeRoute } from '@/lib/client/use-routing';
import { useRoutingView } from '@/lib/client/use-routing-view';
import { useViewState } from '@/lib/client/use-view-state';
import { RoutingMain } from './routing-main';

/** Room for two bars side by side with their numbers, where the window has it. */
const DETAILS_WIDTH = 560;

/** All routed hosts: what routing objects declare, what traffic does, and the one that is opened beside it. */
export function RoutingScreen() {
  const { view } = useViewState();
  const { shown, setShown } = useRoutingView();
  const { namespaces, window: windowSeconds, at, refresh } = view;
  const scope = { namespaces, windowSeconds, at };
  const routing = useRouting(scope, refresh);
  useLiveChanges(refresh !== 'off');
  const togglePause = usePause();
  const { answer, refreshNow } = routing;
  const all = useMemo(() => (answer === undefined ? [] : listRoutingRows(answer)), [answer]);
  const { q, kind, verdict } = shown;
  const kept = useMemo(() => filterRoutingRows(all, { q, kind, verdict }), [all, q, kind, verdict]);
  const rows = useSortedRows(kept, routingColumns, shown.sort ?? undefined);
  const listed = all.find(({ id }) => id === shown.route)?.route;
  const opened = useWholeRoute(listed, scope, refresh);
  usePanelFocus(opened?.id);
  const close = useCallback(() => void setShown({ route: null }), [setShown]);
  usePageKeys({
    '/': () => document.getElementById(ROUTING_SEARCH_ID)?.focus(),
    r: refreshNow,
    p: togglePause,
    ...(shown.route === null ? {} : { Escape: close }),
  });

  return (
    <ListPage title="Routing" kept={routing} onTogglePause={togglePause} testId="routing-page">
      <RoutingMain routing={routing} rows={rows} total={all.length} />
      {answer && opened ? (
        <SidePanel
          kind="Route"
          title={<BreakableName name={opened.host} />}
          onClose={close}
          leastWidth={DETAILS_WIDTH}
        >
          <RouteDetails route={opened} method={answer.method} at={answer.at} />
        </SidePanel>
      ) : null}
    </ListPage>
  );
}
