import { describe, expect, it } from 'vitest';
import type { NodeIdentity } from '../graph/mesh-graph';
import { matchSpans } from './match-spans';
import { planQueries } from './plan-queries';
import { nameService, tracedNames } from './service-candidates';
import { clusterOf, makerOf, outcomeOf } from './span-facts';
import type { Trace, TraceSpan } from './trace';
import { traceEnd } from './trace-ends';
import type { TraceFacts, TracedWorkload } from './trace-facts';
import { reachOf, type TraceQuestion } from './trace-question';

const workload = (
  name: string,
  proxy: TracedWorkload['proxy'] = 'sidecar',
  namespace = 'shop',
): TracedWorkload => {
  const [, app = name, version = 'v1'] = /^(.+?)-(v\d+)$/.exec(name) ?? [];
  return { namespace, name, app, version, podLabels: { app, version }, proxy };
};

const service = (name: string, ports = [80], namespace = 'shop') => ({
  namespace,
  name,
  host: `${name}.${namespace}.svc.cluster.local`,
  ports,
  selector: { app: name },
});

const facts: TraceFacts = {
  workloads: [
    workload('web'),
    workload('reviews-v1'),
    workload('reviews-v10'),
    workload('erp', 'none'),
    workload('points', 'ambient'),
    workload('vouchers', 'ambient'),
    workload('way', 'waypoint'),
  ],
  services: [
    service('web'),
    service('reviews', [9080]),
    service('erp'),
    service('points'),
    service('vouchers'),
    { ...service('api.example.com', [443]), host: 'api.example.com', selector: {} },
  ],
  subsets: ['v1', 'v10'].map((name) => ({
    host: 'reviews.shop.svc.cluster.local',
    name,
    labels: { version: name },
    isRouted: true,
  })),
  workloadOfPod: new Map([
    ['shop/web-1', 'web'],
    ['shop/reviews-v1-abc', 'reviews-v1'],
    ['shop/reviews-v10-abc', 'reviews-v10'],
  ]),
};

const app = (name: string, version = 'v1'): NodeIdentity => ({
  kind: 'app',
  namespace: 'shop',
  app: name,
  version,
});
const drawn = { level: 'versionedApp', serviceNodes: false } as const;
const edge = (source: NodeIdentity, target: NodeIdentity, of = facts): TraceQuestion => ({
  kind: 'edge',
  source: traceEnd(source, of),
  target: traceEnd(target, of),
  reach: reachOf(target, drawn),
});
const known = new Set(['web.shop', 'reviews.shop', 'way.shop']);

describe('the searches for an edge', () => {
  it("ask the client's proxy for the subset that leads to the version, and for what has no subset", () => {
    const plan = planQueries(edge(app('web'), app('reviews', 'v10')), facts, { known });
    const tags = { 'istio.canonical_revision': 'v1' };
    const cluster = (subset: string) => `outbound|9080|${subset}|reviews.shop.svc.cluster.local`;
    expect(plan.queries).toEqual([
      { service: 'web.shop', tags: { ...tags, upstream_cluster: cluster('') } },
      { service: 'web.shop', tags: { ...tags, upstream_cluster: cluster('v10') } },
      { service: 'reviews.shop', tags: { 'istio.canonical_revision': 'v10' } },
    ]);
    expect(plan.confidence).toBe('byParentChild');
  });

  it('are exact where a cluster leads to nothing else', () => {
    const plan = planQueries(edge(app('web'), app('erp')), facts, { known });
    expect(plan).toMatchObject({ confidence: 'exact', queries: [{ service: 'web.shop' }] });
    const outside: NodeIdentity = { kind: 'external', namespace: 'shop', service: 'api.example.com' };
    expect(planQueries(edge(app('web'), outside), facts, { known })).toMatchObject({
      confidence: 'exact',
      queries: [{ tags: { upstream_cluster: 'outbound|443||api.example.com' } }],
    });
  });

  it("take the server's view where nobody knows the caller", () => {
    expect(planQueries(edge({ kind: 'unknown' }, app('reviews')), facts, { known }).queries).toEqual([
      { service: 'reviews.shop', tags: { 'istio.canonical_revision': 'v1' } },
    ]);
  });

  it('ask the waypoint for both ends in ambient mode', () => {
    expect(planQueries(edge(app('points'), app('vouchers')), facts, { known })).toMatchObject({
      confidence: 'exact',
      queries: [
        {
          service: 'way.shop',
          tags: { 'istio.source_workload': 'points', 'istio.destination_workload': 'vouchers' },
        },
      ],
    });
  });

  it('are none where the backend knows neither side, and say why', () => {
    const plan = planQueries(edge(app('web'), app('reviews')), facts, { known: new Set() });
    expect(plan.queries).toEqual([]);
    expect(plan.nothing).toContain('makes spans');
  });

  it('fall back to names where the cluster cannot be asked', () => {
    const nothing: TraceFacts = { workloads: [], services: [], subsets: [], workloadOfPod: new Map() };
    expect(planQueries(edge(app('web'), app('reviews'), nothing), nothing, { known }).queries).toEqual([
      { service: 'reviews.shop', tags: { 'istio.canonical_revision': 'v1' } },
    ]);
  });
});

