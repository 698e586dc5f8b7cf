import type { GraphAnswer, GraphEdge, GraphNode } from '@/lib/contracts/graph';
import { nameNodeFully } from './node-words';
import { makeVisible } from './visible-text';

/** Somebody whose requests can be looked for. */
export interface TraceChoice {
  readonly value: string;
  readonly label: string;
}

type Graph = Pick<GraphAnswer, 'nodes' | 'edges'>;

/** Who answers requests that proxies trace, by name. */
export function listCallees({ nodes, edges }: Graph): TraceChoice[] {
  const called = new Set(edges.filter(isTraced).map(({ target }) => target));
  return listChoices(nodes.filter(({ id }) => called.has(id)));
}

/** Who calls a node, by name. */
export function listCallers({ nodes, edges }: Graph, target: string): TraceChoice[] {
  const calling = new Set(
    edges.filter((edge) => isTraced(edge) && edge.target === target).map((edge) => edge.source),
  );
  return listChoices(nodes.filter(({ id }) => calling.has(id)));
}

/** With what a link names, though the graph does not know it now: it could not be taken away otherwise. */
export function withChosen(choices: readonly TraceChoice[], chosen: string | null): readonly TraceChoice[] {
  if (chosen === null || choices.some(({ value }) => value === chosen)) return choices;
  const names = chosen
    .split('|')
    .slice(2)
    .filter((part) => part !== '');
  return [...choices, { value: chosen, label: `${makeVisible(names.join(' '))} (not in the graph now)` }];
}

/** A call that is worth a look. */
export interface SuggestedEdge {
  readonly source: string;
  readonly target: string;
  readonly label: string;
  readonly reason: string;
  /** Whether some of its requests failed or were denied; else it is slow. */
  readonly hasErrors: boolean;
}

const MOST_SUGGESTED = 8;

/** What fails or is slow, the worst first. */
export function suggestEdges({ nodes, edges }: Graph): SuggestedEdge[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const rank = ({ health }: GraphEdge) => (health.status === 'failing' ? 0 : 1);
  return edges
    .filter(
      (edge) => isTraced(edge) && (edge.health.status === 'failing' || edge.health.status === 'degraded'),
    )
    .toSorted((a, b) => rank(a) - rank(b) || b.errorRate - a.errorRate)
    .slice(0, MOST_SUGGESTED)
    .flatMap(({ source, target, health, errorRate, responses }) => {
      const [from, to] = [byId.get(source), byId.get(target)];
      if (from === undefined || to === undefined) return [];
      const label = `${nameNodeFully(from)} → ${nameNodeFully(to)}`;
      const hasErrors = errorRate > 0 || responses.some(({ code }) => code === '403');
      return [{ source, target, label, reason: health.reasons[0] ?? '', hasErrors }];
    });
}

function listChoices(nodes: readonly GraphNode[]): TraceChoice[] {
  return nodes
    .map((node) => ({ value: node.id, label: nameNodeFully(node) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en'));
}

/** Proxies know no requests in TCP connections. */
function isTraced({ protocol }: GraphEdge): boolean {
  return protocol !== 'tcp';
}
