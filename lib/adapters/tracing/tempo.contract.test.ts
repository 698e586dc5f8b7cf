import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  sendJson,
  startScriptedServer,
  type Script,
  type ScriptedServer,
} from '@/lib/adapters/http/testing/scripted-server';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import type { TracingPort } from '@/lib/services/ports';
import { createTempo } from './tempo';

const ID = '0123456789abcdef0123456789abcdef';
const SEARCH = {
  service: 'web.shop',
  tags: { upstream_cluster: 'outbound|80||cart.shop', error: 'true' },
  startSeconds: 1000,
  endSeconds: 2000,
  minDurationMs: 2,
  limit: 20,
};

let server: ScriptedServer;
let tempo: TracingPort;

beforeEach(async () => {
  server = await startScriptedServer();
  tempo = createTempo({
    url: `${server.url}/tempo`,
    credentials: async () => ({ headers: { 'x-scope-orgid': 'shop' } }),
    deadlineMs: 1_000,
  });
});
afterEach(async () => {
  tempo.close();
  await server.close();
});

const span = {
  traceId: Buffer.from(ID, 'hex').toString('base64'),
  spanId: Buffer.from('00000000000000a1', 'hex').toString('base64'),
  name: 'cart.shop:80/*',
  kind: 'SPAN_KIND_CLIENT',
  startTimeUnixNano: '1700000000123456789',
  endTimeUnixNano: '1700000000133456789',
  attributes: [
    { key: 'http.status_code', value: { intValue: '503' } },
    { key: 'upstream_cluster', value: { stringValue: 'outbound|80||cart.shop' } },
  ],
  status: { code: 'STATUS_CODE_ERROR' },
};

const batches = [
  {
    resource: { attributes: [{ key: 'service.name', value: { stringValue: 'web.shop' } }] },
    scopeSpans: [{ spans: [span] }],
  },
];

const good: Script = ({ path }, response) => {
  if (path.endsWith('/values'))
    return sendJson(response, 200, { tagValues: [{ type: 'string', value: 'web.shop' }] });
  if (path.endsWith('/api/search'))
    return sendJson(response, 200, { traces: [{ traceID: ID }, { traceID: '../x' }, {}] });
  return path.endsWith(ID) ? sendJson(response, 200, { batches }) : sendJson(response, 404, {});
};

describe('Tempo', () => {
  it('is searched by TraceQL, and read trace by trace', async () => {
    server.play(good);
    const { traces, skipped, query } = await tempo.search(SEARCH);
    expect(traces).toEqual([
      {
        traceId: ID,
        spans: [
          {
            spanId: '00000000000000a1',
            service: 'web.shop',
            operation: 'cart.shop:80/*',
            kind: 'client',
            startUs: 1_700_000_000_123_456,
            durationUs: 10_000,
            isError: true,
            tags: { 'http.status_code': '503', upstream_cluster: 'outbound|80||cart.shop' },
          },
        ],
      },
    ]);
    expect(skipped).toBe(2);
    expect(Object.fromEntries(new URL(query.text, server.url).searchParams)).toEqual({
      q: '{ resource.service.name = "web.shop" && span.upstream_cluster = "outbound|80||cart.shop" && status = error && duration >= 2000us }',
      start: '1000',
      end: '2000',
      limit: '20',
    });
    expect(server.seen.map(({ path }) => path)).toEqual(['/tempo/api/search', `/tempo/api/traces/${ID}`]);
    expect(server.seen[0]?.headers['x-scope-orgid']).toBe('shop');
  });

  it('names its services, and what it does not have', async () => {
    server.play(good);
    expect(await tempo.services()).toEqual(['web.shop']);
    expect(await tempo.trace('abc')).toBeUndefined();
    expect((await tempo.trace(ID))?.spans).toHaveLength(1);
  });

  it.each<[string, Script, Partial<UpstreamError>]>([
    ['an HTML page', (_q, response) => void response.end('<!doctype html>'), { kind: 'notJson' }],
    ['truncated JSON', (_q, response) => void response.end('{"traces":[{'), { kind: 'malformed' }],
    ['no answer', () => undefined, { kind: 'timeout' }],
    ['503', (_q, response) => sendJson(response, 503, {}), { kind: 'unavailable' }],
    ['a reset', (_q, response) => void response.socket?.resetAndDestroy(), { kind: 'unreachable' }],
  ])('%s becomes a typed failure (R20)', async (_name, script, expected) => {
    server.play(script);
    const error: unknown = await tempo.search(SEARCH).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UpstreamError);
    expect(error).toMatchObject({ source: 'tempo', ...expected });
  });
});
