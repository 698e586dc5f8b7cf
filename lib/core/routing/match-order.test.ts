import { describe, expect, it } from 'vitest';
import {
  mesh,
  object,
  planOne,
  problemsOf,
  service,
  SHOP,
  sidecarIn,
  subsets,
  tell,
  to,
} from './sample-routes';
import { planRoutes } from './plan-routes';

const rule = (subset: string, ...match: readonly unknown[]) => ({
  ...(match.length === 0 ? {} : { match }),
  route: [to(`api/${subset}`)],
});
const RULES = [subsets('shop/api', 'api', ['v1', 'v2', 'v3'])];

function planned(rules: readonly unknown[], viewpoint = SHOP): string[] {
  return tell(planOne({ http: rules }, { destinationRules: RULES }, viewpoint), 'api').map((line) =>
    line.replace('api/', '').replace(' 100', ''),
  );
}

describe('rules are tried in their order', () => {
  it.each<[string, readonly unknown[], readonly string[]]>([
    ['one without a match takes everything', [rule('v1')], ['everything → v1']],
    [
      'an empty list of matches takes everything',
      [{ match: [], route: [to('api/v1')] }],
      ['everything → v1'],
    ],
    ['a match without conditions takes everything', [rule('v1', {})], ['everything → v1']],
    ['a prefix of / takes everything', [rule('v1', { uri: { prefix: '/' } })], ['everything → v1']],
    ['a pattern of .* takes everything', [rule('v1', { uri: { regex: '.*' } })], ['everything → v1']],
    [
      'a name and a prefix of statistics are no conditions',
      [rule('v1', { name: 'x', statPrefix: 'y' })],
      ['everything → v1'],
    ],
    ['an empty uri is no condition', [rule('v1', { uri: {} })], ['everything → v1']],
    [
      'what comes after one that takes everything is never reached',
      [rule('v1'), rule('v2', { uri: { exact: '/a' } }), rule('v3')],
      ['everything → v1', 'path /a → v2 (shadowed)', 'everything → v3 (shadowed)'],
    ],
    [
      'what is more special goes first, and is reached',
      [rule('v2', { headers: { 'end-user': { exact: 'jason' } } }), rule('v1')],
      ['header end-user = jason → v2', 'everything → v1'],
    ],
    [
      'the same conditions twice: the second is never reached',
      [rule('v1', { uri: { exact: '/a' } }), rule('v2', { uri: { exact: '/a' } })],
      ['path /a → v1', 'path /a → v2 (shadowed)'],
    ],
    [
      'a longer prefix after a shorter one is never reached',
      [rule('v1', { uri: { prefix: '/a' } }), rule('v2', { uri: { prefix: '/a/b' } })],
      ['path /a* → v1', 'path /a/b* → v2 (shadowed)'],
    ],
    [
      'a prefix is plain: /api takes /apiary',
      [rule('v1', { uri: { prefix: '/api' } }), rule('v2', { uri: { exact: '/apiary' } })],
      ['path /api* → v1', 'path /apiary → v2 (shadowed)'],
    ],
    [
      'a shorter prefix after a longer one is reached',
      [rule('v1', { uri: { prefix: '/a/b' } }), rule('v2', { uri: { prefix: '/a' } })],
      ['path /a/b* → v1', 'path /a* → v2'],
    ],
    [
      'an exact path does not take a prefix',
      [rule('v1', { uri: { exact: '/a' } }), rule('v2', { uri: { prefix: '/a' } })],
      ['path /a → v1', 'path /a* → v2'],
    ],
    [
      'more conditions after fewer are never reached',
      [
        rule('v1', { uri: { prefix: '/a' } }),
        rule('v2', { uri: { prefix: '/a' }, method: { exact: 'GET' } }),
      ],
      ['path /a* → v1', 'path /a* and method GET → v2 (shadowed)'],
    ],
    [
      'fewer conditions after more are reached',
      [
        rule('v1', { uri: { prefix: '/a' }, method: { exact: 'GET' } }),
        rule('v2', { uri: { prefix: '/a' } }),
      ],
      ['path /a* and method GET → v1', 'path /a* → v2'],
    ],
    [
      'matches of one rule are alternatives',
      [rule('v1', { uri: { exact: '/a' } }, { uri: { exact: '/b' } })],
      ['path /a, or path /b → v1'],
    ],
    [
      'one of whose alternatives is left can be reached',
      [rule('v1', { uri: { exact: '/a' } }), rule('v2', { uri: { exact: '/a' } }, { uri: { exact: '/b' } })],
      ['path /a → v1', 'path /a, or path /b → v2'],
    ],
    [
      'one whose alternatives are taken by several is never reached',
      [
        rule('v1', { uri: { exact: '/a' } }),
        rule('v2', { uri: { exact: '/b' } }),
        rule('v3', { uri: { exact: '/a' } }, { uri: { exact: '/b' } }),
      ],
      ['path /a → v1', 'path /b → v2', 'path /a, or path /b → v3 (shadowed)'],
    ],
    [
      'an alternative that takes everything makes the rule take everything',
      [rule('v1', { uri: { exact: '/a' } }, {}), rule('v2')],
      ['everything → v1', 'everything → v2 (shadowed)'],
    ],
    [
      'equal patterns take the same, different ones nobody can compare',
      [
        rule('v1', { uri: { regex: '/a.*' } }),
        rule('v2', { uri: { regex: '/a.*' } }),
        rule('v3', { uri: { regex: '/ab.*' } }),
      ],
      ['path ~ /a.* → v1', 'path ~ /a.* → v2 (shadowed)', 'path ~ /ab.* → v3'],
    ],
    [
      'a condition that ignores case takes the one that does not',
      [rule('v1', { uri: { exact: '/A' }, ignoreUriCase: true }), rule('v2', { uri: { exact: '/a' } })],
      ['path /A in any case → v1', 'path /a → v2 (shadowed)'],
    ],
    [
      'and not the other way around',
      [rule('v1', { uri: { exact: '/a' } }), rule('v2', { uri: { exact: '/a' }, ignoreUriCase: true })],
      ['path /a → v1', 'path /a in any case → v2'],
    ],
    [
      'a header that must be there takes what it must be',
      [rule('v1', { headers: { beta: {} } }), rule('v2', { headers: { beta: { exact: 'on' } } })],
      ['header beta → v1', 'header beta = on → v2 (shadowed)'],
    ],
    [
      'a header that must not be there is another condition',
      [rule('v1', { headers: { beta: {} } }), rule('v2', { withoutHeaders: { beta: {} } })],
      ['header beta → v1', 'no header beta → v2'],
    ],
    [
      'one that is nothing takes less than one that is not this',
      [
        rule('v1', { withoutHeaders: { beta: { exact: 'on' } } }),
        rule('v2', { withoutHeaders: { beta: { prefix: 'o' } } }),
      ],
      ['not header beta = on → v1', 'not header beta = o* → v2 (shadowed)'],
    ],
    [
      'names of headers have no case',
      [
        rule('v1', { headers: { 'X-User': { exact: 'a' } } }),
        rule('v2', { headers: { 'x-user': { exact: 'a' } } }),
      ],
      ['header x-user = a → v1', 'header x-user = a → v2 (shadowed)'],
    ],
    ['queries', [rule('v1', { queryParams: { q: { exact: '1' } } })], ['query q = 1 → v1']],
    [
      'scheme and authority',
      [rule('v1', { scheme: { exact: 'https' }, authority: { prefix: 'api.' } })],
      ['scheme https and authority = api.* → v1'],
    ],
    [
      'a port is a condition as others',
      [rule('v1', { port: 80 }), rule('v2')],
      ['port 80 → v1', 'everything → v2'],
    ],
    ['port 0 is none', [rule('v1', { port: 0 })], ['everything → v1']],
  ])('%s', (_title, rules, expected) => {
    expect(planned(rules)).toEqual(expected);
  });

  it('and say which rule takes everything before', () => {
    const plan = planOne({ http: [rule('v1'), rule('v2')] }, { destinationRules: RULES });
    const place = { kind: 'VirtualService', namespace: 'shop', name: 'api' };
    expect(plan.hosts[0]?.rules[1]?.shadowedBy).toEqual({ object: place, path: 'spec.http[0]', index: 0 });
    expect(problemsOf(plan)).toEqual(['shadowed shop/api spec.http[1]']);
  });
});

