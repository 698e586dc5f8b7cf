import { inColumns } from '../telemetry/quantiles';
import { describe, expect, it } from 'vitest';
import { NO_HEALTH_RULES, type HealthRules, type RateRule } from '../health/health-rules';
import { EVERYTHING } from '../health/pattern';
import { readRateAnnotation } from '../health/rate-annotation';
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
  rules: HealthRules = NO_HEALTH_RULES,
): MeshGraph {
  const all = { level: 'workload', serviceNodes: false, idle: false, ...options } as const;
  return describeGraph(buildGraph({ traffic, histograms: [], sums: [] }, all), facts, all, rules);
}

function nodeOf(graph: MeshGraph, name: string): GraphNode {
  const node = graph.nodes.find((n) => [n.workload, n.service, n.app].includes(name));
  if (node === undefined) throw new Error(`There is no node ${name}.`);
  return node;
}

/** The node that is called, whatever the graph calls it. */
function calledOf({ nodes, edges: [edge] }: MeshGraph): GraphNode {
  const node = nodes.find(({ id }) => id === edge?.target);
  if (node === undefined) throw new Error('Nobody is called.');
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
  const zero = { replicas: { desired: 0, ready: 0, available: 0 } };
  const levels = ['workload', 'app', 'versionedApp', 'service'] as const;

  it('joins requests and replicas at every level', () => {
    for (const level of levels) {
      const facts = { workloads: [workload('reviews', 'v1', down)], services: [service('reviews')] };
      const graph = tell([call(web, reviews)], facts, { level });
      expect(calledOf(graph).health).toEqual({
        status: 'failing',
        reasons: ['0 of 2 replicas are available.'],
      });
    }
  });

  it('of a service drawn between callers and workloads is that of all workloads it selects', () => {
    const of = (...workloads: WorkloadFacts[]) => {
      const graph = tell(
        [call(web, reviews)],
        { workloads, services: [service('reviews')] },
        { serviceNodes: true },
      );
      return graph.nodes.find(({ kind }) => kind === 'service')?.health;
    };
    expect(of(workload('reviews', 'v1', down), workload('reviews', 'v2', down))).toEqual({
      status: 'failing',
      reasons: ['reviews-v1: 0 of 2 replicas are available.', 'reviews-v2: 0 of 2 replicas are available.'],
    });
    expect(of(workload('reviews', 'v1', zero), workload('reviews', 'v2', zero))?.status).toBe('notReady');
    expect(of(workload('reviews'), workload('reviews', 'v2', down))?.status).toBe('degraded');
    expect(of(workload('reviews'), workload('ratings', 'v1', down))?.status).toBe('healthy');
  });

  it('keeps the versions of an app apart', () => {
    const facts = { workloads: [workload('reviews'), workload('reviews', 'v2', down)] };
    const graph = tell([call(web, reviews), call(web, party('reviews', 'v2'))], facts, {
      level: 'versionedApp',
    });
    const statuses = graph.nodes.filter(({ app }) => app === 'reviews').map(({ health }) => health.status);
    expect(statuses).toEqual(['healthy', 'failing']);
  });

  it('tells of all versions of an app which one lacks replicas', () => {
    const facts = { workloads: [workload('reviews'), workload('reviews', 'v2', down)] };
    const graph = tell([call(web, reviews)], facts, { level: 'app' });
    expect(nodeOf(graph, 'reviews').health).toEqual({
      status: 'degraded',
      reasons: ['reviews-v2: 0 of 2 replicas are available.'],
    });
  });

  it('is that of the replicas where nobody calls', () => {
    const facts = { workloads: [workload('reviews', 'v1', down)], services: [service('reviews')] };
    for (const level of levels) {
      const graph = tell([], facts, { level, idle: true });
      expect(graph.nodes.map((node) => node.health.status)).toEqual(['failing']);
    }
  });

  it('is unknown, with a reason, where nothing was seen and nothing is known', () => {
    const graph = tell([call(web, reviews, { perSecond: 0 })], {}, { idle: true });
    for (const { health } of [...graph.nodes, ...graph.edges]) {
      expect(health).toEqual({ status: 'unknown', reasons: ['No traffic in the window.'] });
    }
  });
});

