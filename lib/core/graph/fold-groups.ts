import { compareText } from '../mesh/compare-text';
import { conclude } from '../health/conclude';
import { boxesOf, type Box, type NamedBox } from './boxes';
import { groupBy } from '../mesh/group-by';
import { mergeEdgesInSteps } from './merge-edges';
import type {
  AppliedConfig,
  GraphEdge,
  GraphNode,
  MeshGraph,
  NodeFlag,
  NodeIdentity,
  NodeSecurity,
  NodeTraffic,
} from './mesh-graph';
import { finish, mapInSteps, type Steps } from '../steps/steps';
import { definedOnly, nodeId } from './node-identity';
import { noTraffic, sumTraffic } from './sum-traffic';

/** What became one node. */
export interface FoldedGroup extends NamedBox {
  /** Ids of the nodes inside, sorted. */
  readonly members: readonly string[];
  /** Ids of the edges that both start and end inside, sorted. */
  readonly innerEdges: readonly string[];
  /** What flows inside, and is therefore on no edge. */
  readonly inner: {
    readonly requests: number;
    readonly errors: number;
    readonly messages: number;
    readonly bytes: number;
  };
}

export interface FoldedGraph extends MeshGraph {
  /** By the id of the node that stands for the group. */
  readonly groups: ReadonlyMap<string, FoldedGroup>;
  /** By the id of each drawn edge that stands for several, or whose end was folded: the edges it stands for. */
  readonly mergedEdges: ReadonlyMap<string, readonly string[]>;
}

/** A single node is no smaller when it is folded. */
const FEWEST_MEMBERS = 2;

/**
 * Folds boxes to one node each: of several boxes in each other the outermost. Outer edges of a folded box that lead to
 * the same place by the same protocol become one, whose numbers are their sums; no request is lost, and inner traffic
 * is told by the group. Health is the worst inside, with the reasons of all. With nothing folded the graph is the very
 * same. Independent of the order of nodes and edges.
 */
export function foldGroups(graph: MeshGraph, isFolded: (box: NamedBox) => boolean): FoldedGraph {
  return finish(foldGroupsInSteps(graph, isFolded));
}

/** The same, so that something else may run in between. */
export function* foldGroupsInSteps(
  graph: MeshGraph,
  isFolded: (box: NamedBox) => boolean,
): Steps<FoldedGraph> {
  const found = findGroups(graph.nodes, isFolded);
  if (found.size === 0) return { ...graph, groups: new Map(), mergedEdges: new Map() };
  const groupOf = new Map<string, string>();
  for (const [id, { members }] of found) for (const node of members) groupOf.set(node.id, id);

  const inside = new Map<string, GraphEdge[]>();
  const outside: GraphEdge[] = [];
  for (const edge of graph.edges) {
    const from = groupOf.get(edge.source);
    const to = groupOf.get(edge.target);
    if (from === undefined || from !== to) outside.push(edge);
    else {
      const inner = inside.get(from);
      if (inner === undefined) inside.set(from, [edge]);
      else inner.push(edge);
    }
  }
  yield;
  const { edges, mergedEdges } = yield* mergeEdgesInSteps(outside, groupOf);
  const totals = sumTraffic(edges);
  yield;
  const calls = edges.filter(({ source, target }) => source !== target);
  const callers = new Set(calls.map(({ source }) => source));
  const called = new Set(calls.map(({ target }) => target));
  const groups = new Map<string, FoldedGroup>();
  const folded = yield* mapInSteps(found, ([id, { named, members }]) => {
    const innerEdges = (inside.get(id) ?? []).toSorted((a, b) => compareText(a.id, b.id));
    groups.set(id, {
      ...named,
      members: members.map((member) => member.id),
      innerEdges: innerEdges.map((edge) => edge.id),
      inner: sumInner(innerEdges),
    });
    const isRoot = callers.has(id) && !called.has(id);
    return foldNode(id, named.box, members, totals.get(id) ?? noTraffic(), isRoot);
  });
  const left = graph.nodes.filter(({ id }) => !groupOf.has(id));
  return {
    nodes: [...left, ...folded].toSorted((a, b) => compareText(a.id, b.id)),
    edges,
    groups,
    mergedEdges,
  };
}

interface FoundGroup {
  named: NamedBox;
  /** Sorted by id. */
  members: GraphNode[];
}

