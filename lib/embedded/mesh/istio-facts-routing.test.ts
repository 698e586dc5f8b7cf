import { describe, expect, it } from 'vitest';
import { http } from '../worlds/behaviour-recipe';
import { apiRoutes, apiSubsets, at, NOBODY, run, toSubset, type AppFacts, type Facts } from './facts-world';

const web: AppFacts = { calls: [http('api', '/items', 1)] };
const versions: AppFacts = { versions: ['v1', 'v2'] };

/** `shop/web` calls `shop/api`, which has two versions, once for each request of the load. */
function withConfig(config: Facts['config'], rest: Partial<Facts> = {}) {
  return run({ apps: { 'shop/web': web, 'shop/api': versions }, config: config ?? [], ...rest });
}

const share = (facts: ReturnType<typeof run>, workload: string, reporter = 'destination') =>
  facts.sum({ destination_workload: workload, reporter });

describe('VirtualServices', () => {
  it('of no kind leave the pods of a service an equal share each', () => {
    const facts = withConfig([]);
    expect(share(facts, 'api-v1')).toBeCloseTo(0.5, 2);
    expect(share(facts, 'api-v2')).toBeCloseTo(0.5, 2);
  });

  it('split requests by relative weights that need not sum to 100', () => {
    const facts = withConfig([apiSubsets, apiRoutes({ route: [toSubset('v1', 3), toSubset('v2', 1)] })]);
    for (const reporter of ['source', 'destination']) {
      expect(share(facts, 'api-v1', reporter)).toBeCloseTo(0.75, 2);
      expect(share(facts, 'api-v2', reporter)).toBeCloseTo(0.25, 2);
    }
  });

  it('give nothing to a destination without a weight beside others', () => {
    const facts = withConfig([apiSubsets, apiRoutes({ route: [toSubset('v1', 1), toSubset('v2')] })]);
    expect(share(facts, 'api-v2')).toBe(0);
  });

  it('give everything to a single destination, whatever its weight', () => {
    const facts = withConfig([apiSubsets, apiRoutes({ route: [toSubset('v2', 0)] })]);
    expect(share(facts, 'api-v2')).toBeCloseTo(1, 2);
  });

  it.each([
    ['a uri prefix', { uri: { prefix: '/it' } }],
    ['an exact uri', { uri: { exact: '/items' } }],
    ['a uri in another case, ignored', { uri: { exact: '/ITEMS' }, ignoreUriCase: true }],
    ['a regular expression over the whole uri', { uri: { regex: '/i.*s' } }],
    ['the method', { method: { exact: 'GET' } }],
    ['the authority as the caller dials it', { authority: { exact: 'api' } }],
    ['labels of the caller', { sourceLabels: { app: 'web' } }],
    ['the namespace of the caller', { sourceNamespace: 'shop' }],
    ['a header that is not there', { withoutHeaders: { 'x-test': {} } }],
    [
      'the mesh as gateway, whatever it says of labels',
      { gateways: ['mesh'], sourceLabels: { app: 'nobody' } },
    ],
  ])('take a request by %s', (_, match) => {
    const facts = withConfig([
      apiSubsets,
      apiRoutes({ match: [match], route: [toSubset('v2')] }, { route: [toSubset('v1')] }),
    ]);
    expect(share(facts, 'api-v2')).toBeCloseTo(1, 2);
  });

  it.each([
    ['another method', { method: { exact: 'POST' } }],
    ['a header that it lacks', { headers: { 'x-test': { exact: '1' } } }],
    ['labels of somebody else', { sourceLabels: { app: 'batch' } }],
    ['another namespace', { sourceNamespace: 'other' }],
    ['a regular expression that covers a part of the uri only', { uri: { regex: '/ite' } }],
    ['query parameters that it lacks', { queryParams: { a: { exact: '1' } } }],
    ['one condition of two', { uri: { prefix: '/items' }, method: { exact: 'PUT' } }],
  ])('do not take a request by %s', (_, match) => {
    const facts = withConfig([
      apiSubsets,
      apiRoutes({ match: [match], route: [toSubset('v2')] }, { route: [toSubset('v1')] }),
    ]);
    expect(share(facts, 'api-v2')).toBe(0);
    expect(share(facts, 'api-v1')).toBeCloseTo(1, 2);
  });

  it('take a request by the port it was sent to', () => {
    const ports = [
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'http-admin', port: 81, targetPort: 8081 },
    ];
    const facts = run({
      apps: {
        'shop/web': { calls: [http('api', '/', 1, { port: 80 }), http('api', '/', 0.5, { port: 81 })] },
        'shop/api': { ...versions, ports },
      },
      config: [
        apiSubsets,
        apiRoutes({ match: [{ port: 81 }], route: [toSubset('v2')] }, { route: [toSubset('v1')] }),
      ],
    });
    expect(share(facts, 'api-v1')).toBeCloseTo(1, 2);
    expect(share(facts, 'api-v2')).toBeCloseTo(0.5, 2);
  });

  it('of a namespace that are not exported mean nothing elsewhere', () => {
    const hidden = at('shop/api', 'VirtualService', {
      hosts: ['api'],
      exportTo: ['.'],
      http: [{ route: [toSubset('v2')] }],
    });
    const inside = withConfig([apiSubsets, hidden]);
    expect(share(inside, 'api-v2')).toBeCloseTo(1, 2);
    const outside = run({
      namespaces: { other: { 'istio-injection': 'enabled' } },
      from: 'other/web',
      apps: { 'other/web': { calls: [http('api.shop', '/', 1)] }, 'shop/api': versions },
      config: [apiSubsets, hidden],
    });
    expect(share(outside, 'api-v2')).toBeCloseTo(0.5, 2);
  });

  it('of several for one host obey the oldest', () => {
    const facts = withConfig([
      apiSubsets,
      at('shop/first', 'VirtualService', { hosts: ['api'], http: [{ route: [toSubset('v1')] }] }),
      at('shop/a-second', 'VirtualService', { hosts: ['api'], http: [{ route: [toSubset('v2')] }] }),
    ]);
    expect(share(facts, 'api-v1')).toBeCloseTo(1, 2);
  });

  it('may speak for several hosts', () => {
    const rule = at('shop/both', 'VirtualService', {
      hosts: ['other', 'api'],
      http: [{ route: [toSubset('v2')] }],
    });
    expect(share(withConfig([apiSubsets, rule]), 'api-v2')).toBeCloseTo(1, 2);
  });
});

