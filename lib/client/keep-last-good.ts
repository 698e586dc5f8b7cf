import type { GraphAnswer } from '@/lib/contracts/graph';
import { NOT_PLACED_CODE } from './graph-state';

/** What the page draws, beside what the server said last. */
export interface KeptGraph {
  /** The newest answer that holds a graph. */
  readonly shown: GraphAnswer;
  /** The newest answer; its sources and warnings are the current ones. */
  readonly latest: GraphAnswer;
  /** `shown` is older than `latest`, whose metrics source is lost. */
  readonly lost: boolean;
}

/**
 * An answer without nodes says nothing about the traffic when Prometheus cannot be asked, or when nothing it
 * reported could be placed: it must not wipe out the last graph of the same question.
 */
export function keepLastGood(previous: KeptGraph | undefined, latest: GraphAnswer): KeptGraph {
  const { status } = latest.sources.prometheus;
  const silent = status === 'unavailable' || status === 'forbidden';
  const unplaced = latest.warnings.some(({ code }) => code === NOT_PLACED_CODE);
  const lost = latest.nodes.length === 0 && (silent || unplaced);
  const good = previous && previous.shown.nodes.length > 0 ? previous.shown : undefined;
  return lost && good ? { shown: good, latest, lost: true } : { shown: latest, latest, lost: false };
}
