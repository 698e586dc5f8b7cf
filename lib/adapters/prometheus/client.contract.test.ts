import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  sendJson,
  startScriptedServer,
  until,
  type Script,
  type ScriptedServer,
} from '@/lib/adapters/http/testing/scripted-server';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import { printSelector } from '@/lib/core/promql/matcher';
import { PARTIAL_ANSWER } from './parse-answer';
import { createPrometheusClient, type PrometheusClient, type PrometheusClientOptions } from './client';

const CANARY = 'canary-7f3a91';
const UP = printSelector('up', []);
const AT = { atSeconds: 1_700_000_000 };

let server: ScriptedServer;
let other: ScriptedServer;
const clients: PrometheusClient[] = [];

beforeEach(async () => {
  server = await startScriptedServer();
  other = await startScriptedServer((_request, response) => sendJson(response, 200, vector([])));
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await Promise.all([server.close(), other.close()]);
});

function connect(options: Partial<PrometheusClientOptions> = {}): PrometheusClient {
  const client = createPrometheusClient({
    url: server.url,
    deadlineMs: 1_500,
    credentials: async () => ({ headers: { authorization: `Bearer ${CANARY}`, 'x-scope-orgid': CANARY } }),
    ...options,
  });
  clients.push(client);
  return client;
}

function vector(result: unknown[], more: object = {}): object {
  return { status: 'success', data: { resultType: 'vector', result }, ...more };
}

async function failureOf(work: Promise<unknown>): Promise<UpstreamError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UpstreamError)) throw new Error(`not an UpstreamError: ${inspect(error)}`);
  const told = [
    inspect(error, { depth: 20, showHidden: true }),
    JSON.stringify(error),
    String(error),
    error.stack ?? '',
  ].join('\n');
  expect(told).not.toContain(CANARY);
  expect(told).not.toContain('127.0.0.1');
  return error;
}

const drip: Script = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 40);
  response.on('close', () => clearInterval(timer));
};

const flood: Script = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const chunk = Buffer.alloc(1024 * 1024, ' ');
  let left = 200;
  const push = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= 1;
      if (!response.write(chunk)) return void response.once('drain', push);
    }
    response.end();
  };
  push();
};

function status(code: number, body: unknown = {}, headers: Record<string, string> = {}): Script {
  return (_request, response) => sendJson(response, code, body, headers);
}

function text(body: string, contentType = 'application/json'): Script {
  return (_request, response) => void response.writeHead(200, { 'content-type': contentType }).end(body);
}

const apiError = (errorType: string, error: string): object => ({
  status: 'error',
  errorType,
  error: `${error} ${CANARY}`,
});