describe('requests that reach nobody', () => {
  it.each([
    ['a subset that nobody defines is answered 503 NC', { route: [toSubset('v9')] }, '503', 'NC'],
    [
      'a host that does not exist is answered 503 NC',
      { route: [{ destination: { host: 'ghost' } }] },
      '503',
      'NC',
    ],
    ['no matching route is answered 404 NR', { match: [{ uri: { exact: '/x' } }], route: [] }, '404', 'NR'],
    [
      'an abort is answered with its status and FI',
      { fault: { abort: { percentage: { value: 100 }, httpStatus: 418 } }, route: [toSubset('v1')] },
      '418',
      'FI',
    ],
    [
      'a redirect is answered by the client’s own proxy',
      { redirect: { uri: '/', redirectCode: 308 } },
      '308',
      '-',
    ],
  ])('%s, told by the source only with an unknown workload', (_, route, code, flags) => {
    const facts = withConfig([apiSubsets, apiRoutes(route)]);
    const rows = facts.rows();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.perRequest).toBeCloseTo(1, 2);
    expect(rows[0]?.labels).toMatchObject({
      ...NOBODY,
      reporter: 'source',
      response_code: code,
      response_flags: flags,
      source_workload: 'web',
    });
  });

  it('with no healthy endpoint are answered 503 UH', () => {
    const facts = withConfig([]).after((store) => {
      for (const name of ['api-v1', 'api-v2'])
        store.patch('deployments', name, { spec: { replicas: 0 } }, { namespace: 'shop' });
    });
    const rows = facts.rows();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.labels).toMatchObject({
      ...NOBODY,
      reporter: 'source',
      response_code: '503',
      response_flags: 'UH',
      destination_service: 'api.shop.svc.cluster.local',
      destination_service_name: 'api',
      destination_service_namespace: 'shop',
    });
  });
});

