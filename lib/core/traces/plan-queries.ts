import { workloadsOfCluster, type Confidence } from './match-spans';
import { tracedNames } from './service-candidates';
import type { TraceFacts, TracedService, TracedWorkload } from './trace-facts';
import type { TraceEnd } from './trace-ends';
import type { TraceQuestion } from './trace-question';

/** One search of a tracing backend: all that it says must hold for one span. */
export interface TraceQuery {
  readonly service: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface TracePlan {
  readonly queries: readonly TraceQuery[];
  /** What the queries alone make sure of; spans that are looked at may tell more. */
  readonly confidence: Confidence;
  /** Why there is nothing to ask, in a sentence. */
  readonly nothing?: string;
}

export interface PlanOptions {
  /** Names that the backend knows; undefined when it could not be asked. */
  readonly known: ReadonlySet<string> | undefined;
  /** How the mesh names its services in traces; absent tries what is usual. */
  readonly naming?: string;
}

/** A search costs the backend something; what needs more than these is looked for from the other end. */
export const MOST_QUERIES = 6;

/** What to ask a tracing backend for the requests of an edge or a node. */
export function planQueries(question: TraceQuestion, facts: TraceFacts, options: PlanOptions): TracePlan {
  if (question.kind === 'node') return planNode(question.target, options);
  const { source, target } = question;
  if (source.workloads.some(({ proxy }) => proxy === 'ambient'))
    return planWaypoint(source, target, facts, options);
  const client = planClient(question, facts, options);
  if (client === undefined) return planServer(source, target, options);
  if (client.confidence === 'exact' || question.reach === 'nobody') return client;
  // What leads to several versions finds few traces of a rare one: its own proxy knows them all.
  const server = namesWithRevisions(target, speakingOf(target), options);
  return { ...client, queries: [...client.queries, ...server].slice(0, MOST_QUERIES) };
}

/** Those whose own proxies make spans, as far as is known. */
function speakingOf({ named }: TraceEnd): TracedWorkload[] {
  return named.filter(({ proxy }) => proxy !== 'none' && proxy !== 'ambient');
}

/** What the client's own proxy has chosen: the most exact there is. */
function planClient(
  { source, target, reach }: Extract<TraceQuestion, { kind: 'edge' }>,
  facts: TraceFacts,
  options: PlanOptions,
): TracePlan | undefined {
  const services = namesWithRevisions(source, speakingOf(source), options);
  const clusters = target.services.flatMap((service) => clustersOf(service, target, facts));
  const queries = services.flatMap(({ service, tags }) =>
    clusters.map(({ cluster }) => ({ service, tags: { ...tags, upstream_cluster: cluster } })),
  );
  if (queries.length === 0 || queries.length > MOST_QUERIES) return undefined;
  const isPinned = reach === 'any' || (reach === 'workload' && clusters.every((one) => one.isPinned));
  return { queries, confidence: isPinned ? 'exact' : 'byParentChild' };
}

interface ChosenCluster {
  readonly cluster: string;
  /** Whether it leads to the target and nowhere else. */
  readonly isPinned: boolean;
}

/** Names of clusters by which a proxy may reach a service; of its subsets those that lead to the target. */
function clustersOf(service: TracedService, target: TraceEnd, facts: TraceFacts): ChosenCluster[] {
  const { host, ports } = service;
  const subsets = facts.subsets.filter((subset) => subset.host === host && subset.isRouted);
  return ['', ...subsets.map(({ name }) => name)].flatMap((subset) => {
    const reached = workloadsOfCluster({ host, subset }, target, facts);
    const wanted = reached.filter((workload) => target.workloads.includes(workload));
    if (subset !== '' && target.workloads.length > 0 && wanted.length === 0) return [];
    const isPinned = wanted.length === reached.length;
    return ports.map((port) => ({ cluster: `outbound|${port}|${subset}|${host}`, isPinned }));
  });
}

/** Names of services, and the version where the node is one version of several. */
function namesWithRevisions(
  { node }: TraceEnd,
  workloads: readonly TracedWorkload[],
  options: PlanOptions,
): TraceQuery[] {
  const names = tracedNames(workloads, options.known, options.naming);
  const isVersion = node.version !== undefined || node.workload !== undefined;
  const versions = [...new Set(workloads.map(({ version }) => version))];
  return names.map((service) => ({
    service,
    tags:
      isVersion && versions.length === 1 && versions[0] !== undefined
        ? { 'istio.canonical_revision': versions[0] }
        : {},
  }));
}

/** What the server's proxy has answered; who has asked, its parents tell. */
function planServer(source: TraceEnd, target: TraceEnd, options: PlanOptions): TracePlan {
  const queries = namesWithRevisions(target, speakingOf(target), options).slice(0, MOST_QUERIES);
  if (queries.length > 0) return { queries, confidence: 'byParentChild' };
  const asking = tracedNames(source.named, options.known, options.naming).slice(0, MOST_QUERIES);
  if (asking.length > 0)
    return { queries: asking.map((service) => ({ service, tags: {} })), confidence: 'byService' };
  return {
    queries: [],
    confidence: 'byService',
    nothing: 'No proxy on either side of this edge makes spans that the tracing backend knows.',
  };
}

/** ztunnel makes no spans; a waypoint names both ends, and a server's sidecar begins a trace of its own. */
function planWaypoint(
  source: TraceEnd,
  target: TraceEnd,
  facts: TraceFacts,
  options: PlanOptions,
): TracePlan {
  const waypoints = tracedNames(
    facts.workloads.filter(({ proxy }) => proxy === 'waypoint'),
    options.known,
    options.naming,
  );
  const pairs = source.workloads.flatMap((from) =>
    target.workloads.map((to) => ({
      'istio.source_workload': from.name,
      'istio.source_namespace': from.namespace,
      'istio.destination_workload': to.name,
      'istio.destination_namespace': to.namespace,
    })),
  );
  const queries = waypoints.flatMap((service) => pairs.map((tags) => ({ service, tags })));
  return queries.length > 0 && queries.length <= MOST_QUERIES
    ? { queries, confidence: 'exact' }
    : planServer(source, target, options);
}

function planNode(target: TraceEnd, options: PlanOptions): TracePlan {
  const queries = namesWithRevisions(target, speakingOf(target), options).slice(0, MOST_QUERIES);
  return queries.length > 0
    ? { queries, confidence: 'byParentChild' }
    : {
        queries: [],
        confidence: 'byService',
        nothing: 'No proxy of it makes spans that the tracing backend knows.',
      };
}
