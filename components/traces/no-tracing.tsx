import { Notice } from '@/components/ui/notice';
import { OwnLink } from '@/components/ui/own-link';

/** Nobody keeps traces, as far as Telltale was told: what to set. */
export function NoTracing() {
  return (
    <Notice
      icon="question"
      tone="care"
      title="No tracing backend is configured"
      testId="traces-state"
      state="notConfigured"
    >
      <p>
        Set <code>TELLTALE_JAEGER_URL</code> to a server with Jaeger&apos;s query API (Istio&apos;s add-on is
        at <code>http://tracing.istio-system/jaeger</code>), or <code>TELLTALE_TEMPO_URL</code> to a Grafana
        Tempo, and start Telltale again.
      </p>
      <p>
        Any other backend can be linked to: set <code>TELLTALE_TRACE_SEARCH_URL</code> and{' '}
        <code>TELLTALE_TRACE_URL</code>; the panels of edges and nodes then lead there.
      </p>
      <p>
        The <OwnLink href="/status">status page</OwnLink> shows what is configured and what is reachable.
      </p>
    </Notice>
  );
}
