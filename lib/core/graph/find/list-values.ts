import type { FindContext } from './find-context';
import { createFindContext } from './find-context';
import type { FindGraph } from './find-graph';
import type { TextOperand } from './operand';

/** A value that occurs in the graph, and on how many elements. */
export interface ListedValue {
  readonly value: string;
  readonly nodes: number;
  readonly edges: number;
}

/** The values of an operand, in alphabetical order; those that no element has come with zeros. */
export function listValues(operand: TextOperand, { nodes, edges }: FindGraph): ListedValue[] {
  const context = createFindContext({ nodes, edges });
  const onNodes = operand.node ? countValues(nodes, operand.node, context) : new Map<string, number>();
  const onEdges = operand.edge ? countValues(edges, operand.edge, context) : new Map<string, number>();
  return [...new Set([...(operand.values ?? []), ...onNodes.keys(), ...onEdges.keys()])]
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((value) => ({ value, nodes: onNodes.get(value) ?? 0, edges: onEdges.get(value) ?? 0 }));
}

function countValues<Element>(
  elements: readonly Element[],
  read: (element: Element, context: FindContext) => readonly string[] | undefined,
  context: FindContext,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const element of elements) {
    for (const value of new Set(read(element, context))) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