describe('names in traces', () => {
  it('are those that the backend knows, by the first pattern of which it knows any', () => {
    const [web] = facts.workloads;
    if (web === undefined) throw new Error('There is one.');
    expect(nameService('{canonical}/{workload}@{namespace}', web)).toBe('web/web@shop');
    expect(tracedNames([web], new Set(['web', 'web.shop']))).toEqual(['web.shop']);
    expect(tracedNames([web], new Set(['web']))).toEqual(['web']);
    expect(tracedNames([web], new Set(['other']))).toEqual([]);
    expect(tracedNames([web], undefined)).toEqual(['web.shop']);
    expect(tracedNames([web], new Set(['x-web']), 'x-{app}')).toEqual(['x-web']);
  });
});

let next = 0;
function span(service: string, pod: string, more: Partial<TraceSpan> = {}): TraceSpan {
  next += 1;
  const { tags = {}, ...rest } = more;
  const [, version = 'v1'] = /-(v\d+)-/.exec(pod) ?? [];
  return {
    spanId: `s${next}`,
    service: `${service}.shop`,
    operation: 'x',
    kind: 'client',
    startUs: 0,
    durationUs: 1,
    isError: false,
    ...rest,
    tags: {
      node_id: `sidecar~10.0.0.1~${pod}.shop~shop.svc.cluster.local`,
      'istio.namespace': 'shop',
      'istio.canonical_service': service,
      'istio.canonical_revision': version,
      ...tags,
    },
  };
}

const outbound = (host: string, subset = '', address = '10.0.0.9:80') => ({
  upstream_cluster: `outbound|9080|${subset}|${host}.shop.svc.cluster.local`,
  ...(address === '' ? {} : { upstream_address: address }),
});

function call(version: string, more: Partial<TraceSpan> = {}): Trace {
  const client = span('web', 'web-1', { tags: outbound('reviews'), ...more });
  const server = span('reviews', `reviews-${version}-abc`, {
    kind: 'server',
    parentId: client.spanId,
    tags: { upstream_cluster: 'inbound|9080||' },
  });
  return { traceId: 't', spans: [client, server] };
}

