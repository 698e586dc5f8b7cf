'use client';

import { useComputedColorScheme } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useCallback, useState } from 'react';
import { GraphLegend } from '@/components/graph/graph-legend';
import { type CanvasCommands, CanvasTools } from '@/components/shell/canvas-tools';
import { GraphNotice } from '@/components/shell/graph-notice';
import { GraphSkeleton } from '@/components/shell/graph-skeleton';
import { LegendFrame } from '@/components/shell/legend-frame';
import type { ExportCanvas } from '@/components/shell/save-export';
import { nameExportFile } from '@/lib/client/export/file-name';
import { MAIN_ID } from '@/components/ui/main-id';
import { chooseGraphState } from '@/lib/client/graph-state';
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

const GraphTable = dynamic(() => import('@/components/graph/graph-table').then((file) => file.GraphTable), {
  ssr: false,
});

export interface GraphStageProps {
  readonly graph: MeshGraph;
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
  const { graph, request, selection, onSelect, onCanvas, onOpenSummary } = props;
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
  const { shown, error, fetching } = graph;
  const state = chooseGraphState({ namespaces: request.namespaces, shown, error, fetching });

  if (state.kind === 'ready' && shown) {
    const drawn = { graph: shown, selection, onSelect };
    return (
      <main
        id={MAIN_ID}
        tabIndex={-1}
        className={classes.stage}
        data-testid="graph-stage"
        data-stale={graph.stale}
      >
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
                  { namespaces: request.namespaces, level: shown.level, at: shown.at },
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
              onReady={takeCommands}
            />
            <CanvasTools commands={commands} onOpenSummary={selection ? undefined : onOpenSummary} />
            <LegendFrame>
              <GraphLegend />
            </LegendFrame>
          </>
        )}
      </main>
    );
  }
  return (
    <main id={MAIN_ID} tabIndex={-1} className={classes.middle} data-testid="graph-stage">
      <h1 className={classes.hidden}>Service graph</h1>
      {state.kind === 'loading' || state.kind === 'ready' ? (
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
