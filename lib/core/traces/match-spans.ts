import { clusterOf, isProxySpan, makerOf, reachedEndpoint, tagOf, type UpstreamCluster } from './span-facts';
import { NAMINGS, nameService } from './service-candidates';
import { SpanFamily } from './span-family';
import type { TraceFacts, TracedWorkload } from './trace-facts';
import type { TraceEnd } from './trace-ends';
import type { TraceQuestion } from './trace-question';
import { HIDDEN_NAME } from '../visibility/visibility';
import type { Trace, TraceSpan } from './trace';

/** How sure it is that a span is of the edge. */
export type Confidence = 'exact' | 'byParentChild' | 'byService';

/** The span that tells most of a request of the edge. */
export interface MatchedSpan {
  readonly span: TraceSpan;
  readonly confidence: Confidence;
}

/** The spans of a trace that are requests of the edge, or that the node answers, in the order of the trace. */
export function matchSpans(trace: Trace, question: TraceQuestion, facts: TraceFacts): MatchedSpan[] {
  const family = new SpanFamily(trace);
  const matched = trace.spans.flatMap((span) => {
    const confidence =
      question.kind === 'node'
        ? matchNode(span, question.target, facts)
        : matchEdge(span, question, family, facts);
    return confidence === undefined ? [] : [{ span, confidence }];
  });
  const byId = new Map(matched.map(({ span }) => [span.spanId, span]));
  // Where both sides of a call match, or both of one proxy, the outer one tells more: it has waited for all of it.
  return matched.filter(({ span }) => {
    const parent = span.parentId === undefined ? undefined : byId.get(span.parentId);
    return (
      parent === undefined || parent === span || (span.kind !== 'server' && parent.service !== span.service)
    );
  });
}

function matchNode(span: TraceSpan, target: TraceEnd, facts: TraceFacts): Confidence | undefined {
  if (!isMadeBy(span, target, facts)) return undefined;
  if (!isProxySpan(span)) return span.kind === 'client' ? undefined : 'byService';
  const cluster = clusterOf(span);
  const isGateway = target.workloads.some(({ proxy }) => proxy === 'gateway');
  return cluster?.direction === 'inbound' || span.kind === 'server' || isGateway ? 'exact' : undefined;
}

type EdgeQuestion = Extract<TraceQuestion, { kind: 'edge' }>;

function matchEdge(
  span: TraceSpan,
  question: EdgeQuestion,
  family: SpanFamily,
  facts: TraceFacts,
): Confidence | undefined {
  if (tagOf(span, 'istio.source_workload') !== undefined) return matchWaypoint(span, question);
  const cluster = clusterOf(span);
  if (cluster?.direction === 'inbound' || (cluster === undefined && span.kind === 'server'))
    return matchServer(span, question, family, facts);
  if (!isProxySpan(span)) return matchPair(span, question, family, facts);
  return cluster === undefined ? undefined : matchClient(span, cluster, question, family, facts);
}

/** Both ends are named in one span. The server side of a waypoint and its client side are one request. */
function matchWaypoint(span: TraceSpan, { source, target, reach }: EdgeQuestion): Confidence | undefined {
  if (!isNamed(span, source, 'source')) return undefined;
  if (reach === 'nobody') return undefined;
  return isNamed(span, target, 'destination') ? 'exact' : undefined;
}

function isNamed(span: TraceSpan, { node, workloads }: TraceEnd, end: 'source' | 'destination'): boolean {
  const name = tagOf(span, `istio.${end}_workload`);
  const namespace = tagOf(span, `istio.${end}_namespace`, `istio.${end}_workload_namespace`);
  if (name === undefined || namespace === undefined) return false;
  if (workloads.length > 0) return workloads.some((one) => one.name === name && one.namespace === namespace);
  return node.kind !== 'unknown' && node.namespace === namespace && node.workload === name;
}

/** The client's own proxy tells whom it has asked. */
function matchClient(
  span: TraceSpan,
  cluster: UpstreamCluster,
  { source, target, reach }: EdgeQuestion,
  family: SpanFamily,
  facts: TraceFacts,
): Confidence | undefined {
  if (cluster.direction !== 'outbound' || !isMadeBy(span, source, facts)) return undefined;
  if (!target.services.some(({ host }) => host === cluster.host)) return undefined;
  const reached = reachedEndpoint(span);
  if (reach === 'nobody') return reached ? undefined : 'exact';
  if (reach === 'any') return 'exact';
  if (!reached) return undefined;
  const servers = family.childrenOf(span).filter((child) => isServedBy(child, cluster, target, facts));
  // With retries a request may have reached several.
  if (servers.length > 0 && !servers.some((child) => isMadeBy(child, target, facts))) return undefined;
  if (isOnlyTarget(cluster, target, facts)) return 'exact';
  return servers.length > 0 ? 'byParentChild' : undefined;
}

