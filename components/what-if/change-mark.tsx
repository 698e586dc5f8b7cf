import type { IconName } from '@/components/ui/icon';
import { SignMark, type Tone } from '@/components/ui/sign-mark';
import { changeMeanings, changeWords } from '@/lib/client/what-if-words';
import type { ChangeVerdict } from '@/lib/contracts/what-if';

const SIGNS: Readonly<Record<ChangeVerdict, { icon: IconName; tone: Tone; isStrong?: boolean }>> = {
  breaks: { icon: 'cross', tone: 'failing', isStrong: true },
  undecidable: { icon: 'question', tone: 'unknown', isStrong: true },
  changes: { icon: 'warning', tone: 'degraded', isStrong: true },
  projected: { icon: 'route', tone: 'accent' },
  unaffected: { icon: 'check', tone: 'ok' },
};

/** What becomes of the calls of an edge. */
export function ChangeMark({ verdict }: { verdict: ChangeVerdict }) {
  return (
    <SignMark {...SIGNS[verdict]} title={changeMeanings[verdict]}>
      {changeWords[verdict]}
    </SignMark>
  );
}
