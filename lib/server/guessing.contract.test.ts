import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMesh, type RunningMesh } from '@/lib/embedded/demo/start-mesh';
import { findWorld } from '@/lib/embedded/worlds/find-world';
import { noteRequestFacts } from './identity/request-facts';
import type { ServedRoutes } from './testing/serve-routes';
import { startRoutes, stopRoutes } from './testing/start-routes';

// Somebody who sees a part of the mesh guesses names. What exists and is hidden has to answer as what does not exist at
// all: the same status and the same body, but for the name that was put in.

const SECRET = 'Jx1u9vQ0rT7yWb3nKz5mPa8sDf2gHj4LqEcRi6Uo';

interface Person {
  readonly name: string;
  readonly namespaces: readonly string[];
  /** Somewhere of their own, to put objects that speak of others. */
  readonly own: Thing;
}

/** A workload or a service of this name, or an object of any kind. */
interface Thing {
  readonly namespace: string;
  readonly name: string;
}

const PEOPLE: readonly Person[] = [
  {
    name: 'ann',
    namespaces: ['storefront', 'payments'],
    own: { namespace: 'storefront', name: 'catalogue' },
  },
  {
    name: 'bob',
    namespaces: ['fulfilment', 'loyalty', 'backoffice'],
    own: { namespace: 'fulfilment', name: 'orders' },
  },
];

const GHOST_NAMESPACE = 'no-such-place';
const GHOST = 'no-such-thing';

let folder: string;
let mesh: RunningMesh;
let routes: ServedRoutes;
/** A moment that lies in the past, so that all ask about the same. */
let at: number;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'telltale-guessing-'));
  mesh = await startMesh({
    world: findWorld('shop')!,
    historySeconds: 1_800,
    scrapeIntervalSeconds: 15,
    traceSampling: 0.2,
    grants: [
      ...PEOPLE.map(({ name, namespaces }) => ({ kind: 'User' as const, name, namespaces })),
      { kind: 'User' as const, name: 'zoe', namespaces: 'all' as const },
    ],
  });
  fs.writeFileSync(path.join(folder, 'kubeconfig'), mesh.kubeconfig);
  noteRequestFacts();
  at = Math.floor(Date.now() / 1000) - 60;
  routes = await startRoutes({
    TELLTALE_PROMETHEUS_URL: mesh.prometheusUrl,
    TELLTALE_JAEGER_URL: mesh.jaegerUrl,
    TELLTALE_JAEGER_PUBLIC_URL: 'https://jaeger.example',
    KUBECONFIG: path.join(folder, 'kubeconfig'),
    TELLTALE_AUTH: 'header',
    TELLTALE_AUTH_PROXY_SECRET: SECRET,
  });
});

