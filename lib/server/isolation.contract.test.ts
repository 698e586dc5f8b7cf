import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMesh, type RunningMesh } from '@/lib/embedded/demo/start-mesh';
import { groupBy } from '@/lib/core/mesh/group-by';
import { findWorld } from '@/lib/embedded/worlds/find-world';
import { noteRequestFacts } from './identity/request-facts';
import type { ServedRoutes } from './testing/serve-routes';
import { startRoutes, stopRoutes } from './testing/start-routes';

const SECRET = 'Jx1u9vQ0rT7yWb3nKz5mPa8sDf2gHj4LqEcRi6Uo';

interface Person {
  readonly name: string;
  readonly group: string;
  readonly token: string;
  readonly namespaces: readonly string[];
}

const ANN: Person = {
  name: 'ann',
  group: 'sellers',
  token: 'token-of-ann',
  namespaces: ['storefront', 'payments'],
};
const BOB: Person = {
  name: 'bob',
  group: 'senders',
  token: 'token-of-bob',
  namespaces: ['fulfilment', 'loyalty', 'backoffice'],
};

let folder: string;
let mesh: RunningMesh;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'telltale-isolation-'));
  mesh = await startMesh({
    world: findWorld('shop')!,
    historySeconds: 3_600,
    scrapeIntervalSeconds: 5,
    traceSampling: 0.2,
    users: [
      ...[ANN, BOB].map(({ name, token, group }) => ({ name, token, groups: [group] })),
      { name: 'zoe', token: 'token-of-zoe', groups: [] },
    ],
    grants: [
      { kind: 'User', name: ANN.name, namespaces: ANN.namespaces },
      { kind: 'Group', name: BOB.group, namespaces: BOB.namespaces },
      { kind: 'User', name: 'zoe', namespaces: 'all' },
    ],
  });
  fs.writeFileSync(path.join(folder, 'kubeconfig'), mesh.kubeconfig);
  noteRequestFacts();
});

afterAll(async () => {
  await mesh.close();
  fs.rmSync(folder, { recursive: true });
});

async function startProcess(env: Record<string, string>): Promise<ServedRoutes> {
  return startRoutes({
    TELLTALE_PROMETHEUS_URL: mesh.prometheusUrl,
    TELLTALE_JAEGER_URL: mesh.jaegerUrl,
    TELLTALE_JAEGER_PUBLIC_URL: 'https://jaeger.example',
    KUBECONFIG: path.join(folder, 'kubeconfig'),
    ...env,
  });
}

type Headers = Readonly<Record<string, string>>;
interface Told {
  readonly status: number;
  /** Headers and body. */
  readonly text: string;
  readonly body: string;
}

async function ask(url: string, headers: Headers, body?: string): Promise<Told> {
  const answer = await fetch(url, {
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { method: 'POST', body }),
  });
  const told = await answer.text();
  const lines = [...answer.headers].map(([name, value]) => `${name}: ${value}`);
  return { status: answer.status, body: told, text: `${lines.join('\n')}\n\n${told}` };
}

const namespaceOf = (object: { metadata: { namespace?: string; name: string } }, plural: string) =>
  plural === 'namespaces' ? object.metadata.name : object.metadata.namespace;

interface StoredObject {
  readonly plural: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly text: string;
}

function storedObjects(): StoredObject[] {
  return mesh.store.types.types.flatMap((type) =>
    mesh.store.list(type.plural, { group: type.group }).map((object) => {
      const stored = object as { metadata: { namespace?: string; name: string } };
      return {
        plural: type.plural,
        kind: type.kind,
        namespace: namespaceOf(stored, type.plural),
        name: stored.metadata.name,
        text: JSON.stringify(object),
      };
    }),
  );
}

/** Words that answers hold whoever asks, of which the world made names as well. */
const COMMON = new Set(['default', 'points', 'search', 'web', 'ztunnel']);

