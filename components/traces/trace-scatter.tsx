import type { TraceSummary } from '@/lib/contracts/traces';
import { isBad } from '@/lib/core/traces/span-facts';
import { formatMilliseconds } from '@/lib/client/format-numbers';
import classes from './traces.module.css';

const WIDTH = 340;
const HEIGHT = 76;
const MARGIN = 6;

/** When requests were and how long they took, the slow ones above; the list beside it says the same in words. */
export function TraceScatter({
  traces,
  startSeconds,
  endSeconds,
}: {
  readonly traces: readonly TraceSummary[];
  readonly startSeconds: number;
  readonly endSeconds: number;
}) {
  const longest = Math.max(...traces.map(({ span }) => span.durationMs), 0.001);
  const x = (seconds: number) =>
    MARGIN + (Math.max(0, seconds - startSeconds) / (endSeconds - startSeconds)) * (WIDTH - 2 * MARGIN);
  // Slow requests are often ten times as long as others: roots keep the others apart.
  const y = (ms: number) => HEIGHT - MARGIN - Math.sqrt(ms / longest) * (HEIGHT - 2 * MARGIN);
  const failed = traces.filter(({ span }) => isBad(span)).length;
  return (
    <figure className={classes.scatter}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${traces.length} requests, ${failed} of them failed or denied; the longest took ${formatMilliseconds(longest)}.`}
      >
        <line x1={0} x2={WIDTH} y1={HEIGHT - 1} y2={HEIGHT - 1} className={classes.axis} />
        {traces.map(({ traceId, span }) =>
          isBad(span) ? (
            <path
              key={traceId}
              className={classes.failed}
              d={`M${x(span.startSeconds)} ${y(span.durationMs) - 4}l4 4-4 4-4-4z`}
            />
          ) : (
            <circle
              key={traceId}
              className={classes.good}
              cx={x(span.startSeconds)}
              cy={y(span.durationMs)}
              r={2.6}
            />
          ),
        )}
      </svg>
      <figcaption>
        <span>duration, up to {formatMilliseconds(longest)}</span>
        <span>time →</span>
      </figcaption>
    </figure>
  );
}
