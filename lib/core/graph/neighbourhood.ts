/** How far a focus reaches from its middle, in calls: up to callers, and down to what is called. */
export interface Reach {
  readonly up: number;
  readonly down: number;
}

interface Ends {
  readonly source: string;
  readonly target: string;
}

interface Arrows<Edge extends Ends> {
  readonly edges: readonly Edge[];
}

/**
 * Everybody at most so many calls above or below these nodes, themselves included. Upwards only callers are followed,
 * downwards only what is called: a sibling that shares a caller is no neighbour.
 */
export function neighbourhood(
  graph: Arrows<Ends>,
  middle: readonly string[],
  { up, down }: Reach,
): Set<string> {
  const callers = new Map<string, string[]>();
  const called = new Map<string, string[]>();
  for (const { source, target } of graph.edges) {
    add(called, source, target);
    add(callers, target, source);
  }
  return new Set([...walk(middle, callers, up), ...walk(middle, called, down)]);
}

/** Everybody whose calls reach one of these nodes, over however many others: who notices when it fails. */
export function blastRadius(graph: Arrows<Ends>, middle: readonly string[]): Set<string> {
  return neighbourhood(graph, middle, { up: Infinity, down: 0 });
}

/**
 * Everybody on a way from one node to another along the calls, and the edges of those ways. Where none leads there, the
 * ways back; empty where neither calls the other in any way.
 */
export function waysBetween<Edge extends Ends>(
  graph: Arrows<Edge>,
  from: readonly string[],
  to: readonly string[],
): { nodes: Set<string>; edges: Edge[]; reversed: boolean } {
  const there = onTheWay(graph, from, to);
  if (there.size > 0) return { nodes: there, edges: within(graph.edges, there), reversed: false };
  const back = onTheWay(graph, to, from);
  return { nodes: back, edges: within(graph.edges, back), reversed: back.size > 0 };
}

/** The part of a graph that these nodes form. */
export function subgraph<Node extends { readonly id: string }, Edge extends Ends>(
  { nodes, edges }: { readonly nodes: readonly Node[]; readonly edges: readonly Edge[] },
  kept: ReadonlySet<string>,
): { nodes: Node[]; edges: Edge[] } {
  return { nodes: nodes.filter(({ id }) => kept.has(id)), edges: within(edges, kept) };
}

function onTheWay(graph: Arrows<Ends>, from: readonly string[], to: readonly string[]): Set<string> {
  const below = neighbourhood(graph, from, { up: 0, down: Infinity });
  const above = neighbourhood(graph, to, { up: Infinity, down: 0 });
  return new Set([...below].filter((id) => above.has(id)));
}

function within<Edge extends Ends>(edges: readonly Edge[], kept: ReadonlySet<string>): Edge[] {
  return edges.filter(({ source, target }) => kept.has(source) && kept.has(target));
}

function walk(
  from: readonly string[],
  next: ReadonlyMap<string, readonly string[]>,
  most: number,
): Set<string> {
  const seen = new Set(from);
  let front: readonly string[] = [...seen];
  for (let step = 0; step < most && front.length > 0; step += 1) {
    front = front.flatMap((id) => next.get(id) ?? []).filter((id) => !seen.has(id) && seen.add(id));
  }
  return seen;
}

function add(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
