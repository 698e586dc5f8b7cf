import fc from 'fast-check';
import type { KubernetesObject } from '../kubernetes/object-store';
import { at, type AppFacts, type Facts } from './facts-world';
import { http } from '../worlds/behaviour-recipe';

// Meshes in which everything that decides mutual TLS occurs, and often meets, for tests.

/** Somebody calls somebody on a port of a service. */
export interface RandomCall {
  /** As `namespace/name`. */
  readonly client: string;
  readonly server: string;
  readonly port: 80 | 81;
}

export interface RandomMesh {
  readonly facts: Facts;
  readonly calls: readonly RandomCall[];
  readonly servers: readonly string[];
}

const NAMESPACES = ['a', 'b', 'c'] as const;
const PORTS = [
  { name: 'http', port: 80, targetPort: 8080 },
  { name: 'http-second', port: 81, targetPort: 8081 },
];
const PLANES = {
  sidecar: { 'istio-injection': 'enabled' },
  ambient: { 'istio.io/dataplane-mode': 'ambient' },
  none: {},
} as const;

const place = fc.constantFrom(...NAMESPACES);
const plane = fc.constantFrom('sidecar', 'sidecar', 'sidecar', 'ambient', 'none');
const app = fc.record({ namespace: place, isBare: fc.integer({ min: 0, max: 7 }).map((n) => n === 0) });
const peerMode = fc.constantFrom('UNSET', 'DISABLE', 'PERMISSIVE', 'PERMISSIVE', 'STRICT');
const clientMode = fc.constantFrom('DISABLE', 'ISTIO_MUTUAL', 'ISTIO_MUTUAL', 'EMPTY', 'NONE', 'SIMPLE');

const policy = fc.record({
  namespace: fc.constantFrom('istio-system', ...NAMESPACES),
  name: fc.constantFrom('p', 'q', 'default'),
  mode: peerMode,
  target: fc.constantFrom(undefined, undefined, 'EMPTY', 's0', 's1', 's2'),
  port: fc.option(fc.tuple(fc.constantFrom('8080', '8081'), peerMode), { nil: undefined }),
});

const rule = fc.record({
  namespace: fc.constantFrom('istio-system', ...NAMESPACES),
  name: fc.constantFrom('x', 'y'),
  host: fc.constantFrom('s0', 's1', 's2', '*.b.svc.cluster.local', '*.local'),
  mode: clientMode,
  port: fc.option(fc.tuple(fc.constantFrom(80, 81), clientMode), { nil: undefined }),
  exportTo: fc.constantFrom(undefined, undefined, undefined, ['.'], ['a'], ['*']),
  onlyFor: fc.constantFrom(undefined, undefined, undefined, 'c0', 'c1'),
});

/** Three servers with two ports, four clients, and policies and rules between them. */
export const randomMesh: fc.Arbitrary<RandomMesh> = fc
  .record({
    planes: fc.tuple(plane, plane, plane),
    servers: fc.tuple(app, app, app),
    clients: fc.tuple(app, app, app, app),
    calls: fc.uniqueArray(
      fc.record({
        client: fc.integer({ min: 0, max: 3 }),
        server: fc.integer({ min: 0, max: 2 }),
        port: fc.constantFrom<80 | 81>(80, 80, 81),
      }),
      { selector: ({ client, server, port }) => `${client} ${server} ${port}`, minLength: 1, maxLength: 6 },
    ),
    policies: fc.uniqueArray(policy, {
      selector: ({ namespace, name }) => `${namespace}/${name}`,
      maxLength: 4,
    }),
    rules: fc.uniqueArray(rule, { selector: ({ namespace, name }) => `${namespace}/${name}`, maxLength: 2 }),
  })
  .map(({ planes, servers, clients, calls, policies, rules }) => {
    const server = (index: number) => `${servers[index]?.namespace}/s${index}`;
    const client = (index: number) => `${clients[index]?.namespace}/c${index}`;
    const hostOf = (name: string) =>
      name.includes('*') ? name : `${name}.${servers[Number(name.slice(1))]?.namespace}.svc.cluster.local`;
    const apps: Record<string, AppFacts> = {};
    for (const index of servers.keys()) apps[server(index)] = { ports: PORTS };
    for (const index of clients.keys()) {
      const own = calls.filter((call) => call.client === index);
      apps[client(index)] = {
        ports: [],
        calls: own.map((call) => http(hostOf(`s${call.server}`), '/', 1, { port: call.port })),
      };
    }
    const bare = new Set([
      ...servers.flatMap(({ isBare }, index) => (isBare ? [server(index)] : [])),
      ...clients.flatMap(({ isBare }, index) => (isBare ? [client(index)] : [])),
    ]);
    const facts: Facts = {
      namespaces: Object.fromEntries(
        NAMESPACES.map((name, index): [string, Record<string, string>] => [
          name,
          { ...PLANES[planes[index] ?? 'none'] },
        ]),
      ),
      apps,
      config: [...policies.map(toPolicy), ...rules.map((one) => toRule(one, hostOf))],
      selfMade: clients.map(({ namespace }, index) => ({ namespace, workload: `c${index}`, share: 0.25 })),
      adjust: (object) => (bare.has(placeOf(object)) ? withoutProxy(object) : object),
    };
    return {
      facts,
      calls: calls.map((call) => ({
        client: client(call.client),
        server: server(call.server),
        port: call.port,
      })),
      servers: servers.map((_, index) => server(index)),
    };
  });

type Policy = typeof policy extends fc.Arbitrary<infer T> ? T : never;
type Rule = typeof rule extends fc.Arbitrary<infer T> ? T : never;

function toPolicy({ namespace, name, mode, target, port }: Policy): KubernetesObject {
  const selector =
    target === undefined ? undefined : target === 'EMPTY' ? {} : { matchLabels: { app: target } };
  return at(`${namespace}/${name}`, 'PeerAuthentication', {
    ...(selector === undefined ? {} : { selector }),
    mtls: { mode },
    ...(port === undefined ? {} : { portLevelMtls: { [port[0]]: { mode: port[1] } } }),
  });
}

function toTls(mode: string): object {
  if (mode === 'NONE') return { connectionPool: {} };
  return { tls: mode === 'EMPTY' ? {} : { mode } };
}

function toRule(
  { namespace, name, host, mode, port, exportTo, onlyFor }: Rule,
  hostOf: (name: string) => string,
): KubernetesObject {
  return at(`${namespace}/${name}`, 'DestinationRule', {
    host: hostOf(host),
    trafficPolicy: {
      ...toTls(mode),
      ...(port === undefined
        ? {}
        : { portLevelSettings: [{ port: { number: port[0] }, ...toTls(port[1]) }] }),
    },
    ...(exportTo === undefined ? {} : { exportTo }),
    ...(onlyFor === undefined ? {} : { workloadSelector: { matchLabels: { app: onlyFor } } }),
  });
}

function placeOf({ kind, metadata: { namespace, name } }: KubernetesObject): string {
  return kind === 'Deployment' ? `${namespace}/${name}` : '';
}

/** The same Deployment with pods that refuse to join the mesh. */
function withoutProxy(object: KubernetesObject): KubernetesObject {
  const copy: KubernetesObject & { spec?: { template?: { metadata?: { labels?: object } } } } =
    structuredClone(object);
  const metadata = copy.spec?.template?.metadata;
  if (metadata !== undefined) {
    metadata.labels = {
      ...metadata.labels,
      'sidecar.istio.io/inject': 'false',
      'istio.io/dataplane-mode': 'none',
    };
  }
  return copy;
}
