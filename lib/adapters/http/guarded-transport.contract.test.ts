import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { inspect, promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createGuardedTransport,
  type GuardedRequest,
  type GuardedTransport,
  type TransportOptions,
} from './guarded-transport';
import { startScriptedServer, until, type Script, type ScriptedServer } from './testing/scripted-server';

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function serve(script: Script): Promise<ScriptedServer> {
  const server = await startScriptedServer(script);
  cleanups.push(() => server.close());
  return server;
}

function connect(options: Omit<TransportOptions, 'source'>): GuardedTransport {
  const transport = createGuardedTransport({ source: 'jaeger', ...options });
  cleanups.push(() => transport.close());
  return transport;
}

const GET: GuardedRequest = { method: 'GET', path: '/x?a=b', deadlineMs: 2_000, maxBytes: 1_000 };

describe('a guarded transport', () => {
  it('reuses connections, and never holds more than its bound', async () => {
    const server = await serve((_request, response) => void setTimeout(() => response.end('ok'), 10));
    const transport = connect({ baseUrl: server.url, maxSockets: 3 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => transport.request(GET)));
    expect(answers.every(({ status, text }) => status === 200 && text === 'ok')).toBe(true);
    expect(server.openSockets()).toBeLessThanOrEqual(3);
    expect(server.seen[0]?.headers['user-agent']).toBe('telltale');
  });

  it('asks again when a kept connection turns out to be closed', async () => {
    let kills = 0;
    const server = await serve((_request, response) => {
      if (kills === 0 && server.seen.length === 2) {
        kills += 1;
        response.socket?.resetAndDestroy();
      } else response.end('ok');
    });
    const transport = connect({ baseUrl: server.url, maxSockets: 1 });
    await transport.request(GET);
    expect((await transport.request(GET)).text).toBe('ok');
    expect(server.seen).toHaveLength(3);
  });

  it('asks again until it has a new connection when all kept ones turn out to be closed', async () => {
    const kept = new Set<unknown>();
    let isClosing = false;
    const server = await serve((_request, response) => {
      if (isClosing && kept.has(response.socket)) return void response.socket?.resetAndDestroy();
      kept.add(response.socket);
      setTimeout(() => response.end('ok'), 20);
    });
    const transport = connect({ baseUrl: server.url, maxSockets: 4 });
    await Promise.all(Array.from({ length: 4 }, () => transport.request(GET)));
    expect(kept.size).toBe(4);
    isClosing = true;
    expect((await transport.request(GET)).text).toBe('ok');
    expect(server.seen).toHaveLength(4 + 4 + 1);
  });

  it('reads two large answers at a time, and small ones beside them', async () => {
    const begun = new Set<string>();
    const server = await serve(({ path: asked }, response) => {
      begun.add(asked);
      if (asked === '/small') return void response.end('ok');
      response.write('x'.repeat(6 * 1024 * 1024));
      // The first two never come to their end.
      if (!asked.startsWith('/stuck')) response.end();
    });
    const transport = connect({ baseUrl: server.url });
    const large = { ...GET, maxBytes: 10 * 1024 * 1024 };
    const leaving = new AbortController();
    const stuck = ['/stuck-1', '/stuck-2'].map((target) =>
      transport.request({ ...large, path: target, deadlineMs: 20_000, signal: leaving.signal }),
    );
    await until(() => begun.size === 2);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const third = transport.request({ ...large, path: '/third', deadlineMs: 500 });
    expect((await transport.request({ ...GET, path: '/small' })).text).toBe('ok');
    await expect(third).rejects.toMatchObject({ kind: 'timeout' });
    leaving.abort();
    for (const one of stuck) await expect(one).rejects.toMatchObject({ kind: 'canceled' });
    const { text } = await transport.request({ ...large, path: '/fourth' });
    expect(text).toHaveLength(6 * 1024 * 1024);
  });

  it('counts reading the credentials into the deadline', async () => {
    const server = await serve((_request, response) => void response.end());
    const transport = connect({ baseUrl: server.url, credentials: () => new Promise(() => undefined) });
    await expect(transport.request({ ...GET, deadlineMs: 50 })).rejects.toMatchObject({ kind: 'timeout' });
    expect(server.seen).toHaveLength(0);
  });

  it("passes a caller's abort on to the server (R22)", async () => {
    const server = await serve(() => undefined);
    const transport = connect({ baseUrl: server.url });
    const caller = new AbortController();
    const work = transport.request({ ...GET, signal: caller.signal });
    await until(() => server.seen.length === 1);
    caller.abort(new Error('the reason of a caller'));
    await expect(work).rejects.toMatchObject({ kind: 'canceled' });
    await until(() => server.aborted() === 1);
    await expect(transport.request({ ...GET, signal: caller.signal })).rejects.toMatchObject({
      kind: 'canceled',
    });
    expect(server.seen).toHaveLength(1);
  });

  it('yields whole lines only, in any chunking, and ends on abort', async () => {
    const bytes = Buffer.from('{"ä":1}\n\n{"b":2}\r\n{"c"');
    const server = await serve(async (_request, response) => {
      for (const byte of bytes) {
        response.write(Buffer.from([byte]));
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    const caller = new AbortController();
    const opened = await connect({ baseUrl: server.url }).openLines({ ...GET, signal: caller.signal });
    const lines: string[] = [];
    const reading = (async () => {
      if (!opened.ok) return;
      for await (const line of opened.lines) lines.push(line);
    })();
    await until(() => lines.length === 2);
    caller.abort();
    await expect(reading).rejects.toMatchObject({ kind: 'canceled' });
    expect(lines).toEqual(['{"ä":1}', '{"b":2}']);
    await until(() => server.openSockets() === 0);
  });

  it('bounds one line', async () => {
    const server = await serve((_request, response) => void response.write('x'.repeat(5_000)));
    const opened = await connect({ baseUrl: server.url }).openLines(GET);
    if (!opened.ok) throw new Error('refused');
    await expect(opened.lines.next()).rejects.toMatchObject({ kind: 'tooLarge' });
  });

  it.each(['', 'prometheus:9090', 'ftp://x', 'http://', 'javascript:alert(1)'])(
    'refuses the address %j without repeating it',
    (baseUrl) => {
      expect(() => connect({ baseUrl })).toThrow(/^the upstream address/);
    },
  );
});

describe('TLS', () => {
  async function startTlsServer(): Promise<{ url: string; ca: Buffer }> {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'telltale-tls-'));
    cleanups.push(() => rm(directory, { recursive: true, force: true }));
    const [key, cert] = [path.join(directory, 'key.pem'), path.join(directory, 'cert.pem')];
    const subject = ['-subj', '/CN=upstream', '-addext', 'subjectAltName=DNS:upstream.test,IP:127.0.0.1'];
    await promisify(execFile)('openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-keyout',
      key,
      '-out',
      cert,
      ...subject,
    ]).catch((error: unknown) => {
      throw new Error('this test needs `openssl` on PATH', { cause: error });
    });
    const server = https.createServer(
      { key: await readFile(key), cert: await readFile(cert) },
      (_request, response) => void response.end('safe'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, ca: await readFile(cert) };
  }

  it('trusts the given authority only, unless told to trust anyone', async () => {
    const { url, ca } = await startTlsServer();
    const ask = (tls: object) =>
      connect({ baseUrl: url, credentials: async () => ({ headers: {}, tls }) }).request(GET);
    expect((await ask({ ca })).text).toBe('safe');
    expect((await ask({ insecure: true })).text).toBe('safe');
    expect((await ask({ ca, serverName: 'upstream.test' })).text).toBe('safe');
    for (const tls of [{}, { ca, serverName: 'other.test' }]) {
      const error: unknown = await ask(tls).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ kind: 'tls' });
      expect(inspect(error)).not.toContain('127.0.0.1');
    }
  });
});
