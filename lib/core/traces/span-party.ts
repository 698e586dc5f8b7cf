import { NAMINGS, nameService } from './service-candidates';
import { makerOf, tagOf } from './span-facts';
import type { TraceSpan } from './trace';
import type { TraceFacts, TracedWorkload } from './trace-facts';

/** Who took part in a call, as far as spans and the cluster tell. */
export interface SpanParty {
  readonly namespace: string;
  readonly workload?: string;
  readonly app?: string;
  readonly version?: string;
}

/** Who made a span: by its pod, else by what its proxy says of itself, else by the name of its service. */
export function partyOf(span: TraceSpan, facts: TraceFacts): SpanParty | undefined {
  const { namespace, pod, canonicalService, canonicalRevision } = makerOf(span);
  if (namespace !== undefined) {
    const name = pod === undefined ? undefined : facts.workloadOfPod.get(`${namespace}/${pod}`);
    const workload = facts.workloads.find((one) => one.namespace === namespace && one.name === name);
    if (workload !== undefined) return partyFrom(workload);
    const app = canonicalService;
    if (app !== undefined) return { namespace, app, version: canonicalRevision ?? 'latest' };
  }
  const named = facts.workloads.filter((one) =>
    NAMINGS.some((pattern) => nameService(pattern, one) === span.service),
  );
  const [first] = named;
  if (first === undefined) return undefined;
  if (named.length === 1) return partyFrom(first);
  // Several versions of one app share its name.
  const isOneApp = named.every(({ namespace: place, app }) => place === first.namespace && app === first.app);
  return isOneApp ? { namespace: first.namespace, app: first.app } : undefined;
}

/** One end of a call as a waypoint names it; undefined for spans of other proxies. */
export function partyNamed(span: TraceSpan, end: 'source' | 'destination'): SpanParty | undefined {
  const workload = tagOf(span, `istio.${end}_workload`);
  const namespace = tagOf(span, `istio.${end}_namespace`, `istio.${end}_workload_namespace`);
  if (workload === undefined || namespace === undefined) return undefined;
  const app = tagOf(span, `istio.${end}_canonical_service`);
  const version = tagOf(span, `istio.${end}_canonical_revision`);
  return {
    namespace,
    workload,
    ...(app === undefined ? {} : { app }),
    ...(version === undefined ? {} : { version }),
  };
}

function partyFrom({ namespace, name, app, version }: TracedWorkload): SpanParty {
  return { namespace, workload: name, app, version };
}
