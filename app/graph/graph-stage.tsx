'use client';

import dynamic from 'next/dynamic';
import { AllHiddenNotice } from '@/components/shell/all-hidden-notice';
import { GraphSkeleton } from '@/components/shell/graph-skeleton';
import type { ExportCanvas } from '@/components/shell/save-export';
import type { Drawing } from '@/lib/client/drawing';
import { nameExportFile } from '@/lib/client/export/file-name';
import type { MarkedSpots } from '@/lib/client/found-in-drawing';
import { MAIN_ID } from '@/components/ui/main-id';
import { chooseGraphState } from '@/lib/client/graph-state';
import type { LookedThrough } from '@/lib/client/look-through';
import type { GraphRequest } from '@/lib/client/queries/graph-request';
import { saveFile } from '@/lib/client/save-file';
import type { Selection } from '@/lib/client/selection';
import type { DrawingActions } from '@/lib/client/use-drawing';
import type { MeshGraph } from '@/lib/client/use-mesh-graph';
import type { KnownSplits } from '@/lib/client/use-graph-splits';
import { useViewState } from '@/lib/client/use-view-state';
import { GraphPicture } from './graph-picture';
import classes from './graph-screen.module.css';
import type { CanvasCode } from './canvas-code';

/** Most graphs need none, so it comes after them. */
export const loadNotice = () => import('@/components/shell/graph-notice').then((file) => file.GraphNotice);
const GraphNotice = dynamic(loadNotice, { ssr: false });

const GraphTable = dynamic(
  () => import('@/components/graph/table/graph-table').then((file) => file.GraphTable),
  {
    ssr: false,
  },
);

export interface GraphStageProps {
  /** Undefined until its code is there. */
  readonly Canvas: CanvasCode | undefined;
  readonly graph: MeshGraph;
  readonly looked: LookedThrough | undefined;
  /** What a search found, or the path of a trace. */
  readonly marked: MarkedSpots | undefined;
  readonly drawing: Drawing | undefined;
  readonly actions: DrawingActions;
  readonly request: GraphRequest;
  /** Routes of what is drawn, where they are wanted. */
  readonly routes: KnownSplits;
  readonly selection: Selection | undefined;
  readonly onSelect: (selection: Selection | undefined) => void;
  /** Given what can be taken from the canvas, for the export menu. */
  readonly onCanvas: (canvas: ExportCanvas) => void;
  /** Called once a graph is on the screen. */
  readonly onDrawn: () => void;
  /** Absent while the summary is open. */
  readonly onOpenSummary: (() => void) | undefined;
}

/** The graph, its table, or what stands in their place. */
export function GraphStage(props: GraphStageProps) {
  const { graph, looked, marked, drawing, request, selection, onSelect } = props;
  const { view, setView } = useViewState();
  const { shown, overview, error, fetching } = graph;
  const answered = shown ?? overview;
  const state = chooseGraphState({ namespaces: request.namespaces, shown: answered, error, fetching });
  const isTable = view.view === 'table';
  // An overview is a picture only, of which nothing is hidden.
  const hasSomething = looked ? looked.visible.nodes.length > 0 : !isTable;

  if (state.kind === 'ready' && drawing && hasSomething) {
    return (
      <main
        id={MAIN_ID}
        tabIndex={-1}
        className={classes.stage}
        data-testid="graph-stage"
        data-stale={graph.stale}
      >
        <h1 className={classes.hidden}>Service graph</h1>
        {isTable && looked ? (
          <GraphTable
            graph={looked.visible}
            found={marked}
            selection={selection}
            onSelect={onSelect}
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
          <GraphPicture {...props} drawing={drawing} found={marked} />
        )}
      </main>
    );
  }
  return (
    <main id={MAIN_ID} tabIndex={-1} className={classes.middle} data-testid="graph-stage">
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
          answer={answered}
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