describe('fault matrix', () => {
  it.each<[string, Script, Partial<UpstreamError>]>([
    ['401', status(401), { kind: 'unauthorized', status: 401 }],
    ['403', status(403, apiError('x', 'no')), { kind: 'forbidden', status: 403 }],
    ['404', status(404), { kind: 'notFound', status: 404 }],
    [
      '429 with Retry-After',
      status(429, {}, { 'retry-after': '7' }),
      { kind: 'rateLimited', retryAfterSeconds: 7 },
    ],
    ['400', status(400, apiError('bad_data', 'parse error')), { kind: 'badRequest', status: 400 }],
    ['422 for a query', status(422, apiError('execution', 'many-to-many matching')), { kind: 'badRequest' }],
    [
      '422 for too many samples',
      status(422, apiError('execution', 'query processing would load too many samples')),
      { kind: 'tooLarge' },
    ],
    [
      "422 for VictoriaMetrics' bound",
      status(422, apiError('422', 'cannot select more than -search.maxSamplesPerQuery=1 samples')),
      { kind: 'tooLarge' },
    ],
    ['500', status(500, apiError('internal', 'x')), { kind: 'serverError', status: 500 }],
    ['502', status(502), { kind: 'unavailable', status: 502 }],
    ['503', status(503), { kind: 'unavailable', status: 503 }],
    [
      '503 of a query that took too long',
      status(503, apiError('timeout', 'x')),
      { kind: 'timeout', status: 503 },
    ],
    ['504', status(504), { kind: 'timeout', status: 504 }],
    ['an HTML page with status 200', text(`<!doctype html>${CANARY}`, 'text/html'), { kind: 'notJson' }],
    ['plain text with status 200', text('Found.', 'text/plain'), { kind: 'notJson' }],
    ['cut off JSON', text('{"status":"success","data":{"resultType":"vec'), { kind: 'malformed' }],
    ['an empty body', text(''), { kind: 'empty' }],
    ["another API's JSON", text('{"kind":"Status"}'), { kind: 'malformed' }],
    [
      'a matrix where a vector was asked for',
      text('{"status":"success","data":{"resultType":"matrix","result":[]}}'),
      { kind: 'malformed' },
    ],
    ['a result of null', text('{"status":"success","data":null}'), { kind: 'malformed' }],
    [
      'a value that is a number',
      text(JSON.stringify(vector([{ metric: {}, value: [1, 2] }]))),
      { kind: 'malformed' },
    ],
    [
      'a label that is a number',
      text(JSON.stringify(vector([{ metric: { a: 1 }, value: [1, '2'] }]))),
      { kind: 'malformed' },
    ],
    [
      'a reset connection',
      (_request, response) => void response.socket?.resetAndDestroy(),
      { kind: 'unreachable' },
    ],
    [
      'a connection cut inside the body',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"status":', () => response.socket?.destroy());
      },
      { kind: 'unreachable' },
    ],
    ['silence', () => undefined, { kind: 'timeout' }],
    ['a dripping body', drip, { kind: 'timeout' }],
    [
      'broken gzip',
      (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip'),
      { kind: 'malformed' },
    ],
    [
      'an encoding nobody offered',
      (_request, response) => void response.writeHead(200, { 'content-encoding': 'br' }).end('x'),
      { kind: 'malformed' },
    ],
  ])('%s gives its own kind (R1, R2)', async (_name, script, expected) => {
    server.play(script);
    expect(await failureOf(connect().queryInstant(UP, AT))).toMatchObject({
      source: 'prometheus',
      ...expected,
    });
  });

  it('a refused connection is unreachable', async () => {
    await server.close();
    expect((await failureOf(connect().queryInstant(UP, AT))).kind).toBe('unreachable');
  });

  it('an unknown host is a DNS failure', async () => {
    const client = connect({
      url: `http://user:${CANARY}@telltale-no-such-host.invalid:9090`,
      deadlineMs: 5_000,
    });
    expect((await failureOf(client.queryInstant(UP, AT))).kind).toBe('dns');
  });

  it('plain HTTP where TLS was expected is a TLS failure', async () => {
    const client = connect({ url: server.url.replace('http:', 'https:') });
    expect((await failureOf(client.queryInstant(UP, AT))).kind).toBe('tls');
  });

  it('a server of several tenants that misses ours says what to set', async () => {
    server.play((_request, response) => void response.writeHead(401).end('no org id\n'));
    const failure = await failureOf(connect().queryInstant(UP, AT));
    expect(failure).toMatchObject({ kind: 'unauthorized', status: 401 });
    expect(failure.publicMessage).toContain('set TELLTALE_PROMETHEUS_TENANT');
  });

  it('credentials that cannot be read never leave as text (S13)', async () => {
    const client = connect({ credentials: () => Promise.reject(new Error(CANARY)) });
    expect((await failureOf(client.queryInstant(UP, AT))).kind).toBe('unauthorized');
    expect(server.seen).toHaveLength(0);
  });

  it('a token that is no header value never leaves as text', async () => {
    const client = connect({
      credentials: async () => ({ headers: { authorization: `Bearer ${CANARY}\nx: y` } }),
    });
    expect((await failureOf(client.queryInstant(UP, AT))).kind).toBe('unauthorized');
  });

  it.each([301, 302, 303, 307, 308])('a redirect (%d) is not followed (S3)', async (code) => {
    server.play(
      (_request, response) => void response.writeHead(code, { location: `${other.url}/api/v1/query` }).end(),
    );
    expect((await failureOf(connect().queryInstant(UP, AT))).kind).toBe('redirected');
    expect(other.seen).toHaveLength(0);
  });

  it('200 MB are cut off at the bound (R3)', async () => {
    server.play(flood);
    const before = process.memoryUsage().rss;
    const error = await failureOf(
      connect({ deadlineMs: 10_000, maxBytes: 8 * 1024 * 1024 }).queryInstant(UP, AT),
    );
    expect(error.kind).toBe('tooLarge');
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
    await until(() => server.aborted() === 1);
  });

  it('a small body that unpacks beyond the bound is cut off (R3)', async () => {
    server.play(
      (_request, response) =>
        void response
          .writeHead(200, { 'content-encoding': 'gzip' })
          .end(gzipSync(Buffer.alloc(64 * 1024 * 1024))),
    );
    expect(
      (await failureOf(connect({ deadlineMs: 10_000, maxBytes: 1024 * 1024 }).queryInstant(UP, AT))).kind,
    ).toBe('tooLarge');
  });

  it('no socket is left over after the slow ones', async () => {
    server.play(drip);
    const client = connect({ deadlineMs: 100 });
    await Promise.all([1, 2, 3].map((seconds) => failureOf(client.queryInstant(UP, { atSeconds: seconds }))));
    await until(() => server.openSockets() === 0);
  });
});

