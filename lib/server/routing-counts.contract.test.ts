import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrometheusClient, type PrometheusClient } from '@/lib/adapters/prometheus/client';
import { createTelemetry } from '@/lib/adapters/prometheus/telemetry';
import type { RoutedHost } from '@/lib/contracts/routing';
import { startRealPrometheus, type RealPrometheus } from '@/lib/embedded/prometheus/real-prometheus';
import { writeSteadyCounters, type SteadyCounter } from '@/lib/embedded/prometheus/steady-counters';
import { getRouting } from '@/lib/services/get-routing';
import { SourceLedger } from '@/lib/services/source-ledger';
import { MemoryCluster, type KindChanges } from '@/lib/services/testing/memory-cluster';

// Shares that are known exactly, told to a real Prometheus and asked for as the product asks.

const NOW = 1_750_000_000;
const SERVICES = ['cart', 'cart-v1', 'cart-v2', 'steady', 'door'];

function counter(
  service: string,
  version: string,
  rate: number,
  more: Record<string, string> = {},
): SteadyCounter {
  return {
    metric: 'istio_requests_total',
    rate,
    labels: {
      reporter: 'source',
      source_workload: 'web',
      source_workload_namespace: 'shop',
      source_canonical_service: 'web',
      destination_workload: version === '' ? 'unknown' : `${service.replace(/-v\d$/, '')}-${version}`,
      destination_workload_namespace: version === '' ? 'unknown' : 'shop',
      destination_canonical_revision: version === '' ? 'latest' : version,
      destination_service: `${service}.shop.svc.cluster.local`,
      destination_service_name: service,
      destination_service_namespace: 'shop',
      request_protocol: 'http',
      response_code: '200',
      response_flags: '-',
      mesh: 'a',
      ...more,
    },
  };
}

const server = { reporter: 'destination' };

const COUNTERS: readonly SteadyCounter[] = [
  // 10 to 1 of what is declared, and what servers say beside it.
  counter('steady', 'v1', 9),
  counter('steady', 'v2', 1),
  counter('steady', 'v1', 9, server),
  counter('steady', 'v2', 4, server),
  counter('steady', '', 0.5, { response_code: '500', response_flags: 'FI' }),
  // A split between Services, which the client names by their own names.
  counter('cart-v1', 'v1', 8),
  counter('cart-v2', 'v2', 2),
  // Nobody's business: another mesh, and another client.
  counter('steady', 'v2', 90, { mesh: 'b' }),
  counter('steady', 'v2', 30, { source_workload: 'door', source_workload_namespace: 'doors' }),
];

const named = (name: string, spec: object, metadata: object = {}) => ({
  metadata: {
    namespace: 'shop',
    name,
    generation: 1,
    creationTimestamp: '2020-01-01T00:00:00Z',
    ...metadata,
  },
  spec,
});

const OBJECTS = {
  namespaces: [{ metadata: { name: 'shop' } }, { metadata: { name: 'doors' } }],
  services: SERVICES.map((name) =>
    named(name, { ports: [{ name: 'http', port: 80 }], selector: { app: name.replace(/-v\d$/, '') } }),
  ),
  destinationRules: [
    named('steady', {
      host: 'steady',
      subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })),
    }),
  ],
  virtualServices: [
    named('steady', {
      hosts: ['steady'],
      exportTo: ['.'],
      http: [
        {
          route: [
            { destination: { host: 'steady', subset: 'v1' }, weight: 900 },
            { destination: { host: 'steady', subset: 'v2' }, weight: 100 },
          ],
        },
      ],
    }),
  ],
  httpRoutes: [
    named('cart', {
      parentRefs: [{ group: '', kind: 'Service', name: 'cart' }],
      rules: [
        {
          backendRefs: [
            { name: 'cart-v1', port: 80, weight: 1 },
            { name: 'cart-v2', port: 80 },
          ],
        },
      ],
    }),
  ],
};

let prometheus: RealPrometheus;
let client: PrometheusClient;

beforeAll(async () => {
  prometheus = await startRealPrometheus([...writeSteadyCounters(COUNTERS, NOW)].join(''));
  client = createPrometheusClient({ url: prometheus.url, scope: [{ name: 'mesh', op: '=', value: 'a' }] });
});

afterAll(async () => {
  client?.close();
  await prometheus?.close();
});

async function routes(windowSeconds: number, changes: KindChanges = {}): Promise<Record<string, RoutedHost>> {
  const telemetry = createTelemetry(client);
  const nowSeconds = () => NOW;
  const cluster = new MemoryCluster(OBJECTS, {}, changes);
  const ports = { telemetry, counter: telemetry, cluster, ledger: new SourceLedger(nowSeconds), nowSeconds };
  const answer = await getRouting(ports, { windowSeconds, atSeconds: NOW, namespaces: ['shop'] });
  if (!answer.ok) throw new Error(answer.problem.message);
  expect(answer.value.queries.every(({ text }) => text === 'time()' || text.includes('mesh="a"'))).toBe(true);
  return Object.fromEntries(answer.value.routes.map((route) => [route.host.split('.')[0] ?? '', route]));
}

const observed = (route: RoutedHost | undefined) =>
  route?.rules[0]?.destinations.map((one) => [
    one.observed?.requests.toFixed(0),
    one.observed?.share.toFixed(6),
  ]);

describe('counts of a real Prometheus', () => {
  it.each([120, 300, 600])('of %i s are those that clients report, to the request', async (windowSeconds) => {
    const { steady, cart } = await routes(windowSeconds);
    expect(observed(steady)).toEqual([
      [(9 * windowSeconds).toFixed(0), '0.900000'],
      [(1 * windowSeconds).toFixed(0), '0.100000'],
    ]);
    expect(steady?.verdict).toBe('inLine');
    expect(steady?.viewpoint.namespaces).toEqual(['shop']);
    expect(observed(cart)).toEqual([
      [(8 * windowSeconds).toFixed(0), '0.800000'],
      [(2 * windowSeconds).toFixed(0), '0.200000'],
    ]);
    // One to one is declared: an absent weight of a backend is one.
    expect(cart?.rules[0]?.destinations.map(({ weight, share }) => [weight, share])).toEqual([
      [1, 0.5],
      [null, 0.5],
    ]);
    expect(cart?.verdict).toBe('drifting');
  });

  it('have intervals of what was scraped, and not of what was extrapolated', async () => {
    const { steady } = await routes(300);
    const { low, high } = steady?.rules[0]?.destinations[1]?.observed ?? { low: 0, high: 0 };
    // 20 scrapes, 19 steps between them: 2850 of 3000 requests. Worked out apart from this code.
    expect(low).toBeCloseTo(0.08951, 4);
    expect(high).toBeCloseTo(0.11157, 4);
  });

  it('since a change are those since then', async () => {
    const virtualServices = [{ namespace: 'shop', name: 'steady', atMs: (NOW - 123) * 1000 }];
    const { steady, cart } = await routes(300, { virtualServices });
    expect(steady?.verdict).toBe('justChanged');
    expect(steady?.comparedSince).toBe(NOW - 120);
    expect(observed(steady)).toEqual([
      ['1080', '0.900000'],
      ['120', '0.100000'],
    ]);
    expect(cart?.verdict).toBe('drifting');
    expect(steady?.changes).toEqual([
      { at: NOW - 123, from: 'seen', object: { kind: 'VirtualService', namespace: 'shop', name: 'steady' } },
    ]);
  });
});
