import { describe, expect, it } from 'vitest';
import type { ClusterFacts, PodWorkload } from './cluster-facts';
import type { KindSight } from './cluster-sight';
import { describeGraph } from './describe-graph';
import type { GraphLevel, GraphNode, NodeFlag, NodeIdentity } from './mesh-graph';
import {
  appNode,
  appService,
  appWorkload,
  hostNode,
  sampleMesh,
  sampleSight,
  workloadEntry,
} from './sample-mesh';

const web = appNode('shop/web');
const cart = appNode('shop/cart');
const app: NodeIdentity = { kind: 'app', cluster: 'east', namespace: 'shop', app: 'cart' };

function nodeOf(target: NodeIdentity, facts: ClusterFacts, level: GraphLevel = 'versionedApp'): GraphNode {
  const options = { level, serviceNodes: false, idle: false };
  const [caller, node] = describeGraph(sampleMesh([web, target]), facts, options).nodes;
  if (caller?.app !== 'web' || node === undefined) throw new Error('The nodes have changed their order.');
  return node;
}

function flagsOf(...given: Parameters<typeof nodeOf>): NodeFlag[] {
  return nodeOf(...given).flags;
}

function run(...pods: readonly Partial<PodWorkload>[]): ClusterFacts {
  return {
    workloads: pods.map((more, index) => appWorkload('shop/cart', { version: `v${index + 1}`, ...more })),
  };
}

describe('labels', () => {
  it('are those of the pods of all versions, each once, and absent where no workload is known', () => {
    const facts = run(
      { podLabels: { app: 'cart', version: 'v1', team: 'checkout' } },
      { podLabels: { app: 'cart', version: 'v2', ['__proto__']: 'x' } },
    );
    expect(nodeOf(app, facts).labels).toEqual([
      '__proto__=x',
      'app=cart',
      'team=checkout',
      'version=v1',
      'version=v2',
    ]);
    expect(nodeOf(app, {}).labels).toBeUndefined();
  });
});

describe('sidecars', () => {
  const pods = (total: number, withProxy: number, ambient = 0) => ({ pods: { total, withProxy, ambient } });

  it.each([
    [pods(2, 2), [], { total: 2, withoutProxy: 0 }],
    [pods(2, 1), ['someWithoutSidecar'], { total: 2, withoutProxy: 1 }],
    [pods(3, 0), ['noSidecar'], { total: 3, withoutProxy: 3 }],
    [pods(0, 0), [], { total: 0, withoutProxy: 0 }],
    [{ ...pods(2, 0, 2), isAmbient: true }, ['ambient'], { total: 2, withoutProxy: 0 }],
    [{ ...pods(3, 0, 2), isAmbient: true }, ['ambient', 'someWithoutSidecar'], { total: 3, withoutProxy: 1 }],
    [{ ...pods(1, 0), isGateway: true }, ['gateway'], { total: 1, withoutProxy: 0 }],
    [{ ...pods(1, 0), isWaypoint: true }, ['waypoint'], { total: 1, withoutProxy: 0 }],
  ])('of %j are told as %j, %j', (more, flags, counts) => {
    const node = nodeOf(cart, run(more));
    expect(node.flags).toEqual(flags);
    expect(node.pods).toEqual(counts);
  });

  it('are counted over all versions of an app: only where every pod lacks one there is none', () => {
    expect(nodeOf(app, run(pods(2, 2), pods(1, 0)))).toMatchObject({
      flags: ['someWithoutSidecar'],
      pods: { total: 3, withoutProxy: 1 },
    });
    expect(flagsOf(app, run(pods(2, 0), pods(1, 0)))).toEqual(['noSidecar']);
    expect(flagsOf(app, run({ ...pods(1, 1), isGateway: true }, pods(1, 0)))).toEqual(['someWithoutSidecar']);
  });

  it('are counted once where two objects have one name', () => {
    const twice = [appWorkload('shop/cart', pods(2, 1)), appWorkload('shop/cart', pods(2, 1))];
    expect(nodeOf(cart, { workloads: twice }).pods).toEqual({ total: 2, withoutProxy: 1 });
  });

  it('are not spoken of where the pods of one version are not known', () => {
    const { pods: _none, ...unknown } = appWorkload('shop/cart', { version: 'v2' });
    const node = nodeOf(app, { workloads: [appWorkload('shop/cart', pods(1, 0)), unknown] });
    expect(node.flags).toEqual([]);
    expect(node.pods).toBeUndefined();
  });

  it('are known of workloads that only pods tell of', () => {
    const { replicas: _none, ...rollout } = appWorkload('shop/cart', pods(2, 1));
    expect(flagsOf(cart, { podWorkloads: [rollout] })).toEqual(['someWithoutSidecar']);
  });

  it('of what a service selects are told in a service graph, and nowhere else at a service', () => {
    const service: NodeIdentity = { kind: 'service', cluster: 'east', namespace: 'shop', service: 'cart' };
    const facts = { ...run(pods(1, 1), pods(1, 0)), services: [appService('shop/cart')] };
    expect(nodeOf(service, facts, 'service')).toMatchObject({
      flags: ['someWithoutSidecar'],
      pods: { total: 2, withoutProxy: 1 },
    });
    expect(nodeOf(service, facts).flags).toEqual([]);
    // A workload that calls in a service graph is itself, not all that its service selects.
    expect(nodeOf(cart, facts, 'service').flags).toEqual([]);
  });

  it('of our cluster say nothing of the same name in another', () => {
    const west = appNode('shop/cart', 'v1', 'west');
    expect(flagsOf(west, { ...run(pods(1, 0)), clusterId: 'east' })).toEqual([]);
    expect(flagsOf(west, run(pods(1, 0)))).toEqual(['noSidecar']);
  });
});