describe('faults', () => {
  const abort = (value: number | undefined) => ({
    abort: { httpStatus: 500, ...(value === undefined ? {} : { percentage: { value } }) },
  });
  const delay = (value: number) => ({ delay: { fixedDelay: '2s', percentage: { value } } });

  it('without a percentage are never injected', () => {
    const facts = withConfig([
      apiRoutes({ fault: abort(undefined), route: [{ destination: { host: 'api' } }] }),
    ]);
    expect(facts.sum({ response_flags: 'FI' })).toBe(0);
  });

  it('abort the share that they name, and the server sees the rest', () => {
    const facts = withConfig([apiRoutes({ fault: abort(30), route: [{ destination: { host: 'api' } }] })]);
    expect(facts.sum({ response_flags: 'FI', reporter: 'source' })).toBeCloseTo(0.3, 2);
    expect(facts.sum({ destination_app: 'api', reporter: 'destination' })).toBeCloseTo(0.7, 2);
  });

  it('delay the share that they name at the client alone', () => {
    const facts = withConfig([apiRoutes({ fault: delay(40), route: [{ destination: { host: 'api' } }] })]);
    expect(facts.sum({ response_flags: 'DI', reporter: 'source' })).toBeCloseTo(0.4, 2);
    expect(facts.sum({ response_flags: 'DI', reporter: 'destination' })).toBe(0);
    expect(facts.mean({ response_flags: 'DI' })).toBeGreaterThan(2000);
    expect(facts.mean({ reporter: 'destination' })).toBeLessThan(20);
  });

  it('that delay and abort the same request are flagged with both', () => {
    const facts = withConfig([
      apiRoutes({ fault: { ...abort(100), ...delay(100) }, route: [{ destination: { host: 'api' } }] }),
    ]);
    expect(facts.rows().map(({ labels }) => labels['response_flags'])).toEqual(['DI,FI']);
  });
});

describe('timeouts', () => {
  const slow = (timeout: string) =>
    run({
      apps: { 'shop/web': web, 'shop/api': { medianMs: 100 } },
      config: [apiRoutes({ timeout, route: [{ destination: { host: 'api' } }] })],
    });

  it('answer 504 UT at the source, for requests that an endpoint has taken', () => {
    const facts = slow('0.1s');
    const late = facts.rows({ response_flags: 'UT' });
    expect(late).toHaveLength(1);
    expect(late[0]?.labels).toMatchObject({
      reporter: 'source',
      response_code: '504',
      destination_workload: 'api',
    });
    // Half of the requests take longer than the median.
    expect(late[0]?.perRequest).toBeCloseTo(0.5, 2);
  });

  it('are seen by the server as clients that went away: 0 and DC', () => {
    const facts = slow('0.1s');
    expect(facts.sum({ reporter: 'destination', response_code: '0', response_flags: 'DC' })).toBeCloseTo(
      0.5,
      2,
    );
    expect(facts.sum({ reporter: 'destination' })).toBeCloseTo(1, 2);
  });

  it('leave no successful request that took longer', () => {
    const facts = slow('0.1s');
    const ok = { reporter: 'source', response_code: '200' };
    const slower = facts.sum({ ...ok, le: '+Inf' }, 'istio_request_duration_milliseconds_bucket');
    const faster = facts.sum({ ...ok, le: '250' }, 'istio_request_duration_milliseconds_bucket');
    expect(faster).toBe(slower);
  });

  it('that are long enough change nothing', () => {
    expect(slow('60s').sum({ response_flags: 'UT' })).toBe(0);
  });
});

describe('retries', () => {
  const flaky = (retries: object | undefined) =>
    run({
      apps: { 'shop/web': web, 'shop/api': { behaviour: { failures: [{ code: '503', share: 0.5 }] } } },
      config: [
        apiRoutes({
          route: [{ destination: { host: 'api' } }],
          ...(retries === undefined ? {} : { retries }),
        }),
      ],
    });

  it('on 5xx let the server count more requests than the client', () => {
    const facts = flaky({ attempts: 2, retryOn: '5xx' });
    expect(facts.sum({ reporter: 'source' })).toBeCloseTo(1, 2);
    expect(facts.sum({ reporter: 'destination' })).toBeCloseTo(1.75, 2);
  });

  it('leave the client the failures that every attempt ended in, flagged URX', () => {
    const facts = flaky({ attempts: 2, retryOn: '5xx' });
    expect(facts.sum({ reporter: 'source', response_code: '503' })).toBeCloseTo(0.125, 2);
    expect(facts.rows({ reporter: 'source', response_code: '503' })[0]?.labels['response_flags']).toBe('URX');
    expect(facts.sum({ reporter: 'destination', response_code: '503' })).toBeCloseTo(0.875, 2);
  });

  it('by default do not repeat what an application has answered', () => {
    const facts = flaky(undefined);
    expect(facts.sum({ reporter: 'destination' })).toBeCloseTo(1, 2);
    expect(facts.sum({ reporter: 'source', response_code: '503' })).toBeCloseTo(0.5, 2);
  });

  it('with no attempts change nothing', () => {
    expect(flaky({ attempts: 0, retryOn: '5xx' }).sum({ reporter: 'destination' })).toBeCloseTo(1, 2);
  });

  it('on another condition change nothing', () => {
    expect(flaky({ attempts: 3, retryOn: 'connect-failure' }).sum({ reporter: 'destination' })).toBeCloseTo(
      1,
      2,
    );
  });
});

