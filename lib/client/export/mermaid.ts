import type { GraphAnswer, HealthStatus } from '@/lib/contracts/graph';
import { drawParts, type DrawnNode } from './draw-parts';

/** How Mermaid writes a shape around a label. */
const SHAPES: Readonly<Record<DrawnNode['node']['kind'], readonly [open: string, close: string]>> = {
  app: ['(', ')'],
  workload: ['((', '))'],
  service: ['{{', '}}'],
  external: ['[/', '/]'],
  unknown: ['{', '}'],
  aggregate: ['[[', ']]'],
  hidden: ['{', '}'],
};

const CLASSES: Readonly<Partial<Record<HealthStatus, string>>> = {
  degraded: 'stroke:#985600,stroke-width:3px',
  failing: 'stroke:#c0222c,stroke-width:4px',
  notReady: 'stroke:#985600,stroke-width:3px',
};

/**
 * The graph as a Mermaid flowchart with a subgraph for each namespace. Labels are text whatever they hold: every
 * character that might mean something to Mermaid is written as a character code.
 */
export function writeMermaid(graph: Pick<GraphAnswer, 'nodes' | 'edges'>): string {
  const { groups, edges } = drawParts(graph);
  const lines = ['flowchart LR'];
  for (const [index, { name, nodes }] of groups.entries()) {
    const drawn = nodes.map(drawNode);
    if (name === '') lines.push(...drawn.map((line) => `  ${line}`));
    else lines.push(`  subgraph g${index}["${quote(name)}"]`, ...drawn.map((line) => `    ${line}`), '  end');
  }
  for (const { source, target, label, edge } of edges) {
    const arrow = edge.protocol === 'tcp' ? '-.->' : '-->';
    lines.push(`  ${source} ${arrow}|"${quote(label)}"| ${target}`);
  }
  const all = groups.flatMap(({ nodes }) => nodes);
  for (const [health, style] of Object.entries(CLASSES)) {
    const ids = all.filter(({ node }) => node.health.status === health).map(({ id }) => id);
    if (ids.length > 0) lines.push(`  classDef ${health} ${style}`, `  class ${ids.join(',')} ${health}`);
  }
  return `${lines.join('\n')}\n`;
}

function drawNode({ id, node, label }: DrawnNode): string {
  const [open, close] = SHAPES[node.kind];
  return `${id}${open}"${quote(label)}"${close}`;
}

/** `#35;` for whatever is no letter, digit, space or harmless sign; an empty label would be a syntax error. */
function quote(label: string): string {
  const text = label.toWellFormed().replaceAll(/[^\p{L}\p{N} ._,/-]/gu, encode);
  return text.trim() === '' ? '#32;' : text;
}

function encode(character: string): string {
  return `#${character.codePointAt(0) ?? 0};`;
}
