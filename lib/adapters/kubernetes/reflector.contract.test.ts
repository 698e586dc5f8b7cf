import { inspect } from 'node:util';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGuardedTransport, type GuardedTransport } from '@/lib/adapters/http/guarded-transport';
import {
  sendJson,
  startScriptedServer,
  until,
  type ScriptedServer,
  type SeenRequest,
} from '@/lib/adapters/http/testing/scripted-server';
import { asObject } from '@/lib/core/kubernetes/json';
import { readName } from '@/lib/core/kubernetes/object-view';
import { systemClock } from './clock';
import { keepFor } from './keep';
import { createReflector, type Reflector, type ReflectorOptions } from './reflector';

const CANARY = 'canary-51c2';
const TIMING = {
  quietMs: 600,
  retryBaseMs: 10,
  retryCapMs: 80,
  recheckMs: 60,
  pollMs: 40,
  listDeadlineMs: 1_000,
};

let server: ScriptedServer;
let transport: GuardedTransport;
const running: Reflector[] = [];

beforeEach(async () => {
  server = await startScriptedServer();
  transport = createGuardedTransport({
    source: 'kubernetes',
    baseUrl: server.url,
    credentials: async () => ({ headers: { authorization: `Bearer ${CANARY}` } }),
  });
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((reflector) => reflector.stop()));
  transport.close();
  await server.close();
});

function reflect(options: Partial<ReflectorOptions> = {}): Reflector {
  const reflector = createReflector({
    transport,
    path: '/api/v1/services',
    keep: keepFor('services'),
    clock: systemClock,
    random: () => 0.5,
    onChange: () => undefined,
    timing: TIMING,
    ...options,
  });
  running.push(reflector);
  return reflector;
}

function service(name: string, resourceVersion = '1', more: object = {}): object {
  return {
    metadata: { name, namespace: 'x', resourceVersion, managedFields: [{ manager: 'm' }] },
    spec: { selector: { app: name } },
    ...more,
  };
}

function list(names: readonly string[], resourceVersion: string, token?: string): object {
  return {
    kind: 'ServiceList',
    metadata: { resourceVersion, ...(token && { continue: token }) },
    items: names.map((name) => service(name)),
  };
}

function event(type: string, object: object): string {
  return `${JSON.stringify({ type, object })}\n`;
}

const BOOKMARK = (version: string): string => event('BOOKMARK', { metadata: { resourceVersion: version } });
const GONE = event('ERROR', { kind: 'Status', code: 410, reason: 'Expired', message: CANARY });

function isWatch(request: SeenRequest): boolean {
  return request.query.get('watch') === 'true';
}

const watches = (): SeenRequest[] => server.seen.filter(isWatch);
const lists = (): SeenRequest[] => server.seen.filter((request) => !isWatch(request));
const namesOf = (reflector: Reflector): (string | undefined)[] => reflector.objects().map(readName).sort();

/** Plays lists and watches in order; the last of each repeats. */
function play(
  pages: ((request: SeenRequest, response: ServerResponse) => void)[],
  streams: ((response: ServerResponse, request: SeenRequest) => void)[],
): void {
  let [nextPage, nextStream] = [0, 0];
  server.play((request, response) => {
    if (isWatch(request)) {
      const stream = streams[Math.min(nextStream, streams.length - 1)];
      nextStream += 1;
      stream?.(response, request);
    } else {
      const page = pages[Math.min(nextPage, pages.length - 1)];
      nextPage += 1;
      page?.(request, response);
    }
  });
}

const page =
  (names: readonly string[], version: string, token?: string) =>
  (_request: SeenRequest, response: ServerResponse) =>
    sendJson(response, 200, list(names, version, token));
const refuse =
  (status: number, headers: Record<string, string> = {}) =>
  (_request: SeenRequest, response: ServerResponse) =>
    sendJson(response, status, { kind: 'Status', message: CANARY }, headers);

/** Sends lines and stays open, with a sign of life every 50 ms when asked. */
function stay(lines: readonly string[], alive = true) {
  return (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    for (const line of lines) response.write(line);
    if (!alive) return;
    const timer = setInterval(() => response.write(BOOKMARK('900')), 50);
    response.on('close', () => clearInterval(timer));
  };
}