describe('conditions about callers', () => {
  it.each<[string, object, readonly string[]]>([
    ['labels that they have hold', { sourceLabels: { app: 'web' } }, ['everything → v1']],
    ['labels that they do not have never hold', { sourceLabels: { app: 'else' } }, []],
    ['all labels must be there', { sourceLabels: { app: 'web', version: 'v1' } }, []],
    ['their namespace holds', { sourceNamespace: 'shop' }, ['everything → v1']],
    ['another namespace never holds', { sourceNamespace: 'dock' }, []],
    ['gateways leave out sidecars', { gateways: ['front'] }, []],
    ['gateways with mesh among them do not', { gateways: ['front', 'mesh'] }, ['everything → v1']],
    [
      'gateways keep labels from being looked at',
      { gateways: ['mesh'], sourceLabels: { app: 'else' }, sourceNamespace: 'dock' },
      ['everything → v1'],
    ],
    [
      'what remains is left to requests',
      { sourceLabels: { app: 'web' }, uri: { exact: '/a' } },
      ['path /a → v1'],
    ],
  ])('%s', (_title, match, expected) => {
    const lines = tell(
      planOne({ gateways: ['mesh', 'front'], http: [rule('v1', match)] }, { destinationRules: RULES }),
      'api',
    );
    expect(lines.map((line) => line.replace('api/', '').replace(' 100', ''))).toEqual(expected);
  });

  it('stay conditions where their labels are not known', () => {
    const rules = [rule('v2', { sourceLabels: { app: 'web' } }), rule('v1')];
    expect(planned(rules, sidecarIn('shop'))).toEqual(['callers with app=web → v2', 'everything → v1']);
    const [host] = planOne({ http: rules }, { destinationRules: RULES }, sidecarIn('shop')).hosts;
    expect(host?.rules.map(({ condition }) => condition)).toEqual(['client', 'none']);
  });

  it('leave the others to the rules after them', () => {
    const rules = [rule('v2', { sourceNamespace: 'dock' }), rule('v1')];
    expect(planned(rules, sidecarIn('dock'))).toEqual(['everything → v2', 'everything → v1 (shadowed)']);
    expect(planned(rules, sidecarIn('shop'))).toEqual(['everything → v1']);
  });

  it.each<[object, string]>([
    [{ port: 80 }, 'client'],
    [{ uri: { exact: '/a' } }, 'request'],
    [{ port: 80, uri: { exact: '/a' } }, 'request'],
    [{ uri: { prefix: '/' } }, 'none'],
  ])('are told apart from those about requests: %j', (match, expected) => {
    const [host] = planOne({ http: [rule('v1', match)] }, { destinationRules: RULES }).hosts;
    expect(host?.rules[0]?.condition).toBe(expected);
  });
});

