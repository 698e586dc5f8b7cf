import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMesh, type RunningMesh } from '../demo/start-mesh';
import { shop } from '../worlds/shop/shop';

interface UiSpan {
  spanID: string;
  operationName: string;
  duration: number;
  startTime: number;
  processID: string;
  references: { refType: string; traceID: string; spanID: string }[];
  tags: { key: string; type: string; value: unknown }[];
}
interface UiTrace {
  traceID: string;
  spans: UiSpan[];
  processes: Record<string, { serviceName: string }>;
}
interface UiAnswer<T> {
  data: T[] | null;
  total: number;
  errors: { code: number; msg: string }[] | null;
}

let mesh: RunningMesh;

beforeAll(async () => {
  mesh = await startMesh({ world: shop, historySeconds: 3 * 3600 });
});
afterAll(() => mesh.close());

async function ask<T>(path: string, parameters: Record<string, string> = {}) {
  const response = await fetch(`${mesh.jaegerUrl}${path}?${new URLSearchParams(parameters)}`);
  return { status: response.status, body: (await response.json()) as T };
}

const search = async (parameters: Record<string, string>) =>
  (await ask<UiAnswer<UiTrace>>('/api/traces', parameters)).body.data ?? [];

const lately = () => {
  const end = Math.floor(Date.now() * 1000);
  return { start: String(end - 1800e6), end: String(end) };
};

describe('the API of the user interface', () => {
  it('knows services and their operations', async () => {
    const services = (await ask<UiAnswer<string>>('/api/services')).body.data;
    expect(services).toEqual(expect.arrayContaining(['web.storefront', 'loyalty-waypoint.loyalty']));
    // No proxy speaks for the database, for what never gets a request, and for pods in ambient mode.
    for (const silent of ['ledger-db.payments', 'refunds.payments', 'points.loyalty'])
      expect(services).not.toContain(silent);
    const path = '/api/services/web.storefront/operations';
    expect((await ask<UiAnswer<string>>(path)).body.data).toContain('catalogue:80/*');
    const server = await ask('/api/operations', { service: 'web.storefront', spanKind: 'server' });
    expect(server.body).toMatchObject({
      data: [{ name: 'web.storefront.svc.cluster.local:80/*', spanKind: 'server' }],
    });
  });

  it('finds traces in which one span holds all that is asked for', async () => {
    const service = 'web.storefront';
    const cluster = 'outbound|80|v2|catalogue.storefront.svc.cluster.local';
    const tags = JSON.stringify({ upstream_cluster: cluster });
    const found = await search({ ...lately(), service, tags, minDuration: '4ms', limit: '5' });
    expect(found).toHaveLength(5);
    for (const { spans, processes } of found) {
      const fitting = spans.filter(
        (span) =>
          processes[span.processID]?.serviceName === service &&
          span.duration >= 4000 &&
          span.tags.some(({ key, value }) => key === 'upstream_cluster' && value === cluster),
      );
      expect(fitting.length).toBeGreaterThan(0);
    }
    expect(await search({ ...lately(), service: 'catalogue.storefront', tags })).toEqual([]);
  });

  it('takes single tags, and several trace ids', async () => {
    const tag = 'upstream_cluster:outbound|80||gift-cards.storefront.svc.cluster.local';
    const [first, second] = await search({ ...lately(), service: 'web.storefront', tag, limit: '2' });
    if (first === undefined || second === undefined) throw new Error('There are gift cards every minute.');
    const url = `${mesh.jaegerUrl}/api/traces?traceID=${first.traceID}&traceID=${second.traceID}`;
    expect(((await (await fetch(url)).json()) as UiAnswer<UiTrace>).data).toEqual([first, second]);
    const one = await ask<UiAnswer<UiTrace>>(`/api/traces/${first.traceID}`);
    expect(one.body.data).toEqual([first]);
  });

  it.each([
    ['/api/traces', {}, 400, "parameter 'service' is required"],
    ['/api/traces', { service: 'a', minDuration: '100' }, 400, 'missing unit in duration'],
    ['/api/traces', { service: 'a', tags: '{"error":true}' }, 400, 'cannot unmarshal JSON'],
    ['/api/traces', { service: 'a', tag: 'error' }, 400, "malformed 'tag' parameter"],
    ['/api/traces', { service: 'a', start: 'yesterday' }, 400, "unable to parse param 'start'"],
    [`/api/traces/${'0'.repeat(32)}`, {}, 404, 'trace not found'],
    ['/api/traces/nothing', {}, 400, 'malformed trace ID'],
    ['/api/metrics/calls', {}, 404, 'not found'],
  ])('refuses %s %j', async (path, parameters, code, msg) => {
    const { status, body } = await ask<UiAnswer<never>>(path, parameters);
    expect(status).toBe(code);
    expect(body).toMatchObject({ data: null, errors: [{ code, msg: expect.stringContaining(msg) }] });
  });

  it('answers links of people with a page that shows what they ask for as text', async () => {
    const parameters = new URLSearchParams({ service: '<b>web</b>', ...lately() });
    const response = await fetch(`${mesh.jaegerUrl}/search?${parameters}`);
    const page = await response.text();
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(page).toContain('&#60;b&#62;web&#60;/b&#62;');
    expect(page).not.toContain('<b>web');
  });
});

