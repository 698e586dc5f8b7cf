import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import { bookinfo } from '../lib/embedded/worlds/bookinfo';
import { startApplication, type Application } from './support/application';
import { startRecordingProxy, type RecordingProxy } from './support/recording-proxy';

/** A question that is too long for an address, and signing in and out. */
const POSTED = new Set(['/api/what-if', '/api/session', '/api/session/end']);
const BUILD = path.resolve(import.meta.dirname, '../.next/standalone/.next');

let mesh: RunningMesh;
let prometheus: RecordingProxy;
let jaeger: RecordingProxy;
let application: Application;
/** Nobody has any business here. */
let elsewhere: RecordingProxy;

test.beforeAll(async () => {
  mesh = await startMesh({ world: bookinfo, historySeconds: 600 });
  prometheus = await startRecordingProxy(mesh.prometheusUrl);
  jaeger = await startRecordingProxy(mesh.jaegerUrl);
  elsewhere = await startRecordingProxy(mesh.kubernetesUrl);
  application = await startApplication({
    prometheusUrl: prometheus.url,
    environment: { TELLTALE_KUBERNETES: 'off', TELLTALE_JAEGER_URL: jaeger.url },
  });
});

test.afterAll(async () => {
  await application?.close();
  for (const proxy of [prometheus, jaeger, elsewhere]) proxy?.close();
  await mesh?.close();
});

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** Asks without a browser's or a library's manners: the target goes out as it is written. */
function ask(target: string, options: http.RequestOptions & { send?: string } = {}): Promise<Answer> {
  const { send, ...rest } = options;
  const { port } = new URL(application.url);
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port, path: target, agent: false, ...rest },
      (answer) => {
        let body = '';
        const finish = () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body });
        answer.setEncoding('utf8').on('data', (text: string) => (body += text));
        answer.on('end', finish);
        // A stream that has no end tells all with its head.
        if (answer.headers['content-type'] === 'text/event-stream') {
          finish();
          request.destroy();
        }
      },
    );
    request.on('error', reject).end(send);
  });
}

/** What the build consists of, as Next lists it. */
function builtRoutes(): string[] {
  const file = path.join(BUILD, 'app-path-routes-manifest.json');
  const routes = Object.values(JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, string>);
  return routes.map((route) => route.replaceAll(/\[\w+\]/g, '0123456789abcdef0123456789abcdef'));
}

/** How often upstreams were asked, once nobody asks any more. */
async function upstreamCalls(): Promise<number> {
  const count = () => prometheus.requests.length + jaeger.requests.length;
  for (let seen = -1; seen !== count(); await new Promise((resolve) => setTimeout(resolve, 700)))
    seen = count();
  return count();
}

const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];

test('every route, file and failure of the build has all headers (S15)', async () => {
  const chunks = fs.readdirSync(path.join(BUILD, 'static/chunks')).slice(0, 5);
  const targets = [
    ...builtRoutes(),
    ...chunks.map((name) => `/_next/static/chunks/${name}`),
    '/favicon.svg',
    '/nowhere',
    '/status/',
    '/_next/static/nothing.js',
    '/_next/image?url=x',
    '/%ff',
    '//x',
    '/api/graph?colour=red',
    '/api/nothing',
  ];
  expect(targets.length).toBeGreaterThan(35);
  for (const target of targets) {
    for (const options of [{}, { method: 'DELETE' }, { headers: { host: 'evil.example' } }]) {
      const { headers, status } = await ask(target, options);
      const which = `${JSON.stringify(options)} ${target} ${status}`;
      const policy = String(headers['content-security-policy']);
      expect(policy, which).toContain("default-src 'none'");
      for (const part of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
        expect(policy, which).toContain(part);
      expect(/script-src [^;]*(unsafe|\*|https?:|data:)/.test(policy), which).toBe(false);
      expect(headers, which).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'x-frame-options': 'DENY',
      });
      expect(headers['permissions-policy'], which).toContain('camera=()');
      // Nothing that tells who we are or what would be wrong without TLS.
      expect(headers['x-powered-by'], which).toBeUndefined();
      expect(headers['strict-transport-security'], which).toBeUndefined();
      if (target.startsWith('/api/')) expect(headers['cache-control'], which).toContain('no-store');
    }
  }
});