describe('requests', () => {
  it('send the query in a body, with timeout, limit and credentials', async () => {
    server.play(status(200, vector([])));
    await connect({ maxSeries: 500 }).queryInstant(UP, { atSeconds: 0 });
    const [request] = server.seen;
    expect(request?.method).toBe('POST');
    expect(request?.path).toBe('/api/v1/query');
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      query: 'up',
      time: '0',
      timeout: '1500ms',
      limit: '500',
    });
    expect(request?.headers['authorization']).toBe(`Bearer ${CANARY}`);
    expect(request?.query.size).toBe(0);
  });

  it('keep the path prefix and turn user and password into basic authentication', async () => {
    server.play(status(200, { status: 'success', data: ['b', 'a'] }));
    const url = `${server.url.replace('//', '//me:p%40ss@')}/prom/`;
    const client = createPrometheusClient({ url });
    clients.push(client);
    const selector = { metric: 'up', matchers: [{ name: 'a', op: '=' as const, value: '"&=' }] };
    expect(await client.labelValues('job', selector, { startSeconds: 1, endSeconds: 2 })).toEqual(['b', 'a']);
    const [request] = server.seen;
    expect(request?.path).toBe('/prom/api/v1/label/job/values');
    expect(request?.query.getAll('match[]')).toEqual(['up{a="\\"&="}']);
    expect(request?.query.get('start')).toBe('1');
    expect(request?.headers['authorization']).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
  });

  it('ask for a range in seconds', async () => {
    server.play(
      status(200, {
        status: 'success',
        data: {
          resultType: 'matrix',
          result: [
            {
              metric: {},
              values: [
                [1.5, '+Inf'],
                [2.5, '3'],
              ],
            },
          ],
        },
      }),
    );
    const answer = await connect().queryRange(UP, { startSeconds: 1.5, endSeconds: 61.5, stepSeconds: 15 });
    expect(answer.series).toEqual([
      {
        labels: {},
        points: [
          { atSeconds: 1.5, value: Number.POSITIVE_INFINITY },
          { atSeconds: 2.5, value: 3 },
        ],
      },
    ]);
    const body = new URLSearchParams(server.seen[0]?.body);
    expect([body.get('start'), body.get('end'), body.get('step')]).toEqual(['1.5', '61.5', '15']);
  });

  it.each([
    [{ startSeconds: 0, endSeconds: 11_000, stepSeconds: 1 }],
    [{ startSeconds: 0, endSeconds: 10, stepSeconds: 0 }],
    [{ startSeconds: 10, endSeconds: 0, stepSeconds: 1 }],
    [{ startSeconds: Number.NaN, endSeconds: 0, stepSeconds: 1 }],
    [{ startSeconds: 0, endSeconds: 1e300, stepSeconds: 1e299 }],
  ])('refuse the range %j without asking (R10)', async (range) => {
    expect((await failureOf(connect().queryRange(UP, range))).kind).toBe('badRequest');
    expect(server.seen).toHaveLength(0);
  });

  it('fall back to GET for a proxy that refuses POST, and remember it', async () => {
    server.play((request, response) => sendJson(response, request.method === 'GET' ? 200 : 405, vector([])));
    const client = connect();
    await client.queryInstant(UP, AT);
    await client.queryInstant(UP, { atSeconds: 5 });
    expect(server.seen.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
    expect(server.seen[1]?.query.get('query')).toBe('up');
  });

  it('read renewed credentials once after a 401 (R18)', async () => {
    server.play((request, response) =>
      sendJson(response, request.headers['authorization'] === 'Bearer new' ? 200 : 401, vector([])),
    );
    const tokens = ['old', 'new', 'new'];
    const client = connect({
      credentials: async () => ({ headers: { authorization: `Bearer ${tokens.shift()}` } }),
    });
    await client.queryInstant(UP, AT);
    expect(server.seen).toHaveLength(2);
  });
});

