import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '@/lib/adapters/http/testing/scripted-server';
import { createCluster } from '@/lib/adapters/kubernetes/cluster';
import { createPrometheusClient, type PrometheusClient } from '@/lib/adapters/prometheus/client';
import { createTelemetry } from '@/lib/adapters/prometheus/telemetry';
import { routingAnswerSchema, type RoutedHost, type RoutingAnswer } from '@/lib/contracts/routing';
import { parseRoutingRequest } from '@/lib/contracts/routing-request';
import { startMesh, type RunningMesh } from '@/lib/embedded/demo/start-mesh';
import { findWorld } from '@/lib/embedded/worlds/find-world';
import { getRouting } from '@/lib/services/get-routing';
import type { MeshPorts } from '@/lib/services/mesh-ports';
import type { ClusterPort } from '@/lib/services/ports';
import { SourceLedger } from '@/lib/services/source-ledger';

// The routes of simulated meshes, read over HTTP as the product reads them, against what those meshes are made to do.

const SCRAPE_SECONDS = 1;

class Followed {
  mesh!: RunningMesh;
  cluster!: ClusterPort;
  client!: PrometheusClient;
  ports!: MeshPorts;

  async start(name: string): Promise<void> {
    const world = findWorld(name);
    if (world === undefined) throw new Error(`there is no world named ${name}`);
    this.mesh = await startMesh({ world, historySeconds: 3_600, scrapeIntervalSeconds: SCRAPE_SECONDS });
    this.cluster = createCluster({
      access: { baseUrl: this.mesh.kubernetesUrl, credentials: async () => ({ headers: {} }) },
    });
    this.client = createPrometheusClient({ url: this.mesh.prometheusUrl });
    const telemetry = createTelemetry(this.client);
    const nowSeconds = () => Date.now() / 1000;
    const ledger = new SourceLedger(nowSeconds);
    this.ports = { telemetry, counter: telemetry, cluster: this.cluster, ledger, nowSeconds };
    await until(() => this.cluster.status().state === 'ok', 20_000);
  }

  async stop(): Promise<void> {
    await this.cluster?.stop();
    this.client?.close();
    await this.mesh?.close();
  }

  async ask(query: string): Promise<RoutingAnswer> {
    const request = parseRoutingRequest(new URLSearchParams(query));
    if (!request.ok) throw new Error(request.problem.message);
    const answer = await getRouting(this.ports, request.value);
    if (!answer.ok) throw new Error(answer.problem.message);
    return routingAnswerSchema.parse(JSON.parse(JSON.stringify(answer.value)));
  }
}

function routeOf({ routes }: RoutingAnswer, host: string): RoutedHost {
  const found = routes.filter((route) => route.host === host);
  if (found.length !== 1) throw new Error(`${host} is there ${found.length} times.`);
  return found[0]!;
}

const sharesOf = ({ rules }: RoutedHost, index: number) =>
  rules[index]?.destinations.map(({ observed }) => observed?.share ?? Number.NaN) ?? [];

const REVIEWS = 'reviews.bookinfo.svc.cluster.local';

