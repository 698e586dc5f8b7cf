'use client';

import { Anchor, SegmentedControl, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { GraphEdge } from '@/lib/contracts/graph';
import type { TracesAnswer } from '@/lib/contracts/traces';
import { FailureText } from '@/components/ui/failure-text';
import { TraceList } from '@/components/traces/trace-list';
import { TraceScatter } from '@/components/traces/trace-scatter';
import traceClasses from '@/components/traces/traces.module.css';
import { formatMilliseconds } from '@/lib/client/format-numbers';
import { tracesQuery, type TracesRequest } from '@/lib/client/queries/traces';
import { CONFIDENCE_WORDS, describeSampling, UI_WORDS } from '@/lib/client/trace-words';
import { makeVisible } from '@/lib/client/visible-text';
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

function FoundTraces({ answer }: { answer: TracesAnswer }) {
  const { traces, confidence, reason, at, windowSeconds, warnings } = answer;
  const missing = warnings.find(({ code }) => code === 'traces-unavailable');
  return (
    <>
      {missing === undefined ? null : <p className={classes.note}>{makeVisible(missing.message)}</p>}
      {traces.length === 0 ? (
        reason === undefined ? null : (
          <p className={classes.dim}>{makeVisible(reason)}</p>
        )
      ) : (
        <>
          <p className={classes.dim} data-testid="traces-sampling">
            {describeSampling(answer)}
            {confidence === undefined ? null : (
              <span title={CONFIDENCE_WORDS[confidence].long}>
                , matched {CONFIDENCE_WORDS[confidence].short}
              </span>
            )}
          </p>
          <TraceScatter traces={traces} startSeconds={at - windowSeconds} endSeconds={at} />
          <TraceList traces={traces} {...(answer.ui === undefined ? {} : { ui: answer.ui })} />
        </>
      )}
      <Searches answer={answer} />
    </>
  );
}

/** What was asked, and the same for people in the backend's own pages. */
function Searches({ answer: { links, queries, ui = 'template' } }: { answer: TracesAnswer }) {
  const searches = queries.filter(({ purpose }) => purpose === 'traces');
  if (links.length + searches.length === 0) return null;
  return (
    <>
      {links.length === 0 ? null : (
        <div className={traceClasses.searches} data-testid="traces-links">
          {links.map(({ label, url }) => (
            <div key={url}>
              <Anchor href={url} target="_blank" rel="noreferrer noopener" size="xs">
                Search in {UI_WORDS[ui]}
              </Anchor>{' '}
              <small className={classes.dim}>{makeVisible(label)}</small>
            </div>
          ))}
        </div>
      )}
      {searches.length === 0 ? null : (
        <details className={classes.why}>
          <summary>Why? What the tracing backend was asked</summary>
          <ul>
            {searches.map(({ text }) => (
              <li key={text} style={{ overflowWrap: 'anywhere' }}>
                <code>{makeVisible(decodeForReading(text))}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** As a person reads it; the link beside it is the encoded one. */
function decodeForReading(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '));
  } catch {
    return path;
  }
}
