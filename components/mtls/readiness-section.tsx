import type { ReactNode } from 'react';
import { lastSeenText } from '@/lib/client/clean-words';
import { callerName, rateText } from '@/lib/client/mtls-numbers';
import { makeVisible } from '@/lib/client/visible-text';
import type { Blocker, Readiness } from '@/lib/contracts/mtls';
import { DetailSection } from '@/components/ui/detail-section';
import type { PlaintextHistory } from '@/lib/contracts/plaintext-history';
import classes from './details.module.css';
import { ReadinessMark } from './readiness-mark';
import { YamlBlock } from './yaml-block';

const MOST_SUSPECTS = 6;

export interface ReadinessSectionProps {
  readonly readiness: Readiness;
  readonly title: string;
  /** For how long no plaintext arrived. */
  readonly clean?: string | undefined;
  /** When plaintext last arrived; absent where it was not asked. */
  readonly history?: PlaintextHistory | undefined;
  /** Other scopes to ask about. */
  readonly scopes?: ReactNode;
}

/** What STRICT would do now: who would be refused, what is not known, and the policies to apply. */
export function ReadinessSection({ readiness, title, clean, history, scopes }: ReadinessSectionProps) {
  const { blockers, unknowns, notes, yaml, isStrict, verdict } = readiness;
  return (
    <DetailSection title={title} testId="mtls-readiness">
      <p>
        <ReadinessMark verdict={verdict} isStrict={isStrict} />
      </p>
      {scopes}
      {clean === undefined ? null : (
        <p className={classes.dim} data-testid="mtls-clean">
          {clean}
        </p>
      )}
      {isStrict ? null : <p>{sayVerdict(readiness)}</p>}
      <ul className={classes.list}>
        {blockers.map((blocker) => (
          <BlockerEntry key={JSON.stringify(blocker)} blocker={blocker} history={history} />
        ))}
        {unknowns.map((text) => (
          <li key={text} className={classes.entry}>
            <strong>Not known:</strong> {makeVisible(text)}
          </li>
        ))}
        {notes.map((text) => (
          <li key={text} className={`${classes.entry} ${classes.dim}`}>
            {makeVisible(text)}
          </li>
        ))}
      </ul>
      {yaml === undefined ? null : <YamlBlock yaml={yaml} />}
    </DetailSection>
  );
}

function sayVerdict({ verdict, blockers }: Readiness): string {
  switch (verdict) {
    case 'ready':
      return 'Nobody who was seen calling would be refused.';
    case 'notReady':
      return blockers.every(({ kind }) => kind === 'workloadWithoutProxy')
        ? 'Nothing here would enforce it.'
        : 'These would be refused:';
    case 'unknown':
      return 'It cannot be told whether somebody would be refused.';
  }
}

function BlockerEntry({ blocker, history }: { blocker: Blocker; history: PlaintextHistory | undefined }) {
  const lastSeen = lastSeenText(history, blocker);
  const { kind, namespace, workload, caller, rate, unit, reason, suspects = [] } = blocker;
  const target = `${namespace}/${workload}`;
  const isCall = kind !== 'workloadWithoutProxy';
  const amount = rateText(unit === 'bytes' ? { requests: 0, bytes: rate } : { requests: rate, bytes: 0 });
  const more = suspects.length - MOST_SUSPECTS;
  return (
    <li className={classes.entry} data-weight="problem" data-blocker={kind}>
      <div className={classes.line}>
        <strong>{makeVisible(isCall ? `${callerName(caller ?? {})} → ${target}` : target)}</strong>
        {isCall ? <span>{[amount, lastSeen].filter(Boolean).join(', ')}</span> : null}
      </div>
      <div className={classes.dim}>{makeVisible(reason)}</div>
      {suspects.length > 0 ? (
        <div className={classes.dim}>
          Without a proxy here: {suspects.slice(0, MOST_SUSPECTS).map(makeVisible).join(', ')}
          {more > 0 ? ` and ${more} more` : ''}.
        </div>
      ) : null}
    </li>
  );
}