describe('tolerances', () => {
  const levels = ['workload', 'app', 'versionedApp', 'service'] as const;
  const traffic = [call(web, reviews, { perSecond: 95 }), call(web, reviews, { code: '500', perSecond: 5 })];
  const annotated = (text: string, origin = 'the annotation on Service bookinfo/reviews') => ({
    rateAnnotation: { origin, tolerances: readRateAnnotation(text).tolerances },
  });
  const lenient = annotated('5XX,10,20,http,.*');
  const strict = annotated('5XX,1,2,http,.*', 'the annotation on Deployment bookinfo/reviews-v1');
  const facts = (onWorkload: object, onService: object, more: WorkloadFacts[] = []) => ({
    workloads: [workload('reviews', 'v1', onWorkload), ...more],
    services: [{ ...service('reviews'), ...onService }],
  });
  const statusAt = (level: GraphOptions['level'], known: ClusterFacts) =>
    calledOf(tell(traffic, known, { level })).health.status;

  it.each(levels)('of an annotation replace the rule, whichever object carries it, at level %s', (level) => {
    expect(statusAt(level, facts({}, {}))).toBe('degraded');
    expect(statusAt(level, facts(lenient, {}))).toBe('healthy');
    expect(statusAt(level, facts({}, lenient))).toBe('healthy');
    expect(statusAt(level, facts(strict, {}))).toBe('failing');
    expect(statusAt(level, facts({}, strict))).toBe('failing');
  });

  it.each(levels)('of several annotations all count, the worst of them most, at level %s', (level) => {
    expect(statusAt(level, facts(lenient, strict))).toBe('failing');
    expect(statusAt(level, facts(strict, lenient))).toBe('failing');
    expect(statusAt(level, facts(lenient, lenient))).toBe('healthy');
  });

  it('of an annotation on one version do not excuse the others', () => {
    const other = workload('reviews', 'v2');
    expect(statusAt('app', facts(lenient, {}, [other]))).toBe('degraded');
    expect(statusAt('service', facts(lenient, {}, [other]))).toBe('degraded');
    expect(statusAt('app', facts({}, lenient, [other]))).toBe('healthy');
    expect(statusAt('versionedApp', facts(lenient, {}, [other]))).toBe('healthy');
  });

  it('of an annotation are named in the reasons of node and edge', () => {
    const graph = tell(traffic, facts(strict, {}), { level: 'versionedApp' });
    expect(calledOf(graph).health.reasons).toEqual([
      '5 % of inbound HTTP requests: 5xx; exceeds the 2 % failing tolerance of the annotation on Deployment bookinfo/reviews-v1.',
    ]);
    expect(graph.edges[0]?.health).toEqual({
      status: 'failing',
      reasons: [
        '5 % of HTTP requests: 5xx; exceeds the 2 % failing tolerance of the annotation on Deployment bookinfo/reviews-v1.',
        '5 % of HTTP requests: 5xx; exceeds the 0 % tolerance for degraded.',
      ],
    });
  });

  it('of an annotation count for a service that selects nothing', () => {
    const known = { workloads: [], services: [{ ...service('reviews'), selector: {}, ...lenient }] };
    expect(statusAt('service', known)).toBe('healthy');
  });

  describe('of rules', () => {
    const rule = (more: Partial<RateRule>): RateRule => ({
      namespace: EVERYTHING,
      kinds: ['app', 'service', 'workload'],
      name: EVERYTHING,
      tolerances: [],
      ...more,
    });
    const statusUnder = (level: GraphOptions['level'], rates: RateRule[], known: ClusterFacts = {}) =>
      calledOf(tell(traffic, known, { level }, { rate: rates, latency: [] })).health.status;

    it.each([
      ['workload', 'workload', 'reviews-v1'],
      ['app', 'app', 'reviews'],
      ['versionedApp', 'app', 'reviews'],
      ['versionedApp', 'workload', 'reviews-v1'],
      ['service', 'service', 'reviews'],
    ] as const)('at level %s are found by kind %s and name %s', (level, kind, name) => {
      const own = rule({ namespace: /^bookinfo$/, kinds: [kind], name: new RegExp(`^${name}$`) });
      expect(statusUnder(level, [own])).toBe('healthy');
      expect(statusUnder(level, [{ ...own, namespace: /^shop$/ }])).toBe('degraded');
      expect(statusUnder(level, [{ ...own, name: /^ratings$/ }])).toBe('degraded');
    });

    it('give way to an annotation', () => {
      expect(statusUnder('app', [rule({})], facts({}, strict))).toBe('failing');
    });

    it('are about callers that nobody knows, too, when they are about everything', () => {
      const unknownCaller = traffic.map((sample) => ({ ...sample, source: {} }));
      const { edges } = tell(unknownCaller, {}, {}, { rate: [rule({})], latency: [] });
      expect(edges[0]?.health.status).toBe('healthy');
    });
  });

  it('may be objectives of latency', () => {
    const buckets = [
      { upperBoundMs: 100, perSecond: 0 },
      { upperBoundMs: 500, perSecond: 100 },
      { upperBoundMs: Infinity, perSecond: 100 },
    ];
    const objective = {
      namespace: EVERYTHING,
      kinds: ['workload'],
      name: /^reviews-v1$/,
      quantile: 'p95',
      directions: ['inbound'],
      degradedMs: 400,
      failingMs: 1000,
      origin: 'latency rule 1 in the health file',
    } as const;
    const options = { level: 'workload', serviceNodes: false, idle: false } as const;
    const built = buildGraph(
      {
        traffic: [call(web, reviews)],
        histograms: [{ ...call(web, reviews), ...inColumns(buckets) }],
        sums: [],
      },
      options,
    );
    const graph = describeGraph(built, {}, options, { rate: [], latency: [objective] });
    expect(nodeOf(graph, 'reviews-v1').health).toEqual({
      status: 'degraded',
      reasons: [
        'p95 latency of calls from bookinfo/web-v1 is 480 ms; exceeds the 400 ms degraded objective of latency rule 1 in the health file.',
      ],
    });
    expect(nodeOf(graph, 'web-v1').health.status).toBe('healthy');
  });
});
