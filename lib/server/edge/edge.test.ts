import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSender } from './built-files';
import { Edge } from './edge';
import type { EdgeConfig } from './edge-config';
import { createRouteTable } from './route-table';

const CONFIG: EdgeConfig = {
  hosts: [],
  basePath: '/below',
  frameAncestors: "'none'",
  hstsSeconds: 600,
};

interface Asked {
  readonly url: string | undefined;
  readonly headers: http.IncomingHttpHeaders;
}

/** What came through the edge. */
const asked: Asked[] = [];
const built = fs.mkdtempSync(join(tmpdir(), 'telltale-built-'));
fs.writeFileSync(join(built, 'a-1.js'), 'whole');
fs.writeFileSync(join(built, 'a-1.js.gz'), gzipSync('whole'));
const edge = new Edge(
  CONFIG,
  createRouteTable(['/', '/graph', '/api/graph', '/api/what-if'], ['favicon.svg']),
  createSender(built),
);
const server = http.createServer((request, response) => {
  void edge.answer(request, response, async ({ url, headers }) => {
    asked.push({ url, headers: { ...headers } });
    // As somebody would who knows nothing of the edge.
    response.writeHead(200, { 'x-powered-by': 'somebody', 'referrer-policy': 'unsafe-url' });
    response.end('through');
  });
});
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address === 'object' && address !== null) port = address.port;
});
afterAll(() => {
  fs.rmSync(built, { recursive: true });
  server.close();
  server.closeAllConnections();
});

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

