'use client';

import dynamic from 'next/dynamic';
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { PanelPlaceholder } from '@/components/panels/panel-placeholder';
import { FindStatus } from '@/components/shell/find-status';
import { usePanelFocus } from '@/components/panels/use-panel-focus';
import { GraphBanners } from '@/components/shell/graph-banners';
import { HealthAnnouncer } from '@/components/shell/health-announcer';
import type { ExportCanvas } from '@/components/shell/save-export';
import { ReplayBar } from '@/components/shell/replay-bar';
import { SourceStrip } from '@/components/shell/source-strip';
import { TopBar } from '@/components/shell/top-bar';
import { UrlBanner } from '@/components/shell/url-banner';
import { useGraphKeys } from '@/components/shell/use-graph-keys';
import type { MarkedSpots } from '@/lib/client/found-in-drawing';
import { isSameSelection, printSelection, type Selection } from '@/lib/client/selection';
import { useLookedThrough } from '@/lib/client/use-looked-through';
import { useDrawing } from '@/lib/client/use-drawing';
import { useGraphSplits } from '@/lib/client/use-graph-splits';
import { useLateCode } from '@/lib/client/late-code';
import { useLiveChanges } from '@/lib/client/use-live-changes';
import { startsWithOverview } from '@/lib/client/starts-with-overview';
import { useMeshGraph, type MeshGraph } from '@/lib/client/use-mesh-graph';
import { useSummaryOpen } from '@/components/shell/use-summary-open';
import { usePause } from '@/lib/client/use-pause';
import { useGraphRequest, useViewState } from '@/lib/client/use-view-state';
import { CanvasAhead } from './canvas-ahead';
import classes from './graph-screen.module.css';
import { GraphStage, loadNotice } from './graph-stage';
import { canvasCode } from './canvas-code';

const TraceBar = dynamic(() => import('@/components/shell/trace-bar').then((file) => file.TraceBar), {
  ssr: false,
});

const HelpDialog = dynamic(() => import('@/components/shell/help-dialog').then((file) => file.HelpDialog), {
  ssr: false,
});

const loadPanel = () => import('@/components/panels/graph-panel').then((file) => file.GraphPanel);
const GraphPanel = dynamic(loadPanel, { ssr: false, loading: () => <PanelPlaceholder /> });

/** The home page: bar, sources, graph and panel around one answer. */
export function GraphScreen() {
  const { view, setView } = useViewState();
  // Loaded after the canvas, before anybody can have chosen something, or lost the server.
  useEffect(() => void canvasCode.load().then(loadPanel).then(loadNotice), []);
  const Canvas = useLateCode(canvasCode);
  const request = useGraphRequest();
  const graph = useMeshGraph(request, view.refresh, { overviewFirst: startsWithOverview(view) });
  const looked = useLookedThrough(graph.shown, view.find, view.hide);
  const [path, setPath] = useState<MarkedSpots>();
  const [canvas, setCanvas] = useState<ExportCanvas>();
  const { drawing, actions } = useDrawing(looked?.visible, graph.overview);
  const [help, setHelp] = useState<{ isOpen: boolean; origin: Element | null }>();
  const openHelp = () => setHelp({ isOpen: true, origin: document.activeElement });
  const togglePause = usePause();
  useLiveChanges(view.refresh !== 'off' && view.at === null);
  const summary = useSummaryOpen();
  const selection = view.select ?? undefined;
  const present = useMemo(
    () => graph.shown && looked && { graph: looked.visible, whole: graph.shown },
    [graph.shown, looked],
  );
  // Nobody opens a page for its summary: the picture goes first.
  const summarized = useDeferredValue(present, undefined);
  const beside = selection ? present : summarized;
  const { namespaces, windowSeconds, at } = request;
  const routes = useGraphSplits(
    drawing?.graph,
    { namespaces, windowSeconds, at },
    view.refresh,
    view.lens === 'splits' || view.labels.includes('split') || selection !== undefined,
  );
  const enterPanel = usePanelFocus(selection && printSelection(selection));
  const select = useCallback(
    (chosen: Selection | undefined) => {
      if (chosen && selection && isSameSelection(chosen, selection)) enterPanel(printSelection(chosen));
      else void setView({ select: chosen ?? null });
    },
    [selection, enterPanel, setView],
  );
  const open = (chosen: Selection) => {
    enterPanel(printSelection(chosen));
    void setView({ select: chosen });
  };
  const answered = graph.shown ?? graph.overview;
  const summaryShown = summary.open && view.view === 'graph' && (answered?.nodes.length ?? 0) > 0;
  const closePanel = selection ? () => select(undefined) : summaryShown ? summary.close : undefined;
  useGraphKeys({
    refresh: graph.refreshNow,
    togglePause,
    help: openHelp,
    chooseLens: (lens) => void setView({ lens }),
    closePanel,
  });

  return (
    <div className={classes.screen}>
      <TopBar
        graph={graph.shown}
        looked={looked}
        selection={selection}
        fetching={graph.fetching}
        onSelect={select}
        onOpen={open}
        onRefreshNow={graph.refreshNow}
        onTogglePause={togglePause}
        onHelp={openHelp}
        canvas={canvas}
      />
      <SourceStrip graph={graph} at={view.at} onSetInstant={(at) => void setView({ at })}>
        <FindStatus looked={looked} />
      </SourceStrip>
      <ReplayBar graph={graph} request={request} />
      <UrlBanner />
      {view.trace === null ? null : (
        <TraceBar key={view.trace} traceId={view.trace} graph={looked?.visible} onPath={setPath} />
      )}
      <GraphBanners graph={graph} onReset={(parameter) => void setView({ [parameter]: null })} />
      <div className={classes.content}>
        <CanvasAhead />
        <GraphStage
          Canvas={Canvas}
          graph={graph}
          looked={looked}
          marked={view.trace === null ? looked?.found : path}
          drawing={drawing}
          actions={actions}
          request={request}
          routes={routes}
          selection={selection}
          onSelect={select}
          onCanvas={setCanvas}
          onDrawn={graph.noteDrawn}
          onOpenSummary={summary.open ? undefined : summary.show}
        />
        {!selection && !summaryShown ? null : beside ? (
          <GraphPanel
            {...beside}
            drawn={drawing?.graph}
            onShowHidden={() => void setView({ hide: '' })}
            onToggleBox={actions.toggleBox}
            selection={selection}
            scope={{ request, refresh: view.refresh }}
            lens={view.lens}
            routes={routes}
            onSelect={select}
            onCloseSummary={summary.close}
          />
        ) : drawing ? (
          <PanelPlaceholder note={graph.overview && sayWhatIsMissing(graph)} />
        ) : null}
      </div>
      <HealthAnnouncer graph={graph.shown} />
      {help ? (
        <HelpDialog
          opened={help.isOpen}
          onClose={() => setHelp({ ...help, isOpen: false })}
          onGone={() => {
            if (help.origin instanceof HTMLElement) help.origin.focus();
          }}
        />
      ) : null}
    </div>
  );
}

/** Of a panel while there is only an overview. */
function sayWhatIsMissing({ stale }: MeshGraph): string {
  return stale
    ? 'What belongs here needs all of the graph, which could not be read.'
    : 'What belongs here comes with the rest of the graph.';
}