describe('the routes of Bookinfo', () => {
  const bookinfo = new Followed();
  beforeAll(() => bookinfo.start('bookinfo'));
  afterAll(() => bookinfo.stop());

  it('show a half and a half for v1 and v3 of reviews, and both close to a half', async () => {
    const route = routeOf(await bookinfo.ask('window=10m'), REVIEWS);
    expect(route).toMatchObject({
      source: { kind: 'VirtualService', namespace: 'bookinfo', name: 'reviews', gateways: ['mesh'] },
      viewpoint: { kind: 'sidecar', namespaces: ['bookinfo'] },
      verdict: 'inLine',
      problems: [],
      changes: [],
    });
    const [jason, everybody] = route.rules;
    expect(jason?.destinations.map(({ subset, share }) => [subset, share])).toEqual([['v2', 1]]);
    expect(everybody?.destinations.map(({ subset, weight, share }) => [subset, weight, share])).toEqual([
      ['v1', 50, 0.5],
      ['v3', 50, 0.5],
    ]);
    for (const { observed, state, workloads } of everybody?.destinations ?? []) {
      expect(observed?.share).toBeGreaterThan(0.47);
      expect(observed?.share).toBeLessThan(0.53);
      expect(observed!.low).toBeLessThan(0.5);
      expect(observed!.high).toBeGreaterThan(0.5);
      expect(observed!.requests).toBeGreaterThan(1_000);
      expect(state).toBe('ok');
      expect(workloads).toHaveLength(1);
    }
  });

  it('ask no more questions for all hosts than for one, but for its progress', async () => {
    const all = await bookinfo.ask('window=10m');
    expect(all.queries.map(({ purpose }) => purpose)).toEqual(['clock', 'scrapes', 'calls', 'calls']);
    const one = await bookinfo.ask('window=10m&host=reviews');
    expect(one.queries.map(({ purpose }) => purpose)).toEqual([
      'clock',
      'scrapes',
      'calls',
      'calls',
      'progress',
      'progress',
    ]);
    expect(one.routes.map(({ host }) => host)).toEqual([REVIEWS]);
    expect((await bookinfo.ask('window=10m&host=reviews.bookinfo')).routes).toHaveLength(1);
    expect((await bookinfo.ask('window=10m&host=nobody')).routes).toEqual([]);
  });

  it('tell of one host how its shares went, and its objects with the lines that decide', async () => {
    const [route] = (await bookinfo.ask('window=10m&host=reviews')).routes;
    const progress = route?.rules[1]?.progress;
    expect(progress?.times.length).toBeGreaterThanOrEqual(28);
    expect(progress?.shares).toHaveLength(2);
    for (const share of progress?.shares.flat() ?? []) expect(share).toBeCloseTo(0.5, 1);
    const [virtualService, rule] = route?.yaml ?? [];
    expect(virtualService?.object.kind).toBe('VirtualService');
    const lines = virtualService?.text.split('\n') ?? [];
    const place = virtualService?.places.find(({ path }) => path === 'spec.http[1].route[1]');
    const text = lines.slice(place!.firstLine - 1, place!.lastLine).join('\n');
    expect(text).toMatch(/^ +- destination:\n +host: reviews\n +subset: v3\n +weight: 50$/);
    expect(rule?.object).toEqual({ kind: 'DestinationRule', namespace: 'bookinfo', name: 'reviews' });
    expect(rule?.places.map(({ path }) => path)).toContain('spec.subsets[2]');
  });

  it('show a change at once with the moment, compare only what came after, and show the shift', async () => {
    const before = Date.now() / 1000;
    const { spec } = bookinfo.mesh.store.get('virtualservices', 'reviews', { namespace: 'bookinfo' }) as {
      spec?: { http: { route: object[] }[] };
    };
    const [jason, everybody] = spec!.http;
    const weights = [80, 20];
    const changed = everybody!.route.map((leg, i) => ({ ...leg, weight: weights[i] }));
    const group = 'networking.istio.io';
    bookinfo.mesh.store.patch(
      'virtualservices',
      'reviews',
      { spec: { http: [jason, { ...everybody, route: changed }] } },
      { namespace: 'bookinfo', group },
    );
    await until(() => bookinfo.cluster.changes('virtualServices').length > 0, 10_000);
    const atOnce = routeOf(await bookinfo.ask('window=10m'), REVIEWS);
    expect(atOnce.verdict).toBe('justChanged');
    expect(atOnce.rules[1]?.destinations.map(({ share }) => share)).toEqual([0.8, 0.2]);
    const [change] = atOnce.changes;
    expect(change).toMatchObject({ from: 'seen', object: { kind: 'VirtualService', name: 'reviews' } });
    expect(change!.at).toBeGreaterThanOrEqual(before);
    expect(change!.at).toBeLessThanOrEqual(Date.now() / 1000);
    // Two refreshes of ten seconds.
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    const later = routeOf(await bookinfo.ask('window=10m&host=reviews'), REVIEWS);
    expect(later.verdict).toBe('justChanged');
    expect(later.comparedSince).toBeGreaterThanOrEqual(change!.at);
    const [first, second] = sharesOf(later, 1);
    expect(first).toBeGreaterThan(0.7);
    expect(second).toBeLessThan(0.3);
    const told = later.rules[1]?.destinations[0]?.observed;
    expect(told!.low).toBeLessThan(0.8);
    expect(told!.high).toBeGreaterThan(0.8);
    const went = later.rules[1]?.progress?.shares[0] ?? [];
    expect(went[0]).toBeCloseTo(0.5, 1);
    expect(went.at(-1)).toBeGreaterThan(0.7);
    // A window that ended before is not measured by what is declared now.
    const past = routeOf(await bookinfo.ask(`window=5m&at=${(before - 5).toFixed(3)}`), REVIEWS);
    expect(past.verdict).toBe('notAttributable');
    expect(past.reasons.join(' ')).toContain('was changed after this window');
  });

  it('call dead what selects nobody that is ready', async () => {
    const scale = { spec: { replicas: 0 } };
    bookinfo.mesh.store.patch('deployments', 'reviews-v3', scale, { namespace: 'bookinfo', group: 'apps' });
    const ready = async () => routeOf(await bookinfo.ask('window=5m'), REVIEWS).verdict === 'dead';
    const deadline = Date.now() + 15_000;
    while (!(await ready()) && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 200));
    const route = routeOf(await bookinfo.ask('window=5m'), REVIEWS);
    expect(route.verdict).toBe('dead');
    expect(route.rules[1]?.destinations.map(({ state }) => state)).toEqual(['ok', 'dead']);
    expect(route.problems.map(({ code, path }) => [code, path])).toEqual([
      ['no-ready-pod', 'spec.http[1].route[1]'],
    ]);
  });
});

