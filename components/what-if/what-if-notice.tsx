import { Button } from '@mantine/core';
import { ListNotice } from '@/components/ui/list-notice';
import { Notice } from '@/components/ui/notice';
import { makeVisible } from '@/lib/client/visible-text';
import type { WhatIfPlace } from '@/lib/client/what-if-state';
import type { WhatIfAnswer } from '@/lib/contracts/what-if';
import { WhatIfLimits } from './what-if-limits';

export interface WhatIfNoticeProps {
  readonly place: WhatIfPlace;
  readonly answer: WhatIfAnswer | undefined;
  readonly onEvaluate: () => void;
  readonly onExample: () => void;
  readonly onAllNamespaces: () => void;
}

/** What stands in the place of the edges: cause and next step. */
export function WhatIfNotice({ place, answer, onEvaluate, onExample, onAllNamespaces }: WhatIfNoticeProps) {
  const testId = 'what-if-state';
  const common = { testId, state: place.kind } as const;
  switch (place.kind) {
    case 'nothingSelected':
    case 'loading':
    case 'failed':
      return (
        <ListNotice
          state={place}
          icon="whatIf"
          asking="Asking Kubernetes for policies, and Prometheus for calls."
          emptyTitle=""
          testId={testId}
          onRetry={onEvaluate}
          onAllNamespaces={onAllNamespaces}
        />
      );
    case 'intro':
      return (
        <Notice
          {...common}
          icon="whatIf"
          title="What would a change do?"
          actions={
            <Button size="xs" onClick={onExample} data-testid="load-example">
              Load an example: deny all
            </Button>
          }
        >
          <p>
            Paste PeerAuthentications, AuthorizationPolicies, DestinationRules, VirtualServices or HTTPRoutes
            and evaluate them: every edge that was seen in the window is judged under what the cluster
            declares now, and under the same with them applied.
          </p>
          <p>The text is sent to Telltale and forgotten. Nothing is written to the cluster.</p>
        </Notice>
      );
    case 'nothingGiven':
      return (
        <Notice {...common} icon="warning" tone="care" title="Nothing can be evaluated">
          <p>{makeVisible(answer?.summary.headline ?? '')}</p>
          <p>What is wrong stands below the text, with its line.</p>
        </Notice>
      );
    case 'noEdges':
      return (
        <Notice
          {...common}
          icon="question"
          tone="care"
          title="No edge to judge"
          actions={
            <Button size="xs" onClick={onEvaluate} data-testid="retry">
              Evaluate again
            </Button>
          }
        >
          <p>{makeVisible(answer?.summary.headline ?? '')}</p>
          {answer?.sources.prometheus.status === 'unavailable' ? null : (
            <p>Choose a longer window or more namespaces at the top.</p>
          )}
          <WhatIfLimits limits={answer?.summary.limits ?? []} />
        </Notice>
      );
  }
}
