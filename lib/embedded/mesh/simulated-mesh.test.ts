import { describe, expect, it } from 'vitest';
import { runControllers } from '../kubernetes/controllers';
import { MemoryObjectStore } from '../kubernetes/memory-store';
import type { Labels } from '../promql/series-source';
import { bookinfo } from '../worlds/bookinfo';
import { SimulatedMesh } from './simulated-mesh';

const START = Date.parse('2026-01-05T08:00:00Z');
const HOUR = 3_600_000;

/** Bookinfo that has been running since START; `clock.ms` is its present. */
function startBookinfo() {
  const clock = { ms: START };
  const store = new MemoryObjectStore({ now: () => clock.ms, seed: 'test' });
  store.seed(bookinfo.objects(new Date(START)));
  runControllers(store, { seed: 'test' });
  const mesh = new SimulatedMesh({
    world: bookinfo,
    objects: store,
    startSeconds: START / 1000,
    scrapeIntervalSeconds: 15,
    nowMs: () => clock.ms,
  });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { clock, store, mesh, settle };
}

/** What the requests of some label values grew by between two times, and the label sets that did. */
function growth(mesh: SimulatedMesh, wanted: Labels, fromMs: number, toMs: number) {
  const matchers = Object.entries({ __name__: 'istio_requests_total', ...wanted }).map(([name, value]) => ({
    name,
    op: '=' as const,
    value,
  }));
  let requests = 0;
  const grown: Labels[] = [];
  for (const series of mesh.select(matchers, fromMs, toMs)) {
    const values = [...series.samples(fromMs, toMs).values].filter((value) => !Number.isNaN(value));
    const more = (values.at(-1) ?? 0) - (values[0] ?? 0);
    requests += more;
    if (more > 0) grown.push(series.labels);
  }
  return { requests, grown };
}

const to = (workload: string, reporter = 'destination') => ({ destination_workload: workload, reporter });

describe('Bookinfo', () => {
  const { clock, mesh } = startBookinfo();
  clock.ms = START + 3 * HOUR;
  const per100 = (wanted: Labels) => {
    const base = growth(mesh, to('productpage-v1'), START, clock.ms).requests;
    return (growth(mesh, wanted, START, clock.ms).requests / base) * 100;
  };

  it('makes 20 requests a second at its front door, give or take the hour of day', () => {
    const { requests } = growth(mesh, to('productpage-v1'), START, clock.ms);
    const perSecond = requests / (3 * 3600);
    expect(perSecond).toBeGreaterThan(12);
    expect(perSecond).toBeLessThan(28);
  });

  it.each([
    ['details-v1', 100],
    ['reviews-v1', 40],
    ['reviews-v2', 20],
    ['reviews-v3', 40],
    ['ratings-v1', 60],
  ])('sends %s, of 100 requests for the page, %i', (workload, share) => {
    for (const reporter of ['source', 'destination'])
      expect(Math.abs(per100(to(workload, reporter)) - share)).toBeLessThan(0.5);
  });

  it('asks reviews once for a page', () => {
    expect(Math.abs(per100({ destination_service_name: 'reviews', reporter: 'source' }) - 100)).toBeLessThan(
      0.5,
    );
  });

  it('lets only those versions of reviews ask ratings that show stars', () => {
    const { grown } = growth(mesh, to('ratings-v1'), START, clock.ms);
    expect(grown.map((labels) => labels['source_workload']).sort()).toEqual(['reviews-v2', 'reviews-v3']);
  });

  const reviews = {
    source_workload: 'productpage-v1',
    source_workload_namespace: 'bookinfo',
    source_app: 'productpage',
    source_version: 'v1',
    source_canonical_service: 'productpage',
    source_canonical_revision: 'v1',
    source_principal: 'spiffe://cluster.local/ns/bookinfo/sa/bookinfo-productpage',
    source_cluster: 'Kubernetes',
    destination_workload: 'reviews-v2',
    destination_workload_namespace: 'bookinfo',
    destination_app: 'reviews',
    destination_version: 'v2',
    destination_canonical_service: 'reviews',
    destination_canonical_revision: 'v2',
    destination_principal: 'spiffe://cluster.local/ns/bookinfo/sa/bookinfo-reviews',
    destination_service: 'reviews.bookinfo.svc.cluster.local',
    destination_service_name: 'reviews',
    destination_service_namespace: 'bookinfo',
    destination_cluster: 'Kubernetes',
    request_protocol: 'http',
    response_code: '200',
    response_flags: '-',
  };

  it.each([
    ['source', 'unknown', 'productpage', 'v1'],
    ['destination', 'mutual_tls', 'reviews', 'v2'],
  ])('is told by the %s in Istio’s labels and those of the scrape', (reporter, policy, app, version) => {
    const [labels, ...others] = growth(mesh, to('reviews-v2', reporter), START, clock.ms).grown;
    expect(others).toEqual([]);
    const { pod, instance, node, pod_template_hash, ...rest } = labels!;
    expect(pod).toMatch(new RegExp(`^${app}-${version}-[a-z0-9]+-[a-z0-9]{5}$`));
    expect(instance).toBe(`${pod}.bookinfo:15020`);
    expect(typeof node).toBe('string');
    expect(typeof pod_template_hash).toBe('string');
    const meshLabels = Object.fromEntries(
      Object.entries(rest).filter(([name]) => !/^(istio_io_rev|security_istio|service_istio)/.test(name)),
    );
    expect(meshLabels).toEqual({
      __name__: 'istio_requests_total',
      ...reviews,
      reporter,
      connection_security_policy: policy,
      app,
      version,
      namespace: 'bookinfo',
      job: 'kubernetes-pods',
    });
    for (const value of Object.values(labels!)) expect(value).not.toBe('');
  });

  it('has a gateway that reports as a client only, and is known by its canonical names', () => {
    const gateway = 'istio-ingressgateway';
    expect(growth(mesh, { destination_workload: gateway }, START, clock.ms).grown).toEqual([]);
    const { grown } = growth(mesh, { source_workload: gateway, reporter: 'source' }, START, clock.ms);
    expect(grown).toHaveLength(1);
    expect(grown[0]).toMatchObject({
      source_workload_namespace: 'istio-system',
      source_app: gateway,
      source_version: 'unknown',
      source_canonical_service: gateway,
      source_canonical_revision: 'latest',
      source_principal: 'spiffe://cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account',
      destination_workload: 'productpage-v1',
      connection_security_policy: 'unknown',
    });
  });

  it('is up, with a proxy of one version, wherever it is scraped', () => {
    for (const name of ['up', 'istio_build']) {
      const found = [
        ...mesh.select([{ name: '__name__', op: '=', value: name }], clock.ms - 60_000, clock.ms),
      ];
      expect(found).toHaveLength(7);
      for (const series of found) {
        expect(new Set(series.samples(clock.ms - 60_000, clock.ms).values)).toEqual(new Set([1]));
      }
    }
  });
});

