import { describe, expect, it } from 'vitest';
import type { Party, TrafficSample } from '../telemetry/traffic-sample';
import { buildGraph, type GraphOptions } from './build-graph';
import type { ClusterFacts, WorkloadFacts } from './cluster-facts';
import { describeGraph } from './describe-graph';
import type { AppliedConfig, GraphNode, MeshGraph } from './mesh-graph';

const NS = 'bookinfo';

function party(app: string, version = 'v1', cluster = 'east'): Party {
  return { cluster, namespace: NS, workload: `${app}-${version}`, app, version };
}

function call(source: Party, destination: Party, more: Partial<TrafficSample> = {}): TrafficSample {
  const name = destination.app ?? 'reviews';
  return {
    reporter: 'source',
    source,
    service: { host: `${name}.${NS}.svc.cluster.local`, name, namespace: NS },
    destination,
    protocol: 'http',
    measure: 'requests',
    code: '200',
    security: 'unknown',
    perSecond: 1,
    ...more,
  };
}

function workload(app: string, version = 'v1', more: Partial<WorkloadFacts> = {}): WorkloadFacts {
  return {
    namespace: NS,
    name: `${app}-${version}`,
    app,
    version,
    podLabels: { app, version },
    replicas: { desired: 1, ready: 1, available: 1 },
    pods: { total: 1, withProxy: 1 },
    isGateway: false,
    isWaypoint: false,
    isAmbient: false,
    ...more,
  };
}

const service = (name: string) => ({ namespace: NS, name, selector: { app: name } });

function tell(
  traffic: TrafficSample[],
  facts: ClusterFacts,
  options: Partial<GraphOptions> & { namespaces?: readonly string[] } = {},
): MeshGraph {
  const all = { level: 'workload', serviceNodes: false, idle: false, ...options } as const;
  return describeGraph(buildGraph({ traffic, buckets: [], latencySums: [] }, all), facts, all);
}

function nodeOf(graph: MeshGraph, name: string): GraphNode {
  const node = graph.nodes.find((n) => [n.workload, n.service, n.app].includes(name));
  if (node === undefined) throw new Error(`There is no node ${name}.`);
  return node;
}

const web = party('web');
const reviews = party('reviews');

describe('flags', () => {
  it('marks who calls and is called by nobody as a root', () => {
    const graph = tell([call(web, reviews), call(reviews, party('ratings'))], {});
    expect(nodeOf(graph, 'web-v1').flags).toEqual(['root']);
    expect(nodeOf(graph, 'reviews-v1').flags).toEqual([]);
  });

  it('marks namespaces that were not asked for as outside, and none when all were', () => {
    const traffic = [call({ ...web, namespace: 'shop' }, reviews)];
    expect(nodeOf(tell(traffic, {}, { namespaces: [NS] }), 'web-v1').flags).toContain('outside');
    expect(nodeOf(tell(traffic, {}), 'web-v1').flags).not.toContain('outside');
  });

  it('marks passthrough and black-hole traffic', () => {
    const to = (name: string) => call(web, {}, { service: { host: name, name } });
    const graph = tell([to('PassthroughCluster'), to('BlackHoleCluster')], {});
    expect(nodeOf(graph, 'PassthroughCluster').flags).toContain('passthrough');
    expect(nodeOf(graph, 'BlackHoleCluster').flags).toContain('blackHole');
  });

  it.each([
    [{ isGateway: true, pods: { total: 1, withProxy: 0 } }, ['gateway']],
    [{ isWaypoint: true, pods: { total: 1, withProxy: 0 } }, ['waypoint']],
    [{ isAmbient: true, pods: { total: 1, withProxy: 0 } }, ['ambient']],
    [{ pods: { total: 2, withProxy: 0 } }, ['noSidecar']],
    [{ pods: { total: 2, withProxy: 1 } }, ['someWithoutSidecar']],
    [{ pods: { total: 2, withProxy: 2 } }, []],
    [{ pods: { total: 0, withProxy: 0 } }, []],
  ])('tells from %j the flags %j', (facts, flags) => {
    const graph = tell([call(web, reviews)], { workloads: [workload('reviews', 'v1', facts)] });
    expect(nodeOf(graph, 'reviews-v1').flags).toEqual(flags);
  });

  it('says nothing of sidecars where pods cannot be read', () => {
    const { pods: _pods, ...facts } = workload('reviews');
    expect(nodeOf(tell([call(web, reviews)], { workloads: [facts] }), 'reviews-v1').flags).toEqual([]);
  });
});

