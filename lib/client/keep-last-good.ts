import type { GraphAnswer } from '@/lib/contracts/graph';
import { NOT_PLACED_CODE } from './graph-state';

/** What the page draws, beside what the server said last. */
export interface KeptGraph {
  /** The newest answer that holds a graph; undefined while there is only an overview. */
  readonly shown: GraphAnswer | undefined;
  /** What is drawn first of a large graph; undefined once all of it is there. */
  readonly overview?: GraphAnswer | undefined;
  /** The newest answer; its sources and warnings are the current ones. */
  readonly latest: GraphAnswer;
  /** What is drawn is older than `latest`, whose metrics source is lost. */
  readonly lost: boolean;
}

/**
 * An answer without nodes says nothing about the traffic when Prometheus cannot be asked, or when nothing it
 * reported could be placed: it must not wipe out the last graph of the same question.
 */
export function keepLastGood(previous: KeptGraph | undefined, latest: GraphAnswer): KeptGraph {
  if (latest.overview !== undefined) return { shown: undefined, overview: latest, latest, lost: false };
  const { status } = latest.sources.prometheus;
  const silent = status === 'unavailable' || status === 'forbidden';
  const unplaced = latest.warnings.some(({ code }) => code === NOT_PLACED_CODE);
  const lost = latest.nodes.length === 0 && (silent || unplaced);
  const good = previous?.shown ?? previous?.overview;
  return lost && previous && good && good.nodes.length > 0
    ? { shown: previous.shown, overview: previous.overview, latest, lost: true }
    : { shown: latest, overview: undefined, latest, lost: false };
}
