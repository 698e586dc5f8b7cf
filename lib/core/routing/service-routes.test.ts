import { describe, expect, it } from 'vitest';
import type { RouteObjects } from './route-objects';
import type { RoutePlan, Viewpoint } from './route-plan';
import { planRoutes } from './plan-routes';
import {
  backend,
  mesh,
  object,
  problemsOf,
  service,
  serviceParent,
  SHOP,
  sidecarIn,
  tell,
  tellHost,
  to,
} from './sample-routes';

const SERVICES = ['shop/api', 'shop/web', 'shop/a', 'shop/b', 'dock/a'].map((place) => service(place));

function see(objects: RouteObjects, viewpoint: Viewpoint = SHOP): RoutePlan {
  return planRoutes(mesh({ services: SERVICES, ...objects }), viewpoint);
}

/** A route of `shop/api` at `namespace/name` that sends everything to `shop/<its name>`. */
function route(place: string, spec: object = {}, age = 0): object {
  const [, name = ''] = place.split('/');
  const backendRefs = [backend(name, undefined, { namespace: 'shop' })];
  return object(place, { parentRefs: [serviceParent('shop/api')], rules: [{ backendRefs }], ...spec }, age);
}

const matching = (...matches: readonly object[]) => ({
  rules: [{ matches, backendRefs: [backend('a')] }],
});

describe('a route that is attached to a Service', () => {
  it.each<[string, string, string, number]>([
    ['in its namespace is for its own clients', 'shop/a', 'shop', 1],
    ['in its namespace is for all clients', 'shop/a', 'quay', 1],
    ['in another namespace is for the clients there', 'dock/a', 'dock', 1],
    ['in another namespace is for nobody else', 'dock/a', 'shop', 0],
  ])('%s', (_title, place, client, count) => {
    expect(see({ httpRoutes: [route(place)] }, sidecarIn(client)).hosts).toHaveLength(count);
  });

  it("of the client's namespace goes before the owner's, whatever their ages", () => {
    const httpRoutes = [route('shop/a', {}, 1), route('dock/b', {}, 2)];
    expect(tell(see({ httpRoutes }, sidecarIn('dock')), 'api')).toEqual(['everything → b 100']);
    expect(tell(see({ httpRoutes }, sidecarIn('quay')), 'api')).toEqual(['everything → a 100']);
  });

  it.each<[string, string, string, string]>([
    ['goes before VirtualServices of its client namespace', 'dock/a', 'dock/b', 'a'],
    [
      'of the owner goes before older VirtualServices of the same namespace, for clients there',
      'shop/a',
      'shop/b',
      'a',
    ],
  ])('%s', (_title, routed, ruled, expected) => {
    const [client = ''] = routed.split('/');
    const http = [{ route: [to('b.shop.svc.cluster.local')] }];
    const virtualServices = [object(ruled, { hosts: ['api.shop.svc.cluster.local'], http }, 0)];
    const plan = see({ httpRoutes: [route(routed, {}, 5)], virtualServices }, sidecarIn(client));
    expect(tell(plan, 'api')).toEqual([`everything → ${expected} 100`]);
    expect(problemsOf(plan)).toEqual([`host-claimed ${ruled} spec.hosts[0]`]);
  });

  it.each([
    [1, 2, 'a'],
    [2, 1, 'b'],
  ])(
    'of the owner counts elsewhere by its age beside VirtualServices: %i against %i',
    (own, other, expected) => {
      const http = [{ route: [to('b')] }];
      const virtualServices = [object('shop/b', { hosts: ['api'], http }, other)];
      const plan = see({ httpRoutes: [route('shop/a', {}, own)], virtualServices }, sidecarIn('quay'));
      expect(tell(plan, 'api')).toEqual([`everything → ${expected} 100`]);
    },
  );

  it('may be for one port alone', () => {
    const services = [service('shop/api', ['http:80', 'http-admin:81']), ...SERVICES.slice(1)];
    const only = { parentRefs: [serviceParent('shop/api', { port: 81 })] };
    const plan = see({ services, httpRoutes: [route('shop/a', only)] });
    expect(plan.hosts.flatMap(tellHost)).toEqual([':81 everything → a 100']);
  });

  it('for one port leaves the others to others', () => {
    const services = [service('shop/api', ['http:80', 'http-admin:81']), ...SERVICES.slice(1)];
    const only = { parentRefs: [serviceParent('shop/api', { port: 81 })] };
    const http = [{ route: [to('b:80')] }];
    const virtualServices = [object('shop/b', { hosts: ['api'], http })];
    const plan = see({ services, httpRoutes: [route('shop/a', only)], virtualServices });
    expect(plan.hosts.flatMap(tellHost)).toEqual([':80 everything → b 100', ':81 everything → a 100']);
  });

  it('needs no permission for backends of other namespaces', () => {
    const rules = [{ backendRefs: [backend('a', undefined, { namespace: 'dock' })] }];
    const plan = see({ httpRoutes: [route('shop/a', { rules })], referenceGrants: [] });
    expect(tell(plan, 'api')).toEqual(['everything → a.dock.svc.cluster.local 100']);
  });

  it('sends to Services whose names metrics will tell', () => {
    const [host] = see({ httpRoutes: [route('shop/a')] }).hosts;
    expect(host?.rules[0]?.destinations[0]).toMatchObject({
      host: 'a.shop.svc.cluster.local',
      service: { kind: 'Service', namespace: 'shop', name: 'a' },
      port: 80,
      weight: null,
      share: 1,
      path: 'spec.rules[0].backendRefs[0]',
      object: { kind: 'HTTPRoute', namespace: 'shop', name: 'a' },
    });
  });

  it('may be attached to a ServiceEntry', () => {
    const serviceEntries = [
      object('shop/out', {
        hosts: ['www.example.com'],
        ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
      }),
    ];
    const parentRefs = [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'out' }];
    const plan = see({ serviceEntries, httpRoutes: [route('shop/a', { parentRefs })] });
    expect(tell(plan, 'www.example.com')).toEqual(['everything → a 100']);
  });

  it.each<[string, object, readonly string[]]>([
    [
      'to a Service that is not there',
      serviceParent('shop/ghost'),
      ['unknown-parent shop/a spec.parentRefs[0]'],
    ],
    [
      'to a Service without its group',
      { kind: 'Service', name: 'api' },
      ['unknown-parent shop/a spec.parentRefs[0]'],
    ],
    [
      'to something else',
      { group: 'example.com', kind: 'Thing', name: 'api' },
      ['unknown-parent shop/a spec.parentRefs[0]'],
    ],
    ['to nobody', {}, ['unknown-parent shop/a spec.parentRefs[0]']],
  ])('%s has no effect', (_title, parent, expected) => {
    const plan = see({ httpRoutes: [route('shop/a', { parentRefs: [parent] })] });
    expect(plan.hosts).toEqual([]);
    expect(problemsOf(plan)).toEqual(expected);
  });
});

