'use client';

import { Button } from '@mantine/core';
import { Banner } from '@/components/ui/banner';
import { formatInstant } from '@/lib/client/format-time';
import { describeFailure } from '@/lib/client/request-failure';
import type { MeshGraph } from '@/lib/client/use-mesh-graph';
import { useNowMs } from '@/lib/client/use-now';
import { makeVisible } from '@/lib/client/visible-text';
import { RetryCountdown } from './retry-countdown';

/** What is wrong with the graph that is drawn: it is old, or a layer of it is missing. */
export function GraphBanners({ graph }: { graph: MeshGraph }) {
  return (
    <>
      <StaleBanner graph={graph} />
      <KubernetesBanner graph={graph} />
    </>
  );
}

function StaleBanner({ graph }: { graph: MeshGraph }) {
  const nowMs = useNowMs();
  const { shown, latest, error } = graph;
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
        <Button size="compact-xs" variant="default" onClick={graph.refreshNow} data-testid="retry">
          Ask again
        </Button>
      }
    >
      {makeVisible(cause)}{' '}
      {graph.superseded ? 'This is still the graph of the earlier choice' : 'This is the graph'} of {instant}.{' '}
      <RetryCountdown retryAtMs={graph.retryAtMs} />
    </Banner>
  );
}

function KubernetesBanner({ graph }: { graph: MeshGraph }) {
  const kubernetes = graph.latest?.sources.kubernetes;
  if (!kubernetes || (kubernetes.status !== 'unavailable' && kubernetes.status !== 'forbidden')) return null;
  return (
    <Banner tone="care" icon="warning" testId="kubernetes-banner">
      Kubernetes cannot be asked, so what the cluster declares is missing here; the traffic is complete.{' '}
      {makeVisible(kubernetes.reason ?? '')}
    </Banner>
  );
}
