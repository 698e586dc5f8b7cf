import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClusterFacts, ServiceConfig, WorkloadFacts } from './cluster-facts';
import type { KindSight } from './cluster-sight';
import { describeGraph } from './describe-graph';
import type { MeshGraph, NodeIdentity, NodeKind } from './mesh-graph';
import { sampleMesh, sampleSight, serviceEntry, workloadEntry, type SampleCall } from './sample-mesh';

type Names = (...usual: readonly string[]) => fc.Arbitrary<string>;

/** Few names make facts and nodes meet. */
const plainNames: Names = (...usual) => fc.constantFrom(...usual);

/** What strangers can put into labels. */
const hostile = fc.constantFrom(
  '__proto__',
  'constructor',
  'toString',
  '',
  '|',
  'shop/cart',
  '["shop","cart"]',
  '🛒',
  '\ud800',
  '*',
);
const hostileNames: Names = (...usual) =>
  fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: hostile });

const options = fc.record({
  level: fc.constantFrom('versionedApp', 'app', 'workload', 'service' as const),
  serviceNodes: fc.boolean(),
  idle: fc.boolean(),
  namespaces: fc.array(fc.constantFrom('shop', 'orders', '__proto__'), { maxLength: 3 }),
});

/** Observed graphs, and what a cluster may declare beside them. */
function worlds(names: Names): fc.Arbitrary<{ observed: MeshGraph; declared: ClusterFacts }> {
  const cluster = names('east', 'east', 'west');
  const namespace = names('shop', 'shop', 'orders');
  const name = names('cart', 'cart', 'v1');
  const host = names('cart', 'api.example.com', 'cart.shop.svc.cluster.local', 'PassthroughCluster');
  const labels = fc.dictionary(
    fc.constantFrom('app', 'version', '__proto__', 'service.istio.io/workload-name'),
    name,
    { maxKeys: 2 },
  );

  const identity = fc.record(
    {
      kind: fc.constantFrom<NodeKind>('app', 'workload', 'service', 'unknown', 'external', 'aggregate'),
      cluster,
      namespace,
      app: name,
      version: name,
      workload: name,
      service: host,
    },
    { requiredKeys: ['kind'] },
  ) as fc.Arbitrary<NodeIdentity>;
  const calls = fc.uniqueArray(fc.tuple(identity, identity, fc.constantFrom(0, 0.1, 3)), {
    maxLength: 8,
    selector: ([source, target]) => sampleMesh([source, target]).edges[0]?.id,
  });

  const small = fc.integer({ min: 0, max: 3 });
  const workload = fc
    .record({
      namespace,
      name,
      app: name,
      version: name,
      podLabels: labels,
      replicas: fc.record({ desired: small, ready: small, available: small }),
      counts: fc.option(fc.tuple(small, small, small), { nil: undefined }),
      isGateway: fc.boolean(),
      isWaypoint: fc.boolean(),
      isAmbient: fc.boolean(),
    })
    .map(({ counts, ...rest }): WorkloadFacts => {
      if (counts === undefined) return rest;
      const [withProxy, ambient, alone] = counts;
      return { ...rest, pods: { total: withProxy + ambient + alone, withProxy, ambient } };
    });
  const config = fc
    .record({ namespace, service: host, own: fc.tuple(namespace, names('a', 'b', 'c', 'd')) })
    .map(({ own: [its, called], ...about }): ServiceConfig => {
      const kind = 'VirtualService';
      return { ...about, config: { kind, namespace: its, name: called, summary: `of ${called}` } };
    });

  /** An API holds one object of a kind under a name, and none without one. */
  const places = fc
    .uniqueArray(fc.tuple(namespace, names('a', 'b', 'c', 'cart')), {
      selector: ([its, called]) => JSON.stringify([its, called]),
      maxLength: 6,
    })
    .map((given) => given.filter(([, called]) => called !== ''));
  const content = fc.record({
    spec: fc.record({
      hosts: fc.array(fc.oneof(host, fc.constantFrom('*.example.com', '*.com', '*cart')), { maxLength: 3 }),
      exportTo: fc.array(fc.oneof(namespace, fc.constantFrom('*', '.', '~')), { maxLength: 2 }),
      location: fc.constantFrom('MESH_EXTERNAL', 'MESH_INTERNAL', 'NOWHERE'),
      endpoints: fc.array(fc.record({ address: name, labels }), { maxLength: 1 }),
      workloadSelector: fc.record({ labels }),
      address: name,
      labels,
    }),
    metadata: fc.record({
      labels,
      creationTimestamp: fc.constantFrom('2026-01-01T00:00:00Z', '2025-01-01T00:00:00Z', 'never', ''),
    }),
  });
  const objects = <T extends object>(read: (place: string, spec: object, metadata: object) => T) =>
    fc.tuple(places, fc.array(content, { minLength: 6, maxLength: 6 })).map(([given, contents]) =>
      given.map(([its, called], index) => {
        const { spec, metadata } = contents[index] ?? { spec: {}, metadata: {} };
        // A place is split at its slash, which some of these names hold.
        return { ...read('x/x', spec, metadata), namespace: its, name: called };
      }),
    );

  const sight = fc
    .dictionary(
      fc.constantFrom('deployments', 'statefulSets', 'daemonSets', 'pods', 'serviceEntries'),
      fc.record(
        {
          reach: fc.constantFrom<KindSight['reach']>(
            'complete',
            'partial',
            'forbidden',
            'notInstalled',
            'unknown',
          ),
          onlyIn: fc.array(namespace),
          hiddenIn: fc.array(namespace),
          brokenIn: fc.array(namespace),
        },
        { requiredKeys: ['reach'] },
      ),
    )
    .map((exceptions) => sampleSight(exceptions));

  const few = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 6 });
  const declared = fc.record(
    {
      workloads: few(workload),
      podWorkloads: few(workload),
      podOwners: few(workload),
      services: few(fc.record({ namespace, name: host, selector: labels })),
      serviceConfig: few(config),
      serviceEntries: objects(serviceEntry),
      workloadEntries: objects(workloadEntry),
      defaultServiceExportTo: fc.constantFrom(['*'], ['.'], ['~']),
      clusterId: cluster,
      sight,
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<ClusterFacts>;
  return fc.record({
    observed: calls.map((given) => sampleMesh(...(given as SampleCall[]))),
    declared,
  });
}

/** The same facts, each list in another order. */
function reorder(given: ClusterFacts, seed: number): ClusterFacts {
  const lists = Object.entries(given).map(([field, value]: [string, unknown]) => {
    if (!Array.isArray(value)) return [field, value];
    const by = (index: number) => ((index + 1) * (seed + 1)) % 101;
    const order = value.map((_, index) => index).sort((a, b) => by(a) - by(b));
    return [field, order.map((index): unknown => value[index])];
  });
  return Object.fromEntries(lists) as ClusterFacts;
}

describe('describing a graph', () => {
  it('never changes what was observed: rates, ids, ends and arrows', () => {
    fc.assert(
      fc.property(worlds(hostileNames), options, ({ observed, declared }, wanted) => {
        const before = structuredClone(observed);
        const described = describeGraph(observed, declared, wanted);
        expect(observed).toEqual(before);
        expect(described.edges.map(({ health: _health, declared: _declared, ...edge }) => edge)).toEqual(
          before.edges.map(({ health: _health, ...edge }) => edge),
        );
        const bare = described.nodes.map(
          ({
            health: _health,
            flags: _flags,
            config: _config,
            pods: _pods,
            security: _security,
            labels: _labels,
            ...node
          }) => node,
        );
        const bareBefore = before.nodes.map(({ health: _health, flags: _flags, ...node }) => node);
        expect(bare.slice(0, before.nodes.length)).toEqual(bareBefore);
        // What is added had no traffic, and only where idle nodes are wanted.
        const added = described.nodes.slice(before.nodes.length);
        if (!wanted.idle) expect(added).toEqual([]);
        for (const { flags } of added) expect(flags).toContain('idle');
        expect(new Set(described.nodes.map(({ id }) => id)).size).toBe(described.nodes.length);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['few', plainNames],
    ['hostile', hostileNames],
  ])(
    'does not depend on the order in which the cluster gives its objects, with %s names',
    (_which, names) => {
      fc.assert(
        fc.property(worlds(names), options, fc.nat(99), ({ observed, declared }, wanted, seed) => {
          expect(describeGraph(observed, reorder(declared, seed), wanted)).toEqual(
            describeGraph(observed, declared, wanted),
          );
        }),
        { numRuns: 300 },
      );
    },
  );

  it('keeps flags that exclude each other apart, and counts no more pods without a proxy than there are', () => {
    fc.assert(
      fc.property(worlds(plainNames), options, ({ observed, declared }, wanted) => {
        for (const { flags, pods } of describeGraph(observed, declared, wanted).nodes) {
          const has = (...all: readonly string[]) => all.every((flag) => flags.some((one) => one === flag));
          expect(has('gone', 'inaccessible')).toBe(false);
          expect(has('gone', 'workloadEntry')).toBe(false);
          expect(has('noSidecar', 'someWithoutSidecar')).toBe(false);
          expect(has('noSidecar', 'workloadEntry')).toBe(false);
          expect(has('noSidecar', 'gateway')).toBe(false);
          expect(has('noSidecar', 'waypoint')).toBe(false);
          expect(new Set(flags).size).toBe(flags.length);
          if (pods !== undefined) expect(pods.withoutProxy).toBeLessThanOrEqual(pods.total);
          if (declared.sight === undefined) expect(has('gone') || has('inaccessible')).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is plain data whatever the names are, and touches no prototype', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).sort();
    fc.assert(
      fc.property(worlds(hostileNames), options, ({ observed, declared }, wanted) => {
        const described = describeGraph(observed, declared, wanted);
        expect(JSON.parse(JSON.stringify(described))).toEqual(described);
      }),
      { numRuns: 300 },
    );
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
  });
});