describe('matches of an HTTPRoute', () => {
  const path = (type: string, value: string) => ({ path: { type, value } });

  it.each<[string, readonly object[], string]>([
    ['none takes everything', [], 'everything'],
    ['an empty one takes everything', [{}], 'everything'],
    ['a prefix of / takes everything', [path('PathPrefix', '/')], 'everything'],
    ['a prefix goes by segments', [path('PathPrefix', '/a')], 'path /a and below'],
    ['a final slash of a prefix says nothing', [path('PathPrefix', '/a/')], 'path /a and below'],
    ['a path without a type is a prefix', [{ path: { value: '/a' } }], 'path /a and below'],
    ['an exact path', [path('Exact', '/a')], 'path /a'],
    ['a pattern', [path('RegularExpression', '/a.*')], 'path ~ /a.*'],
    ['a method', [{ method: 'GET' }], 'method GET'],
    [
      'headers, all of them',
      [
        {
          headers: [
            { name: 'X', value: '1' },
            { name: 'Y', value: '2', type: 'RegularExpression' },
          ],
        },
      ],
      'header x = 1 and header y ~ 2',
    ],
    [
      'of one header the first',
      [
        {
          headers: [
            { name: 'x', value: '1' },
            { name: 'X', value: '2' },
          ],
        },
      ],
      'header x = 1',
    ],
    ['queries', [{ queryParams: [{ name: 'q', value: '1' }] }], 'query q = 1'],
    ['of another type', [path('Glob', '/a*')], 'path, which cannot be read'],
    ['that is no object', [{ path: '/a' }], 'path, which cannot be read'],
    ['headers that are no list', [{ headers: 'x' }], 'header, which cannot be read'],
  ])('%s', (_title, matches, expected) => {
    const plan = see({ httpRoutes: [route('shop/a', matching(...matches))] });
    expect(tell(plan, 'api')).toEqual([`${expected} → a 100`]);
  });

  it.each<[string, readonly [object, object]]>([
    ['an exact path before a longer prefix', [path('Exact', '/a'), path('PathPrefix', '/a/b/c')]],
    ['a longer prefix before a shorter', [path('PathPrefix', '/a/b'), path('PathPrefix', '/a')]],
    ['a prefix before a pattern', [path('PathPrefix', '/a'), path('RegularExpression', '/a/b/c/.*')]],
    [
      'a longer pattern before a shorter',
      [path('RegularExpression', '/a/b.*'), path('RegularExpression', '/a.*')],
    ],
    ['one with a method before one without', [{ method: 'GET' }, { headers: [{ name: 'x', value: '1' }] }]],
    [
      'more headers before fewer',
      [
        {
          headers: [
            { name: 'x', value: '1' },
            { name: 'y', value: '1' },
          ],
        },
        { headers: [{ name: 'x', value: '1' }] },
      ],
    ],
    [
      'a header before a query',
      [{ headers: [{ name: 'x', value: '1' }] }, { queryParams: [{ name: 'x', value: '1' }] }],
    ],
    [
      'more queries before fewer',
      [
        {
          queryParams: [
            { name: 'x', value: '1' },
            { name: 'y', value: '1' },
          ],
        },
        { queryParams: [{ name: 'x', value: '1' }] },
      ],
    ],
  ])('go by their worth: %s', (_title, [first, second]) => {
    const rules = [
      { matches: [second], backendRefs: [backend('b')] },
      { matches: [first], backendRefs: [backend('a')] },
    ];
    const lines = tell(see({ httpRoutes: [route('shop/a', { rules })] }), 'api');
    expect(lines.map((line) => line.split(' → ')[1]?.slice(0, 1))).toEqual(['a', 'b']);
  });

  it('of one worth go by age, then by name, then by their order', () => {
    const rule = (name: string, value: string) => ({
      matches: [path('Exact', value)],
      backendRefs: [backend(name)],
    });
    const httpRoutes = [
      route('shop/z', { rules: [rule('web', '/4')] }, 1),
      route('shop/y', { rules: [rule('b', '/3')] }, 2),
      route('shop/x', { rules: [rule('a', '/1'), rule('a', '/2')] }, 2),
    ];
    const lines = [httpRoutes, httpRoutes.toReversed()].map((given) =>
      tell(see({ httpRoutes: given }), 'api'),
    );
    expect(lines[0]).toEqual(['path /4 → web 100', 'path /1 → a 100', 'path /2 → a 100', 'path /3 → b 100']);
    expect(lines[1]).toEqual(lines[0]);
  });

  it('of one rule may be apart: each has its place', () => {
    const rules = [
      { matches: [path('Exact', '/a'), path('PathPrefix', '/')], backendRefs: [backend('a')] },
      { matches: [path('PathPrefix', '/b')], backendRefs: [backend('b')] },
    ];
    const plan = see({ httpRoutes: [route('shop/a', { rules })] });
    expect(tell(plan, 'api')).toEqual(['path /a → a 100', 'path /b and below → b 100', 'everything → a 100']);
    expect(plan.hosts[0]?.rules.map(({ index, path: at }) => [index, at])).toEqual([
      [0, 'spec.rules[0]'],
      [1, 'spec.rules[1]'],
      [2, 'spec.rules[0]'],
    ]);
  });

  it('by segments do not take what only begins alike', () => {
    const rules = [
      { matches: [path('PathPrefix', '/api')], backendRefs: [backend('a')] },
      { matches: [path('PathPrefix', '/ap')], backendRefs: [backend('b')] },
    ];
    const lines = tell(see({ httpRoutes: [route('shop/a', { rules })] }), 'api');
    expect(lines).toEqual(['path /api and below → a 100', 'path /ap and below → b 100']);
  });
});

