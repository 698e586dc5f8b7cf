import { VisuallyHidden } from '@mantine/core';
import { countCoverage, countSeen } from '@/lib/client/policy-headline';
import type { ObservedPoliciesAnswer } from '@/lib/contracts/observed-policies';
import classes from './policy.module.css';

/** The whole in one sentence. Only what is declared is announced when it changes: traffic changes all the time. */
export function PolicyHeadline({ answer }: { answer: ObservedPoliciesAnswer }) {
  const coverage = countCoverage(answer);
  return (
    <>
      <p className={classes.sentence} data-testid="policy-headline">
        {coverage}; {countSeen(answer)}
      </p>
      <VisuallyHidden role="status">{coverage}</VisuallyHidden>
    </>
  );
}
