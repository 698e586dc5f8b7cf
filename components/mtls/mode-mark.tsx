import { Icon, type IconName } from '@/components/ui/icon';
import { type ModeKind, modeMeanings, modeWords } from '@/lib/client/mtls-words';
import classes from './marks.module.css';

const SIGNS: Readonly<Record<ModeKind, IconName>> = {
  STRICT: 'lock',
  PERMISSIVE: 'lockOpen',
  DISABLE: 'lockOff',
  MIXED: 'halves',
  NONE: 'minus',
  UNKNOWN: 'question',
  GATEWAY: 'door',
  EMPTY: 'minus',
};

/** A mode as a sign and a word: nobody has to tell colours apart. */
export function ModeMark({ kind }: { kind: ModeKind }) {
  return (
    <span className={classes.mark} data-mode={kind} title={`It ${modeMeanings[kind]}`}>
      <Icon name={SIGNS[kind]} size={14} />
      {modeWords[kind]}
    </span>
  );
}