describe('the routes of the shop', () => {
  const shop = new Followed();
  beforeAll(() => shop.start('shop'));
  afterAll(() => shop.stop());

  it('read splits between Services of an HTTPRoute by the backend that the client names', async () => {
    const route = routeOf(await shop.ask('window=10m'), 'recommender.storefront.svc.cluster.local');
    expect(route).toMatchObject({ source: { kind: 'HTTPRoute', name: 'recommender' }, verdict: 'inLine' });
    const [rule] = route.rules;
    expect(rule?.destinations.map(({ host, weight, share }) => [host, weight, share])).toEqual([
      ['recommender-v1.storefront.svc.cluster.local', 80, 0.8],
      ['recommender-v2.storefront.svc.cluster.local', 20, 0.2],
    ]);
    const [first, second] = sharesOf(route, 0);
    expect(first).toBeCloseTo(0.8, 2);
    expect(second).toBeCloseTo(0.2, 2);
  });

  it('are right about each of them', async () => {
    const { routes } = await shop.ask('window=10m');
    expect(routes.map(({ host, viewpoint, verdict }) => [host, viewpoint.kind, verdict])).toEqual([
      ['acquirer.bankbridge.example', 'sidecar', 'inLine'],
      ['catalogue.storefront.svc.cluster.local', 'sidecar', 'inLine'],
      ['lookbook.storefront.svc.cluster.local', 'sidecar', 'dead'],
      ['recommender.storefront.svc.cluster.local', 'sidecar', 'inLine'],
      ['acquirer.bankbridge.example', 'gateway', 'inLine'],
      ['api.lanternlane.example', 'gateway', 'inLine'],
      ['www.lanternlane.example', 'gateway', 'inLine'],
    ]);
    const lookbook = routeOf({ routes } as RoutingAnswer, 'lookbook.storefront.svc.cluster.local');
    expect(lookbook.problems.map(({ code }) => code)).toEqual(['undefined-subset']);
    expect(new Set(routes.map(({ id }) => id)).size).toBe(routes.length);
  });

  it('can be asked for by namespace', async () => {
    const { routes } = await shop.ask('window=10m&namespaces=payments');
    expect(routes.map(({ host }) => host)).toEqual([
      'acquirer.bankbridge.example',
      'acquirer.bankbridge.example',
    ]);
    expect(routes.every(({ verdict }) => verdict === 'inLine')).toBe(true);
  });
});