function finish(lines: readonly string[]) {
  return (response: ServerResponse): void => {
    response.writeHead(200);
    for (const line of lines) response.write(line);
    response.end();
  };
}

describe('a reflector', () => {
  it('lists in pages, then follows changes from the list on', async () => {
    const changes = [
      event('ADDED', service('d', '11')),
      event('MODIFIED', service('a', '12', { spec: { selector: { app: 'new' } } })),
      event('DELETED', service('b', '13')),
    ];
    play([page(['a', 'b'], '9', 'token'), page(['c'], '10')], [stay(changes)]);
    const reflector = reflect({ pageSize: 2 });
    await until(() => namesOf(reflector).join() === 'a,c,d');
    expect(reflector.status().state).toBe('ok');
    expect(lists().map(({ query }) => [query.get('limit'), query.get('continue')])).toEqual([
      ['2', null],
      ['2', 'token'],
    ]);
    const [watch] = watches();
    expect(watch?.query.get('resourceVersion')).toBe('10');
    expect(watch?.query.get('allowWatchBookmarks')).toBe('true');
    expect(Number(watch?.query.get('timeoutSeconds'))).toBeGreaterThan(200);
    expect(watch?.headers['authorization']).toBe(`Bearer ${CANARY}`);
    const changed = reflector.objects().find((object) => readName(object) === 'a');
    expect(asObject(changed?.['spec'])['selector']).toEqual({ app: 'new' });
    expect(JSON.stringify(reflector.objects())).not.toContain('managedFields');
  });

  it.each([
    ['as an event', stay([GONE])],
    ['as a status', (response: ServerResponse) => sendJson(response, 410, { code: 410 })],
    ['after a malformed line', stay(['{"type":"ADDED","obj\n'])],
    ['after a line that is no event', stay(['[1,2]\n'])],
    ['after an event without object', stay(['{"type":"ADDED"}\n'])],
    ['after an event of an unknown type', stay(['{"type":"RENAMED","object":{}}\n'])],
  ])('lists anew when its place is lost: %s (R14)', async (_name, stream) => {
    play([page(['a'], '10'), page(['b'], '20')], [stream, stay([])]);
    const reflector = reflect();
    await until(
      () => namesOf(reflector).join() === 'b' && watches().length === 2 && reflector.status().state === 'ok',
    );
    expect(watches()[1]?.query.get('resourceVersion')).toBe('20');
    expect(lists()).toHaveLength(2);
  });

  it.each([
    ['a clean end', finish([event('ADDED', service('b', '15'))])],
    ['a partial line', finish([event('ADDED', service('b', '15')), '{"type":"DELE'])],
    [
      'a reset',
      (response: ServerResponse) => {
        response.writeHead(200);
        response.write(event('ADDED', service('b', '15')));
        setTimeout(() => response.socket?.resetAndDestroy(), 30);
      },
    ],
    [
      'an error event',
      stay([event('ADDED', service('b', '15')), event('ERROR', { code: 500, message: CANARY })]),
    ],
    ['silence', stay([event('ADDED', service('b', '15'))], false)],
  ])('goes on from where it was after %s (R14)', async (_name, stream) => {
    play([page(['a'], '10')], [stream, stay([event('ADDED', service('c', '16'))])]);
    const reflector = reflect();
    await until(() => namesOf(reflector).join() === 'a,b,c');
    expect(reflector.status().state).toBe('ok');
    expect(watches()[1]?.query.get('resourceVersion')).toBe('15');
    expect(lists()).toHaveLength(1);
  });

  it('takes its place from bookmarks', async () => {
    play([page(['a'], '10')], [finish([BOOKMARK('77')]), stay([])]);
    reflect();
    await until(() => watches().length === 2);
    expect(watches()[1]?.query.get('resourceVersion')).toBe('77');
  });

  it('keeps a watch that only sends bookmarks', async () => {
    play([page(['a'], '10')], [stay([])]);
    reflect();
    await new Promise((resolve) => setTimeout(resolve, 1_800));
    expect(watches()).toHaveLength(1);
  });

  it('leaves a silent watch and says so (R15)', async () => {
    play([page(['a'], '10')], [stay([], false)]);
    const states: string[] = [];
    const reflector: Reflector = reflect({ onChange: () => states.push(reflector?.status().reason ?? '') });
    await until(() => watches().length >= 3);
    expect(states.join()).toContain('silent');
    expect(server.aborted()).toBeGreaterThanOrEqual(1);
    expect(lists()).toHaveLength(1);
  });

  it('never turns hot: pauses grow to the cap when the server ends every watch at once (R14)', async () => {
    play([page(['a'], '10')], [finish([event('MODIFIED', service('a', '11'))])]);
    const reflector = reflect({ timing: { ...TIMING, retryBaseMs: 20, retryCapMs: 200 } });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    // 15, 30, 60, 120, then 150 ms each: 8 of them fill the time.
    expect(server.seen.length).toBeLessThanOrEqual(16);
    expect(server.seen.length).toBeGreaterThanOrEqual(3);
    expect(namesOf(reflector)).toEqual(['a']);
  });

  it.each([
    ['500', refuse(500), 'unavailable'],
    ['401', refuse(401), 'unavailable'],
    [
      'HTML',
      (_request: SeenRequest, response: ServerResponse) => void response.writeHead(200).end('<html>'),
      'unavailable',
    ],
    [
      'a list without items',
      (_request: SeenRequest, response: ServerResponse) => sendJson(response, 200, { metadata: {} }),
      'unavailable',
    ],
    [
      'an empty body',
      (_request: SeenRequest, response: ServerResponse) => void response.writeHead(200).end(),
      'unavailable',
    ],
    ['403', refuse(403), 'forbidden'],
    ['404', refuse(404), 'notInstalled'],
  ])('is %s: has a state for it, tells no secret, and recovers', async (_name, broken, state) => {
    play([broken, broken, page(['a'], '10')], [stay([])]);
    const seen = new Set<string>();
    const reflector: Reflector = reflect({
      onChange: () => {
        if (reflector === undefined) return;
        seen.add(reflector.status().state);
        expect(inspect(reflector.status())).not.toContain(CANARY);
      },
    });
    await until(() => reflector.status().state === 'ok');
    expect(seen.has(state)).toBe(true);
    expect(namesOf(reflector)).toEqual(['a']);
  });

  it('waits as long as a 429 asks for', async () => {
    play([refuse(429, { 'retry-after': '1' }), page(['a'], '10')], [stay([])]);
    const startedMs = Date.now();
    const reflector = reflect();
    await until(() => reflector.status().state === 'ok');
    expect(Date.now() - startedMs).toBeGreaterThanOrEqual(990);
    expect(lists()).toHaveLength(2);
  });

  it('keeps what it has, as degraded, while the server fails', async () => {
    play([page(['a'], '10')], [finish([GONE])]);
    const reflector = reflect();
    await until(() => namesOf(reflector).length === 1);
    server.play((_request, response) => sendJson(response, 503, {}));
    await until(() => reflector.status().state === 'degraded');
    expect(namesOf(reflector)).toEqual(['a']);
  });

  it('shows nothing any more of what it may no longer read', async () => {
    play([page(['a'], '10'), refuse(403)], [finish([GONE])]);
    const reflector = reflect();
    await until(() => reflector.status().state === 'forbidden');
    expect(reflector.objects()).toEqual([]);
  });

  it('reads the list from time to time where watching is refused', async () => {
    play([page(['a'], '10'), page(['b'], '11')], [(response) => sendJson(response, 403, {})]);
    const reflector = reflect();
    await until(() => namesOf(reflector).join() === 'b');
    expect(reflector.status()).toMatchObject({ state: 'degraded' });
  });

  it('starts the list anew when its continue token has expired, and finally asks for all at once (R19)', async () => {
    server.play((request, response) => {
      if (isWatch(request)) return stay([])(response);
      if (request.query.has('continue')) return sendJson(response, 410, { code: 410 });
      const paged = request.query.has('limit');
      sendJson(response, 200, paged ? list(['half'], '9', 'token') : list(['a', 'b'], '10'));
    });
    const reflector = reflect({ pageSize: 1 });
    await until(() => reflector.status().state === 'ok');
    expect(namesOf(reflector)).toEqual(['a', 'b']);
  });

  it('sets malformed objects aside and keeps the others (R17)', async () => {
    play(
      [
        (_request, response) =>
          sendJson(response, 200, {
            metadata: { resourceVersion: '1' },
            items: [
              null,
              5,
              {},
              { metadata: { name: 7 } },
              service('a'),
              { metadata: { name: 'b' }, spec: 'no' },
            ],
          }),
      ],
      [stay([])],
    );
    const reflector = reflect();
    await until(() => reflector.status().state === 'ok');
    expect(namesOf(reflector)).toEqual(['a', 'b']);
    expect(reflector.problems()).toHaveLength(4);
    expect(reflector.problems()[1]).toContain('items[1]');
  });

  it('reads 5 000 objects in ten pages (R19)', async () => {
    const names = Array.from({ length: 5_000 }, (_, index) => `s${index}`);
    server.play((request, response) => {
      if (isWatch(request)) return stay([])(response);
      const from = Number(request.query.get('continue') ?? '0');
      const limit = Number(request.query.get('limit'));
      const next = from + limit < names.length ? String(from + limit) : undefined;
      sendJson(response, 200, list(names.slice(from, from + limit), '10', next));
    });
    const reflector = reflect();
    await until(() => reflector.status().state === 'ok');
    expect(reflector.objects()).toHaveLength(5_000);
    expect(lists()).toHaveLength(10);
  });

  it('stops at once and leaves no socket', async () => {
    play([page(['a'], '10')], [stay([], false)]);
    const reflector = reflect();
    await until(() => watches().length === 1);
    await reflector.stop();
    transport.close();
    await until(() => server.openSockets() === 0);
  });
});

