'use client';

import { useComputedColorScheme } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useCallback, useMemo, useState } from 'react';
import type { CanvasMenuRequest, GraphCommands } from '@/components/graph/graph-canvas';
import { CanvasMenu } from '@/components/shell/canvas-menu';
import { CanvasTools } from '@/components/shell/canvas-tools';
import { LegendFrame } from '@/components/shell/legend-frame';
import { LensSwitch } from '@/components/shell/lens-switch';
import type { ExportCanvas } from '@/components/shell/save-export';
import { PictureBar } from '@/components/shell/picture-bar';
import type { CanvasMenuItem } from '@/lib/client/canvas-actions';
import type { Drawing } from '@/lib/client/drawing';
import { foundInDrawing, type MarkedSpots } from '@/lib/client/found-in-drawing';
import { describeMenuSubject, nameDrawnNode } from '@/lib/client/menu-subject';
import type { GraphRequest } from '@/lib/client/queries/graph-request';
import type { Selection } from '@/lib/client/selection';
import type { DrawingActions } from '@/lib/client/use-drawing';
import type { MeshGraph } from '@/lib/client/use-mesh-graph';
import type { KnownSplits } from '@/lib/client/use-graph-splits';
import { usePreferences } from '@/lib/client/use-preferences';
import { useViewState } from '@/lib/client/use-view-state';
import classes from './graph-screen.module.css';
import type { CanvasCode } from './canvas-code';

// Loaded when the legend is open, each with its lens.
const GraphLegend = dynamic(
  () => import('@/components/graph/graph-legend').then((file) => file.GraphLegend),
  { ssr: false },
);
const MtlsLegend = dynamic(
  () => import('@/components/graph/lenses/mtls-legend').then((file) => file.MtlsLegend),
  { ssr: false },
);
const SplitsLegend = dynamic(
  () => import('@/components/graph/lenses/splits-legend').then((file) => file.SplitsLegend),
  { ssr: false },
);

export interface GraphPictureProps {
  /** Undefined until its code is there. */
  readonly Canvas: CanvasCode | undefined;
  readonly graph: MeshGraph;
  readonly drawing: Drawing;
  readonly actions: DrawingActions;
  readonly request: GraphRequest;
  /** Routes of what is drawn, where they are wanted. */
  readonly routes: KnownSplits;
  readonly selection: Selection | undefined;
  /** What a search found, or the path of a trace. */
  readonly found: MarkedSpots | undefined;
  readonly onSelect: (selection: Selection | undefined) => void;
  /** Given what can be taken from the canvas, for the export menu. */
  readonly onCanvas: (canvas: ExportCanvas) => void;
  /** Called once a graph is on the screen. */
  readonly onDrawn: () => void;
  /** Absent while the summary is open. */
  readonly onOpenSummary: (() => void) | undefined;
}

const nobody: ReadonlySet<string> = new Set();

/** The canvas with everything that lies on and above it. */
export function GraphPicture(props: GraphPictureProps) {
  const { Canvas, graph, drawing, actions, request, routes, selection, onSelect, onCanvas, onOpenSummary } =
    props;
  const { view } = useViewState();
  const { preferences } = usePreferences();
  const colorScheme = useComputedColorScheme('light', { getInitialValueInEffect: true });
  const [commands, setCommands] = useState<GraphCommands>();
  const [pinned, setPinned] = useState(nobody);
  const [menu, setMenu] = useState<CanvasMenuRequest>();
  const namespaces = useAnswered(namespacesKey(request), graph.superseded);
  const found = useMemo(() => foundInDrawing(props.found, drawing.graph), [props.found, drawing.graph]);
  const takeCommands = useCallback(
    (given: GraphCommands) => {
      setCommands(given);
      onCanvas(given);
    },
    [onCanvas],
  );
  const closeMenu = () => {
    setMenu(undefined);
    commands?.focus();
  };
  const act = (item: CanvasMenuItem) => {
    if (item.does === 'select') onSelect(item.spot);
    else if (item.does === 'fit' || item.does === 'arrangeAgain') commands?.[item.does]();
    else if (item.does === 'pin' || item.does === 'unpin') commands?.[item.does](item.nodeId);
    else actions.act(item);
  };

  return (
    <div className={classes.picture}>
      <PictureBar
        drawing={drawing}
        actions={actions}
        hops={view.hops}
        focus={
          view.focus === null
            ? undefined
            : {
                id: view.focus,
                name: nameDrawnNode(graph.shown, view.focus),
                to: view.to === null ? undefined : nameDrawnNode(graph.shown, view.to),
              }
        }
      />
      <div className={classes.canvas}>
        {Canvas ? (
          <Canvas
            graph={drawing.graph}
            namespaces={namespaces}
            part={JSON.stringify([view.focus, view.to])}
            selection={selection}
            found={found}
            onSelect={onSelect}
            colorScheme={colorScheme}
            edgeLabels={view.labels}
            lens={view.lens}
            splits={routes.splits}
            animated={preferences.animation}
            stale={graph.stale}
            onReady={takeCommands}
            onDrawn={props.onDrawn}
            onPinned={setPinned}
            onFocus={actions.focusOn}
            onToggleBox={actions.toggleBox}
            onWays={actions.showWays}
            onMenu={setMenu}
          />
        ) : null}
        <CanvasMenu
          open={
            menu && {
              at: menu.at,
              subject: describeMenuSubject(menu.target, { drawing, selection, pinned, focus: view.focus }),
            }
          }
          onClose={closeMenu}
          onAct={act}
        />
        <LensSwitch />
        <CanvasTools
          commands={commands}
          pinned={pinned.size}
          onOpenSummary={selection ? undefined : onOpenSummary}
        />
        <LegendFrame>
          {view.lens === 'mtls' ? <MtlsLegend graph={drawing.graph} /> : null}
          {view.lens === 'splits' ? <SplitsLegend {...routes} /> : null}
          {view.lens === 'traffic' ? (
            <GraphLegend graph={drawing.graph} labels={view.labels} hasPins={pinned.size > 0} />
          ) : null}
        </LegendFrame>
      </div>
    </div>
  );
}

function namespacesKey({ namespaces }: GraphRequest): string {
  return namespaces === 'all' ? '*' : namespaces.join(',');
}

/** What the graph that is drawn answers, while the next question is still open. */
function useAnswered(asked: string, superseded: boolean): string {
  const [answered, setAnswered] = useState(asked);
  if (!superseded && answered !== asked) setAnswered(asked);
  return superseded ? answered : asked;
}
