'use client';

import type { SentQuery, Sources, Warning } from '@/lib/contracts/source-status';
import { formatAge } from '@/lib/client/format-numbers';
import { formatInstant, formatUtc } from '@/lib/client/format-time';
import { useNowMs } from '@/lib/client/use-now';
import { QueryList } from './query-list';
import { SourceBadge } from './source-badge';
import classes from './source-strip.module.css';
import { WarningList } from './warning-list';

/** What every answer of the API tells of itself. */
export interface AnswerOrigin {
  readonly sources: Sources;
  readonly warnings: readonly Warning[];
  readonly queries: readonly SentQuery[];
  readonly at: number;
}

export interface AnswerStripProps {
  readonly answer: AnswerOrigin | undefined;
  /** Nothing is known and nothing will come by itself. */
  readonly lost: boolean;
}

/** Where the facts of a page without a graph come from, and how old they are. */
export function AnswerStrip({ answer, lost }: AnswerStripProps) {
  const nowMs = useNowMs();
  return (
    <section className={classes.strip} data-testid="source-strip" aria-label="Sources">
      <SourceBadge name="Prometheus" source={answer?.sources.prometheus} nowMs={nowMs} lost={lost} />
      <SourceBadge name="Kubernetes" source={answer?.sources.kubernetes} nowMs={nowMs} lost={lost} />
      <span className={classes.gap} />
      <WarningList warnings={answer?.warnings ?? []} />
      <QueryList queries={answer?.queries ?? []} at={answer?.at ?? 0} />
      {answer && nowMs !== undefined ? (
        <span className={classes.item} title={formatUtc(answer.at)} data-testid="data-age">
          as of {formatInstant(answer.at, nowMs)} · {formatAge(nowMs / 1_000 - answer.at)}
        </span>
      ) : null}
    </section>
  );
}
