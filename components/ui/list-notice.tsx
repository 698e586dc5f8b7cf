'use client';

import { Button, Skeleton } from '@mantine/core';
import { asSentence } from '@/lib/client/as-sentence';
import type { ListState } from '@/lib/client/list-state';
import type { ViewParameter } from '@/lib/client/url-state';
import { makeVisible } from '@/lib/client/visible-text';
import { FailureNotice } from './failure-notice';
import type { IconName } from './icon';
import { Notice } from './notice';
import { OwnLink } from './own-link';
import { ResetParameter } from './reset-parameter';

export interface ListNoticeProps {
  readonly state: ListState;
  readonly icon: IconName;
  /** What is being asked, while it is. */
  readonly asking: string;
  /** What an empty list is headed with. */
  readonly emptyTitle: string;
  readonly onRetry: () => void;
  readonly onAllNamespaces: () => void;
  /** Puts the named parameter of the address back to its default; absent where that alone asks nothing anew. */
  readonly onReset?: (parameter: ViewParameter) => void;
  readonly testId: string;
}

/** What stands in a list's place where there is nothing to list: cause and next step. */
export function ListNotice(props: ListNoticeProps) {
  const { state, icon, asking, emptyTitle, onRetry, onAllNamespaces, onReset, testId } = props;
  const common = { testId, state: state.kind } as const;
  switch (state.kind) {
    case 'loading':
      return (
        <div data-testid={testId} aria-busy="true" style={{ width: '100%', alignSelf: 'start' }}>
          <output>{asking}</output>
          <Skeleton height={28} mt={12} />
          <Skeleton height={220} mt={12} />
        </div>
      );
    case 'nothingSelected':
      return (
        <Notice
          {...common}
          icon={icon}
          title="Choose a namespace"
          actions={
            <Button size="xs" onClick={onAllNamespaces}>
              Show all namespaces
            </Button>
          }
        >
          <p>No namespace is chosen, so nothing was asked. Pick some in the list at the top left.</p>
        </Notice>
      );
    case 'failed':
      return (
        <FailureNotice
          {...common}
          error={state.error}
          onRetry={onRetry}
          actions={onReset === undefined ? null : <ResetParameter error={state.error} onReset={onReset} />}
        />
      );
    case 'empty':
      return (
        <Notice
          {...common}
          icon="question"
          tone="care"
          title={emptyTitle}
          actions={
            <Button size="xs" onClick={onRetry} data-testid="retry">
              Ask again
            </Button>
          }
        >
          <p>{makeVisible(asSentence(state.reason))}</p>
          <p>
            The <OwnLink href="/status">status page</OwnLink> shows what is configured and what is reachable.
          </p>
        </Notice>
      );
  }
}
