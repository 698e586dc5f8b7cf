import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMetByAll } from './conditions';
import { planRoutes } from './plan-routes';
import type { RouteObjects } from './route-objects';
import type { RoutePlan, Viewpoint } from './route-plan';

const KINDS: readonly (keyof RouteObjects)[] = [
  'virtualServices',
  'destinationRules',
  'services',
  'serviceEntries',
  'gateways',
  'sidecars',
  'namespaces',
  'gatewayApiGateways',
  'httpRoutes',
  'grpcRoutes',
  'tcpRoutes',
  'tlsRoutes',
  'referenceGrants',
];

const viewpoint: fc.Arbitrary<Viewpoint> = fc.oneof(
  fc.record({ kind: fc.constant('sidecar' as const), namespace: fc.constantFrom('a', 'b') }),
  fc.record({
    kind: fc.constant('sidecar' as const),
    namespace: fc.constantFrom('a', 'b'),
    labels: fc.constantFrom({}, { app: 'x' }),
  }),
  fc.constant<Viewpoint>({
    kind: 'gateway',
    namespace: 'a',
    gateways: ['a/g', 'b/g'],
    kubernetesGateways: ['a/g'],
  }),
  fc.constant<Viewpoint>({ kind: 'waypoint', namespace: 'a', name: 'g' }),
);

const FIELDS = [
  'hosts',
  'host',
  'gateways',
  'exportTo',
  'http',
  'tcp',
  'tls',
  'match',
  'route',
  'destination',
  'weight',
  'port',
  'number',
  'subset',
  'subsets',
  'name',
  'namespace',
  'labels',
  'version',
  'uri',
  'exact',
  'prefix',
  'regex',
  'headers',
  'withoutHeaders',
  'queryParams',
  'method',
  'sourceLabels',
  'sourceNamespace',
  'delegate',
  'redirect',
  'rewrite',
  'directResponse',
  'status',
  'fault',
  'delay',
  'abort',
  'percentage',
  'value',
  'mirror',
  'mirrors',
  'retries',
  'attempts',
  'timeout',
  'sniHosts',
  'destinationSubnets',
  'rules',
  'matches',
  'filters',
  'type',
  'backendRefs',
  'parentRefs',
  'kind',
  'group',
  'hostnames',
  'path',
  'listeners',
  'allowedRoutes',
  'namespaces',
  'from',
  'to',
  'selector',
  'matchLabels',
  'servers',
  'protocol',
  'egress',
  'workloadSelector',
  'ports',
  'requestMirror',
  'backendRef',
  'requestRedirect',
  'urlRewrite',
  'requestHeaderModifier',
  'set',
  'add',
  'remove',
  'request',
  'response',
  '__proto__',
  'constructor',
] as const;

/** JSON whose field names are the ones that are read, with values of any type. */
const foreign = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 7 },
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1,
      80,
      1.5,
      1e300,
      Number.NaN,
      '',
      'a',
      'b',
      'g',
      'x',
      '*',
      'mesh',
      'a/g',
      '90',
      '-1',
      '/',
      '/a',
      '.*',
      'Service',
      'Gateway',
      'a.a.svc.cluster.local',
      '*.local',
      'HTTP',
      'RequestMirror',
      'x'.repeat(3000),
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.constantFrom(...FIELDS), tie('value')), { maxLength: 8 })
      .map((entries) => Object.fromEntries(entries) as unknown),
  ),
})).value;

const garbage = fc.oneof(
  { weight: 1, arbitrary: foreign },
  {
    weight: 4,
    arbitrary: fc.record({
      metadata: fc.record({ name: fc.constantFrom('a', 'b', 'g'), namespace: fc.constantFrom('a', 'b') }),
      spec: foreign,
    }),
  },
);

const anyObjects: fc.Arbitrary<RouteObjects> = fc
  .record(Object.fromEntries(KINDS.map((kind) => [kind, fc.array(garbage, { maxLength: 3 })])), {
    requiredKeys: [],
  })
  .map((lists) => ({ ...lists }));

function checkShares(plan: RoutePlan): void {
  for (const { rules } of plan.hosts) {
    for (const { destinations } of rules) {
      const total = destinations.reduce((sum, { share }) => sum + share, 0);
      const isWhole = Math.abs(total - 1) < 1e-9 || total === 0;
      expect({ total, isWhole }).toEqual({ total, isWhole: true });
      for (const { share } of destinations) expect(share >= 0 && share <= 1).toBe(true);
    }
  }
}

