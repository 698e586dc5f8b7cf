import { eachInSteps, finish, mapInSteps, type Steps } from '../steps/steps';
import { compareText } from '../mesh/compare-text';
import { joinKey } from '../mesh/join-key';
import type { DeclaredCall } from '../mtls/declared-call';
import { describeCall, type CallQuestion } from '../mtls/describe-call';
import { judgeService } from '../mtls/judge-service';
import { judgeWorkload, proxyOf } from '../mtls/judge-workload';
import { indexMtls, type MtlsContext } from '../mtls/mtls-context';
import { combineDecisions } from '../mtls/mtls-mode';
import type { MtlsWorkload } from '../mtls/mtls-workload';
import type { ClusterFacts, PodWorkload } from './cluster-facts';
import type { FactsIndex } from './match-facts';
import type { GraphEdge, GraphNode, MeshGraph, NodeSecurity } from './mesh-graph';

/**
 * Adds what is declared of mutual TLS: to each node what it accepts, to each edge what its two sides come to. Both stay
 * absent where the cluster declares nothing of them: of hosts outside, callers nobody knows, other clusters.
 */
export function withDeclaredSecurity(...asked: Parameters<typeof withDeclaredSecurityInSteps>): MeshGraph {
  return finish(withDeclaredSecurityInSteps(...asked));
}

/** The same, so that something else may run in between. */
export function* withDeclaredSecurityInSteps(
  graph: MeshGraph,
  { mtls }: ClusterFacts,
  index: FactsIndex,
): Steps<MeshGraph> {
  if (mtls === undefined) return graph;
  const context = indexMtls(mtls);
  yield;
  const behind = new Map<string, readonly MtlsWorkload[]>();
  yield* eachInSteps(
    graph.nodes,
    (node) => behind.set(node.id, workloadsBehind(node, context, index)),
    STRIDE,
  );
  const nodes = yield* mapInSteps(
    graph.nodes,
    (node) => {
      const security = judgeNode(node, behind.get(node.id) ?? [], context);
      return security === undefined ? node : { ...node, security };
    },
    STRIDE,
  );
  return { nodes, edges: yield* withCalls(graph, behind, context) };
}

/** Nodes, or edges, that are judged at a stretch. */
const STRIDE = 40;

function workloadsBehind(node: GraphNode, context: MtlsContext, index: FactsIndex): readonly MtlsWorkload[] {
  const find = ({ namespace, name }: PodWorkload) => context.workloadAt(namespace, name) ?? [];
  return (node.service === undefined ? index.runningOf(node) : index.servedBy(node)).flatMap(find);
}

function judgeNode(
  { service: name, namespace }: GraphNode,
  workloads: readonly MtlsWorkload[],
  { index, servicesIn, servicesOf }: MtlsContext,
): NodeSecurity | undefined {
  const service = servicesIn(namespace ?? '').find((one) => one.name === name);
  if (service !== undefined) {
    const { mode, decidedBy, proxy } = judgeService(index, service, workloads);
    return workloads.length === 0 ? undefined : { mode, proxy, reason: decidedBy.reason };
  }
  const decided = combineDecisions(workloads.map((one) => judgeWorkload(index, one, servicesOf(one))));
  if (decided === undefined) return undefined;
  const proxy = proxyOf(workloads.flatMap(({ shapes }) => shapes));
  return { mode: decided.mode, proxy, reason: decided.decidedBy.reason };
}

/** What stands on the caller's side of a service that is drawn between is another edge's matter. */
function* withCalls(
  { nodes, edges }: MeshGraph,
  behind: ReadonlyMap<string, readonly MtlsWorkload[]>,
  context: MtlsContext,
): Steps<GraphEdge[]> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const describeOnce = rememberCalls(context);
  return yield* mapInSteps(edges, describe, STRIDE);

  function describe(edge: GraphEdge): GraphEdge {
    const caller = byId.get(edge.source);
    const isService = caller?.service !== undefined && caller.flags.includes('injectedService');
    const clients = behind.get(edge.source) ?? [];
    if (caller === undefined || isService || clients.length === 0) return edge;
    const { destination, waypoint } = edge.reportedBy;
    const declared = describeOnce({
      caller,
      clients,
      servers: behind.get(edge.target) ?? [],
      call: {
        protocol: edge.protocol,
        seenByServer: destination !== undefined || waypoint !== undefined,
      },
      hosts: new Set(edge.responses.map(({ host }) => host)),
    });
    return declared === undefined ? edge : { ...edge, declared };
  }
}

/** What was found out of calls, by what is declared: that changes seldom, and the same calls come with each refresh. */
const knownCalls = new WeakMap<MtlsContext, Map<string, DeclaredCall | undefined>>();
/** Bound on calls remembered; with more of them all are forgotten. */
const MOST_CALLS = 50_000;

function rememberCalls(context: MtlsContext): (question: CallQuestion) => DeclaredCall | undefined {
  const known = knownCalls.get(context) ?? new Map<string, DeclaredCall | undefined>();
  knownCalls.set(context, known);
  return (question) => {
    const key = questionKey(question);
    const remembered = known.get(key);
    if (remembered !== undefined || known.has(key)) return remembered;
    const found = describeCall(context, question);
    if (known.size >= MOST_CALLS) known.clear();
    known.set(key, found);
    return found;
  };
}

/** All that a question names; workloads go by their names, of which what is declared holds one each. */
function questionKey({ caller, clients, servers, call, hosts }: CallQuestion): string {
  const { protocol, seenByServer } = call;
  return joinKey(
    caller.cluster,
    caller.namespace,
    caller.name,
    protocol,
    String(seenByServer),
    listNames(clients),
    listNames(servers),
    ...[...hosts].sort(compareText),
  );
}

function listNames(workloads: readonly MtlsWorkload[]): string {
  return joinKey(...workloads.flatMap(({ namespace, name }) => [namespace, name]));
}
