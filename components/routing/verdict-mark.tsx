import { Icon, type IconName } from '@/components/ui/icon';
import { splitMeanings, splitWords } from '@/lib/client/routing-words';
import type { SplitVerdict } from '@/lib/contracts/routing';
import classes from './marks.module.css';

const SIGNS: Readonly<Record<SplitVerdict, IconName>> = {
  inLine: 'check',
  drifting: 'warning',
  tooLittleTraffic: 'question',
  notAttributable: 'question',
  dead: 'cross',
  justChanged: 'clock',
  noSplit: 'minus',
};

/** A verdict as a sign and a word: nobody has to tell colours apart. */
export function VerdictMark({ verdict }: { verdict: SplitVerdict }) {
  return (
    <span className={classes.mark} data-verdict={verdict} title={splitMeanings[verdict]}>
      <Icon name={SIGNS[verdict]} size={14} />
      {splitWords[verdict]}
    </span>
  );
}