describe('what cannot be read', () => {
  it.each<[string, unknown, string]>([
    ['a match that is no list', 'all', 'a match, which cannot be read'],
    ['a match that is no object', ['all'], 'a match, which cannot be read'],
    ['a text match that is a text', [{ uri: '/a' }], 'uri, which cannot be read'],
    ['a text match of another kind', [{ uri: { suffix: '/a' } }], 'uri, which cannot be read'],
    ['a text match of a number', [{ uri: { exact: 1 } }], 'uri, which cannot be read'],
    ['headers that are no object', [{ headers: [] }], 'header, which cannot be read'],
    ['a port that is none', [{ port: 'http' }], 'port, which cannot be read'],
    ['a condition that nobody knows', [{ moonPhase: 'full' }], 'moonPhase, which cannot be read'],
    ['labels that are no texts', [{ sourceLabels: { app: 1 } }], 'sourceLabels, which cannot be read'],
  ])('is never taken for a match of everything: %s', (_title, match, expected) => {
    const plan = planOne({ http: [{ match, route: [to('api')] }] });
    expect(tell(plan, 'api')).toEqual([`${expected} → api 100`]);
    expect(
      problemsOf(plan).some((one) => one.startsWith('malformed-field shop/api spec.http[0].match')),
    ).toBe(true);
  });

  it('shadows nothing, and is shadowed by what takes everything', () => {
    const odd = { match: [{ moonPhase: 'full' }], route: [to('api')] };
    expect(tell(planOne({ http: [odd, odd, rule('v1'), odd] }, { destinationRules: RULES }), 'api')).toEqual([
      'moonPhase, which cannot be read → api 100',
      'moonPhase, which cannot be read → api 100',
      'everything → api/v1 100',
      'moonPhase, which cannot be read → api 100 (shadowed)',
    ]);
  });
});