test('what is long is compressed for whoever takes that, and for nobody else', async () => {
  for (const path of ['/graph', '/api/graph?window=5m', '/api/routing?window=5m']) {
    const given = await fetch(application.url + path, { headers: { 'accept-encoding': 'gzip' } });
    expect(given.headers.get('content-encoding'), path).toBe('gzip');
    expect((await given.text()).length, path).toBeGreaterThan(1024);
    const plain = await fetch(application.url + path, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding'), path).toBeNull();
  }
});

test('nothing can be changed: every route refuses every other method and asks nobody (S1)', async () => {
  const before = await upstreamCalls();
  for (const target of [...builtRoutes(), '/favicon.svg', '/nowhere']) {
    for (const method of METHODS) {
      if (method === 'POST' && POSTED.has(target)) continue;
      const { status, body } = await ask(target, { method });
      expect(status, `${method} ${target}`).toBe(405);
      expect(body).toContain('Nothing here can be changed');
    }
  }
  expect(await upstreamCalls()).toBe(before);
  expect(elsewhere.requests).toEqual([]);
});

const REVIEWS = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: made-up, namespace: bookinfo}
spec: {hosts: [reviews], http: [{route: [{destination: {host: reviews}}]}]}`;

test('the one question that is posted changes nothing and applies nothing (S1)', async () => {
  const before = mesh.store.list('virtualservices').length;
  const body = JSON.stringify({ namespaces: ['bookinfo'], documents: REVIEWS });
  const answer = await ask('/api/what-if', {
    method: 'POST',
    send: body,
    headers: { 'content-type': 'application/json' },
  });
  expect(answer.status).toBe(200);
  expect(mesh.store.list('virtualservices')).toHaveLength(before);
  for (const { method, target } of [...prometheus.requests, ...jaeger.requests])
    if (method !== 'GET')
      expect(`${method} ${target}`).toMatch(/^POST \/api\/v1\/(query|query_range|series)$/);
});

/** What could lead a careless server to another place. */
const hostile = (): readonly string[] => [
  `${elsewhere.url}/`,
  `//${new URL(elsewhere.url).host}/`,
  `x@${new URL(elsewhere.url).host}`,
  'http://169.254.169.254/latest/meta-data/',
  '//169.254.169.254/',
  '//169.254.169.254@localhost/',
  '../../api/v1/admin/tsdb/delete_series',
  '..%2f..%2fapi%2fv1%2fadmin',
  '..%252f..%252fapi',
  '..\\..\\api',
  'a/../../..',
  'x@169.254.169.254',
  'x\r\nHost: 169.254.169.254',
  'x%0d%0aHost: 169.254.169.254',
  'x\u0000y',
  '․․/․․/',
  '．．／．．／',
  '169。254。169。254',
  '"} or vector(1) or up{a="',
  'x")) or label_replace(up,"a","b","c","d',
  '$(id)',
  '{}',
  '*',
  '.*',
  ' '.repeat(50),
];

const PARAMETERS = [
  ...['namespaces', 'namespace', 'level', 'serviceNodes', 'window', 'at', 'idle', 'rateHttp', 'rateGrpc'],
  ...['rateTcp', 'legs', 'node', 'edge', 'service', 'workload', 'kind', 'name', 'host', 'route', 'source'],
  ...['destination', 'limit', 'url', 'query', 'start', 'end', 'step', 'operation', 'tags', 'id', 'app'],
];

/** All that this program ever has to ask of its upstreams. */
const PROMETHEUS_PATHS =
  /^\/api\/v1\/(query|query_range|series|labels|metadata|label\/\w+\/values|status\/\w+|targets)$/;
const JAEGER_PATHS = /^\/api\/(services|traces|services\/[\w.%-]+\/operations|traces\/[0-9a-f]{16,32})$/;