describe('machines outside the cluster', () => {
  const vm = (name: string, spec: object = {}, metadata: object = {}) => ({
    workloads: [],
    workloadEntries: [workloadEntry(`shop/${name}`, { address: '10.1.2.3', ...spec }, metadata)],
    sight: sampleSight(),
  });

  it.each([
    ['their own name', vm('cart-v1')],
    ['the label of their workload', vm('x', {}, { labels: { 'service.istio.io/workload-name': 'cart-v1' } })],
    ['their WorkloadGroup', vm('x', {}, { annotations: { 'istio.io/autoRegistrationGroup': 'cart-v1' } })],
    ['app and version', vm('x', { labels: { app: 'cart', version: 'v1' } })],
    [
      'the canonical names',
      vm('x', {
        labels: {
          'service.istio.io/canonical-name': 'cart',
          'service.istio.io/canonical-revision': 'v1',
          app: 'other',
        },
      }),
    ],
  ])('are known by %s, and are neither gone nor without a sidecar', (_how, facts) => {
    const node = nodeOf(cart, facts);
    expect(node.flags).toEqual(['workloadEntry']);
    expect(node.config).toEqual([
      {
        kind: 'WorkloadEntry',
        namespace: 'shop',
        name: facts.workloadEntries[0]?.name,
        summary: '10.1.2.3',
      },
    ]);
  });

  it('of another version, app or namespace are others', () => {
    for (const labels of [{ app: 'cart', version: 'v2' }, { app: 'cart' }, { app: 'winch', version: 'v1' }])
      expect(flagsOf(cart, vm('x', { labels }))).toEqual(['gone']);
    expect(flagsOf(appNode('other/cart'), vm('cart-v1'))).toEqual(['gone']);
  });

  it('do not take the place of a workload of the cluster that has their labels', () => {
    const facts = { ...vm('x', { labels: { app: 'cart', version: 'v1' } }), ...run({}) };
    expect(flagsOf(cart, facts)).toEqual([]);
    expect(nodeOf(cart, facts).config).toBeUndefined();
    // An app may run in both places: then both are told, and not that it runs outside.
    expect(flagsOf(app, facts)).toEqual([]);
    expect(nodeOf(app, facts).config).toMatchObject([{ kind: 'WorkloadEntry', name: 'x' }]);
  });

  it('say where they are as far as they know', () => {
    const summaryOf = (spec: object) => {
      const workloadEntries = [workloadEntry('shop/cart-v1', spec)];
      return nodeOf(cart, { workloadEntries }).config?.[0]?.summary;
    };
    expect(summaryOf({ address: 'vm.example', network: 'dc-1' })).toBe('vm.example · network dc-1');
    expect(summaryOf({})).toBe('no address');
  });
});

describe('what this account may not read', () => {
  const all = ['deployments', 'statefulSets', 'daemonSets', 'pods'] as const;
  const each = (how: Partial<KindSight>) => sampleSight(Object.fromEntries(all.map((kind) => [kind, how])));

  it.each<[Partial<KindSight>, boolean]>([
    [{ reach: 'forbidden' }, true],
    [{ reach: 'partial', hiddenIn: ['shop'] }, true],
    [{ onlyIn: ['other'] }, true],
    [{ onlyIn: ['shop'], hiddenIn: ['other'] }, false],
    [{ reach: 'unknown' }, false],
    [{ reach: 'notInstalled' }, false],
    [{}, false],
  ])('workloads and pods being %j, a namespace is hidden: %s', (how, hidden) => {
    expect(flagsOf(cart, { sight: each(how), workloads: [appWorkload('shop/cart')] })).toEqual(
      hidden ? ['inaccessible'] : [],
    );
  });

  it('leaves a namespace open while one of its kinds may be read', () => {
    for (const open of all) {
      const sight = each({ reach: 'forbidden' }).filter(({ kind }) => kind !== open);
      expect(flagsOf(cart, { sight: [...sight, { kind: open, reach: 'complete' }] })).toEqual([]);
    }
  });

  it('does not depend on kinds that tell of the world outside', () => {
    const sight = sampleSight({
      serviceEntries: { reach: 'forbidden' },
      workloadEntries: { reach: 'forbidden' },
    });
    expect(flagsOf(cart, { sight })).toEqual([]);
  });

  it('hides services too, and neither hosts nor unknown callers nor other clusters', () => {
    const facts = { sight: each({ reach: 'forbidden' }), clusterId: 'east' };
    const service: NodeIdentity = { kind: 'service', namespace: 'shop', service: 'cart' };
    expect(flagsOf(service, facts)).toEqual(['inaccessible']);
    expect(flagsOf(hostNode('api.example.com', { namespace: 'shop' }), facts)).toEqual([]);
    expect(flagsOf({ kind: 'unknown', namespace: 'shop' }, facts)).toEqual([]);
    expect(flagsOf(appNode('shop/cart', 'v1', 'west'), facts)).toEqual([]);
    expect(flagsOf({ kind: 'app', app: 'cart' }, facts)).toEqual([]);
  });

  it('is nothing where no cluster is configured', () => {
    expect(flagsOf(cart, {})).toEqual([]);
  });
});