describe('idle nodes', () => {
  const facts: ClusterFacts = {
    workloads: [workload('reviews'), workload('reviews', 'v2'), workload('ratings')],
    services: [service('reviews'), service('ratings')],
  };

  it('are what is declared and was not called, in the cluster of their neighbours', () => {
    const graph = tell([call(web, reviews)], facts, { idle: true });
    const idle = graph.nodes.filter(({ flags }) => flags.includes('idle'));
    expect(idle.map((node) => [node.workload, node.cluster])).toEqual([
      ['ratings-v1', 'east'],
      ['reviews-v2', 'east'],
    ]);
  });

  it('are not shown unless they are wanted', () => {
    expect(tell([call(web, reviews)], facts).nodes).toHaveLength(2);
  });

  it('are services in a service graph, and services besides when these are drawn', () => {
    const names = (options: Partial<GraphOptions>) =>
      tell([call(web, reviews)], facts, { idle: true, ...options })
        .nodes.filter(({ flags }) => flags.includes('idle'))
        .map((node) => node.service ?? node.workload);
    expect(names({ level: 'service' })).toEqual(['ratings']);
    expect(names({ serviceNodes: true }).sort()).toEqual(['ratings', 'ratings-v1', 'reviews-v2']);
  });

  it('have the ids that they get when traffic begins', () => {
    for (const level of ['versionedApp', 'app', 'workload', 'service'] as const) {
      const idle = tell([call(web, reviews)], facts, { level, idle: true });
      const busy = tell([call(web, reviews), call(reviews, party('ratings'))], facts, { level, idle: true });
      expect(idle.nodes.map(({ id }) => id).sort()).toEqual(busy.nodes.map(({ id }) => id).sort());
    }
  });

  it('are those of the namespaces that were asked for', () => {
    const graph = tell([], facts, { idle: true, namespaces: ['shop'] });
    expect(graph.nodes).toEqual([]);
  });

  it('do not double a node that has traffic in one of several clusters', () => {
    const traffic = [call(web, reviews), call(party('web', 'v1', 'west'), party('reviews', 'v1', 'west'))];
    const graph = tell(traffic, facts, { idle: true });
    expect(graph.nodes.filter((node) => node.workload === 'reviews-v1')).toHaveLength(2);
    expect(graph.nodes.filter((node) => node.workload === 'ratings-v1')).toHaveLength(1);
  });
});

describe('configuration', () => {
  const config: AppliedConfig = {
    kind: 'VirtualService',
    namespace: NS,
    name: 'reviews',
    summary: 'v1 100 %',
  };
  const facts: ClusterFacts = {
    workloads: [workload('reviews'), workload('ratings')],
    services: [service('reviews'), service('ratings')],
    serviceConfig: [{ namespace: NS, service: 'reviews', config }],
  };
  const traffic = [call(web, reviews), call(reviews, party('ratings'))];

  it('of a service is shown on its node and on the workloads that serve it', () => {
    const graph = tell(traffic, facts, { serviceNodes: true });
    expect(nodeOf(graph, 'reviews-v1').config).toEqual([config]);
    expect(graph.nodes.find((node) => node.service === 'reviews')?.config).toEqual([config]);
    expect(nodeOf(graph, 'ratings-v1').config).toEqual([]);
  });

  it('is absent, not empty, when the cluster cannot be asked', () => {
    expect(nodeOf(tell(traffic, {}), 'reviews-v1').config).toBeUndefined();
  });
});

describe('health', () => {
  const down = { replicas: { desired: 2, ready: 0, available: 0 } };

  it('joins requests and replicas at every level that shows workloads', () => {
    for (const level of ['workload', 'app', 'versionedApp'] as const) {
      const facts = { workloads: [workload('reviews', 'v1', down)] };
      const node = tell([call(web, reviews)], facts, { level }).nodes.find(
        ({ app, workload: name }) => app === 'reviews' || name === 'reviews-v1',
      );
      expect(node?.health).toEqual({ status: 'failing', reasons: ['0 of 2 replicas are available.'] });
    }
  });

  it('adds up the replicas of all versions of an app', () => {
    const facts = { workloads: [workload('reviews'), workload('reviews', 'v2', down)] };
    const graph = tell([call(web, reviews)], facts, { level: 'app' });
    expect(nodeOf(graph, 'reviews').health).toEqual({
      status: 'degraded',
      reasons: ['1 of 3 replicas are available.'],
    });
  });

  it('is unknown, with a reason, where nothing was seen and nothing is known', () => {
    const graph = tell([call(web, reviews, { perSecond: 0 })], {}, { idle: true });
    for (const { health } of [...graph.nodes, ...graph.edges]) {
      expect(health).toEqual({ status: 'unknown', reasons: ['No traffic in the window.'] });
    }
  });
});
