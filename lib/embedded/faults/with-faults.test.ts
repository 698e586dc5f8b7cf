import http, { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault, FaultServer } from './fault';
import { FaultSwitches } from './fault-switches';
import { withFaults, type Handler } from './with-faults';

const SERIES = [1, 2, 3].map((at) => ({ metric: { n: String(at) }, value: [at, String(at)] }));
const ANSWER = { status: 'success', data: { resultType: 'vector', result: SERIES } };
const TEXT = JSON.stringify(ANSWER);

const truth: Handler = async (request, response) => {
  if (request.url?.includes('watch=true') === true) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const timer = setInterval(() => response.write('{"type":"BOOKMARK"}\n'), 10);
    response.on('close', () => clearInterval(timer));
    return;
  }
  let form = '';
  for await (const chunk of request) form += String(chunk);
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': TEXT.length,
    'x-form': form,
  });
  response.write(TEXT.slice(0, 20));
  response.end(TEXT.slice(20));
};

let switches: FaultSwitches;
const closers: (() => void)[] = [];

beforeEach(() => {
  switches = new FaultSwitches();
});

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(server: FaultServer = 'prometheus'): Promise<string> {
  const running = createServer(withFaults(truth, switches, server));
  await new Promise<void>((resolve) => running.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    running.close();
    running.closeAllConnections();
  });
  return `http://127.0.0.1:${(running.address() as AddressInfo).port}`;
}

interface Got {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  error?: string;
}

function ask(url: string, form?: string, onChunk?: (text: string) => void): Promise<Got> {
  return new Promise((resolve) => {
    const got: Got = { status: 0, headers: {}, text: '' };
    const headers = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const request = http.request(url, { method: form === undefined ? 'GET' : 'POST', agent: false, headers });
    const fail = (error: Error & { code?: string }) =>
      resolve({ ...got, error: error.code ?? error.message });
    request.on('error', fail);
    request.on('response', (response) => {
      got.status = response.statusCode ?? 0;
      got.headers = response.headers;
      response.on('error', fail);
      response.on('data', (chunk) => {
        got.text += String(chunk);
        onChunk?.(got.text);
      });
      response.on('end', () => resolve(got));
    });
    request.end(form);
  });
}

async function askWith(...faults: Fault[]): Promise<Got> {
  switches.set(faults);
  return ask(`${await serve()}/api/v1/query`);
}

