'use client';

import { GraphTable } from '@/components/graph/graph-table';
import { GraphNotice } from '@/components/shell/graph-notice';
import { GraphSkeleton } from '@/components/shell/graph-skeleton';
import type { Drawing } from '@/lib/client/drawing';
import { chooseGraphState } from '@/lib/client/graph-state';
import type { GraphRequest } from '@/lib/client/queries/graph-request';
import type { Selection } from '@/lib/client/selection';
import type { DrawingActions } from '@/lib/client/use-drawing';
import type { MeshGraph } from '@/lib/client/use-mesh-graph';
import { useViewState } from '@/lib/client/use-view-state';
import { GraphPicture } from './graph-picture';
import classes from './graph-screen.module.css';

export interface GraphStageProps {
  readonly graph: MeshGraph;
  readonly drawing: Drawing | undefined;
  readonly actions: DrawingActions;
  readonly request: GraphRequest;
  readonly selection: Selection | undefined;
  readonly onSelect: (selection: Selection | undefined) => void;
  /** Absent while the summary is open. */
  readonly onOpenSummary: (() => void) | undefined;
}

/** The graph, its table, or what stands in their place. */
export function GraphStage(props: GraphStageProps) {
  const { graph, drawing, request, selection, onSelect } = props;
  const { view, setView } = useViewState();
  const { shown, error, fetching } = graph;
  const state = chooseGraphState({ namespaces: request.namespaces, shown, error, fetching });

  if (state.kind === 'ready' && shown && drawing) {
    return (
      <main className={classes.stage} data-testid="graph-stage" data-stale={graph.stale}>
        <h1 className={classes.hidden}>Service graph</h1>
        {view.view === 'table' ? (
          <GraphTable graph={shown} selection={selection} onSelect={onSelect} />
        ) : (
          <GraphPicture {...props} drawing={drawing} />
        )}
      </main>
    );
  }
  return (
    <main className={classes.middle} data-testid="graph-stage">
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
