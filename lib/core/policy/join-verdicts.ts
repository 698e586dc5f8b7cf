import type { PolicyVerdict } from './verdict';

/** The verdict of a call that may be any of several: theirs where they agree, else undecidable. None is undecidable. */
export function joinVerdicts(verdicts: readonly PolicyVerdict[]): PolicyVerdict {
  const [first, ...rest] = verdicts;
  if (first === undefined)
    return { verdict: 'undecidable', by: [], needs: ['caller'], reason: 'Nobody knows who calls.' };
  if (rest.every(({ verdict }) => verdict === first.verdict) && first.verdict !== 'undecidable') return first;
  const needs = new Set(verdicts.flatMap((one) => one.needs));
  const decided = new Set(verdicts.map(({ verdict }) => verdict));
  // That they differ is a doubt of its own.
  if (decided.size > 1) needs.add('identity');
  return {
    verdict: 'undecidable',
    by: [
      ...new Map(verdicts.flatMap(({ by }) => by).map((place) => [JSON.stringify(place), place])).values(),
    ],
    needs: [...needs].sort(),
    reason: [...new Set(verdicts.map(({ reason }) => reason))].join(' Or: '),
  };
}