/** Names of everything outside somebody's namespaces that nothing within them, and no part of the mesh itself, names. */
function foreignNames(person: Person): string[] {
  const all = storedObjects();
  const isOwn = ({ namespace, plural, name }: StoredObject) =>
    (namespace !== undefined && person.namespaces.includes(namespace)) ||
    (plural === 'configmaps' && namespace === 'istio-system' && name === 'istio');
  const own = all
    .filter(isOwn)
    .map(({ text }) => text)
    .join('\n');
  const names = new Set<string>();
  for (const object of all.filter((one) => !isOwn(one))) {
    names.add(object.name);
    if (object.namespace !== undefined) names.add(object.namespace);
    for (const [, host = ''] of object.text.matchAll(/"([a-z0-9*-]+(?:\.[a-z0-9-]+){2,})"/g)) names.add(host);
    for (const [, account = ''] of object.text.matchAll(/"serviceAccountName":"([^"]+)"/g))
      names.add(account);
  }
  return [...names]
    .filter((name) => name.length > 2 && !COMMON.has(name) && !wordOf([name]).test(own))
    .sort();
}

function wordOf(names: readonly string[]): RegExp {
  const escaped = names.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![A-Za-z0-9-])(?:${escaped.join('|')})(?![A-Za-z0-9-])`);
}

interface Question {
  readonly path: string;
  readonly body?: string;
  /** Names that whoever asks has put in: they may be in the answer. */
  readonly given?: readonly string[];
}

/** Everything that can be asked, about what somebody sees and about what they only guess. */
async function questions(url: string, person: Person, other: Person, headers: Headers): Promise<Question[]> {
  const found: Question[] = [
    { path: '/api/status' },
    { path: '/api/doctor' },
    { path: '/api/namespaces' },
    { path: '/api/mtls?window=5m' },
    { path: '/api/mtls/plaintext?window=5m' },
    { path: '/api/policies/observed?window=5m' },
    { path: '/api/routing?window=5m' },
    { path: `/api/graph?namespaces=${other.namespaces[0]}`, given: [other.namespaces[0]!] },
    { path: '/api/graph?nonsense=1' },
    { path: '/api/session' },
  ];
  for (const level of ['versionedApp', 'app', 'workload', 'service']) {
    for (const more of ['', '&serviceNodes=true', '&idle=true', '&legs=true', '&window=10m']) {
      if (level === 'service' && more.includes('serviceNodes')) continue;
      found.push({ path: `/api/graph?level=${level}${more}` });
      found.push({ path: `/api/graph?level=${level}${more}&namespaces=${person.namespaces[0]}` });
    }
  }
  for (const level of ['workload', 'versionedApp', 'service']) {
    const graph = JSON.parse((await ask(`${url}/api/graph?level=${level}&window=10m`, headers)).body);
    for (const { id } of graph.nodes)
      found.push({ path: `/api/history?level=${level}&node=${encodeURIComponent(id)}` });
    for (const { id, source, target } of graph.edges) {
      found.push({ path: `/api/history?level=${level}&edge=${encodeURIComponent(id)}` });
      const ends = `source=${encodeURIComponent(source)}&target=${encodeURIComponent(target)}`;
      found.push({ path: `/api/traces?level=${level}&window=10m&${ends}` });
    }
    for (const { id, kind } of graph.nodes)
      if (kind !== 'hidden' && kind !== 'unknown')
        found.push({ path: `/api/traces?level=${level}&window=10m&node=${encodeURIComponent(id)}` });
  }
  const traces = new Set<string>();
  for (const { path: asked } of found.filter(({ path: one }) => one.startsWith('/api/traces')).slice(0, 20)) {
    const told = JSON.parse((await ask(url + asked, headers)).body);
    for (const { traceId } of told.traces ?? []) traces.add(traceId);
  }
  for (const id of [...traces].slice(0, 60)) found.push({ path: `/api/traces/${id}` });
  const kinds = new Set([
    'PeerAuthentication',
    'AuthorizationPolicy',
    'DestinationRule',
    'VirtualService',
    'HTTPRoute',
  ]);
  for (const { kind, namespace, name } of storedObjects()) {
    if (namespace === undefined) continue;
    const isOwn = person.namespaces.includes(namespace);
    const given = isOwn ? [] : [namespace, name];
    if (kind === 'Deployment')
      found.push({ path: `/api/policies?namespace=${namespace}&workload=${name}`, given });
    if (kind === 'Service') {
      found.push({ path: `/api/policies?namespace=${namespace}&service=${name}`, given });
      found.push({
        path: `/api/routing?host=${name}.${namespace}`,
        given: [...given, `${name}.${namespace}`],
      });
    }
    if (kinds.has(kind)) {
      const place = `kind=${kind}&namespace=${namespace}&name=${name}`;
      found.push({ path: `/api/policies/yaml?${place}`, given });
      found.push({ path: `/api/what-if/object?${place}`, given });
      found.push({
        path: '/api/what-if',
        body: JSON.stringify({
          window: '5m',
          documents: `apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: default, namespace: ${namespace}}\nspec: {mtls: {mode: STRICT}}\n`,
        }),
        given,
      });
    }
  }
  // What somebody guesses: the ids of nodes and edges of others.
  for (const { kind, namespace, name } of storedObjects()) {
    if (kind !== 'Deployment' || namespace === undefined || !other.namespaces.includes(namespace)) continue;
    const node = encodeURIComponent(`workload|Kubernetes|${namespace}|||${name}|`);
    found.push({ path: `/api/history?level=workload&node=${node}`, given: [namespace, name] });
    found.push({ path: `/api/traces?level=workload&window=10m&node=${node}`, given: [namespace, name] });
  }
  return alternate(found);
}

/** One of each route after the other, so that a part of the list holds something of all. */
function alternate(all: readonly Question[]): Question[] {
  const byRoute = groupBy(all, ({ path: asked }) => routeOf(asked));
  const longest = Math.max(...[...byRoute.values()].map((list) => list.length));
  return Array.from({ length: longest }, (_, i) =>
    [...byRoute.values()].flatMap((list) => list[i] ?? []),
  ).flat();
}

function routeOf(asked: string): string {
  return asked.replace(/\?.*/, '').replace(/traces\/.+/, 'traces/[id]');
}

async function interleave(
  routes: ServedRoutes,
  headersOf: (person: Person) => Headers,
  total: number,
): Promise<{ asked: number; leaks: string[]; failures: string[]; seen: Map<string, number> }> {
  const people = [
    { person: ANN, other: BOB },
    { person: BOB, other: ANN },
  ];
  const sides = await Promise.all(
    people.map(async ({ person, other }) => ({
      person,
      headers: headersOf(person),
      foreign: foreignNames(person),
      all: await questions(routes.url, person, other, headersOf(person)),
    })),
  );
  const leaks: string[] = [];
  const failures: string[] = [];
  const seen = new Map<string, number>();
  let asked = 0;
  const work = async () => {
    while (asked < total) {
      const turn = asked;
      asked += 1;
      const side = sides[turn % 2]!;
      const question = side.all[Math.floor(turn / 2) % side.all.length]!;
      const told = await ask(routes.url + question.path, side.headers, question.body);
      const route = routeOf(question.path);
      seen.set(route, (seen.get(route) ?? 0) + (told.status === 200 ? 1 : 0));
      if (told.status >= 500 || told.status === 401) failures.push(`${told.status} ${question.path}`);
      const { given = [] } = question;
      const looked = side.foreign.filter((name) => !given.includes(name));
      const hit = wordOf(looked).exec(told.text);
      const numbered = /\(hidden\) \d/.exec(told.text);
      const found = hit ?? numbered;
      if (found !== null) {
        const around = told.text.slice(Math.max(0, found.index - 90), found.index + 60);
        leaks.push(`${side.person.name} ${question.path}: ${found[0]} in …${around}…`);
      }
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
  return { asked, leaks, failures, seen };
}

const MODES = [
  {
    mode: 'header',
    total: 1_000,
    env: { TELLTALE_AUTH: 'header', TELLTALE_AUTH_PROXY_SECRET: SECRET },
    headersOf: ({ name, group }: Person) => ({
      'x-telltale-proxy-secret': SECRET,
      'x-forwarded-user': name,
      'x-forwarded-groups': group,
    }),
  },
  {
    mode: 'token',
    total: 200,
    env: { TELLTALE_AUTH: 'token', TELLTALE_SESSION_KEY: SECRET },
    headersOf: ({ token }: Person) => ({ authorization: `Bearer ${token}` }),
  },
] as const;

describe.each(MODES)(
  'two people with namespaces of their own, signed in by $mode',
  ({ env, headersOf, total }) => {
    let routes: ServedRoutes;

    beforeAll(async () => {
      routes = await startProcess(env);
    });
    afterAll(() => stopRoutes(routes));

    it('see their own names, so that looking for others means something', async () => {
      for (const [person, other] of [
        [ANN, BOB],
        [BOB, ANN],
      ] as const) {
        const foreign = foreignNames(person);
        expect(foreign.length).toBeGreaterThan(20);
        // Own objects may name a namespace of the other: as anybody can read there, that is no secret.
        expect(other.namespaces.filter((namespace) => foreign.includes(namespace)).length).toBeGreaterThan(0);
        const { body } = await ask(`${routes.url}/api/graph?level=workload&window=10m`, headersOf(person));
        const { nodes } = JSON.parse(body) as { nodes: { kind: string; namespace?: string }[] };
        for (const namespace of person.namespaces)
          expect(nodes.map((node) => node.namespace)).toContain(namespace);
        expect(nodes.filter(({ kind }) => kind === 'hidden')).toHaveLength(1);
      }
    });

    it('never see a byte of each other in hundreds of requests one among the other, whatever they ask (S11)', async () => {
      const { asked, leaks, failures, seen } = await interleave(routes, headersOf, total);
      expect(leaks).toEqual([]);
      expect(failures).toEqual([]);
      expect(asked).toBeGreaterThanOrEqual(total);
      const answered = routes.paths.filter((one) => !/changes|session/.test(one));
      expect(answered.filter((one) => !((seen.get(one) ?? 0) > 0))).toEqual([]);
    }, 400_000);

    it('hear of changes in their own namespaces, and of no others', async () => {
      const heard = new Map<string, string>();
      const stop = new AbortController();
      const listen = async (person: Person) => {
        const stream = await fetch(`${routes.url}/api/changes`, {
          headers: headersOf(person),
          signal: stop.signal,
        });
        const decoder = new TextDecoder();
        for await (const chunk of stream.body!)
          heard.set(person.name, (heard.get(person.name) ?? '') + decoder.decode(chunk as Uint8Array));
      };
      const listening = [ANN, BOB].map((person) => listen(person).catch(() => undefined));
      await expect.poll(() => heard.size, { timeout: 10_000 }).toBe(2);
      mesh.store.seed([
        {
          apiVersion: 'networking.istio.io/v1',
          kind: 'VirtualService',
          metadata: { name: `heard-by-ann-${env.TELLTALE_AUTH}`, namespace: 'storefront' },
          spec: { hosts: ['web'] },
        },
      ]);
      await expect.poll(() => heard.get('ann'), { timeout: 10_000 }).toContain('virtualservices');
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(heard.get('bob')).not.toContain('virtualservices');
      stop.abort();
      await Promise.all(listening);
    });

    it('are told nothing at all while nobody knows who they are (S5, S10)', async () => {
      const names = wordOf(
        [...new Set([...storedObjects().map(({ name }) => name), 'Kubernetes'])].filter(
          (name) => name !== 'default',
        ),
      );
      const tricks: Headers[] = [
        {},
        { authorization: 'Bearer nobody' },
        { 'x-forwarded-user': 'ann', 'x-forwarded-groups': 'sellers' },
        { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
        { rsc: '1', 'next-router-prefetch': '1' },
        { cookie: 'telltale-session=eyJhbGciOiJub25lIn0..AAAA.AAAA.AAAA' },
      ];
      for (const headers of tricks) {
        for (const place of routes.paths.filter((one) => !one.startsWith('/api/session'))) {
          const body = place === '/api/what-if' ? '{"documents":""}' : undefined;
          const told = await ask(routes.url + place.replace('[id]', 'abc123'), headers, body);
          expect({ place, status: told.status }).toEqual({ place, status: 401 });
          expect(JSON.parse(told.body)).toEqual({
            type: 'docs/errors/not-signed-in.md',
            title: 'You are not signed in',
            status: 401,
            code: 'not-signed-in',
            detail: 'Sign in to see anything here.',
          });
          expect(told.text).not.toMatch(names);
          expect(told.text).not.toContain(mesh.kubernetesUrl);
        }
        const session = await ask(`${routes.url}/api/session`, headers);
        expect(JSON.parse(session.body)).toEqual({
          mode: env.TELLTALE_AUTH,
          isSignedIn: false,
          canSignOut: false,
          warnings: [],
        });
      }
    });
  },
);

describe('a token that is given on the page for signing in', () => {
  let routes: ServedRoutes;

  beforeAll(async () => {
    routes = await startProcess({ TELLTALE_AUTH: 'token', TELLTALE_SESSION_KEY: SECRET });
  });
  afterAll(() => stopRoutes(routes));

  const send = (body: string, type = 'application/json') =>
    fetch(`${routes.url}/api/session`, { method: 'POST', headers: { 'content-type': type }, body });

  it('is kept where no script reads it and no other page sends it, encrypted, and is forgotten again (S13)', async () => {
    const answer = await send(JSON.stringify({ token: ANN.token }));
    expect(answer.status).toBe(204);
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^telltale-session=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax; Expires=/);
    expect(cookie).not.toContain(ANN.token);
    expect(cookie).not.toContain(Buffer.from(ANN.token).toString('base64').slice(0, 12));
    const [pair = ''] = cookie.split(';');
    const session = await ask(`${routes.url}/api/session`, { cookie: pair });
    expect(JSON.parse(session.body)).toMatchObject({
      isSignedIn: true,
      name: 'ann',
      sees: 2,
      canSignOut: true,
    });
    const { body } = await ask(`${routes.url}/api/namespaces`, { cookie: pair });
    const { namespaces } = JSON.parse(body) as { namespaces: { name: string }[] };
    expect(namespaces.map(({ name }) => name)).toEqual(['payments', 'storefront']);
    const out = await fetch(`${routes.url}/api/session/end`, { method: 'POST', headers: { cookie: pair } });
    expect(out.headers.getSetCookie()).toEqual([
      'telltale-session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0',
    ]);
  });

  it('is refused where the cluster does not know it, and where another page may have sent it', async () => {
    expect((await send('{"token":"nobody"}')).status).toBe(401);
    expect(await (await send('{"token":"nobody"}')).json()).toMatchObject({ code: 'token-refused' });
    expect((await send(JSON.stringify({ token: ANN.token }), 'text/plain')).status).toBe(400);
    expect((await send('{"token":"a b"}')).status).toBe(400);
    expect((await send('[]')).status).toBe(400);
  });

  it('does not count when its cookie was changed, or stands twice', async () => {
    const [cookie = ''] = (await send(JSON.stringify({ token: ANN.token }))).headers.getSetCookie();
    const [pair = ''] = cookie.split(';');
    const changed = `${pair.slice(0, -3)}${pair.endsWith('AAA') ? 'BBB' : 'AAA'}`;
    expect((await ask(`${routes.url}/api/status`, { cookie: changed })).status).toBe(401);
    expect((await ask(`${routes.url}/api/status`, { cookie: `${pair}; ${pair}` })).status).toBe(401);
    expect((await ask(`${routes.url}/api/status`, { cookie: `theme=x; ${pair}` })).status).toBe(200);
  });

  it('shows everything to whoever may list everywhere', async () => {
    const { body } = await ask(`${routes.url}/api/session`, { authorization: 'Bearer token-of-zoe' });
    expect(JSON.parse(body)).toMatchObject({ isSignedIn: true, sees: 'all', canSignOut: false });
  });
});