describe('a span is of an edge', () => {
  const to = (version: string) => edge(app('web'), app('reviews', version));

  it('when its child is of the version, not of one whose name begins like it', () => {
    expect(matchSpans(call('v1'), to('v1'), facts)).toHaveLength(1);
    expect(matchSpans(call('v10'), to('v10'), facts)).toMatchObject([{ confidence: 'byParentChild' }]);
    expect(matchSpans(call('v10'), to('v1'), facts)).toEqual([]);
    expect(matchSpans(call('v1'), to('v10'), facts)).toEqual([]);
  });

  it('also when pods are gone by now: proxies tell their version', () => {
    const gone = { ...facts, workloadOfPod: new Map<string, string>() };
    expect(matchSpans(call('v10'), edge(app('web'), app('reviews', 'v1'), gone), gone)).toEqual([]);
    expect(matchSpans(call('v10'), edge(app('web'), app('reviews', 'v10'), gone), gone)).toHaveLength(1);
  });

  it('by its subset alone where the server made no span', () => {
    const [client] = call('v1').spans;
    if (client === undefined) throw new Error('There is one.');
    const only = (subset: string): Trace => ({
      traceId: 't',
      spans: [{ ...client, tags: { ...client.tags, ...outbound('reviews', subset) } }],
    });
    expect(matchSpans(only('v10'), to('v10'), facts)).toMatchObject([{ confidence: 'exact' }]);
    expect(matchSpans(only('v10'), to('v1'), facts)).toEqual([]);
    expect(matchSpans(only(''), to('v1'), facts)).toEqual([]);
  });

  it('to a service without a workload only when it reached nobody', () => {
    const nobody: NodeIdentity = { kind: 'service', namespace: 'shop', service: 'reviews' };
    const failed: Trace = {
      traceId: 't',
      spans: [span('web', 'web-1', { tags: outbound('reviews', '', '') })],
    };
    expect(matchSpans(failed, edge(app('web'), nobody), facts)).toHaveLength(1);
    expect(matchSpans(failed, to('v1'), facts)).toEqual([]);
    expect(matchSpans(call('v1'), edge(app('web'), nobody), facts)).toEqual([]);
  });

  it('from nobody known when it begins the trace', () => {
    const question = edge({ kind: 'unknown' }, app('reviews'));
    const root = span('reviews', 'reviews-v1-abc', {
      kind: 'server',
      tags: { upstream_cluster: 'inbound|9080||' },
    });
    expect(matchSpans({ traceId: 't', spans: [root] }, question, facts)).toHaveLength(1);
    expect(matchSpans(call('v1'), question, facts)).toEqual([]);
  });

  it('whatever parents spans name: themselves, each other, or nobody that is there', () => {
    const spans = call('v1').spans.map((one) => ({ ...one, parentId: one.spanId }));
    expect(matchSpans({ traceId: 't', spans }, to('v1'), facts)).toEqual([]);
    const [first, second] = call('v1').spans;
    if (first === undefined || second === undefined) throw new Error('There are two.');
    const circle = [
      { ...first, parentId: second.spanId },
      { ...second, parentId: first.spanId },
    ];
    expect(matchSpans({ traceId: 't', spans: circle }, to('v1'), facts)).toHaveLength(1);
  });
});

describe('what a span tells', () => {
  it.each([
    ['outbound|80|v1|a.b.svc', { direction: 'outbound', port: 80, subset: 'v1', host: 'a.b.svc' }],
    ['outbound|80||a.b.svc;', { direction: 'outbound', port: 80, subset: '', host: 'a.b.svc' }],
    ['inbound|8080||', { direction: 'inbound', port: 8080, subset: '', host: '' }],
    ['inbound-vip|80|http/v2|a.b.svc', { direction: 'waypoint', port: 80, subset: 'v2', host: 'a.b.svc' }],
    ['PassthroughCluster', undefined],
    ['outbound|x||a', undefined],
    ['', undefined],
  ])('of its cluster %j', (upstream_cluster, expected) => {
    expect(clusterOf({ ...span('a', 'a-1'), tags: { upstream_cluster } })).toEqual(expected);
  });

  it('of its pod, whose name may hold dots', () => {
    const tags = { node_id: 'sidecar~10.0.0.1~my.pod.shop~shop.svc.cluster.local' };
    expect(makerOf({ ...span('a', 'a-1'), tags })).toEqual({ namespace: 'shop', pod: 'my.pod' });
    expect(makerOf({ ...span('a', 'a-1'), tags: { node_id: 'nothing' } })).toEqual({});
  });

  it('of how its request ended', () => {
    const of = (tags: Record<string, string>, isError = false) =>
      outcomeOf({ ...span('a', 'a-1'), tags, isError });
    expect(of({ 'http.status_code': '503', response_flags: 'UH' })).toEqual({
      code: '503',
      flags: 'UH',
      isFailure: true,
      isDenied: false,
    });
    expect(of({ 'http.status_code': '403', response_flags: '-' })).toMatchObject({
      isFailure: false,
      isDenied: true,
    });
    expect(of({ 'http.status_code': '200', 'grpc.status_code': '7' }).isDenied).toBe(true);
    expect(of({ 'http.status_code': '200', response_flags: 'UAEX' }).isDenied).toBe(true);
    expect(of({ 'http.response.status_code': '200', 'grpc.status_code': '14' }).isFailure).toBe(true);
    expect(of({ 'http.status_code': '0', response_flags: 'DC' }).isFailure).toBe(true);
    expect(of({}, true).isFailure).toBe(true);
  });
});