describe('version 3 of the API', () => {
  const span = () => {
    const end = Date.now();
    return {
      'query.startTimeMin': new Date(end - 1800_000).toISOString(),
      'query.startTimeMax': new Date(end).toISOString(),
    };
  };

  it('finds the same traces as OTLP', async () => {
    const cluster = 'outbound|9090||card-payments.payments.svc.cluster.local';
    const at = span();
    const v3 = await ask<{
      result: { resourceSpans: { scopeSpans: { spans: { traceId: string }[] }[] }[] };
    }>('/api/v3/traces', {
      ...at,
      'query.serviceName': 'checkout.payments',
      'query.attributes': JSON.stringify({ upstream_cluster: cluster }),
      'query.searchDepth': '10',
    });
    const ids = v3.body.result.resourceSpans.flatMap(({ scopeSpans }) =>
      scopeSpans.flatMap(({ spans }) => spans.map(({ traceId }) => traceId)),
    );
    const v1 = await search({
      service: 'checkout.payments',
      tags: JSON.stringify({ upstream_cluster: cluster }),
      start: String(Date.parse(at['query.startTimeMin']) * 1000),
      end: String(Date.parse(at['query.startTimeMax']) * 1000),
      limit: '10',
    });
    expect(v1).toHaveLength(10);
    expect(new Set(ids)).toEqual(new Set(v1.map(({ traceID }) => traceID)));
  });

  it('knows services, and says in its own words what it misses', async () => {
    const { services } = (await ask<{ services: string[] }>('/api/v3/services')).body;
    expect(services).toContain('istio-egressgateway.istio-system');
    const { status, body } = await ask('/api/v3/traces', { 'query.serviceName': 'a' });
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { httpCode: 400 } });
  });
});

describe('a world with traces', () => {
  it('shows the same trace for its id as long as it lives', async () => {
    const [trace] = await search({ ...lately(), service: 'istio-egressgateway.istio-system', limit: '1' });
    if (trace === undefined) throw new Error('Cards are charged all the time.');
    const names = trace.spans.map(({ processID }) => trace.processes[processID]?.serviceName);
    expect(names).toEqual(
      expect.arrayContaining([
        'istio-ingressgateway.istio-system',
        'checkout.payments',
        'card-payments.payments',
      ]),
    );
    const again = await ask<UiAnswer<UiTrace>>(`/api/traces/${trace.traceID}`);
    expect(again.body.data?.[0]).toEqual(trace);
  });

  it('bears the faults of the control port', async () => {
    mesh.faults.set([{ server: 'jaeger', kind: 'status', status: 503 }]);
    const { status } = await ask('/api/services');
    mesh.faults.set([]);
    expect(status).toBe(503);
  });
});
