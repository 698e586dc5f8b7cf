'use client';

import { Button, Skeleton } from '@mantine/core';
import { FailureNotice } from '@/components/ui/failure-notice';
import { Notice } from '@/components/ui/notice';
import { makeVisible } from '@/lib/client/visible-text';

export type MtlsState =
  | { readonly kind: 'nothingSelected' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'empty'; readonly reason: string };

export interface MtlsNoticeProps {
  readonly state: MtlsState;
  readonly onRetry: () => void;
  readonly onAllNamespaces: () => void;
}

/** What stands in the table's place where there is nothing to list: cause and next step. */
export function MtlsNotice({ state, onRetry, onAllNamespaces }: MtlsNoticeProps) {
  const common = { testId: 'mtls-state', state: state.kind } as const;
  const again = (
    <Button size="xs" onClick={onRetry} data-testid="retry">
      Ask again
    </Button>
  );
  switch (state.kind) {
    case 'loading':
      return (
        <div data-testid="mtls-skeleton" aria-busy="true" style={{ width: '100%', alignSelf: 'start' }}>
          <output>Asking Kubernetes for policies, and Prometheus for calls.</output>
          <Skeleton height={28} mt={12} />
          <Skeleton height={220} mt={12} />
        </div>
      );
    case 'nothingSelected':
      return (
        <Notice
          {...common}
          icon="lock"
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
      return <FailureNotice {...common} error={state.error} onRetry={onRetry} />;
    case 'empty':
      return (
        <Notice {...common} icon="question" tone="care" title="Nothing is known here" actions={again}>
          <p>{makeVisible(state.reason)}</p>
          <p>
            The <a href="/status">status page</a> shows what is configured and what is reachable.
          </p>
        </Notice>
      );
  }
}