type Route = Record<string, unknown>;

/** The growth of one hour after a VirtualService of bookinfo was made or replaced. */
async function afterRoutes(name: string, http: Route[]) {
  const { clock, store, mesh, settle } = startBookinfo();
  clock.ms = START + HOUR;
  store.apply({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'bookinfo' },
    spec: { hosts: [name], http },
  });
  await settle();
  clock.ms = START + 2 * HOUR;
  const grown = (wanted: Labels) => growth(mesh, wanted, START + HOUR, clock.ms);
  return { grown, base: grown(to('productpage-v1')).requests, clock, mesh };
}

const route = (host: string, subset?: string, weight?: number) => ({
  destination: { host, ...(subset === undefined ? {} : { subset }) },
  ...(weight === undefined ? {} : { weight }),
});

const unreached = {
  destination_workload: 'unknown',
  destination_workload_namespace: 'unknown',
  destination_app: 'unknown',
  destination_version: 'unknown',
  destination_principal: 'unknown',
  destination_canonical_service: 'unknown',
  destination_canonical_revision: 'latest',
  destination_cluster: 'unknown',
  source_principal: 'unknown',
  connection_security_policy: 'unknown',
};

describe('routes', () => {
  it('change the shares of versions from the moment they are changed, and counters go on', async () => {
    const { grown, base, clock, mesh } = await afterRoutes('reviews', [
      { route: [route('reviews', 'v1', 90), route('reviews', 'v2', 10)] },
    ]);
    const share = (workload: string) => grown(to(workload)).requests / base;
    expect(share('reviews-v1')).toBeCloseTo(0.9, 2);
    expect(share('reviews-v2')).toBeCloseTo(0.1, 2);
    expect(share('reviews-v3')).toBe(0);
    // Before the change, and across it, no counter starts anew.
    for (const workload of ['reviews-v1', 'reviews-v2', 'reviews-v3']) {
      const matchers = [
        { name: '__name__', op: '=' as const, value: 'istio_requests_total' },
        { name: 'destination_workload', op: '=' as const, value: workload },
      ];
      for (const series of mesh.select(matchers, START, clock.ms)) {
        const { values } = series.samples(START, clock.ms);
        for (let i = 1; i < values.length; i += 1) expect(values[i]! >= values[i - 1]!).toBe(true);
        expect(values.length).toBeGreaterThan(400);
      }
    }
  });

  it('send those who have signed in where a header says', async () => {
    const { grown, base } = await afterRoutes('reviews', [
      { match: [{ headers: { 'end-user': { exact: 'jason' } } }], route: [route('reviews', 'v3')] },
      { route: [route('reviews', 'v1')] },
    ]);
    expect(grown(to('reviews-v3')).requests / base).toBeCloseTo(0.2, 2);
    expect(grown(to('reviews-v1')).requests / base).toBeCloseTo(0.8, 2);
  });

  it('share weights that do not sum to 100', async () => {
    const { grown, base } = await afterRoutes('reviews', [
      { route: [route('reviews', 'v1', 1), route('reviews', 'v2', 3), route('reviews', 'v3')] },
    ]);
    const shares = ['v1', 'v2', 'v3'].map((v) => grown(to(`reviews-${v}`)).requests / base);
    expect(shares[0]).toBeCloseTo(0.25, 2);
    expect(shares[1]).toBeCloseTo(0.75, 2);
    expect(shares[2]).toBe(0);
  });

  it('to a subset that nobody declares give 503 NC, told by the client alone', async () => {
    const { grown, base } = await afterRoutes('reviews', [{ route: [route('reviews', 'v9')] }]);
    const failed = grown({ destination_service_name: 'reviews', response_code: '503' });
    expect(failed.requests / base).toBeCloseTo(1, 2);
    expect(failed.grown).toEqual([
      expect.objectContaining({ ...unreached, reporter: 'source', response_flags: 'NC' }),
    ]);
    expect(grown({ destination_app: 'reviews' }).requests).toBe(0);
    expect(grown({ destination_app: 'ratings' }).requests).toBe(0);
  });

  it('to a subset without pods give 503 UH', async () => {
    const { grown } = await afterRoutes('ratings', [{ route: [route('ratings', 'v2')] }]);
    const failed = grown({ destination_service_name: 'ratings', response_code: '503' });
    expect(failed.grown).toHaveLength(2);
    for (const labels of failed.grown) {
      expect(labels).toMatchObject({ ...unreached, reporter: 'source', response_flags: 'UH' });
    }
  });

  it('with an abort give FI, told by the client alone', async () => {
    const { grown, base } = await afterRoutes('ratings', [
      { fault: { abort: { percentage: { value: 100 }, httpStatus: 500 } }, route: [route('ratings', 'v1')] },
    ]);
    const failed = grown({ destination_service_name: 'ratings' });
    expect(failed.requests / base).toBeCloseTo(0.6, 2);
    for (const labels of failed.grown) {
      expect(labels).toMatchObject({
        ...unreached,
        destination_service: 'ratings.bookinfo.svc.cluster.local',
        reporter: 'source',
        response_code: '500',
        response_flags: 'FI',
      });
    }
  });

  it('inject nothing where the percentage is left out, and a part where it says so', async () => {
    const none = await afterRoutes('ratings', [
      { fault: { abort: { httpStatus: 500 } }, route: [route('ratings')] },
    ]);
    expect(none.grown({ response_flags: 'FI' }).requests).toBe(0);
    const some = await afterRoutes('ratings', [
      { fault: { abort: { percentage: { value: 25 }, httpStatus: 500 } }, route: [route('ratings')] },
    ]);
    expect(some.grown({ response_flags: 'FI' }).requests / some.base).toBeCloseTo(0.15, 2);
    expect(some.grown(to('ratings-v1')).requests / some.base).toBeCloseTo(0.45, 2);
  });

  it('with a delay are flagged and slow at the client, and neither at the server', async () => {
    const { grown, clock, mesh } = await afterRoutes('ratings', [
      { fault: { delay: { percentage: { value: 100 }, fixedDelay: '7s' } }, route: [route('ratings')] },
    ]);
    expect(grown(to('ratings-v1', 'source')).grown.map((l) => l['response_flags'])).toEqual(['DI', 'DI']);
    expect(new Set(grown(to('ratings-v1')).grown.map((l) => l['response_flags']))).toEqual(new Set(['-']));
    const mean = (reporter: string) => {
      const sum = (name: string) => {
        let total = 0;
        const labels = { __name__: name, ...to('ratings-v1', reporter) };
        const matchers = Object.entries(labels).map(([n, value]) => ({ name: n, op: '=' as const, value }));
        for (const series of mesh.select(matchers, START + HOUR, clock.ms)) {
          const { values } = series.samples(START + HOUR, clock.ms);
          total += values.at(-1)! - values[0]!;
        }
        return total;
      };
      return (
        sum('istio_request_duration_milliseconds_sum') / sum('istio_request_duration_milliseconds_count')
      );
    };
    expect(mean('source')).toBeGreaterThan(7000);
    expect(mean('destination')).toBeLessThan(5);
  });
});

it('finds the buckets of one bound among those of all, also such as come later', async () => {
  const { clock, mesh, store, settle } = startBookinfo();
  const buckets = { name: '__name__', op: '=' as const, value: 'istio_request_duration_milliseconds_bucket' };
  const select = (...more: Parameters<SimulatedMesh['select']>[0]) =>
    [...mesh.select([buckets, ...more], START, clock.ms)].map(({ labels }) => labels);
  const check = () => {
    const all = select();
    for (const value of ['+Inf', '25', '3', ''])
      expect(select({ name: 'le', op: '=', value })).toEqual(all.filter(({ le }) => le === value));
    return all.length;
  };
  clock.ms = START + HOUR;
  const before = check();
  store.apply({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'reviews', namespace: 'bookinfo' },
    spec: { hosts: ['reviews'], http: [{ route: [route('reviews', 'v9')] }] },
  });
  await settle();
  clock.ms = START + 2 * HOUR;
  expect(check()).toBeGreaterThan(before);
});