describe('mirrors', () => {
  const mirrored = (extra: object) =>
    withConfig([
      apiSubsets,
      apiRoutes({ route: [toSubset('v1')], mirror: { host: 'api', subset: 'v2' }, ...extra }),
    ]);

  it('copy everything where no percentage is named, told by the mirror’s side only', () => {
    const facts = mirrored({});
    expect(share(facts, 'api-v2')).toBeCloseTo(1, 2);
    expect(share(facts, 'api-v2', 'source')).toBe(0);
    expect(share(facts, 'api-v1', 'source')).toBeCloseTo(1, 2);
  });

  it('get no copies of requests that have nowhere to go', () => {
    const facts = withConfig([
      apiSubsets,
      apiRoutes({ route: [toSubset('v9')], mirror: { host: 'api', subset: 'v2' } }),
    ]);
    expect(share(facts, 'api-v2')).toBe(0);
  });

  it('get no copies of requests that a fault has aborted', () => {
    const fault = { abort: { httpStatus: 500, percentage: { value: 60 } } };
    expect(share(mirrored({ fault }), 'api-v2')).toBeCloseTo(0.4, 2);
  });

  it('copy the share that they name', () => {
    expect(share(mirrored({ mirrorPercentage: { value: 20 } }), 'api-v2')).toBeCloseTo(0.2, 2);
  });
});

describe('connection pools', () => {
  const pooled = (pending: number) =>
    run({
      apps: { 'shop/web': web, 'shop/api': { medianMs: 40 } },
      config: [
        at('shop/api', 'DestinationRule', {
          host: 'api',
          trafficPolicy: {
            connectionPool: { tcp: { maxConnections: 1 }, http: { http1MaxPendingRequests: pending } },
          },
        }),
      ],
    });

  it('that are too small for rate × time overflow with 503 UO, which the server never sees', () => {
    const facts = pooled(1);
    const overflow = facts.sum({ reporter: 'source', response_code: '503', response_flags: 'UO' });
    expect(overflow).toBeGreaterThan(0.4);
    expect(facts.sum({ reporter: 'destination' })).toBeCloseTo(1 - overflow, 2);
  });

  it('that are large enough never overflow', () => {
    expect(pooled(1000).sum({ response_flags: 'UO' })).toBe(0);
  });
});

