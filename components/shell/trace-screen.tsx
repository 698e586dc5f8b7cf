'use client';

import { Anchor, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { SpanDetails } from '@/components/traces/span-details';
import { TraceFindings } from '@/components/traces/trace-findings';
import { TraceWaterfall } from '@/components/traces/trace-waterfall';
import { FailureNotice } from '@/components/ui/failure-notice';
import { MAIN_ID } from '@/components/ui/main-id';
import type { TraceAnswer } from '@/lib/contracts/trace';
import { formatMilliseconds } from '@/lib/client/format-numbers';
import { formatUtc } from '@/lib/client/format-time';
import { traceQuery } from '@/lib/client/queries/trace';
import { traceGraphLink } from '@/lib/client/trace-path';
import { useNowMs } from '@/lib/client/use-now';
import { UI_WORDS } from '@/lib/client/trace-words';
import { makeVisible } from '@/lib/client/visible-text';
import { PlacesMenu } from './places-menu';
import { SessionMark } from './session-mark';
import { ThemeToggle } from './theme-toggle';
import classes from './trace-screen.module.css';

/** One trace: its spans over time, and what the opened one tells. */
export function TraceScreen({ traceId, spanId }: { traceId: string; spanId: string | undefined }) {
  const { data, error, failureReason, refetch } = useQuery(traceQuery(traceId));
  const failure = error ?? failureReason;
  const nowMs = useNowMs();
  return (
    <main id={MAIN_ID} tabIndex={-1} className={classes.page} data-testid="trace-page">
      <header className={classes.head}>
        <PlacesMenu />
        <h1>Trace</h1>
        <code className={classes.dim}>{makeVisible(traceId.slice(0, 32))}</code>
        <span className={classes.gap} />
        {data === undefined || data.hops.length === 0 || nowMs === undefined ? null : (
          <Anchor component={Link} href={traceGraphLink(data, nowMs)} size="sm" data-testid="trace-in-graph">
            Show its path in the graph
          </Anchor>
        )}
        {data?.url === undefined ? null : (
          <Anchor href={data.url} target="_blank" rel="noreferrer noopener" size="sm">
            Open in {UI_WORDS[data.ui ?? 'template']}
          </Anchor>
        )}
        <SessionMark />
        <ThemeToggle />
      </header>
      {data ? (
        <LoadedTrace trace={data} spanId={spanId} />
      ) : failure ? (
        <FailureNotice error={failure} onRetry={() => void refetch()} testId="trace-failure" />
      ) : (
        <Skeleton height={320} />
      )}
    </main>
  );
}

function LoadedTrace({ trace, spanId }: { trace: TraceAnswer; spanId: string | undefined }) {
  const [openId, setOpenId] = useState(spanId ?? trace.causeId);
  const opened = trace.spans.find((span) => span.spanId === openId);
  const services = new Set(trace.spans.map(({ service }) => service)).size;
  return (
    <>
      <p className={classes.dim}>
        {formatUtc(trace.startSeconds)} · {formatMilliseconds(trace.durationMs)} · {trace.spans.length} spans
        of {services} services
      </p>
      <TraceFindings findings={trace.findings} durationMs={trace.durationMs} onOpen={setOpenId} />
      <div className={classes.content}>
        <TraceWaterfall trace={trace} openId={opened?.spanId} onOpen={setOpenId} />
        {opened === undefined ? null : (
          <SpanDetails span={opened} isCause={opened.spanId === trace.causeId} />
        )}
      </div>
    </>
  );
}
