import type { IconName } from '@/components/ui/icon';
import { SignMark, type Tone } from '@/components/ui/sign-mark';
import { type ModeKind, modeMeanings, modeWords } from '@/lib/client/mtls-words';

const SIGNS: Readonly<Record<ModeKind, { icon: IconName; tone: Tone; isStrong?: boolean }>> = {
  STRICT: { icon: 'lock', tone: 'accent', isStrong: true },
  PERMISSIVE: { icon: 'lockOpen', tone: 'degraded' },
  DISABLE: { icon: 'lockOff', tone: 'failing' },
  MIXED: { icon: 'halves', tone: 'degraded' },
  NONE: { icon: 'minus', tone: 'unknown' },
  UNKNOWN: { icon: 'question', tone: 'unknown' },
  GATEWAY: { icon: 'door', tone: 'dim' },
  EMPTY: { icon: 'minus', tone: 'dim' },
};

/** What a service or workload accepts. */
export function ModeMark({ kind }: { kind: ModeKind }) {
  return (
    <SignMark {...SIGNS[kind]} title={`It ${modeMeanings[kind]}`}>
      {modeWords[kind]}
    </SignMark>
  );
}