describe('conditions of connections', () => {
  const tls = (sniHosts: readonly string[], destination = 'web', more: object = {}) => ({
    match: [{ sniHosts, ...more }],
    route: [to(destination)],
  });
  const tcp = (match: object | undefined, destination = 'web') => ({
    ...(match === undefined ? {} : { match: [match] }),
    route: [to(destination)],
  });
  const bytes = { services: [service('shop/api', ['data:80']), service('shop/web')] };

  it.each<[string, object, readonly string[]]>([
    ['the name that is asked for', { tls: [tls(['a.example.com'])] }, ['tls SNI a.example.com → web 100']],
    [
      'several names are alternatives',
      { tls: [tls(['b.example.com', 'a.example.com'])] },
      ['tls SNI a.example.com or b.example.com → web 100'],
    ],
    [
      'a wildcard takes names below it',
      { tls: [tls(['*.example.com']), tls(['a.example.com'])] },
      ['tls SNI *.example.com → web 100', 'tls SNI a.example.com → web 100 (shadowed)'],
    ],
    [
      'all conditions must hold',
      { tls: [tls(['a.example.com'], 'web', { port: 443 }), tls(['a.example.com'])] },
      ['tls port 443 and SNI a.example.com → web 100', 'tls SNI a.example.com → web 100'],
    ],
    ['TCP without a match takes everything', { tcp: [tcp(undefined)] }, ['tcp everything → web 100']],
    [
      'TCP by port and address',
      { tcp: [tcp({ port: 5432, destinationSubnets: ['10.0.0.0/8'] }), tcp(undefined)] },
      ['tcp addresses in 10.0.0.0/8 and port 5432 → web 100', 'tcp everything → web 100'],
    ],
    ['TCP by callers that these are not', { tcp: [tcp({ sourceLabels: { app: 'else' } })] }, []],
    [
      'TCP looks at callers whatever gateways are named',
      { tcp: [tcp({ gateways: ['mesh'], sourceNamespace: 'dock' })] },
      [],
    ],
    [
      'TLS rules never shadow those for TCP',
      { tls: [tls(['*'])], tcp: [tcp(undefined)] },
      ['tls everything → web 100', 'tcp everything → web 100'],
    ],
  ])('%s', (_title, spec, expected) => {
    const lines = tell(planOne(spec, bytes), 'api').map((line) => sortConditions(line));
    expect(lines).toEqual(expected.map(sortConditions));
  });

  it.each([
    ['no match', {}],
    ['no sniHosts', { match: [{ port: 443 }] }],
    ['an empty list of sniHosts', { match: [{ sniHosts: [] }] }],
  ])('a rule for TLS with %s has no effect', (_title, more) => {
    const plan = planOne({ tls: [{ ...more, route: [to('web')] }] }, bytes);
    expect(tell(plan, 'api')).toEqual([]);
    expect(problemsOf(plan)).toEqual(['invalid-sni shop/api spec.tls[0]']);
  });

  function sortConditions(line: string): string {
    const [match = '', rest] = line.split(' → ');
    const [protocol = '', ...words] = match.split(' ');
    return `${protocol} ${words.join(' ').split(' and ').toSorted().join(' and ')} → ${rest}`;
  }
});

