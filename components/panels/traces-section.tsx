'use client';

import { SegmentedControl, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { GraphEdge } from '@/lib/contracts/graph';
import { FailureText } from '@/components/ui/failure-text';
import { FoundTraces } from '@/components/traces/found-traces';
import { formatMilliseconds } from '@/lib/client/format-numbers';
import { tracesQuery, type TracesRequest } from '@/lib/client/queries/traces';
import type { HistoryScope } from './history-section';
import { PanelSection } from './panel-section';
import classes from './panel.module.css';

type Filter = 'all' | 'failed' | 'slow';

/** Single requests of an edge: what people look at decides which come first. */
export function EdgeTraces({ edge, scope }: { edge: GraphEdge; scope: HistoryScope }) {
  const slowMs = edge.latencyMs?.p95;
  const [filter, setFilter] = useState<Filter>(firstFilter(edge));
  if (edge.protocol === 'tcp') {
    return (
      <PanelSection title="Traces" testId="panel-traces">
        <span className={classes.dim}>Proxies trace requests, and know none in TCP connections.</span>
      </PanelSection>
    );
  }
  const choices = [
    { value: 'all', label: 'All' },
    { value: 'failed', label: hasDenials(edge) ? 'Failed or denied' : 'Failed' },
    ...(slowMs === undefined
      ? []
      : [{ value: 'slow', label: `Slower than ${formatMilliseconds(slowMs)} (p95)` }]),
  ];
  return (
    <TracesSection
      part={{ source: edge.source, target: edge.target }}
      errors={filter === 'failed'}
      minDurationMs={filter === 'slow' ? slowMs : undefined}
      scope={scope}
    >
      <SegmentedControl
        size="xs"
        fullWidth
        value={filter}
        onChange={(value) => setFilter(value === 'failed' || value === 'slow' ? value : 'all')}
        data={choices}
        aria-label="Which requests"
        data-testid="traces-filter"
      />
    </TracesSection>
  );
}

function hasDenials({ responses }: Pick<GraphEdge, 'responses'>): boolean {
  return responses.some(({ code }) => code === '403');
}

/** A failing edge is looked at for its failures and denials, an ailing one without failures for what is slow. */
function firstFilter({ health, errorRate, responses, latencyMs }: GraphEdge): Filter {
  if (health.status === 'healthy' || health.status === 'unknown') return 'all';
  if (errorRate > 0 || hasDenials({ responses })) return 'failed';
  return latencyMs?.p95 === undefined ? 'all' : 'slow';
}

export function TracesSection({
  part,
  errors,
  minDurationMs,
  scope,
  children,
}: {
  readonly part: TracesRequest['part'];
  readonly errors: boolean;
  readonly minDurationMs?: number | undefined;
  readonly scope: HistoryScope;
  readonly children?: React.ReactNode;
}) {
  const { level, serviceNodes, windowSeconds, at } = scope.request;
  const request: TracesRequest = {
    part,
    errors,
    level,
    serviceNodes,
    windowSeconds,
    at,
    ...(minDurationMs === undefined ? {} : { minDurationMs: Number(minDurationMs.toPrecision(4)) }),
  };
  const { data, error, failureReason } = useQuery(tracesQuery(request, { refresh: scope.refresh }));
  const failure = error ?? failureReason;
  return (
    <PanelSection title="Traces" testId="panel-traces">
      {children}
      {data === undefined ? (
        failure ? (
          <FailureText error={failure} />
        ) : (
          <Skeleton height={120} mt={8} />
        )
      ) : (
        <FoundTraces answer={data} />
      )}
    </PanelSection>
  );
}
