import type { GraphElements, NodeElement } from '../elements';

/** Follows the name of a node that the viewer put somewhere. */
export const pinSign = '⚲';

/** The same elements with a sign at those that are pinned. */
export function withPins(elements: GraphElements, pinned: ReadonlySet<string>): GraphElements {
  if (pinned.size === 0) return elements;
  return { ...elements, nodes: elements.nodes.map((node) => (pinned.has(node.id) ? withPin(node) : node)) };
}

function withPin(node: NodeElement): NodeElement {
  const mark = (label: string) => label.replace(/$/m, ` ${pinSign}`);
  return { ...node, label: mark(node.label), farLabel: mark(node.farLabel) };
}
