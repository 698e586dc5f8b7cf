import type { IconName } from '@/components/ui/icon';
import { SignMark, type Tone } from '@/components/ui/sign-mark';
import { splitMeanings, splitWords } from '@/lib/client/routing-words';
import type { SplitVerdict } from '@/lib/contracts/routing';

const SIGNS: Readonly<Record<SplitVerdict, { icon: IconName; tone: Tone; isStrong?: boolean }>> = {
  inLine: { icon: 'check', tone: 'ok' },
  drifting: { icon: 'warning', tone: 'degraded', isStrong: true },
  tooLittleTraffic: { icon: 'question', tone: 'unknown' },
  notAttributable: { icon: 'question', tone: 'unknown' },
  dead: { icon: 'cross', tone: 'failing', isStrong: true },
  justChanged: { icon: 'clock', tone: 'degraded', isStrong: true },
  noSplit: { icon: 'minus', tone: 'dim' },
};

/** What is to be thought of a split. */
export function VerdictMark({ verdict }: { verdict: SplitVerdict }) {
  return (
    <SignMark {...SIGNS[verdict]} title={splitMeanings[verdict]}>
      {splitWords[verdict]}
    </SignMark>
  );
}