// Objects that are well-formed, few and of few words, so that they meet.
const place = fc.record({ namespace: fc.constantFrom('a', 'b'), age: fc.integer({ min: 0, max: 1 }) });
const pathMatch = fc.record(
  {
    uri: fc.oneof(
      fc.record({ exact: fc.constantFrom('/', '/p', '/p/q', '/P') }),
      fc.record({ prefix: fc.constantFrom('/', '/p', '/p/', '/p/q') }),
      fc.record({ regex: fc.constantFrom('.*', '/p.*') }),
    ),
    ignoreUriCase: fc.boolean(),
    method: fc.record({ exact: fc.constantFrom('GET', 'PUT') }),
    headers: fc.dictionary(fc.constantFrom('h', 'i'), fc.constantFrom({}, { exact: '1' }, { prefix: '1' }), {
      maxKeys: 2,
    }),
    withoutHeaders: fc.dictionary(fc.constantFrom('h', 'i'), fc.constantFrom({}, { exact: '1' }), {
      maxKeys: 1,
    }),
    gateways: fc.subarray(['mesh', 'a/g', 'g'], { minLength: 1 }),
    sourceLabels: fc.constant({ app: 'x' }),
    sourceNamespace: fc.constantFrom('a', 'b'),
    port: fc.constantFrom(80, 81),
  },
  { requiredKeys: [] },
);
const destination = fc.record(
  {
    destination: fc.record(
      {
        host: fc.constantFrom('s', 't', 's.a.svc.cluster.local', 'ghost'),
        subset: fc.constantFrom('v1', 'v2'),
      },
      { requiredKeys: ['host'] },
    ),
    weight: fc.integer({ min: 0, max: 3 }),
  },
  { requiredKeys: ['destination'] },
);
const httpRule = fc.record(
  {
    match: fc.array(pathMatch, { maxLength: 2 }),
    route: fc.array(destination, { minLength: 1, maxLength: 3 }),
    delegate: fc.record({ name: fc.constantFrom('o0', 'o1', 'o2'), namespace: fc.constantFrom('a', 'b') }),
  },
  { requiredKeys: [] },
);
const virtualService = fc.record(
  {
    hosts: fc.subarray(['s', 't', '*.local', 's.a.svc.cluster.local'], { minLength: 1, maxLength: 2 }),
    gateways: fc.subarray(['mesh', 'a/g', 'g']),
    exportTo: fc.subarray(['.', '*', 'b']),
    http: fc.array(httpRule, { maxLength: 4 }),
  },
  { requiredKeys: ['http'] },
);
const service = fc.record({
  ports: fc.subarray([
    { name: 'http', port: 80 },
    { name: 'http-b', port: 81 },
    { name: 'tcp', port: 82 },
  ]),
});
const destinationRule = fc.record({
  host: fc.constantFrom('s', '*.local'),
  subsets: fc.subarray([
    { name: 'v1', labels: { version: 'v1' } },
    { name: 'v2', labels: { version: 'v2' } },
  ]),
});

function named(specs: fc.Arbitrary<object>, prefix: string, maxLength: number): fc.Arbitrary<object[]> {
  return fc.array(fc.tuple(place, specs), { maxLength }).map((all) =>
    all.map(([{ namespace, age }, spec], index) => ({
      metadata: { namespace, name: `${prefix}${index}`, creationTimestamp: `2026-01-0${age + 1}T00:00:00Z` },
      spec,
    })),
  );
}

const meeting: fc.Arbitrary<RouteObjects> = fc.record({
  virtualServices: named(virtualService, 'o', 5),
  destinationRules: named(destinationRule, 'r', 3),
  services: fc.tuple(service, service).map(([s, t]) => [
    { metadata: { name: 's', namespace: 'a' }, spec: s },
    { metadata: { name: 't', namespace: 'a' }, spec: t },
  ]),
  serviceEntries: fc.constant([]),
  gateways: fc.constant([
    {
      metadata: { name: 'g', namespace: 'a' },
      spec: { servers: [{ port: { protocol: 'HTTP' }, hosts: ['*'] }] },
    },
  ]),
});

