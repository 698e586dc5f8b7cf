import type { ShownSpan } from '@/lib/contracts/trace';
import { isBad } from '@/lib/core/traces/span-facts';
import { formatMilliseconds } from '@/lib/client/format-numbers';
import { describeOutcome } from '@/lib/client/trace-words';
import { makeVisible } from '@/lib/client/visible-text';
import classes from './waterfall.module.css';

/** All that one span tells. */
export function SpanDetails({ span, isCause }: { readonly span: ShownSpan; readonly isCause: boolean }) {
  return (
    <section className={classes.details} aria-label="Span" data-testid="span-details">
      <h2>{makeVisible(span.service)}</h2>
      <div className={classes.dim}>{makeVisible(span.operation)}</div>
      <div className={isBad(span) ? classes.bad : undefined}>{describeOutcome(span)}</div>
      {isCause ? <div>No failed or denied span lies within it: others may follow from this one.</div> : null}
      <dl className={classes.facts}>
        <dt>Side</dt>
        <dd>{span.kind}</dd>
        <dt>Began after</dt>
        <dd>{formatMilliseconds(span.offsetMs)}</dd>
        <dt>Took</dt>
        <dd>
          {formatMilliseconds(span.durationMs)}, {formatMilliseconds(span.ownMs)} of it its own
        </dd>
        {span.tags.map(({ name, value }) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{makeVisible(name)}</dt>
            <dd>{makeVisible(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