describe('other kinds of routes', () => {
  it.each<[string, object, string]>([
    ['a service and its method', { service: 'Foo', method: 'Bar' }, 'path /Foo/Bar'],
    ['a service', { service: 'Foo' }, 'path /Foo/*'],
    ['a method of any service', { method: 'Bar' }, 'path ~ /[^/]+/Bar'],
    ['patterns', { type: 'RegularExpression', service: 'F.*', method: 'B.*' }, 'path ~ /F.*/B.*'],
    ['nothing', {}, 'everything'],
  ])('a GRPCRoute matches %s', (_title, method, expected) => {
    const plan = see({ grpcRoutes: [route('shop/a', matching({ method }))] });
    expect(tell(plan, 'api')).toEqual([`${expected} → a 100`]);
    expect(plan.hosts[0]?.source.kind).toBe('GRPCRoute');
  });

  it('a GRPCRoute stands among HTTPRoutes of the same Service by its worth', () => {
    const grpcRoutes = [route('shop/a', matching({ method: { service: 'Foo', method: 'Bar' } }), 9)];
    const httpRoutes = [route('shop/b', { rules: [{ backendRefs: [backend('b')] }] }, 1)];
    expect(tell(see({ grpcRoutes, httpRoutes }), 'api')).toEqual([
      'path /Foo/Bar → a 100',
      'everything → b 100',
    ]);
  });

  it('a TCPRoute shares connections', () => {
    const services = [service('shop/api', ['tcp:80']), ...SERVICES.slice(1)];
    const rules = [{ backendRefs: [backend('a', 3), backend('b')] }];
    expect(tell(see({ services, tcpRoutes: [route('shop/a', { rules })] }), 'api')).toEqual([
      'tcp everything → a 75, b 25',
    ]);
  });

  it('a TCPRoute without any weight closes connections', () => {
    const services = [service('shop/api', ['tcp:80']), ...SERVICES.slice(1)];
    const rules = [{ backendRefs: [backend('a', 0)] }];
    expect(tell(see({ services, tcpRoutes: [route('shop/a', { rules })] }), 'api')).toEqual([
      'tcp everything → a 0',
    ]);
  });

  it('a TLSRoute goes by the name that is asked for', () => {
    const services = [service('shop/api', ['tls:80']), ...SERVICES.slice(1)];
    const tlsRoutes = [route('shop/a', { hostnames: ['x.example.com'] })];
    expect(tell(see({ services, tlsRoutes }), 'api')).toEqual(['tls SNI x.example.com → a 100']);
  });
});