afterAll(async () => {
  await stopRoutes(routes);
  await mesh?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

interface Question {
  readonly path: string;
  readonly body?: string;
}

interface Told {
  readonly status: number;
  readonly text: string;
}

async function ask(person: string, { path: asked, body }: Question): Promise<Told> {
  const answer = await fetch(routes.url + asked, {
    headers: {
      'x-telltale-proxy-secret': SECRET,
      'x-forwarded-user': person,
      // Each answer is made for this question: one that was made before tells of other queries.
      'cache-control': 'max-age=0',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { method: 'POST', body }),
  });
  return { status: answer.status, text: await answer.text() };
}

/** Whether there are recorded rates is looked up each minute, by whoever asks then. */
const MINUTELY_QUERY =
  /,?\{"purpose":"\w+","text":"label_replace\(max by \(records\)(?:[^"\\]|\\.)*","durationMs":[\d.]+\}/g;

/** Without the names that were put in, and without what a stopwatch or a clock of ours told. */
function withoutNames({ status, text }: Told, { namespace, name }: Thing): string {
  const words: readonly (readonly [string, string])[] = [
    [namespace, '(namespace)'],
    [name, '(name)'],
  ];
  const plain = words.reduce(
    (rest, [word, instead]) =>
      rest.replaceAll(
        new RegExp(`(?<![A-Za-z0-9-])${word.replaceAll('.', '\\.')}(?![A-Za-z0-9-])`, 'g'),
        instead,
      ),
    text.replaceAll(MINUTELY_QUERY, ''),
  );
  return `${status} ${plain.replaceAll(/"(durationMs|sinceMs|checkedAt|since|lastAt)":[\d.]+/g, '"$1":0')}`;
}

const node = (kind: string, { namespace, name }: Thing) => {
  const [service, app, workload] = {
    service: [name, '', ''],
    app: ['', name, ''],
    workload: ['', name, name],
  }[kind] ?? ['', '', ''];
  return [kind, 'Kubernetes', namespace, service, app, workload, kind === 'app' ? 'v1' : ''].join('|');
};

const KINDS = ['PeerAuthentication', 'AuthorizationPolicy', 'DestinationRule', 'VirtualService', 'HTTPRoute'];

/** Every address at which a thing can be named, and every way to name it there. */
function questionsAbout(thing: Thing, own: Thing): Question[] {
  const { namespace, name } = thing;
  const time = `window=5m&at=${at}`;
  const host = `${name}.${namespace}.svc.cluster.local`;
  const id = (kind: string, of = thing) => encodeURIComponent(node(kind, of));
  const edge = (from: Thing, to: Thing, protocol = 'http') =>
    encodeURIComponent(`${node('workload', from)}>${node('workload', to)}>${protocol}`);
  const posted = (documents: string, more: object = {}) => ({
    path: '/api/what-if',
    body: JSON.stringify({ window: '5m', at, documents, ...more }),
  });
  const places = [`namespaces=${namespace}`, `namespaces=${own.namespace},${namespace}`];
  return [
    ...places.flatMap((place) => [
      { path: `/api/graph?${time}&${place}` },
      { path: `/api/graph?${time}&${place}&level=service&idle=true` },
      { path: `/api/mtls?${time}&${place}` },
      { path: `/api/mtls/plaintext?${time}&${place}` },
      { path: `/api/policies/observed?${time}&${place}` },
      { path: `/api/routing?${time}&${place}` },
    ]),
    { path: `/api/graph?${time}&quantiles=${namespace}` },
    { path: `/api/graph?window=30d&namespaces=${namespace}` },
    ...['workload', 'app', 'service'].flatMap((kind) => {
      const level = { workload: 'workload', app: 'versionedApp', service: 'service' }[kind];
      return [
        { path: `/api/graph?${time}&level=${level}&node=${id(kind)}` },
        { path: `/api/history?${time}&level=${level}&node=${id(kind)}` },
        { path: `/api/traces?${time}&level=${level}&node=${id(kind)}` },
        { path: `/api/traces?${time}&level=${level}&source=${id(kind)}&target=${id(kind, own)}` },
        { path: `/api/traces?${time}&level=${level}&source=${id(kind, own)}&target=${id(kind)}` },
      ];
    }),
    ...['http', 'grpc', 'tcp'].flatMap((protocol) => [
      { path: `/api/history?${time}&level=workload&edge=${edge(thing, own, protocol)}` },
      { path: `/api/history?${time}&level=workload&edge=${edge(own, thing, protocol)}` },
      { path: `/api/history?${time}&level=workload&edge=${edge(thing, thing, protocol)}` },
    ]),
    { path: `/api/policies?namespace=${namespace}&workload=${name}` },
    { path: `/api/policies?namespace=${namespace}&service=${name}` },
    ...[name, `${name}.${namespace}`, host, `*.${namespace}.svc.cluster.local`].map((written) => ({
      path: `/api/routing?${time}&host=${written}`,
    })),
    ...KINDS.flatMap((kind) => {
      const place = `kind=${kind}&namespace=${namespace}&name=${name}`;
      return [{ path: `/api/policies/yaml?${place}` }, { path: `/api/what-if/object?${place}` }];
    }),
    posted(peerAuthentication({ namespace, name: 'default' })),
    posted(peerAuthentication(own), { namespaces: [namespace] }),
    posted(destinationRule(own, host)),
    posted(destinationRule({ namespace, name }, host)),
    posted(virtualService(own, own.name, host)),
    posted(virtualService(own, host, host)),
    posted(virtualService({ namespace, name }, host, host)),
    posted(httpRoute(own, { namespace, name })),
    ...[
      `{namespaces: ['${namespace}']}`,
      `{principals: ['cluster.local/ns/${namespace}/sa/${name}']}`,
      `{principals: ['*/ns/${namespace}/*']}`,
      `{notNamespaces: ['${namespace}']}`,
    ].flatMap((source) =>
      ['DENY', 'ALLOW'].map((action) => posted(authorizationPolicy(own, action, source))),
    ),
    posted(authorizationPolicy({ namespace, name }, 'DENY', `{namespaces: ['${own.namespace}']}`)),
  ];
}

function declare(kind: string, group: string, { namespace, name }: Thing, spec: string): string {
  return `apiVersion: ${group}/v1\nkind: ${kind}\nmetadata: {name: '${name}', namespace: '${namespace}'}\nspec: ${spec}\n`;
}

const peerAuthentication = (place: Thing) =>
  declare('PeerAuthentication', 'security.istio.io', place, '{mtls: {mode: STRICT}}');
const destinationRule = (place: Thing, host: string) =>
  declare(
    'DestinationRule',
    'networking.istio.io',
    place,
    `{host: '${host}', trafficPolicy: {tls: {mode: DISABLE}}, subsets: [{name: v9, labels: {version: v9}}]}`,
  );
const virtualService = (place: Thing, host: string, to: string) =>
  declare(
    'VirtualService',
    'networking.istio.io',
    place,
    `{hosts: ['${host}'], http: [{route: [{destination: {host: '${to}', subset: v9}}]}]}`,
  );
const httpRoute = (place: Thing, to: Thing) =>
  declare(
    'HTTPRoute',
    'gateway.networking.k8s.io',
    place,
    `{parentRefs: [{group: '', kind: Service, name: '${place.name}'}], rules: [{backendRefs: [{name: '${to.name}', namespace: '${to.namespace}', port: 80}]}]}`,
  );
const authorizationPolicy = (place: Thing, action: string, source: string) =>
  declare(
    'AuthorizationPolicy',
    'security.istio.io',
    place,
    `{action: ${action}, rules: [{from: [{source: ${source}}]}]}`,
  );

/** Kinds of which somebody may guess names. */
const GUESSED = new Set(['Deployment', 'Service', ...KINDS]);
/** Everybody is told where the mesh itself is, and what it declares for all. */
const ROOT_NAMESPACE = 'istio-system';

/** Of each hidden namespace a thing of some kinds, whose names nothing visible has as well. */
function hiddenThings({ namespaces }: Person): Thing[] {
  const all = mesh.store.types.types
    .filter(({ kind }) => GUESSED.has(kind))
    .flatMap(({ kind, plural, group }) =>
      mesh.store.list(plural, { group }).map((object) => {
        const { metadata } = object as { metadata: { namespace?: string; name: string } };
        return { kind, namespace: metadata.namespace ?? '', name: metadata.name };
      }),
    );
  const visible = new Set(
    all.filter(({ namespace }) => namespaces.includes(namespace)).map(({ name }) => name),
  );
  const found = new Map<string, Thing>();
  for (const { kind, namespace, name } of all) {
    if (namespaces.includes(namespace) || namespace === ROOT_NAMESPACE || visible.has(name)) continue;
    const kindOfGuess = kind === 'Deployment' || kind === 'Service' ? 'workload' : 'object';
    const key = `${kindOfGuess} ${namespace}`;
    if (!found.has(key)) found.set(key, { namespace, name });
  }
  return [...found.values()];
}

/** What is answered about a thing, the same for all things of which nothing may be known. */
async function answersAbout(person: Person, thing: Thing): Promise<string[]> {
  const questions = questionsAbout(thing, person.own);
  const answers: string[] = [];
  const work = async (lane: number) => {
    for (let i = lane; i < questions.length; i += LANES) {
      const question = questions[i];
      if (question !== undefined) answers[i] = withoutNames(await ask(person.name, question), thing);
    }
  };
  await Promise.all(Array.from({ length: LANES }, (_none, lane) => work(lane)));
  return answers;
}

const LANES = 4;

/** Which questions two things are told apart by, and how. */
function compare(
  questions: readonly Question[],
  told: readonly string[],
  ghostly: readonly string[],
): string[] {
  return questions.flatMap(({ path: asked, body = '' }, i) => {
    const [one = '', other = ''] = [told[i], ghostly[i]];
    if (one === other) return [];
    let at = 0;
    while (one[at] === other[at]) at += 1;
    const around = (text: string) => text.slice(Math.max(0, at - 80), at + 120);
    return [`${asked} ${body}: …${around(one)}… against …${around(other)}…`];
  });
}

/** Some traces of what somebody must not see, and of nothing else. */
async function hiddenTraces({ namespaces }: Person): Promise<string[]> {
  const found: string[] = [];
  for (const object of mesh.store.list('deployments', { group: 'apps' })) {
    const { metadata } = object as { metadata: { namespace: string; name: string } };
    const { namespace, name } = metadata;
    if (namespaces.includes(namespace) || found.length >= MOST_TRACES) continue;
    const id = encodeURIComponent(node('workload', { namespace, name }));
    const list = await ask('zoe', { path: `/api/traces?window=15m&at=${at}&level=workload&node=${id}` });
    const { traces } = JSON.parse(list.text) as { traces: { traceId: string }[] };
    for (const { traceId } of traces) {
      const { text } = await ask('zoe', { path: `/api/traces/${traceId}` });
      if (!namespaces.some((one) => text.includes(`"${one}"`))) found.push(traceId);
    }
  }
  return found;
}

const MOST_TRACES = 5;

describe.each(PEOPLE)('$name, who sees a part of the mesh and guesses', (person) => {
  let nowhere: readonly string[];

  beforeAll(async () => {
    const ghost = { namespace: GHOST_NAMESPACE, name: GHOST };
    // How many histograms there are is found out by the first who asks, and known then.
    const first = questionsAbout(ghost, person.own).find(({ path: one }) => one.includes('quantiles'));
    if (first !== undefined) await ask(person.name, first);
    nowhere = await answersAbout(person, ghost);
  });

  it('cannot tell what is hidden from what is not there, at any address (S12)', async () => {
    const hidden = hiddenThings(person);
    expect(hidden.length).toBeGreaterThanOrEqual(4);
    const told = new Map<string, string[]>();
    for (const thing of hidden) {
      const differences = compare(
        questionsAbout(thing, person.own),
        await answersAbout(person, thing),
        nowhere,
      );
      if (differences.length > 0) told.set(`${thing.namespace}/${thing.name}`, differences);
    }
    expect(Object.fromEntries(told)).toEqual({});
  }, 300_000);

  it('cannot tell a trace of others from one that is not there (S12)', async () => {
    const traces = await hiddenTraces(person);
    expect(traces.length).toBeGreaterThan(0);
    const none = await ask(person.name, { path: `/api/traces/${'ab'.repeat(16)}` });
    expect(none.status).toBe(404);
    for (const id of traces) expect(await ask(person.name, { path: `/api/traces/${id}` })).toEqual(none);
  });

  it('is told of what is visible, so that the questions mean something', async () => {
    const { own } = person;
    const pathOf = ({ path: asked }: Question) => asked.replace(/\?.*/, '');
    const questions = questionsAbout(own, own);
    const answers = await answersAbout(person, own);
    const differing = new Set(questions.filter((_one, i) => answers[i] !== nowhere[i]).map(pathOf));
    // Objects have other names than workloads.
    for (const question of questionsAbout({ ...own, name: 'default' }, own))
      if (/yaml|object/.test(question.path) && (await ask(person.name, question)).status === 200)
        differing.add(pathOf(question));
    const taking = routes.paths.filter((one) => !/changes|session|status|doctor|namespaces|\[id\]/.test(one));
    expect([...differing].toSorted()).toEqual(taking.toSorted());
  });
});