describe('what a rule does besides', () => {
  const only = (http: object) => planOne({ http: [http] }).hosts[0]?.rules[0];
  const route = [to('api')];

  it.each<[string, object, object]>([
    ['no timeout by itself', {}, { timeout: null }],
    ['a timeout', { timeout: '3s' }, { timeout: '3s' }],
    ['retries left to the mesh', {}, { retries: null }],
    [
      'retries',
      { retries: { attempts: 3, perTryTimeout: '2s', retryOn: '5xx' } },
      { retries: { attempts: 3, perTryTimeout: '2s', retryOn: '5xx', path: 'spec.http[0].retries' } },
    ],
    [
      'retries switched off',
      { retries: { attempts: 0 } },
      { retries: { attempts: 0, perTryTimeout: null, retryOn: null, path: 'spec.http[0].retries' } },
    ],
    [
      'a delay of a share',
      { fault: { delay: { fixedDelay: '7s', percentage: { value: 12.5 } } } },
      { faults: [{ kind: 'delay', share: 0.125, value: '7s', path: 'spec.http[0].fault.delay' }] },
    ],
    [
      'a delay of an older whole number',
      { fault: { delay: { fixedDelay: '7s', percent: 10 } } },
      { faults: [{ kind: 'delay', share: 0.1, value: '7s', path: 'spec.http[0].fault.delay' }] },
    ],
    [
      'an abort without a percentage, which is never injected',
      { fault: { abort: { httpStatus: 500 } } },
      { faults: [{ kind: 'abort', share: 0, value: '500', path: 'spec.http[0].fault.abort' }] },
    ],
    [
      'an abort of a gRPC status',
      { fault: { abort: { grpcStatus: 'UNAVAILABLE', percentage: { value: 100 } } } },
      { faults: [{ kind: 'abort', share: 1, value: 'gRPC UNAVAILABLE', path: 'spec.http[0].fault.abort' }] },
    ],
    [
      'a rewrite',
      { rewrite: { uri: '/new', authority: 'a.example.com' } },
      { rewrite: { uri: '/new', authority: 'a.example.com', path: 'spec.http[0].rewrite' } },
    ],
    [
      'a rewrite by pattern',
      { rewrite: { uriRegexRewrite: { match: '^/a/(.*)$', rewrite: '/b/\\1' } } },
      { rewrite: { uri: '^/a/(.*)$ → /b/\\1', authority: null, path: 'spec.http[0].rewrite' } },
    ],
    [
      'header operations',
      { headers: { request: { set: { a: '1' }, remove: ['b'] }, response: { add: { c: '2' } } } },
      {
        headers: [
          {
            of: 'request',
            operation: 'set',
            name: 'a',
            value: '1',
            path: 'spec.http[0].headers.request.set.a',
          },
          { of: 'request', operation: 'remove', name: 'b', path: 'spec.http[0].headers.request.remove' },
          {
            of: 'response',
            operation: 'add',
            name: 'c',
            value: '2',
            path: 'spec.http[0].headers.response.add.c',
          },
        ],
      },
    ],
    ['a CORS policy', { corsPolicy: { allowOrigins: [] } }, { others: ['CORS policy'] }],
  ])('%s', (_title, spec, expected) => {
    expect(only({ route, ...spec })).toMatchObject(expected);
  });

  it.each<[string, object, string]>([
    ['a redirect', { redirect: { uri: '/new' } }, 'redirect 301 *://*/new'],
    [
      'a redirect to elsewhere',
      { redirect: { scheme: 'https', authority: 'a.example.com', port: 8443, redirectCode: 307 } },
      'redirect 307 https://a.example.com:8443/*',
    ],
    ['an answer of the proxy itself', { directResponse: { status: 418 } }, 'answer 418'],
    ['nothing at all', {}, 'nowhere'],
  ])('%s', (_title, spec, expected) => {
    expect(tell(planOne({ http: [spec] }), 'api')).toEqual([`everything → ${expected}`]);
  });

  it.each<[string, object, number]>([
    ['everything by itself', {}, 1],
    ['a percentage', { mirrorPercentage: { value: 20 } }, 0.2],
    ['an older percentage', { mirrorPercent: 30 }, 0.3],
    ['nothing at 0', { mirrorPercentage: { value: 0 } }, 0],
  ])('a mirror of %s', (_title, spec, share) => {
    expect(only({ route, mirror: { host: 'web' }, ...spec })?.mirrors).toMatchObject([
      { share, destination: { host: 'web.shop.svc.cluster.local', path: 'spec.http[0].mirror', dead: null } },
    ]);
  });

  it('several mirrors', () => {
    const mirrors = [
      { destination: { host: 'web' } },
      { destination: { host: 'api' }, percentage: { value: 5 } },
    ];
    expect(only({ route, mirrors })?.mirrors.map(({ share }) => share)).toEqual([1, 0.05]);
  });

  it.each<[string, object, string]>([
    ['nothing to do', {}, 'empty-rule shop/api spec.http[0]'],
    [
      'a route and a redirect',
      { route, redirect: { uri: '/' } },
      'conflicting-actions shop/api spec.http[0]',
    ],
    [
      'a fault without a percentage',
      { route, fault: { abort: {} } },
      'fault-without-percentage shop/api spec.http[0].fault.abort',
    ],
    [
      'a percentage above 100',
      { route, fault: { delay: { percentage: { value: 101 } } } },
      'malformed-field shop/api spec.http[0].fault.delay.percentage.value',
    ],
    ['a timeout that is no text', { route, timeout: 3 }, 'malformed-field shop/api spec.http[0].timeout'],
    [
      'a destination without a host',
      { route: [to('')] },
      'missing-host shop/api spec.http[0].route[0].destination.host',
    ],
    [
      'a leg without a destination',
      { route: [{}] },
      'missing-host shop/api spec.http[0].route[0].destination.host',
    ],
    ['a route that is no list', { route: 'api' }, 'malformed-field shop/api spec.http[0].route'],
  ])('is a problem: %s', (_title, rule, expected) => {
    expect(problemsOf(planOne({ http: [rule] }))).toContain(expected);
  });

  it('is not told of others: an object that is whole has no problems', () => {
    const whole = object('shop/whole', { hosts: ['web'], http: [{ route: [to('web')] }] });
    expect(problemsOf(planRoutes(mesh({ virtualServices: [whole] }), SHOP))).toEqual([]);
  });
});
