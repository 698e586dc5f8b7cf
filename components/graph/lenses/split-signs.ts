import { splitVerdicts, type SplitVerdict } from '@/lib/contracts/routing';

/** Verdicts as signs that text can hold; none for what is as it should be or has nothing to be. */
export const splitSigns: Readonly<Record<SplitVerdict, string>> = {
  inLine: '=',
  drifting: '≠',
  tooLittleTraffic: '?',
  notAttributable: '?',
  dead: '✕',
  justChanged: '↻',
  noSplit: '',
};

export type SplitColour = 'ok' | 'degraded' | 'failing' | 'unknown' | 'idle';

export const splitColours: Readonly<Record<SplitVerdict, SplitColour>> = {
  inLine: 'ok',
  drifting: 'degraded',
  tooLittleTraffic: 'unknown',
  notAttributable: 'unknown',
  dead: 'failing',
  justChanged: 'degraded',
  noSplit: 'idle',
};

/** The colour of an element by its classes; undefined where it is not looked at through the lens for splits. */
export function splitColourOf(is: (className: string) => boolean): SplitColour | undefined {
  if (is('split-none')) return 'idle';
  const verdict = splitVerdicts.find((one) => is(`split-${one}`));
  return verdict && splitColours[verdict];
}