describe('HTTPRoutes', () => {
  const serviceOf = (version: string) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `api-${version}`, namespace: 'shop' },
    spec: { selector: { app: 'api', version }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  });
  const route = (rules: object[], place = 'shop/api') =>
    at(place, 'HTTPRoute', {
      parentRefs: [{ group: '', kind: 'Service', name: 'api', namespace: 'shop', port: 80 }],
      rules,
    });
  const objects = ['v1', 'v2'].map(serviceOf);

  it('on a Service make the backend the destination_service of the source', () => {
    const rules = [
      {
        backendRefs: [
          { name: 'api-v1', port: 80, weight: 4 },
          { name: 'api-v2', port: 80 },
        ],
      },
    ];
    const facts = withConfig([route(rules)], { objects });
    expect(facts.sum({ reporter: 'source', destination_service_name: 'api-v1' })).toBeCloseTo(0.8, 2);
    // A weight that is left out is 1.
    expect(facts.sum({ reporter: 'source', destination_service_name: 'api-v2' })).toBeCloseTo(0.2, 2);
    expect(facts.sum({ reporter: 'source', destination_service_name: 'api' })).toBe(0);
  });

  it('with a backend of weight 0 send it nothing', () => {
    const rules = [
      {
        backendRefs: [
          { name: 'api-v1', port: 80 },
          { name: 'api-v2', port: 80, weight: 0 },
        ],
      },
    ];
    expect(share(withConfig([route(rules)], { objects }), 'api-v2')).toBe(0);
  });

  it('whose backends do not exist answer 500 for their share', () => {
    const rules = [
      {
        backendRefs: [
          { name: 'api-v1', port: 80 },
          { name: 'ghost', port: 80 },
        ],
      },
    ];
    const facts = withConfig([route(rules)], { objects });
    expect(facts.sum({ response_code: '500', reporter: 'source' })).toBeCloseTo(0.5, 2);
  });

  it('take prefixes of paths by whole segments', () => {
    const rules = (value: string) => [
      { matches: [{ path: { type: 'PathPrefix', value } }], backendRefs: [{ name: 'api-v2', port: 80 }] },
      { backendRefs: [{ name: 'api-v1', port: 80 }] },
    ];
    expect(share(withConfig([route(rules('/items'))], { objects }), 'api-v2')).toBeCloseTo(1, 2);
    expect(share(withConfig([route(rules('/item'))], { objects }), 'api-v2')).toBe(0);
  });

  it('of the caller’s namespace go before those of the service’s owner', () => {
    const to = (name: string) => [{ backendRefs: [{ name, namespace: 'shop', port: 80 }] }];
    const facts = run({
      namespaces: { other: { 'istio-injection': 'enabled' } },
      from: 'other/web',
      apps: { 'other/web': { calls: [http('api.shop', '/', 1)] }, 'shop/api': versions },
      objects,
      config: [route(to('api-v1')), route(to('api-v2'), 'other/mine')],
    });
    expect(share(facts, 'api-v2')).toBeCloseTo(1, 2);
  });
});

describe('DestinationRules', () => {
  it('of the caller’s namespace hide those of the service’s', () => {
    const facts = run({
      namespaces: { other: { 'istio-injection': 'enabled' } },
      from: 'other/web',
      apps: { 'other/web': { calls: [http('api.shop', '/', 1)] }, 'shop/api': versions },
      config: [
        apiSubsets,
        at('other/wide', 'DestinationRule', { host: '*.local' }),
        apiRoutes({ route: [{ destination: { host: 'api', subset: 'v1' } }] }),
      ],
    });
    expect(facts.rows({ reporter: 'source' }).map(({ labels }) => labels['response_flags'])).toEqual(['NC']);
  });

  it('that are not exported do not reach callers elsewhere', () => {
    const hidden = at('shop/api', 'DestinationRule', {
      host: 'api',
      exportTo: ['.'],
      subsets: [{ name: 'v1', labels: { version: 'v1' } }],
    });
    const facts = run({
      namespaces: { other: { 'istio-injection': 'enabled' } },
      from: 'other/web',
      apps: { 'other/web': { calls: [http('api.shop', '/', 1)] }, 'shop/api': versions },
      config: [hidden, apiRoutes({ route: [toSubset('v1')] })],
    });
    expect(facts.sum({ response_flags: 'NC' })).toBeCloseTo(1, 2);
  });

  it('of an exact host go before wildcards of their namespace, whatever their age', () => {
    const facts = withConfig([
      at('shop/wide', 'DestinationRule', {
        host: '*.shop.svc.cluster.local',
        trafficPolicy: { tls: { mode: 'DISABLE' } },
      }),
      apiSubsets,
    ]);
    expect(facts.sum({ connection_security_policy: 'mutual_tls' })).toBeCloseTo(1, 2);
  });

  it('of one host and namespace are merged: subsets of all of them count', () => {
    const only = (name: string) =>
      at(`shop/${name}`, 'DestinationRule', { host: 'api', subsets: [{ name, labels: { version: name } }] });
    const facts = withConfig([
      only('v1'),
      only('v2'),
      apiRoutes({ route: [toSubset('v1', 1), toSubset('v2', 1)] }),
    ]);
    expect(facts.sum({ response_flags: 'NC' })).toBe(0);
    expect(share(facts, 'api-v2')).toBeCloseTo(0.5, 2);
  });
});
