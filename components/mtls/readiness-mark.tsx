import type { IconName } from '@/components/ui/icon';
import { SignMark, type Tone } from '@/components/ui/sign-mark';
import { readinessText } from '@/lib/client/mtls-words';
import type { Readiness } from '@/lib/contracts/mtls';

const SIGNS: Readonly<Record<Readiness['verdict'], { icon: IconName; tone: Tone }>> = {
  ready: { icon: 'check', tone: 'ok' },
  notReady: { icon: 'cross', tone: 'failing' },
  unknown: { icon: 'question', tone: 'unknown' },
};
const STRICT = { icon: 'lock', tone: 'accent', isStrong: true } as const;

/** Whether it can be STRICT. */
export function ReadinessMark({ verdict, isStrict }: Pick<Readiness, 'verdict' | 'isStrict'>) {
  return (
    <SignMark {...(isStrict ? STRICT : SIGNS[verdict])}>{readinessText({ verdict, isStrict })}</SignMark>
  );
}
