import { describe, expect, it } from 'vitest';
import type { ClusterFacts } from './cluster-facts';
import type { KindSight } from './cluster-sight';
import { describeGraph } from './describe-graph';
import type { GraphNode, NodeIdentity } from './mesh-graph';
import {
  appNode,
  appWorkload,
  hostNode,
  sampleMesh,
  sampleSight,
  serviceEntry,
  workloadEntry,
  type SampleCall,
} from './sample-mesh';

const web = appNode('shop/web');
const cart = appNode('shop/cart');
const app: NodeIdentity = { kind: 'app', cluster: 'east', namespace: 'shop', app: 'cart' };
const seen: ClusterFacts = {
  workloads: [appWorkload('shop/web')],
  podWorkloads: [],
  podOwners: [],
  serviceEntries: [],
  workloadEntries: [],
  clusterId: 'east',
  sight: sampleSight(),
};

function flagsOf(target: NodeIdentity, facts: ClusterFacts, ...more: readonly SampleCall[]) {
  const options = { level: 'versionedApp', serviceNodes: false, idle: false } as const;
  const { nodes } = describeGraph(sampleMesh([web, target], ...more), facts, options);
  const same = (node: GraphNode) =>
    (['kind', 'cluster', 'namespace', 'app', 'workload', 'service'] as const).every(
      (field) => node[field] === target[field],
    );
  return nodes.find(same)?.flags;
}

describe('a workload is gone', () => {
  it.each<NodeIdentity>([
    cart,
    { kind: 'workload', cluster: 'east', namespace: 'shop', workload: 'cart-v1' },
    app,
    { ...app, version: 'v1' },
  ])('when neither workload nor pod of %j is left', (target) => {
    expect(flagsOf(target, seen)).toEqual(['gone']);
    expect(flagsOf(target, { ...seen, workloads: [appWorkload('shop/cart')] })).toEqual([]);
    expect(flagsOf(target, { ...seen, workloads: [appWorkload('other/cart')] })).toEqual(['gone']);
  });

  it('as a version, while others of its app are there', () => {
    const facts = { ...seen, workloads: [appWorkload('shop/cart', { version: 'v2' })] };
    expect(flagsOf(cart, facts)).toEqual(['gone']);
    expect(flagsOf({ ...app, version: 'v1' }, facts)).toEqual(['gone']);
    expect(flagsOf(app, facts)).toEqual([]);
  });

  it('whether or not it is still called', () => {
    const options = { level: 'versionedApp', serviceNodes: false, idle: true } as const;
    const { nodes } = describeGraph(sampleMesh([web, cart, 0]), seen, options);
    expect(nodes.find(({ app: name }) => name === 'cart')?.flags).toEqual(['idle', 'gone']);
  });
});

describe('a workload is not gone', () => {
  it('while a pod belongs to it, whoever made the pod, and even if the pod has ended', () => {
    const owner = { namespace: 'shop', name: 'cart-v1', app: 'cart', version: 'v1' };
    expect(flagsOf(cart, { ...seen, podOwners: [owner] })).toEqual([]);
    expect(flagsOf(app, { ...seen, podOwners: [owner] })).toEqual([]);
    expect(flagsOf(cart, { ...seen, podOwners: [{ ...owner, namespace: 'other' }] })).toEqual(['gone']);
  });

  it('while it is scaled to nothing', () => {
    const none = { replicas: { desired: 0, ready: 0, available: 0 }, pods: { total: 0, withProxy: 0 } };
    expect(flagsOf(cart, { ...seen, workloads: [appWorkload('shop/cart', none)] })).toEqual([]);
  });

  it('when it is a host, a service or nobody', () => {
    expect(flagsOf(hostNode('api.example.com'), seen)).toEqual([]);
    expect(flagsOf({ kind: 'service', cluster: 'east', namespace: 'shop', service: 'cart' }, seen)).toEqual(
      [],
    );
    expect(flagsOf({ kind: 'service', cluster: 'east', namespace: 'shop' }, seen)).toEqual([]);
    expect(flagsOf({ kind: 'unknown' }, seen)).toEqual([]);
  });

  it.each<[string, ClusterFacts]>([
    ['a WorkloadEntry of its name', { workloadEntries: [workloadEntry('shop/cart-v1', {})] }],
    [
      'a WorkloadEntry of its app and version',
      { workloadEntries: [workloadEntry('shop/vm-7', { labels: { app: 'cart', version: 'v1' } })] },
    ],
    [
      'a ServiceEntry with endpoints inside the mesh, which go by names that nobody declares',
      {
        serviceEntries: [
          serviceEntry('shop/vms', {
            hosts: ['vms.internal'],
            location: 'MESH_INTERNAL',
            endpoints: [{ address: '10.0.0.1' }],
          }),
        ],
      },
    ],
  ])('when it may run elsewhere: %s', (_why, facts) => {
    expect(flagsOf(cart, { ...seen, ...facts })).not.toContain('gone');
  });

  it('when it is the app of an outside endpoint, which has no workload', () => {
    const endpoints = [{ address: '203.0.113.9', labels: { app: 'cart', version: 'v1' } }];
    const facts = {
      ...seen,
      serviceEntries: [serviceEntry('shop/out', { hosts: ['cart.example'], endpoints })],
    };
    expect(flagsOf(app, facts)).toEqual([]);
    expect(flagsOf({ ...app, version: 'v1' }, facts)).toEqual([]);
    expect(flagsOf({ ...app, version: 'v2' }, facts)).toEqual(['gone']);
    expect(flagsOf(cart, facts)).toEqual(['gone']);
  });
});