describe('convergence', () => {
  it('ends with the same objects as the server after any sequence of faults (R14)', async () => {
    // A small API server with history, whose watches break in every way by turns.
    let version = 100;
    const present = new Map<string, object>();
    const history: { version: number; line: string }[] = [];
    const open = new Set<ServerResponse>();
    function change(type: 'ADDED' | 'MODIFIED' | 'DELETED', name: string): void {
      version += 1;
      const object = service(name, String(version), { spec: { selector: { at: String(version) } } });
      if (type === 'DELETED') present.delete(name);
      else present.set(name, object);
      const line = event(type, object);
      history.push({ version, line });
      for (const response of open) response.write(line);
    }
    let turn = 0;
    const faults = [
      (response: ServerResponse) => response.end(),
      (response: ServerResponse) => response.socket?.resetAndDestroy(),
      (response: ServerResponse) => response.write(GONE),
      (response: ServerResponse) => response.end('{"type":'),
      (response: ServerResponse) => response.write('nonsense\n'),
    ];
    server.play((request, response) => {
      if (!isWatch(request)) {
        turn += 1;
        if (turn % 4 === 2) return sendJson(response, 500, {});
        return sendJson(response, 200, {
          metadata: { resourceVersion: String(version) },
          items: [...present.values()],
        });
      }
      response.writeHead(200);
      response.flushHeaders();
      const from = Number(request.query.get('resourceVersion'));
      for (const { version: at, line } of history) if (at > from) response.write(line);
      open.add(response);
      response.on('close', () => open.delete(response));
    });
    const reflector = reflect();
    await until(() => open.size === 1);
    for (let round = 0; round < 60; round += 1) {
      const name = `n${(round * 7) % 11}`;
      change(present.has(name) ? (round % 3 === 0 ? 'DELETED' : 'MODIFIED') : 'ADDED', name);
      if (round % 4 === 3) for (const response of open) faults[(round >> 2) % faults.length]?.(response);
      await new Promise((resolve) => setTimeout(resolve, 8));
    }
    const wanted = (): string =>
      JSON.stringify(
        [...present.values()].map((object) => [readName(object), asObject(object)['spec']]).sort(),
      );
    const held = (): string =>
      JSON.stringify(
        reflector
          .objects()
          .map((object) => [readName(object), object['spec']])
          .sort(),
      );
    await until(() => held() === wanted() && reflector.status().state === 'ok');
    expect(present.size).toBeGreaterThan(3);
  });
});
