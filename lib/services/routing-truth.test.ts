import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexRoutes } from '@/lib/core/routing/plan-routes';
import type { HostPlan, PlannedDestination, RouteRule, Viewpoint } from '@/lib/core/routing/route-plan';
import { MemoryObjectStore } from '@/lib/embedded/kubernetes/memory-store';
import type { KubernetesObject } from '@/lib/embedded/kubernetes/object-store';
import { matchesRequest } from '@/lib/embedded/mesh/match-request';
import type { MeshWorkload } from '@/lib/embedded/mesh/mesh-view';
import { routeCall, type RouteRequest, type RoutedShare } from '@/lib/embedded/mesh/route-call';

// The plan of routes against what the simulated proxies do, which read Istio's rules by themselves.

const NAMESPACES = ['a', 'b', 'c'] as const;
const DOMAIN = 'svc.cluster.local';
const PORTS = [
  { name: 'http', port: 80 },
  { name: 'http-second', port: 81 },
];
const VERSIONS = ['v1', 'v2'];
/** Services of the mesh, each with pods of both versions. */
const SERVICES = ['s.a', 't.a', 's.b'] as const;

const services: readonly KubernetesObject[] = SERVICES.map((place) => {
  const [name = '', namespace = ''] = place.split('.');
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector: { app: name }, ports: PORTS },
  };
});

const workloads: readonly MeshWorkload[] = SERVICES.flatMap((place) => {
  const [app = '', namespace = ''] = place.split('.');
  return VERSIONS.map((version) => ({
    namespace,
    name: `${app}-${version}`,
    app,
    version,
    canonicalService: app,
    canonicalRevision: version,
    principal: '',
    isGateway: false,
    pods: [
      {
        name: `${app}-${version}-0`,
        namespace,
        uid: `${place}-${version}`,
        labels: { app, version },
        nodeName: 'n',
        hasProxy: true,
      },
    ],
  }));
});

const gateway: KubernetesObject = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'Gateway',
  metadata: { name: 'front', namespace: 'c' },
  spec: { servers: [{ port: { number: 80, protocol: 'HTTP' }, hosts: ['*'] }] },
};

const place = fc.constantFrom(...NAMESPACES);
const host = fc.constantFrom('s', 't', `s.a.${DOMAIN}`, `t.a.${DOMAIN}`, `s.b.${DOMAIN}`, 'www.example.com');
const text = (...values: readonly string[]) =>
  fc.oneof(
    fc.record({ exact: fc.constantFrom(...values) }),
    fc.record({ prefix: fc.constantFrom(...values) }),
    fc.record({ regex: fc.constantFrom(...values, '.*') }),
  );

const match = fc.record(
  {
    uri: text('/', '/p', '/p/q'),
    ignoreUriCase: fc.boolean(),
    method: fc.record({ exact: fc.constantFrom('GET', 'PUT') }),
    headers: fc.dictionary(fc.constantFrom('h', 'i'), fc.oneof(fc.constant({}), text('1', '12')), {
      maxKeys: 1,
    }),
    withoutHeaders: fc.dictionary(fc.constantFrom('h', 'i'), fc.oneof(fc.constant({}), text('1')), {
      maxKeys: 1,
    }),
    port: fc.constantFrom(80, 81),
    sourceLabels: fc.constantFrom({ app: 'x' }, { app: 'y' }),
    sourceNamespace: place,
    gateways: fc.subarray(['mesh', 'c/front'], { minLength: 1 }),
  },
  { requiredKeys: [] },
);

const leg = fc.record(
  {
    destination: fc.record(
      { host: fc.oneof(host, fc.constant('ghost')), subset: fc.constantFrom('v1', 'v2', 'v3') },
      { requiredKeys: ['host'] },
    ),
    weight: fc.integer({ min: 0, max: 3 }),
  },
  { requiredKeys: ['destination'] },
);