/**
 * Whether a span within a call is of its server. Where the server's own proxy makes none, spans of what it called in
 * turn are next.
 */
function isServedBy(
  child: TraceSpan,
  { host }: UpstreamCluster,
  target: TraceEnd,
  facts: TraceFacts,
): boolean {
  if (clusterOf(child)?.direction !== 'inbound' && child.kind !== 'server') return false;
  const workloads = workloadsOfCluster({ host, subset: '' }, target, facts);
  return isMadeBy(child, { ...target, workloads, named: workloads }, facts);
}

/** Whether all that a cluster leads to is the target. */
function isOnlyTarget(cluster: UpstreamCluster, target: TraceEnd, facts: TraceFacts): boolean {
  const reached = workloadsOfCluster(cluster, target, facts);
  return reached.length > 0 && reached.every((one) => target.workloads.includes(one));
}

/** The workloads behind a host, narrowed by a subset's labels. */
export function workloadsOfCluster(
  { host, subset }: Pick<UpstreamCluster, 'host' | 'subset'>,
  target: TraceEnd,
  facts: TraceFacts,
): readonly TracedWorkload[] {
  const service = target.services.find((one) => one.host === host);
  if (service === undefined) return [];
  const labels =
    subset === '' ? {} : facts.subsets.find((one) => one.host === host && one.name === subset)?.labels;
  if (labels === undefined) return [];
  const wanted = Object.entries({ ...service.selector, ...labels });
  if (wanted.length === 0) return [];
  return facts.workloads.filter(
    ({ namespace, podLabels }) =>
      namespace === service.namespace && wanted.every(([name, value]) => podLabels[name] === value),
  );
}

/** The server's proxy tells that it was asked; who has asked, only its parent can tell. */
function matchServer(
  span: TraceSpan,
  { source, target, reach }: EdgeQuestion,
  family: SpanFamily,
  facts: TraceFacts,
): Confidence | undefined {
  if (reach === 'nobody' || !isMadeBy(span, target, facts)) return undefined;
  const parent = family.parentOf(span);
  if (source.node.kind === 'unknown') {
    // Without a proxy nobody begins a trace for the caller: the server's proxy does.
    return span.parentId === undefined ? 'byParentChild' : undefined;
  }
  if (source.node.kind === 'hidden') return parent?.service === HIDDEN_NAME ? 'byParentChild' : undefined;
  if (parent === undefined || isProxySpan(parent) !== isProxySpan(span)) return undefined;
  if (!isMadeBy(parent, source, facts)) return undefined;
  const cluster = clusterOf(parent);
  if (cluster === undefined) return 'byService';
  // A client's span of another service, for instance by way of a gateway, is another call.
  const isAsked = target.services.length === 0 || target.services.some(({ host }) => host === cluster.host);
  return isAsked ? 'byParentChild' : undefined;
}

/** Spans of applications: a span of the target within one of the source. */
function matchPair(
  span: TraceSpan,
  { source, target, reach }: EdgeQuestion,
  family: SpanFamily,
  facts: TraceFacts,
): Confidence | undefined {
  const parent = family.parentOf(span);
  if (reach === 'nobody' || parent === undefined || isProxySpan(parent)) return undefined;
  return parent.service !== span.service && isMadeBy(span, target, facts) && isMadeBy(parent, source, facts)
    ? 'byService'
    : undefined;
}

/** By its pod where the cluster still knows it, else by what the proxy says of itself, else by the service's name. */
export function isMadeBy(span: TraceSpan, { node, workloads, named }: TraceEnd, facts: TraceFacts): boolean {
  if (node.kind === 'unknown' || node.kind === 'hidden') return false;
  const { namespace, pod, canonicalService, canonicalRevision } = makerOf(span);
  if (namespace !== undefined) {
    const workload = pod === undefined ? undefined : facts.workloadOfPod.get(`${namespace}/${pod}`);
    if (workload !== undefined) {
      if (workloads.length > 0)
        return workloads.some((one) => one.namespace === namespace && one.name === workload);
      if (node.workload !== undefined) return node.namespace === namespace && node.workload === workload;
    }
    if (canonicalService !== undefined) {
      const revision = canonicalRevision ?? 'latest';
      if (workloads.length === 0)
        return (
          node.namespace === namespace &&
          (node.app ?? node.workload) === canonicalService &&
          (node.version === undefined || node.version === revision)
        );
      return workloads.some(
        (one) => one.namespace === namespace && one.app === canonicalService && one.version === revision,
      );
    }
  }
  return tracedServices(named, span.service);
}

function tracedServices(workloads: readonly TracedWorkload[], service: string): boolean {
  return workloads.some((workload) => NAMINGS.some((pattern) => nameService(pattern, workload) === service));
}
