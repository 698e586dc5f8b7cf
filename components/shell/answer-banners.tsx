'use client';

import { Button } from '@mantine/core';
import { Banner } from '@/components/ui/banner';
import { describeFailure } from '@/lib/client/request-failure';
import type { KeptAnswer } from '@/lib/client/use-kept-answer';
import { makeVisible } from '@/lib/client/visible-text';
import type { SourceStatus } from '@/lib/contracts/source-status';
import type { AnswerOrigin } from './answer-strip';
import { RetryCountdown } from './retry-countdown';

export interface AnswerBannersProps {
  readonly kept: KeptAnswer<AnswerOrigin>;
  /** Unix seconds of a fixed instant; null follows the present. */
  readonly at: number | null;
  readonly onGoLive: () => void;
}

/** What is wrong with what a page without a graph shows: it is old, or half of it is missing. */
export function AnswerBanners({ kept, at, onGoLive }: AnswerBannersProps) {
  const { answer, error, retryAtMs, refreshNow } = kept;
  if (answer === undefined) return null;
  const { prometheus, kubernetes } = answer.sources;
  const failure = error === undefined ? undefined : describeFailure(error);
  return (
    <>
      {failure === undefined ? null : (
        <Banner
          tone="failure"
          icon="cross"
          testId="stale-banner"
          actions={
            <Button size="compact-xs" variant="default" onClick={refreshNow}>
              Ask again
            </Button>
          }
        >
          {makeVisible(`${failure.title}: ${failure.detail}`)} This is what was known before.{' '}
          <RetryCountdown retryAtMs={retryAtMs} />
        </Banner>
      )}
      {isDown(prometheus) ? (
        <Banner tone="care" icon="warning" testId="prometheus-banner">
          Prometheus cannot be asked, so what was seen is missing here; what is declared is complete.{' '}
          {makeVisible(prometheus.reason ?? '')}
        </Banner>
      ) : null}
      {isDown(kubernetes) ? (
        <Banner tone="care" icon="warning" testId="kubernetes-banner">
          Kubernetes cannot be asked, so nobody knows what is declared: this is only what was seen.{' '}
          {makeVisible(kubernetes.reason ?? '')}
        </Banner>
      ) : null}
      {at === null ? null : (
        <Banner
          tone="quiet"
          icon="clock"
          testId="held-banner"
          actions={
            <Button size="compact-xs" variant="default" onClick={onGoLive}>
              Back to the present
            </Button>
          }
        >
          Traffic is of a held instant; what is declared is as it is now.
        </Banner>
      )}
    </>
  );
}

function isDown({ status }: SourceStatus): boolean {
  return status !== 'ok' && status !== 'degraded';
}
