import type { GraphAnswer, GraphEdge, GraphNode } from '@/lib/contracts/graph';
import { sumRates, type Rates } from './sum-rates';

/** A graph in the form in which bundles name nodes, edges and rates. */
export interface PrintedGraph {
  readonly nodes: readonly { readonly key: string; readonly rates: Rates }[];
  readonly edges: readonly PrintedEdge[];
}

export interface PrintedEdge {
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  readonly rates: Rates;
  /** Percent of the edge by code, then by flags and by host. */
  readonly responses: Record<string, { flags?: Record<string, string>; hosts?: Record<string, string> }>;
}

/** Names in that form are `unknown` where it has nothing to say of a node, and empty where the kind has no such name. */
export function printKey(node: GraphNode): string {
  const { cluster = 'unknown', namespace = 'unknown' } = node;
  if (node.kind === 'unknown') return `unknown|${cluster}|${namespace}||unknown|unknown|unknown`;
  if (node.kind === 'service' || node.kind === 'external') {
    // Traffic past the mesh belongs to nobody there; here it stands beside its callers.
    const isNowhere = node.flags.includes('passthrough') || node.flags.includes('blackHole');
    const place = isNowhere ? 'unknown|unknown' : `${cluster}|${namespace}`;
    return `service|${place}|${node.service ?? 'unknown'}|||`;
  }
  const { app = '', workload = '', version = '' } = node;
  return `${node.kind}|${cluster}|${namespace}||${app}|${workload}|${version}`;
}

/** The boxes around several versions of one app, which that form counts among the nodes. They have no rates. */
function printBoxes(nodes: readonly GraphNode[]): string[] {
  const apps = nodes.filter(({ kind, app }) => kind === 'app' && app !== undefined);
  return apps
    .map(({ cluster = 'unknown', namespace = 'unknown', app }) => `box|${cluster}|${namespace}||${app}||`)
    .filter((box, index, boxes) => boxes.indexOf(box) < index);
}

/** Prints a graph. Nodes that have one name there are one node. */
export function printGraph({ nodes, edges, rates }: GraphAnswer): PrintedGraph {
  const keys = new Map(nodes.map((node) => [node.id, printKey(node)]));
  const keyOf = (id: string) => keys.get(id) ?? id;
  const joined = joinEdges(edges.filter(isDrawn), keyOf);
  return {
    nodes: [...new Set([...printBoxes(nodes), ...keys.values()])].sort().map((key) => ({
      key,
      rates: sumRates(
        joined.filter(({ to }) => to === key).map(({ edge }) => edge),
        joined.filter(({ from }) => from === key).map(({ edge }) => edge),
      ),
    })),
    edges: joined.map(({ from, to, edge }) => ({
      from,
      to,
      protocol: edge.protocol,
      rates: edgeRates(
        edge,
        joined.filter((other) => other.from === from && other.edge.protocol === edge.protocol),
      ),
      responses: printResponses(edge, to),
    })),
  };

  /** That form shows bytes of the directions asked for, and no connections without bytes. */
  function isDrawn({ protocol }: GraphEdge): boolean {
    return rates[protocol] !== 'none';
  }
}

interface JoinedEdge {
  readonly from: string;
  readonly to: string;
  readonly edge: GraphEdge;
}

function joinEdges(edges: readonly GraphEdge[], keyOf: (id: string) => string): JoinedEdge[] {
  const joined = new Map<string, JoinedEdge>();
  for (const edge of edges) {
    const [from, to] = [keyOf(edge.source), keyOf(edge.target)];
    const key = `${from} ${to} ${edge.protocol}`;
    const known = joined.get(key);
    const sum =
      known === undefined
        ? edge
        : {
            ...edge,
            rate: edge.rate + known.edge.rate,
            responses: [...known.edge.responses, ...edge.responses],
          };
    joined.set(key, { from, to, edge: sum });
  }
  return [...joined.values()];
}

function edgeRates(edge: GraphEdge, siblings: readonly JoinedEdge[]): Rates {
  const { protocol, rate } = edge;
  const inbound = sumRates([edge], []);
  const rates: Rates = Object.fromEntries(
    Object.entries(inbound).map(([name, value]) => [name.replace(`${protocol}In`, protocol), value]),
  );
  if (protocol === 'tcp') return rates;
  const { [protocol]: _total, ...failures } = rates;
  const failed = Object.entries(failures)
    .filter(([name]) => !name.endsWith('3xx'))
    .reduce((sum, [, value]) => sum + value, 0);
  if (rate > 0 && failed > 0) rates[`${protocol}PercentErr`] = percent(failed / rate);
  const out = siblings.reduce((sum, sibling) => sum + sibling.edge.rate, 0);
  if (rate > 0 && out > 0) rates[`${protocol}PercentReq`] = percent(rate / out);
  return rates;
}

function printResponses({ responses, rate, unit }: GraphEdge, to: string): PrintedEdge['responses'] {
  const isToNobody = to.endsWith('|unknown|||');
  const printed: Record<string, { flags: Record<string, number>; hosts: Record<string, number> }> = {};
  for (const response of responses) {
    const code = unit === 'requests' ? response.code : '-';
    const known = (printed[code] ??= { flags: {}, hosts: {} });
    if (unit !== 'messages') known.flags[response.flags] = (known.flags[response.flags] ?? 0) + response.rate;
    // A call that reached somebody without naming a host has none there.
    if (response.host !== 'unknown' || isToNobody)
      known.hosts[response.host] = (known.hosts[response.host] ?? 0) + response.rate;
  }
  const shares = (rates: Record<string, number>) =>
    Object.fromEntries(
      Object.entries(rates).map(([name, value]) => [name, percent(rate > 0 ? value / rate : 0).toFixed(1)]),
    );
  return Object.fromEntries(
    Object.entries(printed).map(([code, { flags, hosts }]) => [
      code,
      {
        ...(Object.keys(flags).length > 0 ? { flags: shares(flags) } : {}),
        ...(Object.keys(hosts).length > 0 ? { hosts: shares(hosts) } : {}),
      },
    ]),
  );
}

function percent(share: number): number {
  return Number((share * 100).toFixed(1));
}
