import { describe, expect, it } from 'vitest';
import { keepImportant } from './keep-important';
import type { GraphEdge, GraphNode, MeshGraph } from './mesh-graph';
import { healthyEdge as edge } from './sample-edge';

function node(id: string, rate: number, fields: Partial<GraphNode> = {}): GraphNode {
  const none = { in: 0, out: 0, inErr: 0, outErr: 0 };
  return {
    id,
    kind: 'app',
    namespace: 'shop',
    app: id,
    traffic: { http: { ...none, in: rate }, grpc: none, tcp: { in: 0, out: 0 } },
    flags: [],
    health: { status: 'healthy', reasons: [] },
    ...fields,
  };
}

/** Busy nodes n0 (idle) to n19 (busiest), and what a test adds. */
function mesh(extraNodes: GraphNode[] = [], edges: GraphEdge[] = []): MeshGraph {
  return {
    nodes: [...Array.from({ length: 20 }, (_, rate) => node(`n${rate}`, rate)), ...extraNodes],
    edges,
  };
}

const kept = ({ nodes }: MeshGraph) => nodes.map(({ id }) => id);

describe('keepImportant', () => {
  it('changes nothing where there is room', () => {
    const graph = mesh();
    expect(keepImportant(graph, 20)).toEqual({ ...graph, hidden: 0 });
  });

  it('keeps those with the most traffic, in the order they had', () => {
    const { hidden, ...graph } = keepImportant(mesh([], [edge('n19', 'n18'), edge('n19', 'n1')]), 3);
    expect(kept(graph)).toEqual(['n17', 'n18', 'n19']);
    expect(graph.edges.map(({ id }) => id)).toEqual(['n19>n18']);
    expect(hidden).toBe(17);
  });

  it('never leaves out what needs a person, even when that is more than there is room for', () => {
    const unwell = ['failing', 'degraded', 'notReady'] as const;
    const graph = keepImportant(
      mesh(
        unwell.map((status) => node(status, 0, { health: { status, reasons: [] } })),
        [
          edge('n1', 'n2', { health: { status: 'failing', reasons: [] } }),
          edge('n3', 'n4', { mtls: { mutual: 5, plaintext: 0.1, unknown: 0 } }),
          edge('n5', 'n6', { disagreement: 'They differ.' }),
        ],
      ),
      3,
    );
    expect(kept(graph)).toEqual(['n1', 'n2', 'n3', 'n4', 'n5', 'n6', ...unwell]);
  });

  it('keeps weighted routes, and the version that gets nothing of one', () => {
    const leg = (subset: string) => ({ host: 'cart', subset, weight: 50, share: 0.5 });
    const config = [
      {
        kind: 'VirtualService',
        namespace: 'shop',
        name: 'cart',
        summary: '',
        destinations: [leg('v1'), leg('v2')],
      },
    ];
    const graph = keepImportant(
      mesh([
        node('service', 0, { kind: 'service', service: 'cart', app: 'other', config }),
        node('dead leg', 0, { app: 'cart', version: 'v2', flags: ['idle'] }),
        node('idle', 0, { flags: ['idle'] }),
      ]),
      3,
    );
    expect(kept(graph)).toEqual(['n19', 'service', 'dead leg']);
  });

  it('keeps what the viewer looks at', () => {
    expect(kept(keepImportant(mesh(), 2, new Set(['n3', 'nobody'])))).toEqual(['n3', 'n19']);
  });
});
