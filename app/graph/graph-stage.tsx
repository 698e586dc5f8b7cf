'use client';

import { useComputedColorScheme } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useCallback, useState } from 'react';
import { GraphLegend } from '@/components/graph/graph-legend';
import { GraphTable } from '@/components/graph/graph-table';
import { AllHiddenNotice } from '@/components/shell/all-hidden-notice';
import { type CanvasCommands, CanvasTools } from '@/components/shell/canvas-tools';
import { GraphNotice } from '@/components/shell/graph-notice';
import { GraphSkeleton } from '@/components/shell/graph-skeleton';
import { LegendFrame } from '@/components/shell/legend-frame';
import type { ExportCanvas } from '@/components/shell/save-export';
import { nameExportFile } from '@/lib/client/export/file-name';
import { chooseGraphState } from '@/lib/client/graph-state';
import type { LookedThrough } from '@/lib/client/look-through';
import type { GraphRequest } from '@/lib/client/queries/graph-request';
import { saveFile } from '@/lib/client/save-file';
import type { Selection } from '@/lib/client/selection';
import type { MeshGraph } from '@/lib/client/use-mesh-graph';
import { useViewState } from '@/lib/client/use-view-state';
import classes from './graph-screen.module.css';

const GraphCanvas = dynamic(
  () => import('@/components/graph/graph-canvas').then((file) => file.GraphCanvas),
  {
    ssr: false,
  },
);

export interface GraphStageProps {
  readonly graph: MeshGraph;
  readonly looked: LookedThrough | undefined;
  readonly request: GraphRequest;
  readonly selection: Selection | undefined;
  readonly onSelect: (selection: Selection | undefined) => void;
  /** Given what can be taken from the canvas, for the export menu. */
  readonly onCanvas: (canvas: ExportCanvas) => void;
  /** Absent while the summary is open. */
  readonly onOpenSummary: (() => void) | undefined;
}

/** The graph, its table, or what stands in their place. */
export function GraphStage(props: GraphStageProps) {
  const { graph, looked, request, selection, onSelect, onCanvas, onOpenSummary } = props;
  const { view, setView } = useViewState();
  const colorScheme = useComputedColorScheme('light', { getInitialValueInEffect: true });
  const [commands, setCommands] = useState<CanvasCommands>();
  const takeCommands = useCallback(
    (given: CanvasCommands & ExportCanvas) => {
      setCommands(given);
      onCanvas(given);
    },
    [onCanvas],
  );
  const [pinned, setPinned] = useState(0);
  const namespaces = useAnswered(namespacesKey(request), graph.superseded);
  const { shown, error, fetching } = graph;
  const state = chooseGraphState({ namespaces: request.namespaces, shown, error, fetching });

  if (state.kind === 'ready' && looked && looked.visible.nodes.length > 0) {
    const drawn = { graph: looked.visible, found: looked.found, selection, onSelect };
    return (
      <main className={classes.stage} data-testid="graph-stage" data-stale={graph.stale}>
        <h1 className={classes.hidden}>Service graph</h1>
        {view.view === 'table' ? (
          <GraphTable
            {...drawn}
            rows={view.rows}
            onRows={(rows) => void setView({ rows, sort: null })}
            sort={view.sort ?? undefined}
            onSort={(sort) => void setView({ sort: sort ?? null })}
            onSave={(csv, rows) =>
              saveFile(
                nameExportFile(
                  { namespaces: request.namespaces, level: looked.visible.level, at: looked.visible.at },
                  `-${rows}.csv`,
                ),
                new Blob([csv], { type: 'text/csv' }),
              )
            }
          />
        ) : (
          <>
            <GraphCanvas
              {...drawn}
              colorScheme={colorScheme}
              edgeLabels={view.labels}
              stale={graph.stale}
              namespaces={namespaces}
              onReady={takeCommands}
              onPinned={setPinned}
            />
            <CanvasTools
              commands={commands}
              pinned={pinned}
              onOpenSummary={selection ? undefined : onOpenSummary}
            />
            <LegendFrame>
              <GraphLegend />
            </LegendFrame>
          </>
        )}
      </main>
    );
  }
  return (
    <main className={classes.middle} data-testid="graph-stage">
      <h1 className={classes.hidden}>Service graph</h1>
      {state.kind === 'ready' && shown ? (
        <AllHiddenNotice
          hide={view.hide}
          nodeCount={shown.nodes.length}
          onShowAll={() => void setView({ hide: '' })}
        />
      ) : state.kind === 'loading' || state.kind === 'ready' ? (
        <GraphSkeleton request={request} onCancel={graph.cancel} />
      ) : (
        <GraphNotice
          state={state}
          request={request}
          answer={shown}
          retryAtMs={graph.retryAtMs}
          onRetry={graph.refreshNow}
          onWiden={(window) => void setView({ window })}
          onShowIdle={() => void setView({ idle: true })}
          onReset={(parameter) => void setView({ [parameter]: null })}
          onAllNamespaces={() => void setView({ namespaces: 'all' })}
        />
      )}
    </main>
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
