import { describe, expect, it } from 'vitest';
import { buildGraph } from '@/lib/core/graph/build-graph';
import { arrival } from '@/lib/core/mtls/sample-arrivals';
import { edgesOfEdge, workloadsOfNode } from './match-policies';
import { samplePolicies, samplePolicyEdge, samplePolicyWorkload } from './sample-policies';

const TRAFFIC = [
  arrival('front/web', 'shop/api'),
  arrival('dock/mail', 'shop/api', { code: '403' }),
  arrival('shop/api', 'shop/db', { protocol: 'tcp' }),
  arrival('?', 'shop/db', { security: 'plaintext' }),
];
const telemetry = { traffic: TRAFFIC, histograms: [], sums: [] };
const direct = buildGraph(telemetry, { level: 'workload', serviceNodes: false, idle: false });
const byId = new Map(direct.nodes.map((node) => [node.id, node]));

/** The answer about policies that the same traffic makes. */
const answer = samplePolicies({
  cluster: 'east',
  workloads: ['front/web', 'dock/mail', 'shop/api', 'shop/db'].map((place) =>
    samplePolicyWorkload(place, { version: 'v1' }),
  ),
  edges: direct.edges.map(({ id, source, target, protocol }) => {
    const end = (nodeId: string) => {
      const node = byId.get(nodeId);
      if (node === undefined) throw new Error(nodeId);
      const { workload, service, ...rest } = node;
      const name = workload ?? rest.app ?? service;
      return { ...rest, ...(name === undefined ? {} : { name }) };
    };
    return samplePolicyEdge('a/b', 'c/d', { id, protocol, source: end(source), target: end(target) });
  }),
});

describe('the policies of what is drawn', () => {
  it.each([
    ['versionedApp', false],
    ['app', false],
    ['workload', false],
    ['service', false],
    ['versionedApp', true],
    ['app', true],
    ['workload', true],
  ] as const)(
    'are found on each edge of a graph of %s, with services in between: %s',
    (level, serviceNodes) => {
      const graph = buildGraph(telemetry, { level, serviceNodes, idle: false });
      const found = graph.edges.map((edge) => edgesOfEdge(edge, graph, answer).map(({ id }) => id));
      for (const ids of found) expect(ids.length).toBeGreaterThan(0);
      expect(new Set(found.flat())).toEqual(new Set(answer.edges.map(({ id }) => id)));
    },
  );

  it('are those of the edge itself in a graph of workloads', () => {
    for (const edge of direct.edges)
      expect(edgesOfEdge(edge, direct, answer).map(({ id }) => id)).toEqual([edge.id]);
  });

  it.each(['versionedApp', 'app', 'workload', 'service'] as const)(
    'are found for the nodes of a graph of %s',
    (level) => {
      const { nodes } = buildGraph(telemetry, { level, serviceNodes: false, idle: false });
      for (const node of nodes) {
        const names = workloadsOfNode(node, answer).map(({ namespace, name }) => `${namespace}/${name}`);
        if (node.kind === 'unknown') expect(names).toEqual([]);
        else expect(names).toEqual([`${node.namespace}/${node.app ?? node.service}`]);
      }
    },
  );

  it('are not those of another cluster', () => {
    const foreign = { ...answer, cluster: 'west' };
    for (const node of direct.nodes) expect(workloadsOfNode(node, foreign)).toEqual([]);
  });
});
