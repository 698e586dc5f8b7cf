import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { describeFailure } from '@/lib/client/request-failure';
import { makeVisible } from '@/lib/client/visible-text';
import { FailureText } from './failure-text';
import { Notice } from './notice';

export interface FailureNoticeProps {
  /** Whatever a query threw. */
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly testId: string;
  readonly state?: string;
  /** Buttons beside the one that asks again. */
  readonly actions?: ReactNode;
  readonly evidence?: ReactNode;
  /** What is to be said besides. */
  readonly children?: ReactNode;
}

/** A question that failed: what came back, what it means, and a button to ask again. */
export function FailureNotice({
  error,
  onRetry,
  testId,
  state,
  actions,
  evidence,
  children,
}: FailureNoticeProps) {
  return (
    <Notice
      icon="cross"
      tone="failure"
      title={makeVisible(describeFailure(error).title)}
      testId={testId}
      {...(state === undefined ? {} : { state })}
      evidence={evidence}
      actions={
        <>
          <Button size="xs" onClick={onRetry} data-testid="retry">
            Ask again
          </Button>
          {actions}
        </>
      }
    >
      <FailureText error={error} />
      {children}
    </Notice>
  );
}
