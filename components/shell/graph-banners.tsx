'use client';

import { Button } from '@mantine/core';
import { Banner } from '@/components/ui/banner';
import { ResetParameter } from '@/components/ui/reset-parameter';
import { asSentence } from '@/lib/client/as-sentence';
import { formatInstant } from '@/lib/client/format-time';
import { sayMissingLayer } from '@/lib/client/missing-words';
import { describeFailure } from '@/lib/client/request-failure';
import type { MeshGraph } from '@/lib/client/use-mesh-graph';
import type { ViewParameter } from '@/lib/client/url-state';
import { useNowMs } from '@/lib/client/use-now';
import { makeVisible } from '@/lib/client/visible-text';
import { RetryCountdown } from './retry-countdown';

export interface GraphBannersProps {
  readonly graph: MeshGraph;
  /** Puts the named parameter of the address back to its default. */
  readonly onReset: (parameter: ViewParameter) => void;
}

/** What is wrong with the graph that is drawn: it is old, or a layer of it is missing. */
export function GraphBanners({ graph, onReset }: GraphBannersProps) {
  return (
    <>
      <StaleBanner graph={graph} onReset={onReset} />
      <KubernetesBanner graph={graph} />
    </>
  );
}

function StaleBanner({ graph, onReset }: GraphBannersProps) {
  const nowMs = useNowMs();
  const { shown = graph.overview, latest, error } = graph;
  if (!shown || !latest || !graph.stale || (graph.superseded && !error)) return null;
  const failure = error ? describeFailure(error) : undefined;
  const cause = failure
    ? `${failure.title}: ${failure.detail}`
    : (latest.sources.prometheus.reason ?? 'Prometheus did not answer.');
  const instant = nowMs === undefined ? '' : formatInstant(shown.at, nowMs);
  return (
    <Banner
      tone="failure"
      icon="cross"
      testId="stale-banner"
      actions={
        <>
          <Button size="compact-xs" variant="default" onClick={graph.refreshNow} data-testid="retry">
            Ask again
          </Button>
          <ResetParameter error={error} onReset={onReset} isCompact />
        </>
      }
    >
      {makeVisible(asSentence(cause))} {nameDrawn(graph)} of {instant}.{' '}
      <RetryCountdown retryAtMs={graph.retryAtMs} />
    </Banner>
  );
}

function nameDrawn({ overview, superseded }: MeshGraph): string {
  if (overview) return 'This is only the overview';
  return superseded ? 'This is still the graph of the earlier choice' : 'This is the graph';
}

function KubernetesBanner({ graph: { shown, latest } }: { graph: MeshGraph }) {
  if (!shown || !latest) return null;
  const isDrawn = shown.nodes.length > 0;
  const words = sayMissingLayer({ now: latest.sources, drawn: shown.sources, isDrawn });
  if (words === undefined) return null;
  return (
    <Banner tone="care" icon="warning" testId="kubernetes-banner">
      {makeVisible(words)}
    </Banner>
  );
}
