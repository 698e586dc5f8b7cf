import { describe, expect, it } from 'vitest';
import type { ClusterFacts } from './cluster-facts';
import { describeGraph } from './describe-graph';
import type { AppliedConfig, NodeIdentity } from './mesh-graph';
import {
  appNode,
  appService,
  hostNode,
  sampleMesh,
  serviceEntry,
  workloadEntry,
  type SampleCall,
} from './sample-mesh';

const HOST = 'api.example.com';
const web = appNode('shop/web');
const orders = appNode('orders/orders');
const base: ClusterFacts = { serviceConfig: [], services: [], workloads: [], workloadEntries: [] };

function configOf(
  target: NodeIdentity,
  facts: ClusterFacts,
  callers: readonly NodeIdentity[] = [web],
): AppliedConfig[] | undefined {
  const calls = callers.map((caller): SampleCall => [caller, target]);
  const options = { level: 'versionedApp', serviceNodes: false, idle: false } as const;
  const graph = describeGraph(sampleMesh(...calls), facts, options);
  const node = graph.nodes.find(({ kind, service }) => kind === target.kind && service === target.service);
  return node?.config;
}

function placesOf(...given: Parameters<typeof configOf>): string[] | undefined {
  return configOf(...given)?.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);
}

describe('a ServiceEntry', () => {
  it('is shown at its host, with its own namespace, not that of the caller', () => {
    const facts = {
      ...base,
      serviceEntries: [serviceEntry('egress/api', { hosts: [HOST, '*.example.org'] })],
    };
    expect(configOf(hostNode(HOST), facts)).toEqual([
      {
        kind: 'ServiceEntry',
        namespace: 'egress',
        name: 'api',
        summary: 'MESH_EXTERNAL · api.example.com, *.example.org',
      },
    ]);
    expect(configOf(hostNode(HOST, { namespace: 'egress', cluster: 'east' }), facts)).toHaveLength(1);
    expect(configOf(hostNode('www.example.org'), facts)).toHaveLength(1);
    expect(configOf(hostNode('*.example.org'), facts)).toHaveLength(1);
    expect(configOf(hostNode('example.org'), facts)).toEqual([]);
  });

  it('holds for its callers: one that only other namespaces may use does not apply', () => {
    const facts = {
      ...base,
      serviceEntries: [serviceEntry('egress/api', { hosts: [HOST], exportTo: ['orders'] })],
    };
    expect(placesOf(hostNode(HOST), facts, [web])).toEqual([]);
    expect(placesOf(hostNode(HOST), facts, [web, orders])).toEqual(['ServiceEntry egress/api']);
  });

  it('may be another for each caller, whatever order they come in', () => {
    const facts = (entries: string[]) => ({
      ...base,
      serviceEntries: entries.map((place) => serviceEntry(place, { hosts: [HOST], exportTo: ['.'] })),
    });
    const expected = ['ServiceEntry orders/api', 'ServiceEntry shop/api'];
    expect(placesOf(hostNode(HOST), facts(['shop/api', 'orders/api', 'idle/api']), [web, orders])).toEqual(
      expected,
    );
    expect(placesOf(hostNode(HOST), facts(['idle/api', 'orders/api', 'shop/api']), [orders, web])).toEqual(
      expected,
    );
  });

  it('without a word about it is exported as the mesh says', () => {
    const facts = { ...base, serviceEntries: [serviceEntry('egress/api', { hosts: [HOST] })] };
    expect(placesOf(hostNode(HOST), { ...facts, defaultServiceExportTo: ['.'] })).toEqual([]);
    expect(placesOf(hostNode(HOST), { ...facts, defaultServiceExportTo: ['shop'] })).toHaveLength(1);
  });

  it('does not reach callers in other clusters than the one that declares it', () => {
    const facts = {
      ...base,
      clusterId: 'east',
      serviceEntries: [serviceEntry('egress/api', { hosts: [HOST] })],
    };
    const inWest = appNode('shop/web', 'v1', 'west');
    expect(placesOf(hostNode(HOST), facts, [inWest])).toEqual([]);
    expect(placesOf(hostNode(HOST), facts, [inWest, web])).toHaveLength(1);
    expect(placesOf(hostNode(HOST, { cluster: 'west' }), facts, [web])).toEqual([]);
  });

  it.each(['legacy.shop.svc.cluster.local', 'legacy.internal', 'legacy'])(
    'of the inside is shown at a service with its host %s',
    (host) => {
      const entry = serviceEntry('shop/legacy', { hosts: [host], location: 'MESH_INTERNAL' });
      const service = host === 'legacy.internal' ? host : 'legacy';
      const node: NodeIdentity = { kind: 'service', cluster: 'east', namespace: 'shop', service };
      expect(configOf(node, { ...base, serviceEntries: [entry] })).toMatchObject([
        { name: 'legacy', summary: `MESH_INTERNAL · ${host}` },
      ]);
    },
  );

  it('gives way to a Kubernetes Service of that name, also where it is not known whether there is one', () => {
    const host = 'legacy.shop.svc.cluster.local';
    const entry = serviceEntry('shop/legacy', { hosts: [host], location: 'MESH_INTERNAL' });
    const facts = { ...base, serviceEntries: [entry] };
    const { services: _unknown, ...withoutServices } = facts;
    for (const service of ['legacy', host]) {
      const node: NodeIdentity = { kind: 'service', namespace: 'shop', service };
      expect(placesOf(node, facts)).toHaveLength(1);
      expect(placesOf(node, { ...facts, services: [appService('shop/legacy')] })).toEqual([]);
      expect(placesOf(node, { ...facts, services: [appService('other/legacy')] })).toHaveLength(1);
      expect(placesOf(node, withoutServices)).toEqual([]);
    }
    // A name that no Service can have needs no such knowledge.
    const outside = serviceEntry('shop/out', { hosts: [HOST] });
    expect(placesOf(hostNode(HOST), { ...withoutServices, serviceEntries: [outside] })).toHaveLength(1);
  });

  it('says how many machines it takes in, and few of its many hosts', () => {
    const labels = { app: 'crane' };
    const facts = {
      ...base,
      serviceEntries: [
        serviceEntry('shop/cranes', {
          hosts: Array.from({ length: 7 }, (_, i) => `h${i}.example`),
          location: 'MESH_INTERNAL',
          workloadSelector: { labels },
        }),
      ],
      workloadEntries: [
        workloadEntry('shop/one', { labels }),
        workloadEntry('shop/two', {}, { labels }),
        workloadEntry('shop/other', { labels: { app: 'winch' } }),
        workloadEntry('orders/three', { labels }),
      ],
    };
    expect(configOf(hostNode('h6.example'), facts)?.[0]?.summary).toBe(
      'MESH_INTERNAL · h0.example, h1.example, h2.example, h3.example, h4.example and 2 more · 2 WorkloadEntries',
    );
  });

  it('never speaks for traffic that has no host, or for what is no host', () => {
    const facts = {
      ...base,
      serviceEntries: [
        serviceEntry('shop/all', { hosts: ['*', 'PassthroughCluster', 'BlackHoleCluster', 'web', '*a'] }),
      ],
    };
    for (const service of ['PassthroughCluster', 'BlackHoleCluster'])
      expect(configOf(hostNode(service), facts)).toEqual([]);
    expect(configOf({ kind: 'service', namespace: 'shop' }, facts)).toEqual([]);
    expect(configOf({ kind: 'unknown' }, facts)).toEqual([]);
  });

  it('leaves open what applies to a host where ServiceEntries cannot be read', () => {
    expect(configOf(hostNode(HOST), base)).toBeUndefined();
    expect(configOf(hostNode(HOST), { ...base, serviceEntries: [] })).toEqual([]);
    const service: NodeIdentity = { kind: 'service', namespace: 'shop', service: 'cart' };
    expect(configOf(service, { ...base, services: [appService('shop/cart')] })).toEqual([]);
  });
});
