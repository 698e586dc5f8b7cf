'use client';

import { useQueryClient } from '@tanstack/react-query';
import { ListPage } from '@/components/shell/list-page';
import { usePageKeys } from '@/components/shell/use-page-keys';
import { OpenTrace, OPEN_TRACE_ID } from '@/components/traces/open-trace';
import { TRACES_KEY } from '@/lib/client/queries/traces';
import { useMeshGraph } from '@/lib/client/use-mesh-graph';
import { usePause } from '@/lib/client/use-pause';
import { useGraphRequest, useViewState } from '@/lib/client/use-view-state';
import { TracesMain } from './traces-main';

/** Single requests of any service or call, found without the graph, or opened by their id. */
export function TracesScreen() {
  const { view } = useViewState();
  const request = useGraphRequest();
  const graph = useMeshGraph(request, view.refresh);
  const togglePause = usePause();
  const { latest: answer, error, retryAtMs, stale, fetching } = graph;
  const client = useQueryClient();
  const refreshNow = () => {
    graph.refreshNow();
    void client.invalidateQueries({ queryKey: TRACES_KEY });
  };
  usePageKeys({
    '/': () => document.getElementById(OPEN_TRACE_ID)?.focus(),
    r: refreshNow,
    p: togglePause,
  });
  return (
    <ListPage
      title="Traces"
      kept={{ answer, error, retryAtMs, stale, fetching, refreshNow }}
      isSeenKept={(graph.shown?.nodes.length ?? 0) > 0 && graph.shown !== answer}
      onTogglePause={togglePause}
      testId="traces-page"
      tools={<OpenTrace />}
    >
      <TracesMain graph={graph} request={request} />
    </ListPage>
  );
}