function findGroups(
  nodes: readonly GraphNode[],
  isFolded: (box: NamedBox) => boolean,
): ReadonlyMap<string, FoundGroup> {
  const place = boxesOf(nodes);
  const byBox = new Map<string, FoundGroup>();
  for (const node of nodes) {
    const named = place(node).find((box) => isFolded(box));
    if (named === undefined) continue;
    const group = byBox.get(named.id);
    if (group === undefined) byBox.set(named.id, { named, members: [node] });
    else group.members.push(node);
  }
  const found = [...byBox.values()]
    .filter(({ members }) => members.length >= FEWEST_MEMBERS)
    .map((group) => [nodeId(groupIdentity(group.named.box)), group] as const)
    .sort(([a], [b]) => compareText(a, b));
  for (const [, { members }] of found) members.sort((a, b) => compareText(a.id, b.id));
  return new Map(found);
}

/** What the node that stands for a box is. */
export function groupIdentity(box: Box): NodeIdentity {
  if (box.kind === 'cluster') return { kind: 'aggregate', cluster: box.cluster };
  const { cluster, namespace } = box;
  return definedOnly({
    kind: 'aggregate',
    cluster,
    namespace,
    app: box.kind === 'app' ? box.app : undefined,
  });
}

function foldNode(
  id: string,
  box: Box,
  members: readonly GraphNode[],
  traffic: NodeTraffic,
  isRoot: boolean,
): GraphNode {
  const config = unionConfig(members);
  const security = unionSecurity(members);
  return {
    ...groupIdentity(box),
    id,
    traffic,
    flags: unionFlags(members, isRoot),
    health: conclude(
      members.map(({ health, ...node }) => ({
        status: health.status,
        ...(health.reasons.length === 0 ? {} : { reason: `${nameOf(node)}: ${health.reasons.join(' ')}` }),
      })),
    ),
    ...(config === undefined ? {} : { config }),
    ...(security === undefined ? {} : { security }),
  };
}

function nameOf({ app, workload, service, version }: Omit<NodeIdentity, 'kind'>): string {
  return [service ?? app ?? workload ?? 'unknown', service === undefined ? version : undefined]
    .filter(Boolean)
    .join(' ');
}

/** True of the group only when it is true of all inside. */
const OF_ALL: ReadonlySet<NodeFlag> = new Set(['idle', 'outside', 'ambient']);
/** Said of a single node, or found out anew. */
const OF_ONE: ReadonlySet<NodeFlag> = new Set(['root', 'injectedService']);

function unionFlags(members: readonly GraphNode[], isRoot: boolean): NodeFlag[] {
  const counts = new Map<NodeFlag, number>();
  for (const { flags } of members) {
    for (const flag of new Set(flags)) counts.set(flag, (counts.get(flag) ?? 0) + 1);
  }
  const flags = [...counts]
    .filter(([flag, count]) => !OF_ONE.has(flag) && (!OF_ALL.has(flag) || count === members.length))
    .map(([flag]) => flag);
  if (isRoot) flags.push('root');
  return flags.sort(compareText);
}

function unionConfig(members: readonly GraphNode[]): AppliedConfig[] | undefined {
  if (members.every(({ config }) => config === undefined)) return undefined;
  const byName = new Map<string, AppliedConfig>();
  for (const applied of members.flatMap(({ config = [] }) => config)) {
    const key = JSON.stringify([applied.kind, applied.namespace, applied.name]);
    if (!byName.has(key)) byName.set(key, applied);
  }
  return [...byName].toSorted(([a], [b]) => compareText(a, b)).map(([, applied]) => applied);
}

/** What all inside accept, as far as it is declared: how many accept what, where they differ. */
function unionSecurity(members: readonly GraphNode[]): NodeSecurity | undefined {
  const known = members.flatMap(({ security }) => security ?? []);
  const [first] = known;
  if (first === undefined) return undefined;
  const counts = groupBy(known, ({ mode }) => mode);
  const told = [...counts].map(([mode, all]) => `${all.length} ${mode}`).sort(compareText);
  const isOne = counts.size === 1;
  return {
    mode: isOne ? first.mode : 'MIXED',
    proxy: known.every(({ proxy }) => proxy === first.proxy) ? first.proxy : 'mixed',
    reason: isOne ? `All ${known.length} inside are ${first.mode}.` : `Inside are ${told.join(', ')}.`,
  };
}

function sumInner(edges: readonly GraphEdge[]): FoldedGroup['inner'] {
  const inner = { requests: 0, errors: 0, messages: 0, bytes: 0 };
  for (const { unit, rate, errorRate } of edges) {
    inner[unit] += rate;
    if (unit === 'requests') inner.errors += errorRate;
  }
  return inner;
}
