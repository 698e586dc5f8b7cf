import { describe, expect, it } from 'vitest';
import { traceAnswerSchema } from '@/lib/contracts/trace';
import { tracesAnswerSchema, type TracesAnswer } from '@/lib/contracts/traces';
import { parseTracesRequest } from '@/lib/contracts/traces-request';
import { nodeId } from '@/lib/core/graph/node-identity';
import type { Trace, TraceSpan } from '@/lib/core/traces/trace';
import { getTrace } from './get-trace';
import { getTraces } from './get-traces';
import type { MeshPorts } from './mesh-ports';
import { SourceLedger } from './source-ledger';
import { MemoryCluster } from './testing/memory-cluster';
import { MemoryTelemetry } from './testing/memory-telemetry';
import { MemoryTracing } from './testing/memory-tracing';

const NOW = 1_700_000_000;
const HOST = 'cart.shop.svc.cluster.local';

function deployment(app: string) {
  const labels = { app, version: 'v1' };
  const template = { metadata: { labels }, spec: { containers: [{ name: app }] } };
  return { metadata: { name: app, namespace: 'shop' }, spec: { replicas: 1, template } };
}

function pod(app: string) {
  const metadata = {
    name: `${app}-x`,
    namespace: 'shop',
    labels: { app, version: 'v1' },
    ownerReferences: [{ kind: 'Deployment', name: app, controller: true }],
  };
  return {
    metadata,
    spec: { containers: [{ name: app }, { name: 'istio-proxy' }] },
    status: { phase: 'Running' },
  };
}

const cluster = new MemoryCluster({
  deployments: [deployment('web'), deployment('cart')],
  pods: [pod('web'), pod('cart')],
  services: [
    {
      metadata: { name: 'cart', namespace: 'shop' },
      spec: { selector: { app: 'cart' }, ports: [{ port: 80, name: 'http' }] },
    },
  ],
  virtualServices: [],
  destinationRules: [],
});

function request(id: string, more: Partial<TraceSpan> = {}): Trace {
  const span: TraceSpan = {
    spanId: `${id}1`,
    service: 'web.shop',
    operation: `${HOST}:80/*`,
    kind: 'client',
    startUs: NOW * 1e6 - 5e6,
    durationUs: 2_000,
    isError: false,
    ...more,
    tags: {
      node_id: 'sidecar~10.0.0.1~web-x.shop~shop.svc.cluster.local',
      upstream_cluster: `outbound|80||${HOST}`,
      upstream_address: '10.0.0.2:8080',
      'http.status_code': '200',
      ...more.tags,
    },
  };
  return { traceId: id, spans: [span] };
}

const calls = {
  measure: 'requests',
  protocol: 'http',
  reporter: 'source',
  source: { namespace: 'shop', workload: 'web', app: 'web', version: 'v1' },
  destination: { namespace: 'shop', workload: 'cart', app: 'cart', version: 'v1' },
  service: { name: 'cart', namespace: 'shop', host: HOST },
  security: 'unknown',
} as const;

function portsOf(tracing: MemoryTracing | undefined, denied = 0): MeshPorts {
  return {
    telemetry: new MemoryTelemetry({
      nowSeconds: NOW,
      traffic: [
        { ...calls, code: '200', perSecond: 9 },
        { ...calls, code: '503', perSecond: 1 },
        ...(denied > 0 ? [{ ...calls, code: '403', perSecond: denied }] : []),
      ],
    }),
    cluster,
    traceUi: { kind: 'jaeger', url: 'https://jaeger.example' },
    ledger: new SourceLedger(() => NOW),
    nowSeconds: () => NOW,
    ...(tracing === undefined ? {} : { tracing }),
  };
}

const app = (name: string) =>
  nodeId({ kind: 'app', namespace: 'shop', app: name, workload: name, version: 'v1' });

async function ask(ports: MeshPorts, more: Record<string, string> = {}): Promise<TracesAnswer> {
  const parameters = new URLSearchParams({ source: app('web'), target: app('cart'), ...more });
  const parsed = parseTracesRequest(parameters);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const outcome = await getTraces(ports, parsed.value);
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return tracesAnswerSchema.parse(outcome.value);
}

const failed = {
  isError: true,
  durationUs: 9_000,
  tags: { 'http.status_code': '503', response_flags: 'UC' },
};

