'use client';

import dynamic from 'next/dynamic';
import { useViewState } from '@/lib/client/use-view-state';
import { useNowMs } from '@/lib/client/use-now';
import type { GraphRequest } from '@/lib/client/queries/graph-request';
import type { MeshGraph } from '@/lib/client/use-mesh-graph';

const ReplayControls = dynamic(() => import('./replay-controls').then((file) => file.ReplayControls), {
  ssr: false,
});

export interface ReplayBarProps {
  readonly graph: MeshGraph;
  readonly request: GraphRequest;
}

/** The bar of time below the sources, while it is open. */
export function ReplayBar({ graph, request }: ReplayBarProps) {
  const { view } = useViewState();
  const nowMs = useNowMs();
  if (view.replay === null || nowMs === undefined) return null;
  return <ReplayControls span={view.replay} graph={graph} request={request} nowMs={nowMs} />;
}
