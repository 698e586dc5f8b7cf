import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ShownSpan, TraceAnswer } from '@/lib/contracts/trace';
import { isBad } from '@/lib/core/traces/span-facts';
import { formatMilliseconds } from '@/lib/client/format-numbers';
import { describeOutcome } from '@/lib/client/trace-words';
import { makeVisible } from '@/lib/client/visible-text';
import classes from './waterfall.module.css';

/** Deeper spans move no further to the right: names must keep their room. */
const DEEPEST_INDENT = 12;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** Spans one below the other, each with a bar for when it was under way. A row opens its span. */
export function TraceWaterfall({
  trace,
  openId,
  onOpen,
}: {
  readonly trace: TraceAnswer;
  readonly openId: string | undefined;
  readonly onOpen: (spanId: string) => void;
}) {
  const opened = useRef<HTMLLIElement>(null);
  // Newer browsers answer with a promise, which React would take for a way to clean up.
  useEffect(() => void opened.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <div className={classes.waterfall}>
      <div className={classes.scale} aria-hidden="true">
        <span>Service and operation</span>
        <span className={classes.ticks}>
          {TICKS.map((part) => (
            <span key={part}>{formatMilliseconds(part * trace.durationMs)}</span>
          ))}
        </span>
        <span className={classes.time}>Took</span>
      </div>
      <ol className={classes.rows} data-testid="waterfall">
        {trace.spans.map((span) => (
          <li key={span.spanId} ref={span.spanId === openId ? opened : undefined}>
            <UnstyledButton
              className={classes.row}
              aria-pressed={span.spanId === openId}
              data-failed={isBad(span) || undefined}
              data-testid="waterfall-row"
              onClick={() => onOpen(span.spanId)}
            >
              <span
                className={classes.name}
                style={{ paddingInlineStart: 12 * Math.min(span.depth, DEEPEST_INDENT) }}
              >
                <strong>{makeVisible(span.service)}</strong>{' '}
                <span className={classes.dim}>
                  {span.kind} {makeVisible(span.operation)}
                </span>
              </span>
              <Bar span={span} trace={trace} />
              <span className={classes.time} title={describeOutcome(span)}>
                {isBad(span) ? '✕ ' : ''}
                {formatMilliseconds(span.durationMs)}
                <VisuallyHidden>
                  {isBad(span) ? `, ${span.isFailure ? 'failed' : 'denied'}: ${describeOutcome(span)}` : ''}
                </VisuallyHidden>
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Bar({ span, trace }: { span: ShownSpan; trace: TraceAnswer }) {
  const whole = Math.max(trace.durationMs, 0.001);
  const left = (span.offsetMs / whole) * 100;
  const width = (span.durationMs / whole) * 100;
  return (
    <span className={classes.lane}>
      <span
        className={classes.bar}
        data-kind={span.kind}
        style={{ insetInlineStart: `${left}%`, width: `max(2px, ${width}%)` }}
      />
    </span>
  );
}