const httpRule = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      match: fc.array(match, { maxLength: 2 }),
      route: fc.array(leg, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      match: fc.array(match, { maxLength: 2 }),
      redirect: fc.record({ redirectCode: fc.constantFrom(301, 307) }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      match: fc.array(match, { maxLength: 2 }),
      directResponse: fc.record({ status: fc.constantFrom(200, 418) }),
    }),
  },
);

const virtualService = fc.record(
  {
    hosts: fc.array(fc.oneof(host, fc.constantFrom('*', `*.a.${DOMAIN}`, '*.local', '*.com')), {
      minLength: 1,
      maxLength: 2,
    }),
    gateways: fc.subarray(['mesh', 'c/front'], { minLength: 1 }),
    exportTo: fc.constantFrom(['.'], ['*'], ['a'], ['b', 'c']),
    http: fc.array(httpRule, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['hosts', 'http'] },
);

const destinationRule = fc.record(
  {
    host: fc.oneof(host, fc.constant(`*.a.${DOMAIN}`)),
    subsets: fc.subarray(VERSIONS.map((version) => ({ name: version, labels: { version } }))),
    exportTo: fc.constantFrom(['.'], ['*'], ['a']),
  },
  { requiredKeys: ['host', 'subsets'] },
);

const serviceEntry = fc.record(
  {
    hosts: fc.constant(['www.example.com']),
    ports: fc.constant(PORTS.map(({ name, port }) => ({ number: port, name, protocol: 'HTTP' }))),
    resolution: fc.constant('DNS'),
    exportTo: fc.constantFrom(['.'], ['*']),
  },
  { requiredKeys: ['hosts', 'ports', 'resolution'] },
);

const backendRef = fc.record(
  {
    name: fc.constantFrom('s', 't', 'ghost'),
    namespace: fc.constantFrom('a', 'b'),
    port: fc.constantFrom(80, 81),
    weight: fc.integer({ min: 0, max: 3 }),
  },
  { requiredKeys: ['name', 'port'] },
);

const pathMatch = fc.record({
  type: fc.constantFrom('Exact', 'PathPrefix'),
  value: fc.constantFrom('/', '/p', '/p/q', '/p/'),
});
const routeMatch = fc.record(
  {
    path: pathMatch,
    method: fc.constantFrom('GET', 'PUT'),
    headers: fc.subarray([
      { name: 'h', value: '1' },
      { name: 'I', value: '12' },
    ]),
  },
  { requiredKeys: [] },
);
const httpRoute = fc.record({
  parentRefs: fc.array(
    fc.constantFrom(...SERVICES).map((one) => {
      const [name, namespace] = one.split('.');
      return { group: '', kind: 'Service', name, namespace };
    }),
    { minLength: 1, maxLength: 2 },
  ),
  rules: fc.array(
    fc.record({
      matches: fc.array(routeMatch, { maxLength: 2 }),
      backendRefs: fc.array(backendRef, { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

const VERSION_OF: Readonly<Record<string, string>> = {
  HTTPRoute: 'gateway.networking.k8s.io/v1',
};

/** Objects with names of their own, and few ages. */
function objects(
  kind: string,
  spec: fc.Arbitrary<object>,
  maxLength: number,
): fc.Arbitrary<KubernetesObject[]> {
  const one = fc.record({ namespace: place, day: fc.integer({ min: 1, max: 3 }), spec });
  return fc.array(one, { maxLength }).map((all) =>
    all.map(({ namespace, day, spec: own }, index) => ({
      apiVersion: VERSION_OF[kind] ?? 'networking.istio.io/v1',
      kind,
      metadata: {
        name: `${kind.toLowerCase()}-${index}`,
        namespace,
        creationTimestamp: `2026-01-0${day}T00:00:00Z`,
      },
      spec: { ...own },
    })),
  );
}

const request = fc.record({
  clientNamespace: place,
  host: fc.constantFrom(`s.a.${DOMAIN}`, `t.a.${DOMAIN}`, `s.b.${DOMAIN}`, 'www.example.com'),
  path: fc.constantFrom('/', '/p', '/P/', '/p/q', '/p/q/r', '/px'),
  method: fc.constantFrom('GET', 'PUT'),
  headers: fc.dictionary(fc.constantFrom('h', 'i'), fc.constantFrom('1', '12'), { maxKeys: 2 }),
  port: fc.constantFrom(80, 81),
  sourceLabels: fc.constantFrom({ app: 'x' }, { app: 'y' }),
});

/** What comes of requests: shares by where they go, or by the answer they get. */
type Outcomes = Record<string, number>;

function add(outcomes: Outcomes, key: string, share: number): void {
  if (share > 0) outcomes[key] = (outcomes[key] ?? 0) + share;
}

function observe(shares: readonly RoutedShare[]): Outcomes {
  const outcomes: Outcomes = {};
  for (const { share, service, subset, failure } of shares) {
    const to = `${service.host}${subset === undefined ? '' : `/${subset}`}`;
    // A backend that does not exist is told by its answer; what it was is not.
    const isDead = failure !== undefined && (failure.flags === 'NC' || failure.code === '500');
    const key = isDead ? `dead ${to}` : failure === undefined ? to : `answer ${failure.code}`;
    add(outcomes, key, share);
  }
  return rounded(outcomes);
}

function rounded(outcomes: Outcomes): Outcomes {
  return Object.fromEntries(
    Object.entries(outcomes)
      .map(([key, share]): [string, number] => [key, Number(share.toFixed(9))])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** What the plan says comes of a request. Undefined where no rule is about its host. */
function foretell(plan: readonly HostPlan[], asked: RouteRequest, host: string): Outcomes | undefined {
  const found =
    plan.find((one) => one.host === host && one.port === asked.port) ??
    plan.find((one) => one.host === host && one.port === null);
  if (found === undefined) return undefined;
  const rule = found.rules.find((one) => one.protocol === 'http' && takes(one, asked));
  if (rule === undefined) return { 'answer 404': 1 };
  const outcomes: Outcomes = {};
  if (rule.redirect !== null) add(outcomes, `answer ${rule.redirect.status}`, 1);
  else if (rule.directResponse?.status === 500) add(outcomes, `dead ${host}`, 1);
  else if (rule.directResponse !== null) add(outcomes, `answer ${rule.directResponse.status}`, 1);
  for (const one of rule.destinations) add(outcomes, nameOf(one), one.share);
  return rounded(outcomes);
}

function nameOf({ host, subset, dead }: PlannedDestination): string {
  // Of a host that nobody has, no subset is told.
  const part = subset === null || dead === 'unknown-host' ? '' : `/${subset}`;
  return `${dead === null ? '' : 'dead '}${host}${part}`;
}

function takes({ matchRaw, object }: RouteRule, asked: RouteRequest): boolean {
  if (object.kind === 'HTTPRoute') return matchRaw.some((raw) => takesRoute(raw, asked));
  return matchesRequest({ match: matchRaw }, asked);
}

/** An HTTPRoute's match as it is written, read once more. */
function takesRoute(
  raw: Readonly<Record<string, unknown>>,
  { path, method, headers }: RouteRequest,
): boolean {
  const written = (raw['path'] ?? { type: 'PathPrefix', value: '/' }) as { type: string; value: string };
  const segments = (one: string) => one.split('/').filter((segment) => segment !== '');
  const isBelow = segments(written.value).every((segment, index) => path.split('/')[index + 1] === segment);
  const named = (raw['headers'] ?? []) as { name: string; value: string }[];
  return (
    (written.type === 'Exact' ? path === written.value : isBelow) &&
    (raw['method'] === undefined || raw['method'] === method) &&
    named.every(({ name, value }) => headers[name.toLowerCase()] === value)
  );
}

const tally = { ruled: 0, split: 0, dead: 0, answered: 0, unruled: 0 };

function check(config: readonly KubernetesObject[], asked: RouteRequest): void {
  const store = new MemoryObjectStore({ now: () => 0 });
  store.seed([...services, gateway, ...config]);
  const kind = (wanted: string) => config.filter((one) => one.kind === wanted);
  const index = indexRoutes({
    services,
    gateways: [gateway],
    virtualServices: kind('VirtualService'),
    destinationRules: kind('DestinationRule'),
    serviceEntries: kind('ServiceEntry'),
    httpRoutes: kind('HTTPRoute'),
  });
  const isMesh = asked.gateway === 'mesh';
  const viewpoint: Viewpoint = isMesh
    ? { kind: 'sidecar', namespace: asked.clientNamespace, labels: asked.sourceLabels ?? {} }
    : {
        kind: 'gateway',
        namespace: asked.clientNamespace,
        gateways: [asked.gateway],
        kubernetesGateways: [],
        labels: asked.sourceLabels ?? {},
      };
  const { hosts } = index.plan(viewpoint);
  const names = hosts.map((one) => one.host);
  const own = names.includes(asked.host) ? asked.host : longest(names, asked.host);
  const foretold = foretell(hosts, asked, own ?? asked.host);
  const observed = observe(routeCall(store, workloads, asked));
  const told = JSON.stringify({ asked, config, rules: hosts.find((one) => one.host === own) }, null, 1);
  if (foretold === undefined) {
    tally.unruled += 1;
    // Nobody rules: it goes where its name says, and at a gateway nowhere.
    const elsewhere = isMesh ? { [asked.host]: 1 } : { 'answer 404': 1 };
    expect({ told, observed }).toEqual({ told, observed: elsewhere });
    return;
  }
  tally.ruled += 1;
  const keys = Object.keys(foretold);
  if (keys.length > 1) tally.split += 1;
  if (keys.some((key) => key.startsWith('dead'))) tally.dead += 1;
  if (keys.some((key) => key.startsWith('answer'))) tally.answered += 1;
  expect({ told, observed }).toEqual({ told, observed: foretold });
}

/** The longest wildcard that takes a host in. */
function longest(patterns: readonly string[], host: string): string | undefined {
  return patterns
    .filter((pattern) => pattern.startsWith('*') && host.endsWith(pattern.slice(1)))
    .sort((a, b) => b.length - a.length)[0];
}

describe('the plan of routes is what the simulated proxies do', () => {
  it('in 3000 meshes of VirtualServices and DestinationRules', () => {
    fc.assert(
      fc.property(
        objects('VirtualService', virtualService, 4),
        objects('DestinationRule', destinationRule, 3),
        objects('ServiceEntry', serviceEntry, 1),
        request,
        fc.constantFrom('mesh', 'mesh', 'c/front'),
        (rules, subsets, entries, asked, gateway) => {
          // The gateway listens on one port.
          const port = gateway === 'mesh' ? asked.port : 80;
          check([...rules, ...subsets, ...entries], { ...asked, gateway, port });
        },
      ),
      { numRuns: 3000, seed: 20_260_101 },
    );
    expect(tally.ruled).toBeGreaterThan(600);
    expect(tally.split).toBeGreaterThan(100);
    expect(tally.dead).toBeGreaterThan(100);
    expect(tally.answered).toBeGreaterThan(100);
    expect(tally.unruled).toBeGreaterThan(300);
  }, 300_000);

  it('in 1000 meshes of HTTPRoutes on Services', () => {
    const before = { ...tally };
    fc.assert(
      fc.property(objects('HTTPRoute', httpRoute, 4), request, (routes, asked) =>
        check(routes, { ...asked, gateway: 'mesh' }),
      ),
      { numRuns: 1000, seed: 20_260_101 },
    );
    expect(tally.ruled - before.ruled).toBeGreaterThan(200);
    expect(tally.split - before.split).toBeGreaterThan(50);
  }, 300_000);
});