describe('nothing is called gone', () => {
  it('where nobody looks at a cluster', () => {
    const { sight: _none, ...blind } = seen;
    expect(flagsOf(cart, blind)).toEqual([]);
  });

  const kinds = ['deployments', 'statefulSets', 'daemonSets', 'pods'] as const;
  const impaired: Partial<KindSight>[] = [
    { reach: 'partial' },
    { reach: 'unknown' },
    { reach: 'forbidden' },
    { reach: 'notInstalled' },
    { hiddenIn: ['shop'] },
    { onlyIn: ['other'] },
    { brokenIn: ['shop'] },
  ];
  for (const kind of kinds) {
    it.each(impaired)(`while ${kind} are %j`, (how) => {
      expect(flagsOf(cart, { ...seen, sight: sampleSight({ [kind]: how }) })).not.toContain('gone');
    });

    it(`while ${kind} are not followed`, () => {
      const sight = sampleSight().filter((one) => one.kind !== kind);
      expect(flagsOf(cart, { ...seen, sight })).toEqual([]);
    });
  }

  it('while machines outside the cluster cannot be seen, unless there are no such kinds', () => {
    for (const kind of ['workloadEntries', 'serviceEntries'] as const) {
      expect(flagsOf(cart, { ...seen, sight: sampleSight({ [kind]: { reach: 'forbidden' } }) })).toEqual([]);
      const missing = sampleSight({ [kind]: { reach: 'notInstalled' } });
      expect(flagsOf(cart, { ...seen, sight: missing })).toEqual(['gone']);
    }
  });

  it('except in the namespaces that are read', () => {
    const sight = sampleSight({ pods: { hiddenIn: ['other'], onlyIn: ['shop'], brokenIn: ['other'] } });
    expect(flagsOf(cart, { ...seen, sight })).toEqual(['gone']);
    expect(flagsOf(appNode('other/cart'), { ...seen, sight })).toEqual([]);
  });

  it('in another cluster than the one that is followed', () => {
    expect(flagsOf(appNode('shop/cart', 'v1', 'west'), seen)).toEqual([]);
    expect(flagsOf(cart, seen, [web, appNode('shop/cart', 'v1', 'west')])).toEqual(['gone']);
  });

  it('where several clusters are named and ours is not known', () => {
    const { clusterId: _unknown, ...facts } = seen;
    expect(flagsOf(cart, facts)).toEqual(['gone']);
    expect(flagsOf(cart, facts, [web, appNode('shop/cart', 'v1', 'west')])).toEqual([]);
  });

  it('of a node that does not name its cluster, while another cluster is named', () => {
    const { cluster: _none, ...placeless } = cart;
    expect(flagsOf(placeless, seen)).toEqual(['gone']);
    expect(flagsOf(placeless, seen, [web, appNode('shop/x', 'v1', 'west')])).toEqual([]);
  });
});
