import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  sendJson,
  startScriptedServer,
  until,
  type Script,
  type ScriptedServer,
} from '@/lib/adapters/http/testing/scripted-server';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import { startMesh, type RunningMesh } from '@/lib/embedded/demo/start-mesh';
import { shop } from '@/lib/embedded/worlds/shop/shop';
import type { TracingPort } from '@/lib/services/ports';
import { createJaeger, type JaegerOptions } from './jaeger';

const CANARY = 'canary-51d09c';
const SEARCH = { service: 'web.shop', tags: {}, startSeconds: 1000, endSeconds: 2000, limit: 20 };

let server: ScriptedServer;
const clients: TracingPort[] = [];

beforeEach(async () => {
  server = await startScriptedServer();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await server.close();
});

function connect(options: Partial<JaegerOptions> = {}): TracingPort {
  const credentials = async () => ({ headers: { authorization: `Bearer ${CANARY}` } });
  const client = createJaeger({ url: server.url, deadlineMs: 1_500, credentials, ...options });
  clients.push(client);
  return client;
}

async function failureOf(work: Promise<unknown>): Promise<UpstreamError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UpstreamError)) throw new Error(`not an UpstreamError: ${inspect(error)}`);
  const told = [inspect(error, { depth: 20, showHidden: true }), JSON.stringify(error), error.stack].join(
    '\n',
  );
  expect(told).not.toContain(CANARY);
  expect(told).not.toContain('127.0.0.1');
  return error;
}

function text(body: string, contentType = 'application/json'): Script {
  return (_request, response) => void response.writeHead(200, { 'content-type': contentType }).end(body);
}

function data(value: unknown): Script {
  return (_request, response) => sendJson(response, 200, { data: value, errors: null });
}

const drip: Script = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 40);
  response.on('close', () => clearInterval(timer));
};

const span = (more: object = {}) => ({
  spanID: 'a1',
  operationName: 'GET',
  startTime: 1_000_000,
  duration: 500,
  processID: 'p1',
  references: [],
  tags: [],
  ...more,
});

const trace = (spans: unknown, more: object = {}) => ({
  traceID: 'abc',
  spans,
  processes: { p1: { serviceName: 'web.shop' } },
  ...more,
});

describe('fault matrix', () => {
  it.each<[string, Script, Partial<UpstreamError>]>([
    ['401', (_q, response) => sendJson(response, 401, {}), { kind: 'unauthorized', status: 401 }],
    ['403', (_q, response) => sendJson(response, 403, {}), { kind: 'forbidden' }],
    [
      '429 with Retry-After',
      (_q, response) => sendJson(response, 429, {}, { 'retry-after': '7' }),
      { kind: 'rateLimited', retryAfterSeconds: 7 },
    ],
    [
      '400',
      (_q, response) => sendJson(response, 400, { errors: [{ code: 400, msg: CANARY }] }),
      { kind: 'badRequest' },
    ],
    ['500', (_q, response) => sendJson(response, 500, {}), { kind: 'serverError' }],
    ['503', (_q, response) => sendJson(response, 503, {}), { kind: 'unavailable' }],
    [
      'a redirect',
      (_q, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      { kind: 'redirected' },
    ],
    ['an HTML page with status 200', text(`<!doctype html>${CANARY}`, 'text/html'), { kind: 'notJson' }],
    ['truncated JSON', text('{"data":[{"traceID":"abc","spans":[{"spanID":'), { kind: 'malformed' }],
    ['an empty body', text(''), { kind: 'empty' }],
    ["another API's JSON", text('{"kind":"Status"}'), { kind: 'malformed' }],
    ['a list', text('[]'), { kind: 'malformed' }],
    ['an answer that drips', drip, { kind: 'timeout' }],
    ['no answer', () => undefined, { kind: 'timeout' }],
    [
      'a reset connection',
      (_request, response) => void response.socket?.resetAndDestroy(),
      { kind: 'unreachable' },
    ],
  ])('%s becomes a typed failure (R20)', async (_name, script, expected) => {
    server.play(script);
    const failure = await failureOf(connect().search(SEARCH));
    expect(failure).toMatchObject({ source: 'jaeger', ...expected });
  });

  it('a server that is down cannot be reached', async () => {
    const closed = await startScriptedServer();
    await closed.close();
    const failure = await failureOf(connect({ url: closed.url }).services());
    expect(failure).toMatchObject({ kind: 'unreachable', publicMessage: 'Jaeger cannot be reached' });
  });

  it('an answer without end is left', async () => {
    server.play((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const push = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, ' ')));
        if (!response.destroyed) response.once('drain', push);
      };
      push();
    });
    const failure = await failureOf(connect({ maxBytes: 1024 * 1024 }).search(SEARCH));
    expect(failure.kind).toBe('tooLarge');
    await until(() => server.aborted() === 1);
  });

  it('a caller that goes away ends the request', async () => {
    const abort = new AbortController();
    const asked = failureOf(connect().search({ ...SEARCH, signal: abort.signal }));
    await until(() => server.seen.length === 1);
    abort.abort();
    expect((await asked).kind).toBe('canceled');
  });

  it('a span of 10 000 tags keeps those that tell whose request it was', async () => {
    const tags = Array.from({ length: 10_000 }, (_, i) => ({ key: `tag-${i}`, type: 'string', value: 'x' }));
    tags.push({ key: 'upstream_cluster', type: 'string', value: 'outbound|80||web.shop' });
    tags.push({ key: 'long', type: 'string', value: 'y'.repeat(100_000) });
    server.play(data([trace([span({ tags })])]));
    const { traces } = await connect().search(SEARCH);
    const read = traces[0]?.spans[0]?.tags ?? {};
    expect(Object.keys(read).length).toBeLessThanOrEqual(400);
    expect(read['upstream_cluster']).toBe('outbound|80||web.shop');
    expect(JSON.stringify(read).length).toBeLessThan(50_000);
  });

  it('a trace of very many spans is cut, and says so', async () => {
    server.play(data([trace(Array.from({ length: 6_000 }, (_, i) => span({ spanID: `s${i}` })))]));
    const { traces, skipped } = await connect().search(SEARCH);
    expect(traces[0]?.spans).toHaveLength(5_000);
    expect(skipped).toBe(1_000);
  });
});