describe('planRoutes', () => {
  it('never throws, whatever the objects are, and shares out all or nothing', () => {
    fc.assert(
      fc.property(anyObjects, viewpoint, (objects, from) => checkShares(planRoutes(objects, from))),
      { numRuns: 1500 },
    );
  });

  it('does not depend on the order of objects', () => {
    fc.assert(
      fc.property(meeting, viewpoint, fc.integer(), (objects, from, seed) => {
        const turned = Object.fromEntries(
          Object.entries(objects).map(([kind, list]: [string, readonly unknown[]]) => [
            kind,
            shuffle(list, seed),
          ]),
        );
        expect(planRoutes(turned, from)).toEqual(planRoutes(objects, from));
      }),
      { numRuns: 300 },
    );
  });

  it('shares out all or nothing, numbers rules by their order, and lets earlier rules take from later ones alone', () => {
    fc.assert(
      fc.property(meeting, viewpoint, (objects, from) => {
        const plan = planRoutes(objects, from);
        checkShares(plan);
        for (const { rules } of plan.hosts) {
          expect(rules.map(({ index }) => index)).toEqual(rules.map((_, index) => index));
          for (const { index, shadowedBy } of rules)
            if (shadowedBy !== null) expect(shadowedBy.index).toBeLessThan(index);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('tells of no more for a client than the objects that are exported to it', () => {
    fc.assert(
      fc.property(meeting, viewpoint, (objects, from) => {
        for (const { sources } of planRoutes(objects, from).hosts) {
          for (const { name, namespace } of sources) {
            const object = (objects.virtualServices ?? []).find(
              (one) => (one as { metadata: { name: string } }).metadata.name === name,
            ) as { spec: { exportTo?: string[] } } | undefined;
            const targets = object?.spec.exportTo ?? [];
            const isVisible =
              targets.length === 0 ||
              targets.includes('*') ||
              targets.includes(from.namespace) ||
              (targets.includes('.') && namespace === from.namespace);
            expect(isVisible).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

interface Request {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

const request: fc.Arbitrary<Request> = fc.record({
  path: fc.constantFrom('/', '/p', '/P', '/p/', '/p/q', '/p/q/r', '/px'),
  method: fc.constantFrom('GET', 'PUT', 'POST'),
  headers: fc.dictionary(fc.constantFrom('h', 'i'), fc.constantFrom('1', '12', '2'), { maxKeys: 2 }),
});

type Raw = Readonly<Record<string, unknown>>;

function passes(test: unknown, text: string, ignoresCase = false): boolean {
  const { exact, prefix, regex } = test as { exact?: string; prefix?: string; regex?: string };
  const fold = (one: string) => (ignoresCase ? one.toLowerCase() : one);
  if (exact !== undefined) return fold(exact) === fold(text);
  if (prefix !== undefined) return fold(text).startsWith(fold(prefix));
  return regex === undefined || new RegExp(`^(?:${regex})$`, ignoresCase ? 'i' : '').test(text);
}

/** What a match as it is written says about a request, read once more. */
function takes(raw: Raw, { path, method, headers }: Request): boolean {
  const named = (field: string) => Object.entries((raw[field] ?? {}) as Record<string, unknown>);
  const has = ([name, test]: [string, unknown]) => headers[name] !== undefined && passes(test, headers[name]);
  return (
    (raw['uri'] === undefined || passes(raw['uri'], path, raw['ignoreUriCase'] === true)) &&
    (raw['method'] === undefined || passes(raw['method'], method)) &&
    named('headers').every(has) &&
    !named('withoutHeaders').some(has)
  );
}

describe('a rule that is said to be shadowed', () => {
  it('is the first to take no request', () => {
    let shadowed = 0;
    const sourceless = pathMatch.map(
      ({ gateways: _g, sourceLabels: _l, sourceNamespace: _n, port: _p, ...rest }) => rest,
    );
    const rules = fc.array(fc.record({ match: fc.array(sourceless, { minLength: 1, maxLength: 2 }) }), {
      minLength: 2,
      maxLength: 5,
    });
    fc.assert(
      fc.property(rules, fc.array(request, { minLength: 20, maxLength: 20 }), (matches, requests) => {
        const http = matches.map((rule) => ({ ...rule, route: [{ destination: { host: 's' } }] }));
        const object = { metadata: { name: 'x', namespace: 'a' }, spec: { hosts: ['s'], http } };
        const plan = planRoutes({ virtualServices: [object] }, { kind: 'sidecar', namespace: 'a' });
        const planned = plan.hosts[0]?.rules ?? [];
        expect(planned).toHaveLength(http.length);
        shadowed += planned.filter((rule) => rule.shadowedBy !== null).length;
        for (const one of requests) {
          const first = planned.find(({ matchRaw }) => matchRaw.some((raw) => takes(raw, one)));
          expect(first?.shadowedBy ?? null).toBeNull();
        }
      }),
      { numRuns: 500 },
    );
    expect(shadowed).toBeGreaterThan(100);
  });
});

describe('conditions that everything meets', () => {
  it.each([
    ['uri', { kind: 'prefix', value: '/' } as const, true],
    ['uri', { kind: 'pathPrefix', value: '/' } as const, true],
    ['uri', { kind: 'exact', value: '/' } as const, false],
    ['uri', { kind: 'regex', value: '.*' } as const, true],
    ['header', { kind: 'present' } as const, false],
    ['method', { kind: 'present' } as const, true],
    ['sni', { kind: 'oneOf', values: ['*'] } as const, true],
    ['subnet', { kind: 'oneOf', values: ['0.0.0.0/0', '10.0.0.0/8'] } as const, true],
    ['subnet', { kind: 'oneOf', values: ['10.0.0.0/8'] } as const, false],
  ] as const)('%s %j: %s', (about, test, expected) => {
    expect(isMetByAll({ about, test })).toBe(expected);
    expect(isMetByAll({ about, test, isNegated: true })).toBe(false);
  });
});

/** The same items in an order that a number decides. */
function shuffle(items: readonly unknown[], seed: number): unknown[] {
  const keyed = items.map((item, index) => ({ item, key: Math.sin(seed + index * 7.13) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
