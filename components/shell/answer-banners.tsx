'use client';

import { Button } from '@mantine/core';
import { Banner } from '@/components/ui/banner';
import { ResetParameter } from '@/components/ui/reset-parameter';
import { asSentence } from '@/lib/client/as-sentence';
import { type MissingWords, sayHeld, sayMissing } from '@/lib/client/missing-words';
import { describeFailure } from '@/lib/client/request-failure';
import type { KeptAnswer } from '@/lib/client/use-kept-answer';
import type { ViewParameter } from '@/lib/client/url-state';
import { makeVisible } from '@/lib/client/visible-text';
import type { AnswerOrigin } from './answer-strip';
import { RetryCountdown } from './retry-countdown';

export interface AnswerBannersProps {
  readonly kept: KeptAnswer<AnswerOrigin>;
  /** What was seen before is still shown although Prometheus cannot be asked. */
  readonly isSeenKept: boolean;
  /** Unix seconds of a fixed instant; null follows the present. */
  readonly at: number | null;
  /** Puts the named parameter of the address back to its default. */
  readonly onReset: (parameter: ViewParameter) => void;
}

const MISSING_TEST_IDS: Readonly<Record<MissingWords['missing'], string>> = {
  prometheus: 'prometheus-banner',
  kubernetes: 'kubernetes-banner',
  both: 'sources-banner',
};

/** What is wrong with what a page without a graph shows: it is old, or half of it is missing. */
export function AnswerBanners({ kept, isSeenKept, at, onReset }: AnswerBannersProps) {
  const { answer, error, retryAtMs, refreshNow } = kept;
  if (answer === undefined) return null;
  const missing = sayMissing(answer.sources, isSeenKept);
  const failure = error === undefined ? undefined : describeFailure(error);
  return (
    <>
      {failure === undefined ? null : (
        <Banner
          tone="failure"
          icon="cross"
          testId="stale-banner"
          actions={
            <>
              <Button size="compact-xs" variant="default" onClick={refreshNow}>
                Ask again
              </Button>
              <ResetParameter error={error} onReset={onReset} isCompact />
            </>
          }
        >
          {makeVisible(asSentence(`${failure.title}: ${failure.detail}`))} This is what was known before.{' '}
          <RetryCountdown retryAtMs={retryAtMs} />
        </Banner>
      )}
      {missing === undefined ? null : (
        <Banner tone="care" icon="warning" testId={MISSING_TEST_IDS[missing.missing]}>
          {makeVisible(missing.sentence)}
        </Banner>
      )}
      {at === null ? null : (
        <Banner
          tone="quiet"
          icon="clock"
          testId="held-banner"
          actions={
            <Button size="compact-xs" variant="default" onClick={() => onReset('at')}>
              Back to the present
            </Button>
          }
        >
          {sayHeld(answer.sources)}
        </Banner>
      )}
    </>
  );
}
