'use client';

import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ListBody, ListMain } from '@/components/shell/list-page';
import { FoundTraces } from '@/components/traces/found-traces';
import { TraceFilters } from '@/components/traces/trace-filters';
import { TraceSuggestions } from '@/components/traces/trace-suggestions';
import { NoTracing } from '@/components/traces/no-tracing';
import { Banner } from '@/components/ui/banner';
import { FailureNotice } from '@/components/ui/failure-notice';
import { ResetParameter } from '@/components/ui/reset-parameter';
import type { GraphAnswer } from '@/lib/contracts/graph';
import { chooseListState } from '@/lib/client/list-state';
import type { GraphRequest } from '@/lib/client/queries/graph-request';
import { tracesQuery, type TracesRequest } from '@/lib/client/queries/traces';
import { describeFailure } from '@/lib/client/request-failure';
import { listCallees, suggestEdges } from '@/lib/client/trace-choices';
import type { MeshGraph } from '@/lib/client/use-mesh-graph';
import { useTracesView } from '@/lib/client/use-traces-view';
import { useViewState } from '@/lib/client/use-view-state';
import { makeVisible } from '@/lib/client/visible-text';
import classes from './traces.module.css';

/** Who is asked, what is looked for, and what was found. */
export function TracesMain({ graph, request }: { graph: MeshGraph; request: GraphRequest }) {
  const { view } = useViewState();
  const { shown } = useTracesView();
  const { shown: answer, latest, error, stale, refreshNow } = graph;
  const total = answer === undefined ? 0 : listCallees(answer).length;
  // An address with a node says enough to search, whatever the graph knows of it.
  const isAsked = shown.node !== null;
  const isMissing = latest?.sources.tracing.status === 'notConfigured';
  const listState = chooseListState({ namespaces: view.namespaces, answer, error, total, explainEmpty });
  return (
    <ListMain stale={stale}>
      {isAsked && listState?.kind === 'failed' ? <UnknownCallees error={listState.error} /> : null}
      <ListBody
        state={isAsked || isMissing ? undefined : listState}
        icon="trace"
        asking="Asking Prometheus who answers requests."
        emptyTitle="Nobody answers requests here"
        testId="traces-state"
        onRetry={refreshNow}
        filters={isMissing ? null : <TraceFilters graph={answer} />}
        table={
          <div className={classes.found}>
            {isMissing ? (
              <NoTracing />
            ) : isAsked ? (
              <Found request={request} />
            ) : (
              <Suggestions answer={answer} />
            )}
          </div>
        }
      />
    </ListMain>
  );
}

/** The search goes on without the list to choose from. */
function UnknownCallees({ error }: { error: unknown }) {
  const { setView } = useViewState();
  const { title, detail } = describeFailure(error);
  return (
    <Banner
      tone="care"
      icon="warning"
      testId="callees-banner"
      actions={
        <ResetParameter
          error={error}
          onReset={(parameter) => void setView({ [parameter]: null })}
          isCompact
        />
      }
    >
      There is no list of who could be asked. {makeVisible(`${title}: ${detail}`)}
    </Banner>
  );
}

function Suggestions({ answer }: { answer: GraphAnswer | undefined }) {
  return answer === undefined ? null : <TraceSuggestions edges={suggestEdges(answer)} />;
}

function Found({ request }: { request: GraphRequest }) {
  const { view } = useViewState();
  const { shown } = useTracesView();
  const { node, source, errors, minMs } = shown;
  const { level, serviceNodes, windowSeconds, at } = request;
  const asked: TracesRequest = {
    part: source === null ? { node: node ?? '' } : { source, target: node ?? '' },
    errors,
    level,
    serviceNodes,
    windowSeconds,
    at,
    ...(minMs === null ? {} : { minDurationMs: minMs }),
  };
  const { data, error, failureReason, refetch, isPlaceholderData } = useQuery(
    tracesQuery(asked, { refresh: view.refresh }),
  );
  const failure = error ?? failureReason;
  if (failure && (data === undefined || isPlaceholderData))
    return <FailureNotice error={failure} onRetry={() => void refetch()} testId="traces-failure" />;
  if (data === undefined) return <Skeleton height={260} />;
  return (
    <section className={classes.list} aria-label="Found traces" data-stale={isPlaceholderData || undefined}>
      <FoundTraces answer={data} />
    </section>
  );
}

function explainEmpty({ sources: { prometheus } }: GraphAnswer): string {
  return prometheus.status === 'ok' || prometheus.status === 'degraded'
    ? 'No proxy counted a request in these namespaces and this window, so there is nobody whose traces could be looked for. A trace can be opened by its id all the same.'
    : `Prometheus cannot be asked, so nobody knows who answers requests. A trace can be opened by its id all the same. ${prometheus.reason ?? ''}`;
}
