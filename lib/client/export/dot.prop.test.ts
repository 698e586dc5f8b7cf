import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameNode } from '../node-words';
import { sampleAnswer, sampleEdge, sampleNode } from '../sample-answer';
import { writeDot } from './dot';
import { hostileGraph } from './export-arbitraries';

/** Words, quoted strings and signs, as Graphviz reads them: inside quotes only a backslash protects a quote. */
function readTokens(text: string): string[] {
  const tokens = text.match(/"(?:\\[\s\S]|[^"\\])*"|->|[\w.]+|[[\]{};,=-]|\s+/g) ?? [];
  expect(tokens.join(''), 'nothing is left over').toBe(text);
  return tokens.filter((token) => token.trim() !== '');
}

function readDot(text: string) {
  const tokens = readTokens(text);
  const nodes = new Map<string, string>();
  const edges: { source: string; target: string }[] = [];
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
    expect(depth).toBeGreaterThanOrEqual(0);
    if (!/^n\d+$/.test(token)) continue;
    if (tokens[at + 1] === '->') edges.push({ source: token, target: tokens[at + 2] ?? '' });
    else if (tokens[at - 1] !== '->') nodes.set(token, unquote(tokens[at + 4] ?? ''));
  }
  expect(depth).toBe(0);
  return { nodes, edges };
}

/** The text that Graphviz draws for a label without its own escapes. */
function unquote(token: string): string {
  return token
    .slice(1, -1)
    .replaceAll(/\\([\s\S])/g, '$1')
    .replaceAll('&amp;', '&');
}

describe('writeDot', () => {
  it('draws nodes in the clusters of their namespaces', () => {
    const nodes = [sampleNode('web'), sampleNode('db', { kind: 'workload', workload: 'db' })];
    const edges = [sampleEdge('web', 'db', 2_000, { protocol: 'tcp', unit: 'bytes' })];
    expect(writeDot(sampleAnswer({ nodes, edges }))).toMatchInlineSnapshot(`
      "digraph telltale {
        rankdir=LR;
        node [fontname="Helvetica,Arial,sans-serif", fontsize=11, style=rounded];
        edge [fontname="Helvetica,Arial,sans-serif", fontsize=9];
        subgraph cluster_0 {
          label="shop";
          style=rounded;
          n0 [label="db", shape=ellipse, color="#546c81"];
          n1 [label="web", shape=box, color="#546c81"];
        }
        n1 -> n0 [label="tcp 2 kB/s", color="#546c81", style=dashed];
      }
      "
    `);
  });

  it('is read back with every node, its name and every edge, whatever the names are', () => {
    fc.assert(
      fc.property(hostileGraph, (graph) => {
        const { nodes, edges } = readDot(writeDot(graph));
        expect(nodes.size).toBe(graph.nodes.length);
        expect(edges).toHaveLength(graph.edges.length);
        for (const { source, target } of edges)
          expect([nodes.has(source), nodes.has(target)]).toEqual([true, true]);
        for (const node of graph.nodes) {
          const wanted = nameNode(node).toWellFormed();
          expect([...nodes.values()].some((label) => label.startsWith(wanted))).toBe(true);
        }
      }),
    );
  });

  it('is the same in whatever order the graph came', () => {
    fc.assert(
      fc.property(hostileGraph, (graph) => {
        const turned = { nodes: graph.nodes.toReversed(), edges: graph.edges.toReversed() };
        expect(writeDot(turned)).toBe(writeDot(graph));
      }),
    );
  });
});
