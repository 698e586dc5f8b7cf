import type { FindEdge, FindGraph, FindNode } from './find-graph';

/** What a question about one element needs to know of the whole graph. Costs nothing until it is asked. */
export interface FindContext {
  nodeOf(id: string): FindNode | undefined;
  /** All that the edge's source sends over the edge's protocol, in the edge's unit per second. */
  sentBySource(edge: FindEdge): number;
  /** Whether gRPC is counted in messages. */
  countsMessages(): boolean;
  /** 1 for the nodes with most edges coming in, 2 for the next, and so on. */
  rankOf(node: FindNode): number;
}

export function createFindContext({ nodes, edges }: FindGraph): FindContext {
  const nodeById = remember(() => new Map(nodes.map((node) => [node.id, node])));
  const sent = remember(() => {
    const sums = new Map<string, number>();
    for (const edge of edges) sums.set(flowKey(edge), (sums.get(flowKey(edge)) ?? 0) + edge.rate);
    return sums;
  });
  const messages = remember(() => edges.some(({ unit }) => unit === 'messages'));
  const ranks = remember(() => rankByInboundEdges(nodes, edges));
  return {
    nodeOf: (id) => nodeById().get(id),
    sentBySource: (edge) => sent().get(flowKey(edge)) ?? 0,
    countsMessages: messages,
    rankOf: ({ id }) => ranks().get(id) ?? Number.NaN,
  };
}

function flowKey({ source, protocol, unit }: FindEdge): string {
  return `${protocol} ${unit} ${source}`;
}

function rankByInboundEdges(nodes: readonly FindNode[], edges: readonly FindEdge[]): Map<string, number> {
  const inbound = new Map(nodes.map(({ id }) => [id, 0]));
  for (const { target } of edges) {
    const count = inbound.get(target);
    if (count !== undefined) inbound.set(target, count + 1);
  }
  const counts = [...new Set(inbound.values())].toSorted((a, b) => b - a);
  const rankOfCount = new Map(counts.map((count, index) => [count, index + 1]));
  return new Map([...inbound].map(([id, count]) => [id, rankOfCount.get(count) ?? counts.length]));
}

function remember<T>(compute: () => T): () => T {
  let known: { value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
}
