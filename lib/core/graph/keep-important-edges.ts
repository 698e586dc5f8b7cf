import { compareText } from '../mesh/compare-text';
import type { GraphEdge } from './mesh-graph';
import { edgeNeedsPerson } from './needs-person';

export interface ImportantEdges {
  /** In the order they had. */
  readonly edges: GraphEdge[];
  /** How many were left out. */
  readonly hidden: number;
}

export interface EdgesOfInterest {
  /** Ids of nodes, whose edges all stay, and of edges. */
  readonly wanted?: ReadonlySet<string>;
  /** Ids of the edges that were kept last time: they weigh twice, lest those that are nearly alike take turns. */
  readonly keptBefore?: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();
const KEPT_WEIGHS = 2;

/**
 * At most `most` edges, those with the most traffic. What needs a person is never left out, even if it alone is more,
 * nor is what is wanted, nor the busiest edge of each node: nobody shall look unconnected who is not.
 */
export function keepImportantEdges(
  edges: GraphEdge[],
  most: number,
  { wanted = none, keptBefore = none }: EdgesOfInterest = {},
): ImportantEdges {
  if (edges.length <= most) return { edges, hidden: 0 };
  const isWanted = ({ id, source, target }: GraphEdge) =>
    wanted.has(id) || wanted.has(source) || wanted.has(target);
  const kept = new Set(edges.filter((edge) => edgeNeedsPerson(edge) || isWanted(edge)));
  const busiestFirst = edges
    .map((edge) => ({ edge, weight: weighTraffic(edge) * (keptBefore.has(edge.id) ? KEPT_WEIGHS : 1) }))
    .sort((a, b) => b.weight - a.weight || compareText(a.edge.id, b.edge.id))
    .map(({ edge }) => edge);
  const connected = new Set<string>();
  for (const edge of busiestFirst) {
    if (connected.has(edge.source) && connected.has(edge.target)) continue;
    kept.add(edge);
    connected.add(edge.source).add(edge.target);
  }
  for (const edge of busiestFirst) {
    if (kept.size >= most) break;
    kept.add(edge);
  }
  return { edges: edges.filter((edge) => kept.has(edge)), hidden: edges.length - kept.size };
}

/** Requests per second, and a thousand bytes per second for one of them. */
function weighTraffic({ protocol, rate }: GraphEdge): number {
  const weight = protocol === 'tcp' ? rate / 1_000 : rate;
  return Number.isFinite(weight) ? weight : 0;
}
