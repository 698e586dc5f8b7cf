import { UnstyledButton } from '@mantine/core';
import { rateText } from '@/lib/client/mtls-numbers';
import { makeVisible } from '@/lib/client/visible-text';
import { changeMeanings, changeOrder } from '@/lib/client/what-if-words';
import type { ChangeVerdict, WhatIfSummary } from '@/lib/contracts/what-if';
import { ChangeMark } from './change-mark';
import classes from './what-if.module.css';

export interface WhatIfHeadlineProps {
  readonly summary: WhatIfSummary;
  /** The verdict that alone is shown. */
  readonly only: ChangeVerdict | null;
  readonly onOnly: (verdict: ChangeVerdict | null) => void;
}

/** The whole in a sentence, what is at risk, and how many edges of each verdict: each keeps its own rows. */
export function WhatIfHeadline({ summary, only, onOnly }: WhatIfHeadlineProps) {
  const { headline, counts, atRisk, objects } = summary;
  return (
    <div className={classes.headline}>
      <p className={classes.sentence} role="status" data-testid="what-if-headline">
        {makeVisible(headline)}
      </p>
      <div className={classes.counts} role="group" aria-label="Edges by verdict">
        {changeOrder.map((verdict) => (
          <UnstyledButton
            key={verdict}
            className={classes.count}
            aria-pressed={only === verdict}
            title={changeMeanings[verdict]}
            onClick={() => onOnly(only === verdict ? null : verdict)}
            data-testid={`count-${verdict}`}
          >
            <strong>{counts[verdict]}</strong> <ChangeMark verdict={verdict} />
          </UnstyledButton>
        ))}
        <span className={classes.risk} data-testid="at-risk">
          At risk: <strong>{rateText(atRisk) || 'nothing that was seen'}</strong>
        </span>
      </div>
      <p className={classes.objects}>
        {objects.map(({ kind, namespace, name, change }, index) => (
          <span key={`${kind} ${namespace}/${name}`}>
            {index === 0 ? '' : ', '}
            {change === 'added' ? 'adds' : 'changes'} {makeVisible(`${kind} ${namespace}/${name}`)}
          </span>
        ))}
      </p>
    </div>
  );
}
