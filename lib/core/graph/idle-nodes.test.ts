import { describe, expect, it } from 'vitest';
import type { ClusterFacts } from './cluster-facts';
import { describeGraph } from './describe-graph';
import type { GraphLevel, GraphNode } from './mesh-graph';
import { appNode, appService, appWorkload, sampleMesh, type SampleCall } from './sample-mesh';

const LEVELS: readonly GraphLevel[] = ['versionedApp', 'app', 'workload', 'service'];

const asleep = { replicas: { desired: 0, ready: 0, available: 0 }, pods: { total: 0, withProxy: 0 } };
const { replicas: _none, ...rollout } = appWorkload('shop/rollout');
const facts: ClusterFacts = {
  workloads: [
    appWorkload('shop/cart'),
    appWorkload('shop/cart', { version: 'v2' }),
    appWorkload('shop/asleep', asleep),
    appWorkload('orders/orders'),
    appWorkload('tools/clock'),
  ],
  podWorkloads: [rollout],
  services: [
    appService('shop/cart'),
    appService('shop/asleep'),
    appService('orders/orders'),
    { namespace: 'shop', name: 'nothing', selector: {} },
  ],
};

interface Wanted {
  readonly level: GraphLevel;
  readonly serviceNodes: boolean;
  readonly namespaces?: readonly string[];
}

function idleOf(wanted: Wanted, declared: ClusterFacts = facts, calls: readonly SampleCall[] = []) {
  const { nodes } = describeGraph(sampleMesh(...calls), declared, { ...wanted, idle: true });
  return nodes.filter(({ flags }) => flags.includes('idle'));
}

function nameOf({ kind, namespace, service, app, version, workload }: GraphNode): string {
  const name = service ?? (kind === 'workload' ? workload : [app, version].filter(Boolean).join(' '));
  return `${namespace}/${kind === 'service' ? 'service ' : ''}${name}`;
}

const SERVICES: Readonly<Record<string, readonly string[]>> = {
  shop: ['service asleep', 'service cart', 'service nothing'],
  orders: ['service orders'],
  tools: [],
};

const WORKLOADS: Readonly<Record<GraphLevel, Readonly<Record<string, readonly string[]>>>> = {
  versionedApp: {
    shop: ['asleep v1', 'cart v1', 'cart v2', 'rollout v1'],
    orders: ['orders v1'],
    tools: ['clock v1'],
  },
  app: { shop: ['asleep', 'cart', 'rollout'], orders: ['orders'], tools: ['clock'] },
  workload: {
    shop: ['asleep-v1', 'cart-v1', 'cart-v2', 'rollout-v1'],
    orders: ['orders-v1'],
    tools: ['clock-v1'],
  },
  service: { shop: [], orders: [], tools: [] },
};

describe.each(LEVELS)('idle nodes at level %s', (level) => {
  describe.each([true, false])('with services drawn: %s', (serviceNodes) => {
    it.each<[readonly string[] | undefined]>([
      [undefined],
      [['shop']],
      [['orders', 'shop']],
      [['tools']],
      [['nowhere']],
      [[]],
    ])('are everything declared in %j, also what has no pods', (namespaces) => {
      const wanted = namespaces ?? ['shop', 'orders', 'tools'];
      const expected = wanted.flatMap((namespace) => {
        const services = serviceNodes || level === 'service' ? (SERVICES[namespace] ?? []) : [];
        const names = [...services, ...(WORKLOADS[level][namespace] ?? [])];
        return names.map((name) => `${namespace}/${name}`);
      });
      const idle = idleOf({ level, serviceNodes, ...(namespaces === undefined ? {} : { namespaces }) });
      expect(idle.map(nameOf).sort()).toEqual(expected.sort());
    });

    it('stay in their own namespace when silent calls cross to another', () => {
      const calls: SampleCall[] = [[appNode('shop/cart'), appNode('orders/orders'), 0]];
      const idle = idleOf({ level, serviceNodes, namespaces: ['shop'] }, facts, calls);
      const orders = idle.filter(({ app }) => app === 'orders');
      expect(orders.map(({ namespace, flags }) => [namespace, flags])).toEqual([
        ['orders', ['outside', 'idle']],
      ]);
      expect(idle.some(({ namespace }) => namespace === 'tools')).toBe(false);
    });
  });
});

describe('idle nodes and clusters', () => {
  const wanted: Wanted = { level: 'workload', serviceNodes: false, namespaces: ['shop', 'tools'] };
  const node = (workload: string, cluster?: string, namespace = 'shop') => ({
    kind: 'workload' as const,
    ...(cluster === undefined ? {} : { cluster }),
    namespace,
    workload,
  });
  const clustersOf = (nodes: readonly GraphNode[]) =>
    Object.fromEntries(nodes.map(({ workload = '', cluster }) => [workload, cluster]));

  it('are of the cluster that is followed, whatever the neighbours are of', () => {
    const idle = idleOf(wanted, { ...facts, clusterId: 'east' }, [
      [node('cart-v1', 'west'), node('x', 'west')],
    ]);
    expect(clustersOf(idle)).toEqual({
      'asleep-v1': 'east',
      'cart-v1': 'east',
      'cart-v2': 'east',
      'clock-v1': 'east',
      'rollout-v1': 'east',
    });
  });

  it('are told apart from nodes of their name elsewhere, and not doubled where they have traffic', () => {
    const calls: SampleCall[] = [[node('cart-v1', 'west'), node('cart-v2', 'east')]];
    expect(Object.keys(clustersOf(idleOf(wanted, { ...facts, clusterId: 'east' }, calls))).sort()).toEqual([
      'asleep-v1',
      'cart-v1',
      'clock-v1',
      'rollout-v1',
    ]);
  });

  it('are of a known cluster also in an empty graph', () => {
    expect(new Set(idleOf(wanted, { ...facts, clusterId: 'east' }).map(({ cluster }) => cluster))).toEqual(
      new Set(['east']),
    );
  });

  it('name no cluster where busy nodes name none, and do not double those', () => {
    const idle = idleOf(wanted, { ...facts, clusterId: 'east' }, [[node('cart-v1'), node('cart-v2')]]);
    expect(clustersOf(idle)).toEqual({
      'asleep-v1': undefined,
      'clock-v1': undefined,
      'rollout-v1': undefined,
    });
  });

  it('are guessed from their neighbours where the cluster is not known', () => {
    const calls: SampleCall[] = [[node('cart-v1', 'west'), node('z', 'east', 'tools')]];
    expect(clustersOf(idleOf(wanted, facts, calls))).toEqual({
      'asleep-v1': 'west',
      'cart-v2': 'west',
      'rollout-v1': 'west',
      'clock-v1': 'east',
    });
  });
});