describe('filters of an HTTPRoute', () => {
  const filtered = (...filters: readonly object[]) =>
    see({ httpRoutes: [route('shop/a', { rules: [{ filters, backendRefs: [backend('a')] }] })] });
  const rule = (...filters: readonly object[]) => filtered(...filters).hosts[0]?.rules[0];

  it.each<[string, object, string]>([
    ['to another host', { hostname: 'b.example.com' }, 'redirect 302 *://b.example.com/*'],
    [
      'to another scheme and port',
      { scheme: 'https', port: 8443, statusCode: 301 },
      'redirect 301 https://*:8443/*',
    ],
    ['to another path', { path: { type: 'ReplaceFullPath', replaceFullPath: '/b' } }, 'redirect 302 *://*/b'],
    [
      'to another prefix',
      { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/b/' } },
      'redirect 302 *://*/b/*',
    ],
  ])('redirect %s', (_title, requestRedirect, expected) => {
    expect(tell(filtered({ type: 'RequestRedirect', requestRedirect }), 'api')).toEqual([
      `everything → ${expected}`,
    ]);
  });

  it.each<[string, object, object]>([
    [
      'change headers of requests',
      {
        type: 'RequestHeaderModifier',
        requestHeaderModifier: { set: [{ name: 'a', value: '1' }], remove: ['b'] },
      },
      {
        headers: [
          { of: 'request', operation: 'set', name: 'a', value: '1' },
          { of: 'request', operation: 'remove', name: 'b' },
        ],
      },
    ],
    [
      'change headers of responses',
      { type: 'ResponseHeaderModifier', responseHeaderModifier: { add: [{ name: 'a', value: '1' }] } },
      { headers: [{ of: 'response', operation: 'add', name: 'a', value: '1' }] },
    ],
    [
      'rewrite the path',
      {
        type: 'URLRewrite',
        urlRewrite: { hostname: 'x', path: { type: 'ReplaceFullPath', replaceFullPath: '/b' } },
      },
      { rewrite: { authority: 'x', uri: '/b' } },
    ],
    [
      'rewrite the prefix',
      { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/b' } } },
      { rewrite: { authority: null, uri: 'prefix → /b' } },
    ],
    [
      'mirror everything',
      { type: 'RequestMirror', requestMirror: { backendRef: backend('b') } },
      { mirrors: [{ share: 1, destination: { host: 'b.shop.svc.cluster.local' } }] },
    ],
    [
      'mirror a percentage',
      { type: 'RequestMirror', requestMirror: { backendRef: backend('b'), percent: 30 } },
      { mirrors: [{ share: 0.3 }] },
    ],
    [
      'mirror a fraction',
      {
        type: 'RequestMirror',
        requestMirror: { backendRef: backend('b'), fraction: { numerator: 1, denominator: 8 } },
      },
      { mirrors: [{ share: 0.125 }] },
    ],
    [
      'mirror a fraction of 100',
      { type: 'RequestMirror', requestMirror: { backendRef: backend('b'), fraction: { numerator: 5 } } },
      { mirrors: [{ share: 0.05 }] },
    ],
    ['allow other origins', { type: 'CORS', cors: {} }, { others: ['CORS policy'] }],
    [
      'refer to extensions',
      { type: 'ExtensionRef', extensionRef: { kind: 'Filter', name: 'x' } },
      { others: ['Filter x'] },
    ],
  ])('%s', (_title, filter, expected) => {
    expect(rule(filter)).toMatchObject(expected);
  });

  it('may be for one backend alone', () => {
    const filters = [
      { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'a', value: '1' }] } },
    ];
    const rules = [{ backendRefs: [backend('a', 1, { filters }), backend('b')] }];
    const [host] = see({ httpRoutes: [route('shop/a', { rules })] }).hosts;
    expect(host?.rules[0]?.destinations.map(({ headers }) => headers.length)).toEqual([1, 0]);
  });

  it('of kinds that nobody knows are told', () => {
    expect(problemsOf(filtered({ type: 'Magic' }))).toEqual([
      'malformed-field shop/a spec.rules[0].filters[0].type',
    ]);
  });

  it('stand beside timeouts and retries', () => {
    const more = { timeouts: { request: '3s', backendRequest: '1s' }, retry: { codes: [500, 503] } };
    const rules = [{ backendRefs: [backend('a')], ...more }];
    const [host] = see({ httpRoutes: [route('shop/a', { rules })] }).hosts;
    expect(host?.rules[0]).toMatchObject({ timeout: '3s', retries: { attempts: 2, retryOn: '500,503' } });
  });
});

describe('backends', () => {
  it.each<[string, object, string]>([
    ['a Service of the same namespace', backend('a'), 'a 100'],
    [
      'an outside name',
      { group: 'networking.istio.io', kind: 'Hostname', name: 'www.example.com', port: 80 },
      'www.example.com 100 (unknown-host)',
    ],
    ['a Service without a port', { name: 'a' }, 'a 100 (unknown-port)'],
    ['a port that the Service does not have', backend('a:81'), 'a:81 100 (unknown-port)'],
    ['nobody', { port: 80 }, ' 100 (missing-host)'],
    [
      'another kind',
      { group: 'example.com', kind: 'Thing', name: 'x', port: 80 },
      'x 100 (unsupported-backend)',
    ],
    ['models', { group: 'inference.networking.k8s.io', kind: 'InferencePool', name: 'x' }, 'x.shop 100'],
  ])('that are %s', (_title, one, expected) => {
    const rules = [{ backendRefs: [one] }];
    expect(tell(see({ httpRoutes: [route('shop/a', { rules })] }), 'api')).toEqual([
      `everything → ${expected}`,
    ]);
  });
});