describe('what servers answer', () => {
  it.each([null, []])('has no services: %j', async (value) => {
    server.play(data(value));
    expect(await connect().services()).toEqual([]);
  });

  it('is read span by span: what is none is counted and left out', async () => {
    const broken = [5, null, {}, span({ startTime: 'soon' }), span({ duration: -1 }), span({ spanID: 7 })];
    server.play(data([trace([...broken, span()]), null, { spans: [] }, trace('none', { traceID: 'def' })]));
    const { traces, skipped } = await connect().search(SEARCH);
    expect(traces.map(({ traceId, spans }) => [traceId, spans.length])).toEqual([
      ['abc', 1],
      ['def', 0],
    ]);
    expect(skipped).toBe(broken.length + 2);
  });

  it('keeps hostile names as texts', async () => {
    const name = '<img src=x onerror=alert(1)>\u202e__proto__';
    const tags = [
      { key: '__proto__', value: name },
      { key: name, value: true },
      { key: 'error', type: 'bool', value: true },
      { key: 'span.kind', value: 'client' },
    ];
    server.play(data([trace([span({ operationName: name, tags })])]));
    const [first] = (await connect().search(SEARCH)).traces;
    expect(first?.spans[0]).toMatchObject({ operation: name, kind: 'client', isError: true });
    expect(Object.getOwnPropertyNames(first?.spans[0]?.tags)).toEqual(['__proto__', name]);
  });

  it('finds no parent in a trace that names none, and the first in one that names several', async () => {
    const references = [
      { refType: 'FOLLOWS_FROM', spanID: 'x' },
      { refType: 'CHILD_OF', spanID: 'y' },
    ];
    server.play(data([trace([span(), span({ spanID: 'b', references })])]));
    const [first] = (await connect().search(SEARCH)).traces;
    expect(first?.spans.map(({ parentId }) => parentId)).toEqual([undefined, 'y']);
  });
});

describe('what is asked', () => {
  it('is below the path of the address, with times in microseconds and durations with a unit', async () => {
    server.play(data([]));
    const client = connect({ url: `${server.url}/jaeger/` });
    await client.search({ ...SEARCH, tags: { 'a&b': '"|=' }, minDurationMs: 1.5 });
    expect(server.seen[0]?.path).toBe('/jaeger/api/traces');
    expect(Object.fromEntries(server.seen[0]?.query ?? [])).toEqual({
      service: 'web.shop',
      start: '1000000000',
      end: '2000000000',
      limit: '20',
      tags: '{"a&b":"\\"|="}',
      minDuration: '1500us',
    });
    expect(server.seen[0]?.headers['authorization']).toBe(`Bearer ${CANARY}`);
  });

  it('asks for services again only after a while', async () => {
    let nowMs = 0;
    server.play(data(['a']));
    const client = connect({ nowMs: () => nowMs });
    await client.services();
    await client.services();
    expect(server.seen).toHaveLength(1);
    nowMs = 20_000;
    await client.services();
    expect(server.seen).toHaveLength(2);
  });

  it('refuses ids that are none before they become a path', async () => {
    expect((await failureOf(connect().trace('../api/services'))).kind).toBe('badRequest');
    expect(server.seen).toHaveLength(0);
  });
});

describe('against the embedded Jaeger', () => {
  let mesh: RunningMesh;
  beforeAll(async () => {
    mesh = await startMesh({ world: shop, historySeconds: 3600 });
  });
  afterAll(() => mesh.close());

  it('both versions of the API tell the same', async () => {
    const [v1, v3] = (['v1', 'v3'] as const).map((api) =>
      connect({ url: mesh.jaegerUrl, api, deadlineMs: 20_000 }),
    );
    if (v1 === undefined || v3 === undefined) throw new Error('There are two.');
    expect(await v3.services()).toEqual(await v1.services());
    const endSeconds = Math.floor(Date.now() / 1000);
    const search = {
      service: 'checkout.payments',
      tags: { upstream_cluster: 'outbound|9090||card-payments.payments.svc.cluster.local' },
      startSeconds: endSeconds - 1800,
      endSeconds,
      limit: 8,
    };
    const [left, right] = await Promise.all([v1.search(search), v3.search(search)]);
    expect(left.traces).toHaveLength(8);
    const ordered = ({ traces }: typeof left) =>
      traces
        .map((one) => ({ ...one, spans: [...one.spans].sort((a, b) => (a.spanId < b.spanId ? -1 : 1)) }))
        .sort((a, b) => (a.traceId < b.traceId ? -1 : 1));
    expect(ordered(right)).toEqual(ordered(left));
    const id = left.traces[0]?.traceId ?? '';
    expect((await v3.trace(id))?.spans.length).toBe((await v1.trace(id))?.spans.length);
    expect(await v1.trace('0'.repeat(32))).toBeUndefined();
    expect(await v3.trace('0'.repeat(32))).toBeUndefined();
  });
});
