import { Anchor } from '@mantine/core';
import Link from 'next/link';
import type { TracesAnswer, TraceSummary } from '@/lib/contracts/traces';
import { isBad } from '@/lib/core/traces/span-facts';
import { formatMilliseconds } from '@/lib/client/format-numbers';
import { formatInstant, formatUtc } from '@/lib/client/format-time';
import { tracePageLink } from '@/lib/client/queries/trace';
import { describeOutcome, PICK_WORDS, UI_WORDS } from '@/lib/client/trace-words';
import { useNowMs } from '@/lib/client/use-now';
import { makeVisible } from '@/lib/client/visible-text';
import classes from './traces.module.css';

/** Requests one below the other, the most telling ones first. */
export function TraceList({
  traces,
  ui = 'template',
}: {
  readonly traces: readonly TraceSummary[];
  readonly ui?: TracesAnswer['ui'];
}) {
  const nowMs = useNowMs();
  return (
    <ol className={classes.list} data-testid="trace-list">
      {orderByInterest(traces).map((trace) => (
        <TraceRow key={trace.traceId} trace={trace} nowMs={nowMs} openIn={UI_WORDS[ui]} />
      ))}
    </ol>
  );
}

const INTEREST = ['slowest', 'failing', 'typical'] as const;

function orderByInterest(traces: readonly TraceSummary[]): readonly TraceSummary[] {
  const rank = ({ pick }: TraceSummary) => (pick === undefined ? INTEREST.length : INTEREST.indexOf(pick));
  return traces.toSorted((a, b) => rank(a) - rank(b));
}

function TraceRow({
  trace,
  nowMs,
  openIn,
}: {
  trace: TraceSummary;
  nowMs: number | undefined;
  openIn: string;
}) {
  const bad = isBad(trace.span);
  const { traceId, span, pick, url, spanCount, serviceCount, root, matchCount } = trace;
  return (
    <li className={classes.row} data-failed={bad || undefined} data-testid="trace-row">
      <div className={classes.rowHead}>
        <Link href={tracePageLink(traceId, span.spanId)} className={classes.open} data-testid="trace-open">
          {formatMilliseconds(span.durationMs)}
        </Link>
        <span className={bad ? classes.bad : classes.dim}>{describeOutcome(span)}</span>
        {pick === undefined ? null : <span className={classes.pick}>{PICK_WORDS[pick]}</span>}
      </div>
      <div className={classes.dim}>
        {makeVisible(span.operation)}
        {matchCount > 1 ? `, and ${matchCount - 1} more in this trace` : ''}
      </div>
      <div className={classes.rowFoot}>
        <time
          dateTime={new Date(span.startSeconds * 1000).toISOString()}
          title={formatUtc(span.startSeconds)}
        >
          {nowMs === undefined ? formatUtc(span.startSeconds) : formatInstant(span.startSeconds, nowMs)}
        </time>
        <span>
          within {formatMilliseconds(trace.durationMs)} from {makeVisible(root.service)}: {spanCount} spans of{' '}
          {serviceCount} services
        </span>
        {url === undefined ? null : (
          <Anchor href={url} target="_blank" rel="noreferrer noopener" size="xs">
            Open in {openIn}
          </Anchor>
        )}
      </div>
    </li>
  );
}
