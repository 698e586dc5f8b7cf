import fc from 'fast-check';
import type { NamedBox } from '@/lib/core/graph/boxes';
import type { LayoutEdge, LayoutNode } from './layout-types';

const realms: Readonly<Record<string, string>> = { a: 'east', b: 'east', c: 'west' };

/** The same with versions of apps that stand together, and boxes of clusters around some groups. */
export function nestedGraphs(most = 40): fc.Arbitrary<{ nodes: LayoutNode[]; edges: LayoutEdge[] }> {
  const stacks = fc.array(fc.option(fc.constantFrom('x', 'y', 'z'), { nil: undefined }), {
    minLength: most,
    maxLength: most,
  });
  return fc
    .record({ graph: layoutGraphs(most), stacks, several: fc.boolean() })
    .map(({ graph, stacks, several }) => ({
      edges: graph.edges,
      nodes: graph.nodes.map((node, index) => ({
        ...node,
        stack: node.group && stacks[index] && `${node.group}/${stacks[index]}`,
        realm: several && node.group ? realms[node.group] : undefined,
      })),
    }));
}

/** The boxes of a layout node as the canvas knows them, for tests. */
export function boxesOfLayoutNode({ group, stack, realm }: LayoutNode): NamedBox[] {
  const boxes: NamedBox[] = [];
  if (realm) boxes.push({ id: realm, box: { kind: 'cluster', cluster: realm } });
  if (group) boxes.push({ id: group, box: { kind: 'namespace', cluster: realm, namespace: group } });
  if (group && stack)
    boxes.push({ id: stack, box: { kind: 'app', cluster: realm, namespace: group, app: stack } });
  return boxes;
}

/** Graphs of up to `most` nodes in up to five groups, with whatever edges; used by tests. */
export function layoutGraphs(most = 40): fc.Arbitrary<{ nodes: LayoutNode[]; edges: LayoutEdge[] }> {
  return fc
    .record({
      fields: fc.array(
        fc.record({
          width: fc.integer({ min: 38, max: 165 }),
          group: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { nil: undefined, freq: 6 }),
        }),
        { maxLength: most },
      ),
      pairs: fc.array(fc.tuple(fc.nat({ max: most }), fc.nat({ max: most })), { maxLength: most * 2 }),
    })
    .map(({ fields, pairs }) => ({
      nodes: fields.map((field, index) => ({ id: `n${index}`, ...field })),
      edges: pairs.map(([from, to]) => ({ source: `n${from}`, target: `n${to}` })),
    }));
}
