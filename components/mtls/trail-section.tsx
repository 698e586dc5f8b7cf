import { makeVisible } from '@/lib/client/visible-text';
import type { TrailEntry } from '@/lib/contracts/mtls';
import { DetailSection } from '@/components/ui/detail-section';
import { WhatIfLink } from '@/components/ui/what-if-link';
import classes from './details.module.css';

const VERDICTS: Readonly<Record<TrailEntry['verdict'], string>> = {
  decides: 'decides',
  decidesPorts: 'decides ports',
  overridden: 'overridden',
  inherits: 'leaves it open',
  shadowed: 'shadowed',
  ignored: 'ignored',
  malformed: 'cannot be read',
  noEffect: 'no effect',
};

/** Every policy that was considered, the most specific level first, and what became of it. */
export function TrailSection({ trail }: { trail: readonly TrailEntry[] }) {
  return (
    <DetailSection title="Policies considered" testId="mtls-trail">
      {trail.length === 0 ? (
        <p className={classes.dim}>No PeerAuthentication says anything here.</p>
      ) : (
        <ol className={classes.list}>
          {trail.map(({ namespace, name, level, says, verdict, reason }) => (
            <li key={`${namespace}/${name}`} className={classes.entry} data-verdict={verdict}>
              <div className={classes.line}>
                <strong>{makeVisible(`${namespace}/${name}`)}</strong>
                <span>{VERDICTS[verdict]}</span>
                <WhatIfLink kind="PeerAuthentication" namespace={namespace} name={name} />
              </div>
              <div className={classes.says}>
                {makeVisible(says)} <span className={classes.dim}>({level})</span>
              </div>
              <div className={classes.dim}>{makeVisible(reason)}</div>
            </li>
          ))}
        </ol>
      )}
    </DetailSection>
  );
}