describe('a server with faults', () => {
  it('without any is the server itself', async () => {
    const got = await ask(`${await serve()}/api/v1/query`, 'query=up');
    expect(got).toMatchObject({ status: 200, text: TEXT, headers: { 'x-form': 'query=up' } });
  });

  it('waits, and answers the truth then', async () => {
    const startedMs = performance.now();
    expect((await askWith({ server: 'prometheus', kind: 'delay', ms: 80 })).text).toBe(TEXT);
    expect(performance.now() - startedMs).toBeGreaterThan(75);
  });

  it('lets a body drip byte by byte', async () => {
    const lengths = new Set<number>();
    switches.set([{ server: 'prometheus', kind: 'drip', everyMs: 1 }]);
    const got = await ask(`${await serve()}/`, undefined, (text) => lengths.add(text.length));
    expect(got.text).toBe(TEXT);
    expect(lengths.size).toBeGreaterThan(TEXT.length / 3);
  });

  it('answers any status, with Retry-After when asked to, as many times as asked to', async () => {
    const fault: Fault = {
      server: 'prometheus',
      kind: 'status',
      status: 429,
      retryAfterSeconds: 7,
      times: 1,
    };
    const got = await askWith(fault);
    expect(got).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
    expect(JSON.parse(got.text)).toMatchObject({ status: 'error' });
    expect((await ask(`${await serve()}/`)).text).toBe(TEXT);
  });

  it('answers nothing, or a page', async () => {
    expect(await askWith({ server: 'prometheus', kind: 'empty' })).toMatchObject({ status: 200, text: '' });
    const page = await askWith({ server: 'prometheus', kind: 'html' });
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.text).toMatch(/^<!doctype html>/);
  });

  it('cuts a body as if it were whole', async () => {
    const got = await askWith({ server: 'prometheus', kind: 'truncate', how: 'end' });
    expect(got.error).toBeUndefined();
    expect(got.text).toBe(TEXT.slice(0, Math.floor(TEXT.length / 2)));
  });

  it('breaks off in the middle of a body', async () => {
    const got = await askWith({ server: 'prometheus', kind: 'truncate', how: 'reset' });
    expect(got.headers['content-length']).toBe(String(TEXT.length));
    expect(got.text.length).toBeLessThan(TEXT.length);
    expect(got.error).toBe('ECONNRESET');
  });

  it('sends as many megabytes as asked for, no faster than they are read', async () => {
    const got = await askWith({ server: 'prometheus', kind: 'huge', megabytes: 2 });
    expect(got.text.length).toBeGreaterThanOrEqual(2 * 1024 * 1024);
    expect(Object.keys(JSON.parse(got.text) as object)).toEqual(['padding']);
  });

  it('resets the connection', async () => {
    expect((await askWith({ server: 'prometheus', kind: 'reset' })).error).toBe('ECONNRESET');
  });

  it('redirects elsewhere', async () => {
    const got = await askWith({ server: 'prometheus', kind: 'redirect', to: 'http://127.0.0.1:1/x' });
    expect(got).toMatchObject({ status: 302, headers: { location: 'http://127.0.0.1:1/x' } });
  });

  it('says another time', async () => {
    const got = await askWith({ server: 'prometheus', kind: 'clockSkew', seconds: 600 });
    const aheadMs = Date.parse(got.headers.date ?? '') - Date.now();
    expect(Math.abs(aheadMs - 600_000)).toBeLessThan(5_000);
  });

  it('adds warnings to a good answer, and cuts its series', async () => {
    const got = await askWith(
      { server: 'prometheus', kind: 'warnings', warnings: ['w'], infos: ['i'] },
      { server: 'prometheus', kind: 'partial', series: 1 },
    );
    const answer = JSON.parse(got.text) as {
      warnings: string[];
      infos: string[];
      data: { result: unknown[] };
    };
    expect(answer.data.result).toEqual(SERIES.slice(0, 1));
    expect(answer.warnings).toEqual(['w', 'results truncated due to limit']);
    expect(answer.infos).toEqual(['i']);
  });

  it('calls a result what it is not', async () => {
    const got = await askWith({ server: 'prometheus', kind: 'wrongType', type: 'matrix' });
    expect(JSON.parse(got.text)).toEqual({ ...ANSWER, data: { ...ANSWER.data, resultType: 'matrix' } });
  });

  it('sends native histograms and odd values in place of some values', async () => {
    const got = await askWith(
      { server: 'prometheus', kind: 'oddValues', value: '-Inf', every: 2 },
      { server: 'prometheus', kind: 'nativeHistograms', every: 3 },
    );
    const { data } = JSON.parse(got.text) as { data: { result: unknown[] } };
    expect(data.result[0]).toMatchObject({ histogram: [1, { count: '-Inf' }] });
    expect(data.result[0]).not.toHaveProperty('value');
    expect(data.result.slice(1)).toMatchObject([{ value: [2, '2'] }, { value: [3, '-Inf'] }]);
  });

  it('reads what a form asks, and the API behind it still gets the form', async () => {
    switches.set([{ server: 'prometheus', kind: 'empty', contains: 'query=rate(a b)' }]);
    const url = `${await serve()}/api/v1/query`;
    expect((await ask(url, 'query=rate%28a+b%29')).text).toBe('');
    expect(await ask(url, 'query=up')).toMatchObject({ text: TEXT, headers: { 'x-form': 'query=up' } });
  });

  it('hits its own server only', async () => {
    switches.set([{ server: 'kubernetes', kind: 'reset' }]);
    expect((await ask(`${await serve('prometheus')}/`)).text).toBe(TEXT);
    expect((await ask(`${await serve('kubernetes')}/`)).error).toBe('ECONNRESET');
  });
});

describe('watches', () => {
  const WATCH = '/api/v1/pods?watch=true';

  /** Starts a watch and waits for its first event. */
  async function startWatch(url: string): Promise<{ done: Promise<Got>; count: () => number }> {
    let text = '';
    let begun = (): void => undefined;
    const first = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const done = ask(url + WATCH, undefined, (all) => {
      text = all;
      begun();
    });
    await first;
    return { done, count: () => text.split('\n').length };
  }

  it.each([
    ['end', undefined],
    ['reset', 'ECONNRESET'],
  ] as const)('that run are cut by %s', async (how, error) => {
    const watch = await startWatch(await serve('kubernetes'));
    switches.set([{ server: 'kubernetes', kind: 'cutWatches', how }]);
    expect((await watch.done).error).toBe(error);
  });

  it('that begin later are cut after a while', async () => {
    switches.set([{ server: 'kubernetes', kind: 'cutWatches', afterMs: 50, times: 1 }]);
    const url = await serve('kubernetes');
    const watch = await startWatch(url);
    expect((await watch.done).text).toContain('BOOKMARK');
    expect(switches.list()).toEqual([]);
  });

  it('fall silent and stay so when the fault is over', async () => {
    const url = await serve('kubernetes');
    const watch = await startWatch(url);
    switches.set([{ server: 'kubernetes', kind: 'silentWatches' }]);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const heard = watch.count();
    switches.clear();
    const fresh = await startWatch(url);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(watch.count()).toBe(heard);
    expect(fresh.count()).toBeGreaterThan(2);
  });

  it('are answered with 410 as a status or as an event, and lists are not', async () => {
    const url = await serve('kubernetes');
    switches.set([{ server: 'kubernetes', kind: 'gone', on: 'watch' }]);
    expect(await ask(url + WATCH)).toMatchObject({ status: 410 });
    expect(await ask(`${url}/api/v1/pods`)).toMatchObject({ status: 200 });
    switches.set([{ server: 'kubernetes', kind: 'gone', on: 'watch', as: 'event' }]);
    const event = await ask(url + WATCH);
    expect(event.status).toBe(200);
    expect(JSON.parse(event.text)).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
  });
});