describe('answers', () => {
  it('keep what the stock client loses: infinities, warnings, infos; and count native histograms (R4, R5, R6)', async () => {
    const result = [
      { metric: { a: '1' }, value: [1.25, '+Inf'] },
      { metric: { a: '2' }, value: [1.25, '-Inf'] },
      { metric: { a: '3' }, value: [1.25, 'NaN'] },
      { metric: { a: '4' }, value: [1.25, '1e308'] },
      { metric: { a: '5' }, histogram: [1.25, { count: '1', sum: '2', buckets: [] }] },
    ];
    server.play(status(200, vector(result, { warnings: ['w', 3], infos: ['i'] })));
    const answer = await connect().queryInstant(UP, AT);
    expect(answer.samples.map(({ value }) => value)).toEqual([
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      1e308,
    ]);
    expect(answer.warnings).toEqual(['w', '1 native histogram samples were left out']);
    expect(answer.infos).toEqual(['i']);
    expect(answer.query).toBe('up');
  });

  it('say when they are cut off (R3)', async () => {
    server.play(
      status(200, vector([1, 2, 3].map((one) => ({ metric: { a: String(one) }, value: [1, '1'] })))),
    );
    const cut = await connect({ maxSeries: 2 }).queryInstant(UP, AT);
    expect(cut.samples).toHaveLength(2);
    expect(cut.warnings).toEqual(['only the first 2 of 3 series were read']);
    const maybe = await connect({ maxSeries: 3 }).queryInstant(UP, AT);
    expect(maybe.warnings).toEqual(['the answer may be cut off at 3 series']);
  });

  it('are read through gzip', async () => {
    const body = gzipSync(JSON.stringify(vector([{ metric: { ä: 'ö' }, value: [1, '2'] }])));
    server.play(
      (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(body),
    );
    expect((await connect().queryInstant(UP, AT)).samples).toEqual([
      { labels: { ä: 'ö' }, atSeconds: 1, value: 2 },
    ]);
  });

  it('take server time from a scalar, and nothing from endpoints that are not served', async () => {
    server.play((request, response) => {
      if (request.path.includes('status')) sendJson(response, 404, {});
      else
        sendJson(response, 200, { status: 'success', data: { resultType: 'scalar', result: [5, '1700.5'] } });
    });
    const client = connect();
    expect((await client.serverTime()).seconds).toBe(1700.5);
    expect(await client.retentionSeconds()).toBeUndefined();
    expect((await client.buildInfo()).size).toBe(0);
  });

  it('ask the time without telling one, so that the clock is the server’s (R13)', async () => {
    const asked: string[] = [];
    server.play((request, response) => {
      asked.push(`${request.path} ${request.body}`);
      sendJson(response, 200, { status: 'success', data: { resultType: 'scalar', result: [5, '1700.5'] } });
    });
    await connect().serverTime();
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain('query=time%28%29');
    expect(asked[0]).not.toMatch(/[?& ]time=/);
  });

  it('take server time from a vector of one sample, as VictoriaMetrics answers', async () => {
    server.play(status(200, vector([{ metric: {}, value: [1700, '1700.5'] }])));
    expect((await connect().serverTime()).seconds).toBe(1700.5);
    server.play(status(200, vector([{ metric: { a: 'b' }, value: [1700, '1'] }])));
    expect((await failureOf(connect().serverTime())).kind).toBe('malformed');
  });

  it('warn where the server calls its answer partial, in either of the ways', async () => {
    server.play(status(200, vector([], { isPartial: true })));
    expect((await connect().queryInstant(UP, AT)).warnings).toEqual([PARTIAL_ANSWER]);
    server.play(status(200, vector([], { isPartial: false, warnings: ['No StoreAPIs matched'] })));
    expect((await connect().queryInstant(UP, AT)).warnings).toEqual(['No StoreAPIs matched']);
  });

  it('take the retention from the flags', async () => {
    server.play(status(200, { status: 'success', data: { 'storage.tsdb.retention.time': '1d12h' } }));
    expect(await connect().retentionSeconds()).toBe(129_600);
  });
});

describe('sharing', () => {
  const slowly: Script = (_request, response) =>
    void setTimeout(() => sendJson(response, 200, vector([])), 60);

  it('puts identical requests into one call, and finished ones for two seconds (R9)', async () => {
    server.play(slowly);
    let nowMs = 1_000;
    const client = connect({ nowMs: () => nowMs });
    await Promise.all(Array.from({ length: 100 }, () => client.queryInstant(UP, AT)));
    nowMs += 1_999;
    await client.queryInstant(UP, AT);
    expect(server.seen).toHaveLength(1);
    nowMs += 2;
    await client.queryInstant(UP, AT);
    await client.queryInstant(UP, { atSeconds: 7 });
    expect(server.seen).toHaveLength(3);
  });

  it('does not remember failures', async () => {
    server.play(status(500));
    const client = connect();
    await failureOf(client.queryInstant(UP, AT));
    await failureOf(client.queryInstant(UP, AT));
    expect(server.seen).toHaveLength(2);
  });

  it('lets one caller leave without disturbing the other', async () => {
    server.play(slowly);
    const client = connect();
    const leaver = new AbortController();
    const left = client.queryInstant(UP, { ...AT, signal: leaver.signal });
    const stayed = client.queryInstant(UP, AT);
    leaver.abort();
    expect((await failureOf(left)).kind).toBe('canceled');
    expect((await stayed).samples).toEqual([]);
    expect(server.aborted()).toBe(0);
  });

  it('ends the upstream call when the last caller leaves (R22)', async () => {
    server.play(() => undefined);
    const client = connect({ deadlineMs: 10_000 });
    const leaver = new AbortController();
    const left = [1, 2].map(() => client.queryInstant(UP, { ...AT, signal: leaver.signal }));
    await until(() => server.seen.length === 1);
    leaver.abort();
    await Promise.all(left.map((one) => failureOf(one)));
    await until(() => server.aborted() === 1);
    server.play(status(200, vector([])));
    expect((await client.queryInstant(UP, AT)).samples).toEqual([]);
  });

  it('never has more than four calls under way (R9)', async () => {
    let underWay = 0;
    let most = 0;
    server.play(async (_request, response) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 15));
      underWay -= 1;
      sendJson(response, 200, vector([]));
    });
    const client = connect({ deadlineMs: 5_000 });
    await Promise.all(Array.from({ length: 40 }, (_, atSeconds) => client.queryInstant(UP, { atSeconds })));
    expect(server.seen).toHaveLength(40);
    expect(most).toBe(4);
  });
});