function ask(path: string, options: http.RequestOptions = {}): Promise<Answer> {
  asked.length = 0;
  return new Promise((resolve, reject) => {
    const request = http.request({ port, host: '127.0.0.1', path, agent: false, ...options }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    request.on('error', reject).end();
  });
}

describe('the edge', () => {
  it('lets through what is there, below its path only', async () => {
    for (const path of ['/below', '/below/', '/below/graph?a=b', '/below/api/graph', '/below/favicon.svg']) {
      expect((await ask(path)).body).toBe('through');
      expect(asked[0]?.url).toBe(path);
    }
    for (const path of ['/', '/graph', '/belowx', '/below/api/nothing', '/api/graph']) {
      expect((await ask(path)).status).toBe(404);
      expect(asked).toEqual([]);
    }
  });

  it('sends what was built itself, compressed where it may, and leaves what is not there to others', async () => {
    const target = '/below/_next/static/a-1.js';
    const whole = await ask(target, { headers: { range: 'bytes=3-1' } });
    expect(whole).toMatchObject({ status: 200, body: 'whole' });
    expect(whole.headers).toMatchObject({
      'content-type': 'text/javascript',
      'cache-control': 'public,max-age=31536000,immutable',
      'x-content-type-options': 'nosniff',
      vary: 'Accept-Encoding',
    });
    const { headers } = await ask(target, { headers: { 'accept-encoding': 'gzip, br' } });
    expect(headers['content-encoding']).toBe('gzip');
    const etag = String(headers.etag);
    const known = { 'accept-encoding': 'gzip', 'if-none-match': etag };
    expect((await ask(target, { headers: known })).status).toBe(304);
    expect(asked).toEqual([]);
    for (const name of ['b-2.js', '..%2fpackage.json', '__proto__']) {
      expect((await ask(`/below/_next/static/${name}`)).body).not.toContain('whole');
      expect(asked.map(({ url }) => url)).toEqual(name.includes('..') ? [] : [`/below/_next/static/${name}`]);
    }
  });

  it('has its headers the last word, on answers of every kind (S15)', async () => {
    for (const path of ['/below/graph', '/below/api/graph', '/below/nowhere', '/elsewhere', '/%ff']) {
      const { headers } = await ask(path);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'strict-transport-security': 'max-age=600',
      });
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['content-security-policy']).toContain("object-src 'none'; base-uri 'none'");
    }
    expect((await ask('/below/api/graph')).headers['cache-control']).toBe('no-store');
  });

  it('gives each page a nonce of its own, and hands it on (S15)', async () => {
    const nonces = new Set<string>();
    for (let i = 0; i < 20; i += 1) {
      const { headers } = await ask('/below/graph', { headers: { 'x-nonce': 'mine' } });
      const policy = String(headers['content-security-policy']);
      const nonce = /script-src 'self' 'nonce-([\w+/]{22}==)' 'strict-dynamic';/.exec(policy)?.[1] ?? '';
      expect(asked[0]?.headers).toMatchObject({
        'x-nonce': nonce,
        'content-security-policy': `script-src 'nonce-${nonce}'`,
      });
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(20);
  });

  it('passes nothing on by which Next talks to itself', async () => {
    const inner = {
      'x-middleware-subrequest': 'middleware:middleware',
      'x-middleware-rewrite': 'http://169.254.169.254/',
      'x-nextjs-data': '1',
      'x-now-route-matches': '1=x',
      'x-invoke-path': '/api/graph',
      'x-matched-path': '/api/graph',
      'x-forwarded-host': 'evil.example',
      'content-security-policy-report-only': "script-src 'nonce-mine'",
    };
    await ask('/below/api/graph', { headers: { ...inner, 'x-request-id': 'kept' } });
    expect(asked).toHaveLength(1);
    for (const name of Object.keys(inner)) expect(asked[0]?.headers).not.toHaveProperty(name);
    expect(asked[0]?.headers['x-request-id']).toBe('kept');
  });

  it('changes nothing: other methods end here (S1)', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'TRACE']) {
      for (const path of ['/below', '/below/graph', '/below/api/graph', '/below/favicon.svg', '/nowhere']) {
        const answer = await ask(path, { method });
        expect(answer, `${method} ${path}`).toMatchObject({
          status: 405,
          headers: { allow: 'GET, HEAD', connection: 'close' },
        });
        expect(asked).toEqual([]);
      }
    }
    expect((await ask('/below/api/what-if', { method: 'POST' })).body).toBe('through');
    expect((await ask('/below/api/what-if', { method: 'PUT' })).headers['allow']).toBe('POST');
    expect((await ask('/below/graph', { method: 'HEAD' })).status).toBe(200);
  });

  it('answers to its own names only, and repeats none (S6)', async () => {
    const answer = await ask('/below/graph?secret', { headers: { host: 'evil.example' } });
    expect(answer.status).toBe(421);
    expect(answer.body).not.toMatch(/evil|secret|below/);
    expect(asked).toEqual([]);
  });

  it('lets foreign pages ask nothing, but lead here (S6)', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await ask('/below/api/graph', { headers })).status).toBe(403);
    expect(asked).toEqual([]);
    expect((await ask('/below/graph', { headers })).status).toBe(200);
  });

  it('refuses programs in their language, and people in theirs', async () => {
    const headers = { origin: 'https://evil.example' };
    const answer = await ask('/below/api/graph?secret', { headers });
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.body)).toEqual({
      type: 'docs/errors/foreign-page.md',
      title: 'Only pages of this server may ask',
      status: 403,
      code: 'foreign-page',
      detail: 'The browser says that a page from elsewhere asks.',
    });
    expect((await ask('/beside')).body).toMatch(/^There is nothing at this address\. /);
  });

  it('speaks no other protocol and calls no functions of pages (S16)', async () => {
    const upgrade = { upgrade: 'websocket', connection: 'Upgrade' };
    expect((await ask('/below/graph', { headers: upgrade })).status).toBe(400);
    expect((await ask('/below/graph', { headers: { 'next-action': 'x' } })).status).toBe(400);
    expect((await ask('http://169.254.169.254/', { headers: upgrade })).status).toBe(400);
    expect(asked).toEqual([]);
    // What is only offered may be passed over.
    expect((await ask('/below/graph', { headers: { upgrade: 'h2c' } })).status).toBe(200);
  });

  it('never repeats what was asked (S27)', async () => {
    for (const path of ['/canary', '/below/canary', '/below/api/canary?canary', '/canary%ff', '/canary//']) {
      const { status, body, headers } = await ask(path);
      // Pages that are not there are Next's to draw: it is not told their address either.
      if (body === 'through') expect(asked[0]?.url).toBe('/below/_not-found');
      else expect(status).toBeGreaterThanOrEqual(400);
      expect(`${body}${JSON.stringify(headers)}`).not.toContain('canary');
    }
  });

  it('tells a connection that speaks no HTTP so, with all headers (S15)', async () => {
    const raw = edge.rawRefusal();
    const parser = net.createServer((socket) => socket.end(raw));
    await new Promise<void>((resolve) => parser.listen(0, '127.0.0.1', resolve));
    const address = parser.address();
    const rawPort = typeof address === 'object' && address !== null ? address.port : 0;
    const answer = await ask('/', { port: rawPort });
    parser.close();
    expect(answer).toMatchObject({
      status: 400,
      headers: { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' },
      body: 'This request cannot be understood.\n',
    });
  });
});
