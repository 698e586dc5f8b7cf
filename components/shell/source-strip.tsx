'use client';

import type { ReactNode } from 'react';
import type { MeshGraph } from '@/lib/client/use-mesh-graph';
import { useNowMs } from '@/lib/client/use-now';
import { DataAge } from './data-age';
import { QueryList } from './query-list';
import { ReplayButton } from './replay-button';
import { SourceBadge } from './source-badge';
import classes from './source-strip.module.css';
import { WarningList } from './warning-list';

export interface SourceStripProps {
  readonly graph: MeshGraph;
  /** Unix seconds of a fixed instant; null follows the present. */
  readonly at: number | null;
  readonly onSetInstant: (at: number | null) => void;
  /** What is looked for among the facts. */
  readonly children?: ReactNode;
}

/** Where the facts come from and how old they are. */
export function SourceStrip({ graph, at, onSetInstant, children }: SourceStripProps) {
  const nowMs = useNowMs();
  const sources = graph.latest?.sources;
  const shared = { nowMs, lost: graph.error !== undefined || !graph.fetching };
  return (
    <section className={classes.strip} data-testid="source-strip" aria-label="Sources">
      <SourceBadge name="Prometheus" source={sources?.prometheus} {...shared} />
      <SourceBadge name="Kubernetes" source={sources?.kubernetes} {...shared} />
      <SourceBadge name="Tracing" source={sources?.tracing} {...shared} />
      <span className={classes.gap} />
      {children}
      <WarningList warnings={graph.latest?.warnings ?? []} />
      <QueryList queries={graph.latest?.queries ?? []} at={graph.latest?.at ?? 0} />
      <DataAge graph={graph} nowMs={nowMs} at={at} onSetInstant={onSetInstant} />
      <ReplayButton />
    </section>
  );
}
