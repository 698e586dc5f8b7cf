import type { GraphAnswer, HealthStatus } from '@/lib/contracts/graph';
import { drawParts, type DrawnNode } from './draw-parts';

const SHAPES: Readonly<Record<DrawnNode['node']['kind'], string>> = {
  app: 'box',
  workload: 'ellipse',
  service: 'hexagon',
  external: 'parallelogram',
  unknown: 'diamond',
  aggregate: 'doubleoctagon',
  hidden: 'diamond',
};

const COLOURS: Readonly<Record<HealthStatus, string>> = {
  healthy: '#546c81',
  unknown: '#7440b5',
  degraded: '#985600',
  notReady: '#985600',
  failing: '#c0222c',
};

/** The graph for Graphviz, with a cluster for each namespace. Names are quoted text, never markup or escapes. */
export function writeDot(graph: Pick<GraphAnswer, 'nodes' | 'edges'>): string {
  const { groups, edges } = drawParts(graph);
  const lines = [
    'digraph telltale {',
    '  rankdir=LR;',
    '  node [fontname="Helvetica,Arial,sans-serif", fontsize=11, style=rounded];',
    '  edge [fontname="Helvetica,Arial,sans-serif", fontsize=9];',
  ];
  for (const [index, { name, nodes }] of groups.entries()) {
    const drawn = nodes.map(drawNode);
    if (name === '') lines.push(...drawn.map((line) => `  ${line}`));
    else {
      const inner = [`label=${quote(name)};`, 'style=rounded;', ...drawn].map((line) => `    ${line}`);
      lines.push(`  subgraph cluster_${index} {`, ...inner, '  }');
    }
  }
  for (const { source, target, label, edge } of edges) {
    const style = edge.protocol === 'tcp' ? ', style=dashed' : '';
    const colour = COLOURS[edge.health.status === 'unknown' ? 'healthy' : edge.health.status];
    lines.push(`  ${source} -> ${target} [label=${quote(label)}, color="${colour}"${style}];`);
  }
  lines.push('}');
  return `${lines.join('\n')}\n`;
}

function drawNode({ id, node, label }: DrawnNode): string {
  return `${id} [label=${quote(label)}, shape=${SHAPES[node.kind]}, color="${COLOURS[node.health.status]}"];`;
}

/** Graphviz reads `\N` and the like as escapes and `&lt;` as a character, also inside quotes. */
function quote(label: string): string {
  const text = label
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll(/[\r\n]+/g, ' ');
  return `"${text}"`;
}
