'use client';

import { useComputedColorScheme } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import type { GraphCommands } from '@/components/graph/graph-canvas';
import { changeLens } from '@/components/graph/lenses/change-lens';
import { ChangeLegend } from '@/components/graph/lenses/change-legend';
import { CanvasTools } from '@/components/shell/canvas-tools';
import { LegendFrame } from '@/components/shell/legend-frame';
import { FailureNotice } from '@/components/ui/failure-notice';
import { drawGraph, toggleBox } from '@/lib/client/drawing';
import { joinChanges } from '@/lib/client/edge-changes';
import type { Scope } from '@/lib/client/queries/scope';
import { useMeshGraph } from '@/lib/client/use-mesh-graph';
import type { WhatIfRow } from '@/lib/client/what-if-rows';
import type { FoldChoice } from '@/lib/core/graph/fold-choice';
import { DEFAULT_RATES } from '@/lib/core/graph/mesh-graph';
import classes from './what-if-picture.module.css';

const GraphCanvas = dynamic(
  () => import('@/components/graph/graph-canvas').then((file) => file.GraphCanvas),
  { ssr: false },
);

const ignore = () => {};
const nobody: ReadonlySet<string> = new Set();

export interface WhatIfPictureProps {
  /** What was evaluated, at its instant. */
  readonly scope: Scope;
  readonly rows: readonly WhatIfRow[];
  /** The id of an edge. */
  readonly selected: string | undefined;
  readonly onSelect: (id: string | undefined) => void;
}

/** The graph of what was evaluated, coloured by what becomes of its edges. */
export function WhatIfPicture({ scope, rows, selected, onSelect }: WhatIfPictureProps) {
  const colorScheme = useComputedColorScheme('light', { getInitialValueInEffect: true });
  const [commands, setCommands] = useState<GraphCommands>();
  const [pinned, setPinned] = useState(nobody);
  const [fold, setFold] = useState<FoldChoice | null>(null);
  const graph = useMeshGraph(
    { ...scope, level: 'workload', serviceNodes: false, idle: false, rates: DEFAULT_RATES, legs: false },
    'off',
  );
  const { shown } = graph;
  const select = useMemo(
    () => (selected === undefined ? null : ({ kind: 'edge', id: selected } as const)),
    [selected],
  );
  const edgesToShow = useMemo(
    () => new Set(rows.filter(({ verdict }) => verdict !== 'unaffected').map(({ id }) => id)),
    [rows],
  );
  const drawing = useMemo(
    () => shown && drawGraph(shown, { fold, focus: null, hops: '1', to: null, select, edgesToShow }),
    [shown, fold, select, edgesToShow],
  );
  const changes = useMemo(() => drawing && joinChanges(drawing.graph, rows), [drawing, rows]);
  const ownLens = useMemo(() => drawing && changes && changeLens(drawing.graph, changes), [drawing, changes]);

  if (graph.error !== undefined && shown === undefined)
    return (
      <div className={classes.middle}>
        <FailureNotice error={graph.error} onRetry={graph.refreshNow} testId="what-if-picture-failed" />
      </div>
    );
  if (drawing === undefined || ownLens === undefined || changes === undefined)
    return (
      <div className={classes.middle} aria-busy="true">
        <output>Asking for the graph.</output>
      </div>
    );
  return (
    <div className={classes.picture}>
      <GraphCanvas
        graph={drawing.graph}
        namespaces={scope.namespaces === 'all' ? '*' : scope.namespaces.join(',')}
        part="what-if"
        selection={select ?? undefined}
        onSelect={(spot) => onSelect(spot?.kind === 'edge' ? spot.id : undefined)}
        colorScheme={colorScheme}
        edgeLabels={[]}
        lens="traffic"
        ownLens={ownLens}
        splits={undefined}
        animated={false}
        stale={graph.stale}
        onReady={setCommands}
        onPinned={setPinned}
        onFocus={ignore}
        onToggleBox={(box) => setFold(toggleBox(drawing.fold, box))}
        onWays={ignore}
        onMenu={ignore}
      />
      <CanvasTools commands={commands} pinned={pinned.size} onOpenSummary={undefined} />
      <LegendFrame>
        <ChangeLegend changes={changes} hasUntold={changes.size < drawing.graph.edges.length} />
      </LegendFrame>
    </div>
  );
}
