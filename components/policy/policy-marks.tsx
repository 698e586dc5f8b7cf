import type { IconName } from '@/components/ui/icon';
import { SignMark, type Tone } from '@/components/ui/sign-mark';
import { coverageWords, permissionUseWords, verdictWords } from '@/lib/client/policy-words';
import type { CellKind } from '@/lib/client/policy-matrix';
import type { Coverage, DeclaredVerdict, PermissionUse } from '@/lib/contracts/observed-policies';

interface Sign {
  readonly icon: IconName;
  readonly tone: Tone;
}

const COVERAGE_SIGNS: Readonly<Record<Coverage, Sign>> = {
  covered: { icon: 'shield', tone: 'accent' },
  partly: { icon: 'halves', tone: 'degraded' },
  atWaypoint: { icon: 'halves', tone: 'degraded' },
  none: { icon: 'lockOpen', tone: 'degraded' },
  unenforced: { icon: 'lockOff', tone: 'failing' },
  waypoint: { icon: 'route', tone: 'dim' },
  unknown: { icon: 'question', tone: 'unknown' },
};

/** Whether anything may refuse a call to a workload. */
export function CoverageMark({ coverage }: { coverage: Coverage }) {
  return <SignMark {...COVERAGE_SIGNS[coverage]}>{coverageWords[coverage]}</SignMark>;
}

const VERDICT_SIGNS: Readonly<Record<DeclaredVerdict, Sign>> = {
  allowed: { icon: 'check', tone: 'ok' },
  denied: { icon: 'cross', tone: 'failing' },
  undecidable: { icon: 'question', tone: 'unknown' },
  mixed: { icon: 'halves', tone: 'degraded' },
};

/** What policies say of a call. */
export function VerdictMark({ verdict }: { verdict: DeclaredVerdict }) {
  return (
    <SignMark {...VERDICT_SIGNS[verdict]} isStrong>
      {verdictWords[verdict]}
    </SignMark>
  );
}

const USE_SIGNS: Readonly<Record<PermissionUse, Sign>> = {
  used: { icon: 'check', tone: 'dim' },
  unused: { icon: 'clock', tone: 'degraded' },
  undecidable: { icon: 'question', tone: 'unknown' },
  unobeyed: { icon: 'lockOff', tone: 'degraded' },
  unknown: { icon: 'question', tone: 'unknown' },
};

/** Whether anything that was seen used a permission. */
export function UseMark({ use }: { use: PermissionUse }) {
  return <SignMark {...USE_SIGNS[use]}>{permissionUseWords[use]}</SignMark>;
}

export const cellSigns: Readonly<
  Record<CellKind, Sign & { readonly word: string; readonly meaning: string }>
> = {
  contradiction: {
    icon: 'warning',
    tone: 'failing',
    word: 'differs',
    meaning: 'what was seen is not what is declared',
  },
  denied: {
    icon: 'cross',
    tone: 'failing',
    word: 'denied',
    meaning: 'policies refuse it, and it was refused',
  },
  mixed: { icon: 'halves', tone: 'degraded', word: 'mixed', meaning: 'policies refuse a part of it' },
  undecidable: {
    icon: 'question',
    tone: 'unknown',
    word: 'undecidable',
    meaning: 'proxies do not report what policies ask for',
  },
  open: { icon: 'lockOpen', tone: 'degraded', word: 'no policy', meaning: 'nothing could refuse it' },
  outside: {
    icon: 'door',
    tone: 'dim',
    word: 'outside',
    meaning: 'leads out of the mesh, where no policy is asked',
  },
  allowed: { icon: 'check', tone: 'dim', word: 'allowed', meaning: 'policies let it in' },
  silent: { icon: 'clock', tone: 'dim', word: 'silent', meaning: 'nothing was called in this window' },
};