test('whatever is asked, upstreams are asked at their own addresses only (S2)', async () => {
  test.setTimeout(240_000);
  const endpoints = builtRoutes().filter((route) => route.startsWith('/api/') && route !== '/api/changes');
  let answered = 0;
  for (const endpoint of endpoints) {
    const targets = hostile().flatMap((value, turn) => [
      // A third at a time: each parameter meets eight of the values at each endpoint.
      ...PARAMETERS.filter((_name, i) => i % 3 === turn % 3).map(
        (name) => `${endpoint}?${name}=${encodeURIComponent(value)}`,
      ),
      `${endpoint}/${encodeURIComponent(value)}`,
      `${path.posix.dirname(endpoint)}/${encodeURIComponent(value)}`,
    ]);
    for (let i = 0; i < targets.length; i += 8) {
      const answers = await Promise.all(targets.slice(i, i + 8).map((target) => ask(target)));
      for (const { status } of answers) expect(status === 500).toBe(false);
      answered += answers.length;
    }
  }
  expect(answered).toBeGreaterThan(3_000);
  expect(elsewhere.requests).toEqual([]);
  expect(prometheus.requests.length).toBeGreaterThan(0);
  const own = (proxy: RecordingProxy) => new URL(proxy.url).host;
  for (const { target, host } of prometheus.requests) {
    expect(host).toBe(own(prometheus));
    expect(target.split('?', 1)[0]).toMatch(PROMETHEUS_PATHS);
  }
  for (const { target, host } of jaeger.requests) {
    expect(host).toBe(own(jaeger));
    expect(target.split('?', 1)[0]).toMatch(JAEGER_PATHS);
  }
});

test('failures repeat nothing of what was asked (S27)', async () => {
  const canary = 'c4naryc4nary';
  const targets = [
    `/${canary}`,
    `/${canary}?${canary}`,
    `/graph/${canary}`,
    `/_next/static/${canary}.js`,
    `/_next/${canary}`,
    `/api/${canary}`,
    `/api/graph?${canary}=1`,
    `/api/graph?window=${canary}`,
    `/api/graph?at=${canary}`,
    `/api/graph?level=${canary}`,
    `/api/history?edge=${canary}`,
    `/api/routing?host=${canary}%20`,
    `/api/traces/${canary}`,
    `/${canary}%ff`,
    `//${canary}`,
    `/${canary}/..`,
  ];
  for (const target of targets) {
    const { status, body, headers } = await ask(target);
    expect(status, target).toBeGreaterThanOrEqual(400);
    expect(`${body} ${JSON.stringify(headers)}`.includes(canary), target).toBe(false);
  }
});

test('what others were attacked by is not in the build (S16)', async () => {
  const before = await upstreamCalls();
  const far = elsewhere.url;
  const refused: readonly (readonly [string, http.RequestOptions & { send?: string }])[] = [
    [`/_next/image?url=${encodeURIComponent(`${far}/`)}&w=64&q=75`, {}],
    ['/_next/image?url=%2Ffavicon.svg&w=64&q=75', {}],
    ['/_next/data/build/graph.json', {}],
    ['/graph.rsc', {}],
    ['/graph.segments/_tree.segment.rsc', {}],
    ['/__nextjs_original-stack-frame', {}],
    ['/_next/webpack-hmr', {}],
    ['/graph', { headers: { 'next-action': '7f00' } }],
    ['/graph', { headers: { upgrade: 'websocket', connection: 'Upgrade' } }],
    [`${far}/`, { headers: { upgrade: 'websocket', connection: 'Upgrade' } }],
    [`${far}/`, {}],
  ];
  for (const [target, options] of refused)
    expect([400, 404], target).toContain((await ask(target, options)).status);
  expect(
    (await ask('/graph', { method: 'POST', headers: { 'next-action': '7f00' }, send: '[]' })).status,
  ).toBe(400);
  for (const name of fs.readdirSync(path.join(BUILD, 'static/chunks')))
    expect((await ask(`/_next/static/chunks/${name}.map`)).status, name).toBe(404);
  expect(await upstreamCalls()).toBe(before);
  expect(elsewhere.requests).toEqual([]);
  const files = fs.readdirSync(path.dirname(BUILD), { recursive: true, encoding: 'utf8' });
  expect(files.filter((file) => file.endsWith('.map') && !file.includes('node_modules'))).toEqual([]);
});

test('a connection that speaks no HTTP is told so with all headers (S15)', async () => {
  const text = await new Promise<string>((resolve, reject) => {
    let said = '';
    const socket = net.connect(Number(new URL(application.url).port), '127.0.0.1', () =>
      socket.write('c4nary\r\n\r\n'),
    );
    socket.on('data', (chunk: Buffer) => (said += chunk.toString()));
    socket.on('end', () => resolve(said)).on('error', reject);
  });
  expect(text).toMatch(/^HTTP\/1\.1 400 /);
  expect(text).toContain("content-security-policy: default-src 'none'");
  expect(text).not.toContain('c4nary');
});
