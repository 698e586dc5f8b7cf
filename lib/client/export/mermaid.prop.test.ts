import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameNode } from '../node-words';
import { sampleAnswer, sampleEdge, sampleNode } from '../sample-answer';
import { hostileGraph } from './export-arbitraries';
import { writeMermaid } from './mermaid';

/** A reader that takes lines for what they begin with, as Mermaid's own does outside of quotes. */
function readMermaid(text: string) {
  const nodes = new Map<string, string>();
  const edges: { source: string; target: string; label: string }[] = [];
  const groups: string[] = [];
  const others: string[] = [];
  for (const line of text.split('\n').map((line) => line.trim())) {
    const node = /^(n\d+)(?:\(\(|\(|\{\{|\{|\[\/|\[\[)"([^"]+)"(?:\)\)|\)|\}\}|\}|\/\]|\]\])$/.exec(line);
    const edge = /^(n\d+) (?:-->|-\.->)\|"([^"]+)"\| (n\d+)$/.exec(line);
    const group = /^subgraph g\d+\["([^"]+)"\]$/.exec(line);
    if (node) nodes.set(node[1] ?? '', decode(node[2] ?? ''));
    else if (edge) edges.push({ source: edge[1] ?? '', label: decode(edge[2] ?? ''), target: edge[3] ?? '' });
    else if (group) groups.push(decode(group[1] ?? ''));
    else others.push(line);
  }
  return { nodes, edges, groups, others };
}

function decode(text: string): string {
  return text.replaceAll(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

describe('writeMermaid', () => {
  it('draws nodes in their namespaces, and edges with their rates', () => {
    const nodes = [
      sampleNode('web', { version: 'v1' }),
      sampleNode('db', { kind: 'external', health: { status: 'failing', reasons: [] } }),
    ];
    const edges = [sampleEdge('web', 'db', 3, { errorRate: 1.5 })];
    expect(writeMermaid(sampleAnswer({ nodes, edges }))).toMatchInlineSnapshot(`
      "flowchart LR
        n0[/"db #183; shop"/]
        subgraph g1["shop"]
          n1("web v1")
        end
        n1 -->|"http 3 rps, 50 #37; err"| n0
        classDef failing stroke:#c0222c,stroke-width:4px
        class n0 failing
      "
    `);
  });

  it('is read back with every node and every edge, whatever their names are', () => {
    fc.assert(
      fc.property(hostileGraph, (graph) => {
        const { nodes, edges, others } = readMermaid(writeMermaid(graph));
        expect(nodes.size).toBe(graph.nodes.length);
        expect(edges).toHaveLength(graph.edges.length);
        for (const { source, target } of edges)
          expect([nodes.has(source), nodes.has(target)]).toEqual([true, true]);
        for (const node of graph.nodes) {
          const wanted = nameNode(node).toWellFormed().trim();
          expect([...nodes.values()].some((label) => label.trim().startsWith(wanted))).toBe(true);
        }
        const known = /^(flowchart LR|end|classDef \w+ [\w:#,-]+|class n[\dn,]+ \w+|)$/;
        expect(others.filter((line) => !known.test(line))).toEqual([]);
      }),
    );
  });

  it('says nothing that could be taken for a directive, a comment or markup', () => {
    fc.assert(
      fc.property(hostileGraph, (graph) => {
        const labels = [...writeMermaid(graph).matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');
        for (const label of labels) expect(label).toMatch(/^(#\d+;|[\p{L}\p{N} ._,/-])+$/u);
      }),
    );
  });

  it('is the same in whatever order the graph came', () => {
    fc.assert(
      fc.property(hostileGraph, (graph) => {
        const turned = { nodes: graph.nodes.toReversed(), edges: graph.edges.toReversed() };
        expect(writeMermaid(turned)).toBe(writeMermaid(graph));
      }),
    );
  });
});
