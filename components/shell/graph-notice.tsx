'use client';

import { Button } from '@mantine/core';
import type { GraphAnswer } from '@/lib/contracts/graph';
import { FailureNotice } from '@/components/ui/failure-notice';
import { Notice } from '@/components/ui/notice';
import { ResetParameter } from '@/components/ui/reset-parameter';
import { type GraphState, widenWindowSeconds } from '@/lib/client/graph-state';
import { asSentence } from '@/lib/client/as-sentence';
import { describeNamespaces } from '@/lib/client/namespace-choice';
import type { GraphRequest } from '@/lib/client/queries/graph-request';
import type { ViewParameter } from '@/lib/client/url-state';
import { makeVisible } from '@/lib/client/visible-text';
import { printDuration } from '@/lib/core/mesh/duration';
import { RetryCountdown } from './retry-countdown';
import { OwnLink } from '@/components/ui/own-link';

export interface GraphNoticeProps {
  readonly state: Exclude<GraphState, { kind: 'ready' | 'loading' }>;
  readonly request: GraphRequest;
  readonly answer: GraphAnswer | undefined;
  readonly retryAtMs: number | undefined;
  readonly onRetry: () => void;
  readonly onWiden: (windowSeconds: number) => void;
  readonly onShowIdle: () => void;
  readonly onAllNamespaces: () => void;
  /** Puts the named parameter of the address back to its default. */
  readonly onReset: (parameter: ViewParameter) => void;
}

/** What stands in the graph's place when there is none: cause, evidence, next step. */
export function GraphNotice(props: GraphNoticeProps) {
  const { state, request, answer, onRetry } = props;
  const common = { testId: 'graph-state', state: state.kind } as const;
  const again = (
    <Button size="xs" onClick={onRetry} data-testid="retry">
      Ask again
    </Button>
  );
  switch (state.kind) {
    case 'nothingSelected':
      return (
        <Notice
          {...common}
          icon="graph"
          title="Choose a namespace"
          actions={
            <Button size="xs" onClick={props.onAllNamespaces}>
              Show all namespaces
            </Button>
          }
        >
          <p>No namespace is chosen, so nothing was asked. Pick some in the list at the top left.</p>
        </Notice>
      );
    case 'stopped':
      return (
        <Notice {...common} icon="pause" title="The question was withdrawn" actions={again}>
          <p>You cancelled it before an answer came.</p>
        </Notice>
      );
    case 'failed':
      return (
        <FailureNotice
          {...common}
          error={state.error}
          onRetry={onRetry}
          evidence={<RetryCountdown retryAtMs={props.retryAtMs} />}
          actions={<ResetParameter error={state.error} onReset={props.onReset} />}
        />
      );
    case 'metricsSourceDown':
      return (
        <MetricsSourceDown
          {...common}
          prometheus={state.prometheus}
          again={again}
          retryAtMs={props.retryAtMs}
        />
      );
    case 'metricsAbsent':
      return (
        <Notice
          {...common}
          icon="question"
          tone="care"
          title="This Prometheus knows no Istio metrics"
          evidence={<SentQueries answer={answer} />}
          actions={again}
        >
          <p>
            It answers, but has never seen <code>istio_requests_total</code>. Either telemetry is switched
            off, this is the wrong Prometheus, or the metrics were renamed on their way.
          </p>
          <p>Check that Prometheus scrapes the proxies (port 15090 or 15020) and keeps their metric names.</p>
          <DoctorHint />
        </Notice>
      );
    case 'nothingPlaced':
      return (
        <Notice
          {...common}
          icon="question"
          tone="care"
          title="Traffic is reported, but none of it can be drawn"
          evidence={<SentQueries answer={answer} />}
          actions={again}
        >
          {state.reasons.map((reason) => (
            <p key={reason}>{makeVisible(reason)}</p>
          ))}
          <p>Usually a relabelling or recording rule dropped a label that Istio gives its metrics.</p>
        </Notice>
      );
    case 'noTraffic':
      return <NoTraffic {...props} evidence={<SentQueries answer={answer} />} request={request} />;
  }
}

function MetricsSourceDown(props: {
  testId: string;
  state: string;
  prometheus: Extract<GraphState, { kind: 'metricsSourceDown' }>['prometheus'];
  again: React.ReactNode;
  retryAtMs: number | undefined;
}) {
  const { prometheus, again, testId, state, retryAtMs } = props;
  const unconfigured = prometheus.status === 'notConfigured';
  return (
    <Notice
      testId={testId}
      state={state}
      icon={unconfigured ? 'question' : 'cross'}
      tone={unconfigured ? 'care' : 'failure'}
      title={unconfigured ? 'No Prometheus is configured' : 'Prometheus does not answer'}
      actions={again}
      evidence={unconfigured ? undefined : <RetryCountdown retryAtMs={retryAtMs} />}
    >
      <p>
        {makeVisible(
          asSentence(
            prometheus.reason ??
              (unconfigured
                ? 'Telltale reads all traffic from Prometheus and was given no address for it.'
                : 'Telltale reads all traffic from Prometheus, and could not ask it.'),
          ),
        )}
      </p>
      <p>
        The <OwnLink href="/status">status page</OwnLink> shows what is configured and what is reachable.
      </p>
    </Notice>
  );
}

function NoTraffic(props: GraphNoticeProps & { evidence: React.ReactNode }) {
  const { request, onWiden, onShowIdle } = props;
  const wider = widenWindowSeconds(request.windowSeconds);
  return (
    <Notice
      testId="graph-state"
      state="noTraffic"
      icon="graph"
      title="No traffic in this window"
      evidence={props.evidence}
      actions={
        <>
          {wider === undefined ? null : (
            <Button size="xs" onClick={() => onWiden(wider)} data-testid="widen-window">
              Look at the last {printDuration(wider)}
            </Button>
          )}
          {request.idle ? null : (
            <Button size="xs" variant="default" onClick={onShowIdle} data-testid="show-idle">
              Show idle services
            </Button>
          )}
        </>
      }
    >
      <p>
        Nothing was reported for {describeNamespaces(request.namespaces).toLowerCase()} in the last{' '}
        {printDuration(request.windowSeconds)}. The sources answered; there simply were no requests, or their
        pods have no proxy.
      </p>
      <DoctorHint />
    </Notice>
  );
}

function DoctorHint() {
  return (
    <p>
      The <OwnLink href="/status">doctor</OwnLink> looks for the reason.
    </p>
  );
}

function SentQueries({ answer }: { answer: GraphAnswer | undefined }) {
  const count = answer?.queries.length ?? 0;
  if (!answer || count === 0) return null;
  return (
    <p>
      {count === 1 ? 'One query was' : `${count} queries were`} sent; see them at the right of the strip
      above.
    </p>
  );
}
