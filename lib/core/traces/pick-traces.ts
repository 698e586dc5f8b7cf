/** What a trace is shown as an example of. */
export type TracePick = 'slowest' | 'failing' | 'typical';

interface Candidate {
  readonly durationUs: number;
  readonly isFailure: boolean;
}

/** The most telling ones of a list by their place in it: the slowest, a failing one and one of medium length. */
export function pickTraces(candidates: readonly Candidate[]): ReadonlyMap<number, TracePick> {
  const picks = new Map<number, TracePick>();
  const byDuration = candidates
    .map(({ durationUs, isFailure }, index) => ({ durationUs, isFailure, index }))
    .sort((a, b) => b.durationUs - a.durationUs || a.index - b.index);
  const take = (pick: TracePick, list: typeof byDuration) => {
    const found = list.find(({ index }) => !picks.has(index));
    if (found !== undefined) picks.set(found.index, pick);
  };
  take('slowest', byDuration);
  take(
    'failing',
    byDuration.filter(({ isFailure }) => isFailure),
  );
  const good = byDuration.filter(({ isFailure }) => !isFailure);
  const middle = Math.floor(good.length / 2);
  take('typical', [...good.slice(middle), ...good.slice(0, middle).reverse()]);
  return picks;
}