describe('the traces of an edge', () => {
  it('are told with their span, how many requests they are a sample of, and what was searched', async () => {
    const tracing = new MemoryTracing([
      request('a'),
      request('b', failed),
      request('c', { service: 'x.y', tags: { node_id: 'sidecar~1~x-1.y~y' } }),
    ]);
    const answer = await ask(portsOf(tracing));
    expect(answer.traces.map(({ traceId, pick }) => [traceId, pick])).toEqual([
      ['a', 'typical'],
      ['b', 'slowest'],
    ]);
    expect(answer.traces[1]?.span).toMatchObject({
      code: '503',
      flags: 'UC',
      isFailure: true,
      durationMs: 9,
    });
    expect(answer).toMatchObject({
      confidence: 'exact',
      sampled: 2,
      isSampledAtLeast: false,
      sources: { tracing: { status: 'ok' } },
      warnings: [],
    });
    expect(answer.requests).toBeCloseTo(3000);
    expect(tracing.searches).toMatchObject([
      {
        service: 'web.shop',
        tags: { upstream_cluster: `outbound|80||${HOST}`, 'istio.canonical_revision': 'v1' },
        startSeconds: NOW - 300,
        endSeconds: NOW,
      },
    ]);
    expect(answer.queries.map(({ purpose }) => purpose)).toContain('traces');
  });

  it('may be failed ones only, or those that took long', async () => {
    const tracing = new MemoryTracing([request('a'), request('b', failed)]);
    const errors = await ask(portsOf(tracing), { errors: 'true' });
    expect(errors.traces.map(({ traceId }) => traceId)).toEqual(['b']);
    expect(errors.requests).toBeCloseTo(300);
    expect(tracing.searches[0]?.tags['error']).toBe('true');
    const slow = await ask(portsOf(tracing), { minDurationMs: '5' });
    expect(slow.traces.map(({ traceId }) => traceId)).toEqual(['b']);
    expect(slow.requests).toBeUndefined();
    expect(tracing.searches[1]?.minDurationMs).toBe(5);
  });

  it('count and find denials with the failed ones, and search for them only where there are some', async () => {
    const denied = request('d', { tags: { 'http.status_code': '403' } });
    const tracing = new MemoryTracing([request('a'), request('b', failed), denied]);
    const errors = await ask(portsOf(tracing, 2), { errors: 'true' });
    expect(errors.traces.map(({ traceId }) => traceId).toSorted()).toEqual(['b', 'd']);
    expect(errors.traces.find(({ traceId }) => traceId === 'd')?.span).toMatchObject({
      isFailure: false,
      isDenied: true,
    });
    expect(errors.requests).toBeCloseTo(900);
    expect(tracing.searches.map(({ tags }) => [tags['error'], tags['http.status_code']])).toEqual([
      ['true', undefined],
      [undefined, '403'],
    ]);
    expect(errors.links.map(({ label }) => label)).toEqual([
      `web.shop → outbound|80||${HOST}, failed`,
      `web.shop → outbound|80||${HOST}, denied`,
    ]);
    tracing.searches.length = 0;
    await ask(portsOf(tracing), { errors: 'true' });
    expect(tracing.searches.map(({ tags }) => tags['http.status_code'])).toEqual([undefined]);
  });

  it('are missing when the backend is down, and nothing else: links stay', async () => {
    const tracing = new MemoryTracing([request('a')]);
    tracing.isDown = true;
    const answer = await ask(portsOf(tracing));
    expect(answer).toMatchObject({
      traces: [],
      sampled: 0,
      requests: 3000,
      sources: { prometheus: { status: 'ok' }, tracing: { status: 'unavailable' } },
      warnings: [{ code: 'traces-unavailable', message: 'Traces are missing: Jaeger cannot be reached.' }],
    });
    expect(answer.links).toHaveLength(1);
    expect(answer.reason).toBeUndefined();
  });

  it('are said to be none where none were kept, and where nobody keeps any', async () => {
    const other = request('c', { tags: { upstream_cluster: 'outbound|80||other.shop.svc.cluster.local' } });
    expect(await ask(portsOf(new MemoryTracing([other])))).toMatchObject({
      traces: [],
      reason: expect.stringContaining('No trace of it was kept'),
    });
    expect(await ask(portsOf(undefined))).toMatchObject({
      traces: [],
      reason: expect.stringContaining('set TELLTALE_JAEGER_URL'),
      sources: { tracing: { status: 'notConfigured' } },
    });
  });

  it('keep hostile names as texts, in links too', async () => {
    const operation = '<script>alert(1)</script>';
    const answer = await ask(portsOf(new MemoryTracing([request('"><b>', { operation })])));
    expect(answer.traces[0]).toMatchObject({ traceId: '"><b>', span: { operation } });
    expect(answer.traces[0]?.url).toBeUndefined();
  });
});

describe('one trace', () => {
  it('is told span by span', async () => {
    const outcome = await getTrace(portsOf(new MemoryTracing([request('b', failed)])), 'b');
    expect(outcome.ok && traceAnswerSchema.parse(outcome.value)).toMatchObject({
      causeId: 'b1',
      hops: [{ spanId: 'b1', source: { app: 'web' }, targets: [], host: HOST, isFailure: true }],
      findings: [{ kind: 'failed', from: 'web', to: 'cart.shop', flags: 'UC' }, { kind: 'slow' }],
      durationMs: 9,
      url: 'https://jaeger.example/trace/b',
      spans: [{ spanId: 'b1', depth: 0, offsetMs: 0, ownMs: 9, code: '503' }],
    });
  });

  it.each([
    ['is not there', new MemoryTracing(), 'trace-not-found'],
    ['has nobody who keeps it', undefined, 'traces-unavailable'],
  ])('%s', async (_name, tracing, code) => {
    expect(await getTrace(portsOf(tracing), 'a')).toMatchObject({ ok: false, problem: { code } });
  });
});
