import { describe, expect, it } from 'vitest';
import type { RouteObjects } from './route-objects';
import type { RoutePlan, Viewpoint } from './route-plan';
import { planRoutes } from './plan-routes';
import { backend, mesh, object, problemsOf, service, subsets, tell, tellHost, to } from './sample-routes';

const SERVICES = ['shop/api', 'shop/web', 'shop/a', 'shop/b', 'dock/a'].map((place) => service(place));
const FRONT: Viewpoint = {
  kind: 'gateway',
  namespace: 'edge',
  gateways: ['edge/front'],
  kubernetesGateways: [],
};

/** A Gateway with one server for each `protocol host host …`. */
function gateway(place: string, ...servers: readonly string[]): object {
  return object(place, {
    selector: { istio: 'ingressgateway' },
    servers: servers.map((written) => {
      const [protocol = '', ...hosts] = written.split(' ');
      const [name, mode] = protocol.split('/');
      return {
        port: { number: 80, name, protocol: name },
        ...(mode === undefined ? {} : { tls: { mode } }),
        hosts,
      };
    }),
  });
}

/** A VirtualService that sends everything to the Service of its name, bound to `edge/front`. */
function vs(place: string, spec: object = {}, age = 0): object {
  const [, name = ''] = place.split('/');
  const http = [{ route: [to(name)] }];
  return object(place, { hosts: ['a.example.com'], gateways: ['edge/front'], http, ...spec }, age);
}

function see(objects: RouteObjects, viewpoint: Viewpoint = FRONT): RoutePlan {
  const given = mesh({ services: SERVICES, gateways: [gateway('edge/front', 'HTTP *')], ...objects });
  const turned = Object.fromEntries(
    Object.entries(given).map(([kind, list]: [string, readonly unknown[]]) => [kind, list.toReversed()]),
  );
  const plan = planRoutes(given, viewpoint);
  expect(planRoutes(turned, viewpoint)).toEqual(plan);
  return plan;
}

describe('a gateway follows', () => {
  it.each<[string, object, readonly string[]]>([
    ['what is bound to it by its full name', { gateways: ['edge/front'] }, ['everything → a 100']],
    ['nothing that is bound to a gateway of its own namespace', { gateways: ['front'] }, []],
    ['nothing that is bound to ./front', { gateways: ['./front'] }, []],
    [
      'what is bound to it in the old way',
      { gateways: ['front.edge.svc.cluster.local'] },
      ['everything → a 100'],
    ],
    ['what is bound to it among others', { gateways: ['mesh', 'edge/front'] }, ['everything → a 100']],
    ['nothing that is for the mesh', { gateways: ['mesh'] }, []],
    ['nothing that names no gateway', { gateways: undefined }, []],
    ['what is exported to its own namespace', { exportTo: ['edge'] }, ['everything → a 100']],
    ['nothing that is private to another', { exportTo: ['.'] }, []],
    [
      'matches for it',
      { http: [{ match: [{ gateways: ['edge/front'], uri: { exact: '/a' } }], route: [to('a')] }] },
      ['path /a → a 100'],
    ],
    [
      'no matches for others',
      { gateways: ['mesh', 'edge/front'], http: [{ match: [{ gateways: ['mesh'] }], route: [to('a')] }] },
      [],
    ],
    [
      'matches for it whoever they say calls',
      { http: [{ match: [{ gateways: ['edge/front'], sourceNamespace: 'shop' }], route: [to('a')] }] },
      ['everything → a 100'],
    ],
  ])('%s', (_title, spec, expected) => {
    expect(tell(see({ virtualServices: [vs('shop/a', spec)] }), 'a.example.com')).toEqual(expected);
  });

  it.each<[string, readonly string[], readonly string[], readonly string[]]>([
    [
      'every host of a server for all',
      ['HTTP *'],
      ['a.example.com', '*.example.org'],
      ['*.example.org', 'a.example.com'],
    ],
    ['a host that a server names', ['HTTP a.example.com'], ['a.example.com'], ['a.example.com']],
    ['no host that no server names', ['HTTP b.example.com'], ['a.example.com'], []],
    ['a host below a wildcard of a server', ['HTTP *.example.com'], ['a.example.com'], ['a.example.com']],
    ['of * what the server names', ['HTTP *.example.com b.org'], ['*'], ['*.example.com', 'b.org']],
    ['of * everything', ['HTTP *'], ['*'], ['*']],
    ['of a wildcard what the server narrows', ['HTTP a.example.com'], ['*.com'], ['a.example.com']],
    ['hosts for its namespace', ['HTTP shop/*'], ['a.example.com'], ['a.example.com']],
    ['hosts for every namespace', ['HTTP */a.example.com'], ['a.example.com'], ['a.example.com']],
    ['no hosts for other namespaces', ['HTTP dock/*'], ['a.example.com'], []],
    ["no hosts for the gateway's own namespace", ['HTTP ./*'], ['a.example.com'], []],
    [
      'hosts of any of its servers',
      ['HTTP b.org', 'HTTPS/SIMPLE a.example.com'],
      ['a.example.com'],
      ['a.example.com'],
    ],
  ])('%s', (_title, servers, hosts, expected) => {
    const plan = see({
      gateways: [gateway('edge/front', ...servers)],
      virtualServices: [vs('shop/a', { hosts })],
    });
    expect(plan.hosts.map(({ host }) => host)).toEqual(expected);
    if (expected.length === 0) expect(problemsOf(plan)).toEqual(['host-not-served shop/a spec.hosts[0]']);
  });

  const rules = {
    http: [{ route: [to('a')] }],
    tls: [{ match: [{ sniHosts: ['a.example.com'] }], route: [to('a')] }],
    tcp: [{ route: [to('a')] }],
  };
  it.each([
    ['HTTP', ['everything → a 100']],
    ['HTTP2', ['everything → a 100']],
    ['GRPC', ['everything → a 100']],
    ['HTTPS/SIMPLE', ['everything → a 100']],
    ['HTTPS/PASSTHROUGH', ['tls SNI a.example.com → a 100']],
    ['TLS/PASSTHROUGH', ['tls SNI a.example.com → a 100']],
    ['TLS/SIMPLE', ['tcp everything → a 100']],
    ['TCP', ['tcp everything → a 100']],
    ['MONGO', ['tcp everything → a 100']],
  ])('rules for what a server of %s speaks', (protocol, expected) => {
    const plan = see({
      gateways: [gateway('edge/front', `${protocol} *`)],
      virtualServices: [vs('shop/a', rules)],
    });
    expect(tell(plan, 'a.example.com')).toEqual(expected);
  });

  it('what is bound to a gateway that nobody can read', () => {
    const objects: RouteObjects = { services: SERVICES, serviceEntries: [], virtualServices: [vs('shop/a')] };
    const plan = planRoutes(objects, FRONT);
    expect(tell(plan, 'a.example.com')).toEqual(['everything → a 100']);
    expect(problemsOf(plan)).toEqual([]);
  });

  it('nothing that is bound to a gateway that does not exist, which is told', () => {
    const plan = see({ gateways: [], virtualServices: [vs('shop/a')] });
    expect(plan.hosts).toEqual([]);
    expect(problemsOf(plan)).toEqual(['unknown-gateway shop/a spec.gateways[0]']);
  });

  it('DestinationRules as its own namespace sees them', () => {
    const route = [{ route: [to('a/v1')] }];
    const destinationRules = [subsets('shop/a', 'a', ['v1'], { exportTo: ['.'] })];
    const plan = see({ virtualServices: [vs('shop/a', { http: route })], destinationRules });
    expect(tell(plan, 'a.example.com')).toEqual(['everything → a/v1 100 (undefined-subset)']);
  });
});

describe('ports of a gateway', () => {
  const two = object('edge/front', {
    servers: [
      { port: { number: 80, protocol: 'HTTP' }, hosts: ['*'] },
      { port: { number: 81, protocol: 'HTTP' }, hosts: ['*'] },
      { port: { number: 5432, protocol: 'TCP' }, hosts: ['b.example.com'] },
    ],
  });
  const rule = (port: number | undefined, name: string) => ({
    ...(port === undefined ? {} : { match: [{ port }] }),
    route: [to(name)],
  });

  it.each<[string, object, readonly string[]]>([
    ['are one where nothing tells them apart', { http: [rule(undefined, 'a')] }, ['everything → a 100']],
    [
      'are told apart where a rule does',
      { http: [rule(81, 'b'), rule(undefined, 'a')] },
      [':80 everything → a 100', ':81 everything → b 100', ':81 everything → a 100 (shadowed)'],
    ],
    ['have nothing where no rule is for them', { http: [rule(81, 'b')] }, [':81 everything → b 100']],
    [
      'are told apart where they speak otherwise',
      { hosts: ['b.example.com'], http: [rule(undefined, 'a')], tcp: [rule(undefined, 'b')] },
      [':80 everything → a 100', ':81 everything → a 100', ':5432 tcp everything → b 100'],
    ],
  ])('%s', (_title, spec, expected) => {
    const plan = see({ gateways: [two], virtualServices: [vs('shop/a', spec)] });
    expect(plan.hosts.flatMap(tellHost)).toEqual(expected);
  });

  it('decide by themselves where there is only one', () => {
    const plan = see({ virtualServices: [vs('shop/a', { http: [rule(80, 'b'), rule(undefined, 'a')] })] });
    expect(plan.hosts.flatMap(tellHost)).toEqual(['everything → b 100', 'everything → a 100 (shadowed)']);
  });
});

describe('several objects of one host at a gateway', () => {
  const rule = (uri: string, name: string) => ({ match: [{ uri: { exact: uri } }], route: [to(name)] });
  const all = (name: string) => ({ route: [to(name)] });
  const spec = (...http: readonly object[]) => ({ http });

  it.each<[string, readonly object[], readonly string[]]>([
    [
      'follow one another, the oldest first',
      [vs('shop/a', spec(rule('/a', 'a')), 2), vs('shop/b', spec(rule('/b', 'b')), 1)],
      ['path /b → b 100', 'path /a → a 100'],
    ],
    [
      'have what takes everything at the end',
      [vs('shop/a', spec(rule('/a', 'a'), all('a')), 1), vs('shop/b', spec(rule('/b', 'b')), 2)],
      ['path /a → a 100', 'path /b → b 100', 'everything → a 100'],
    ],
    [
      'have one that takes everything: the oldest',
      [vs('shop/a', spec(all('a')), 1), vs('shop/b', spec(all('b')), 2)],
      ['everything → a 100', 'everything → b 100 (shadowed)'],
    ],
    [
      'never reach what their own object says after everything',
      [vs('shop/a', spec(all('a'), rule('/a', 'a')), 1), vs('shop/b', spec(rule('/b', 'b')), 2)],
      ['path /b → b 100', 'everything → a 100', 'path /a → a 100 (shadowed)'],
    ],
    [
      'keep alternatives before everything where they are',
      [
        vs('shop/a', spec({ match: [{ uri: { exact: '/a' } }, {}], route: [to('a')] }), 1),
        vs('shop/b', spec(rule('/a', 'b'), rule('/b', 'b')), 2),
      ],
      ['path /a → a 100', 'path /a → b 100 (shadowed)', 'path /b → b 100', 'everything → a 100'],
    ],
    [
      'have the same conditions: the oldest counts',
      [vs('shop/a', spec(rule('/a', 'a')), 1), vs('shop/b', spec(rule('/a', 'b')), 2)],
      ['path /a → a 100', 'path /a → b 100 (shadowed)'],
    ],
    [
      'of different hosts are not merged, even where one is a wildcard',
      [
        vs('shop/a', spec(rule('/a', 'a')), 1),
        vs('shop/b', { hosts: ['*.example.com'], http: [all('b')] }, 2),
      ],
      ['path /a → a 100'],
    ],
  ])('%s', (_title, virtualServices, expected) => {
    const plan = see({ virtualServices });
    expect(tell(plan, 'a.example.com')).toEqual(expected);
    expect(problemsOf(plan).some((one) => one.startsWith('host-claimed'))).toBe(false);
  });

  it('are all named, the first first', () => {
    const plan = see({ virtualServices: [vs('shop/a', {}, 2), vs('shop/b', {}, 1)] });
    expect(plan.hosts[0]?.source.name).toBe('b');
    expect(plan.hosts[0]?.sources.map(({ name }) => name)).toEqual(['b', 'a']);
  });
});

describe('a Gateway of the Gateway API takes', () => {
  const EDGE: Viewpoint = { ...FRONT, gateways: [], kubernetesGateways: ['edge/gw'] };
  const listener = (more: object = {}) => ({
    name: 'web',
    port: 80,
    protocol: 'HTTP',
    allowedRoutes: { namespaces: { from: 'All' } },
    ...more,
  });
  const gw = (...listeners: readonly object[]) => object('edge/gw', { gatewayClassName: 'istio', listeners });
  const route = (place: string, spec: object = {}, age = 0) => {
    const [, name = ''] = place.split('/');
    const parentRefs = [{ name: 'gw', namespace: 'edge' }];
    return object(
      place,
      { parentRefs, hostnames: ['a.example.com'], rules: [{ backendRefs: [backend(name)] }], ...spec },
      age,
    );
  };
  const look = (objects: RouteObjects) =>
    see({ gatewayApiGateways: [gw(listener())], referenceGrants: [], ...objects }, EDGE);

  it.each<[string, object, object, readonly string[]]>([
    ['a route of any namespace that it lets in', {}, {}, ['everything → a 100']],
    ['no route of another namespace by itself', { allowedRoutes: undefined }, {}, []],
    [
      'no route of another namespace where only its own may',
      { allowedRoutes: { namespaces: { from: 'Same' } } },
      {},
      [],
    ],
    ['no route at all where none may', { allowedRoutes: { namespaces: { from: 'None' } } }, {}, []],
    [
      'a route of namespaces that it selects',
      { allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { team: 'shop' } } } } },
      {},
      ['everything → a 100'],
    ],
    [
      'no route of namespaces that it does not select',
      { allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { team: 'dock' } } } } },
      {},
      [],
    ],
    [
      'a route for its listener',
      {},
      { parentRefs: [{ name: 'gw', namespace: 'edge', sectionName: 'web' }] },
      ['everything → a 100'],
    ],
    [
      'no route for another listener',
      {},
      { parentRefs: [{ name: 'gw', namespace: 'edge', sectionName: 'x' }] },
      [],
    ],
    [
      'a route for its port',
      {},
      { parentRefs: [{ name: 'gw', namespace: 'edge', port: 80 }] },
      ['everything → a 100'],
    ],
    ['no route for another port', {}, { parentRefs: [{ name: 'gw', namespace: 'edge', port: 81 }] }, []],
    [
      'no route of another kind than it lets in',
      { allowedRoutes: { namespaces: { from: 'All' }, kinds: [{ kind: 'GRPCRoute' }] } },
      {},
      [],
    ],
    ['no route for requests where it takes bytes', { protocol: 'TCP' }, {}, []],
    ['a route whose host is below its wildcard', { hostname: '*.example.com' }, {}, ['everything → a 100']],
    ['no route for another host', { hostname: 'b.example.com' }, {}, []],
    [
      'a route without hosts for its own host',
      { hostname: 'a.example.com' },
      { hostnames: undefined },
      ['everything → a 100'],
    ],
    [
      'the narrower of two wildcards',
      { hostname: 'a.example.com' },
      { hostnames: ['*.example.com'] },
      ['everything → a 100'],
    ],
    ['no route that is for another Gateway', {}, { parentRefs: [{ name: 'other', namespace: 'edge' }] }, []],
    ['no route that names a Gateway of its own namespace', {}, { parentRefs: [{ name: 'gw' }] }, []],
  ])('%s', (_title, more, spec, expected) => {
    const namespaces = [{ metadata: { name: 'shop', labels: { team: 'shop' } } }];
    const plan = look({
      gatewayApiGateways: [gw(listener(more))],
      httpRoutes: [route('shop/a', spec)],
      namespaces,
    });
    expect(tell(plan, 'a.example.com')).toEqual(expected);
  });

  it('tells of routes that none of its listeners takes', () => {
    const plan = look({
      gatewayApiGateways: [gw(listener({ hostname: 'b.org' }))],
      httpRoutes: [route('shop/a')],
    });
    expect(problemsOf(plan)).toEqual(['unknown-parent shop/a spec.parentRefs[0]']);
  });

  it.each<[string, readonly object[] | undefined, string]>([
    ['not without a ReferenceGrant', [], 'everything → a.dock.svc.cluster.local 100 (reference-not-granted)'],
    ['with a ReferenceGrant', [grant({})], 'everything → a.dock.svc.cluster.local 100'],
    ['with one for the name', [grant({ name: 'a' })], 'everything → a.dock.svc.cluster.local 100'],
    [
      'not with one for another name',
      [grant({ name: 'b' })],
      'everything → a.dock.svc.cluster.local 100 (reference-not-granted)',
    ],
    [
      'not with one for another kind of route',
      [grant({}, 'GRPCRoute')],
      'everything → a.dock.svc.cluster.local 100 (reference-not-granted)',
    ],
  ])('a backend of another namespace %s', (_title, referenceGrants, expected) => {
    const rules = [{ backendRefs: [backend('a', undefined, { namespace: 'dock' })] }];
    const plan = look({
      httpRoutes: [route('shop/a', { rules })],
      ...(referenceGrants && { referenceGrants }),
    });
    expect(tell(plan, 'a.example.com')).toEqual([expected]);
  });

  function grant(to: object, kind = 'HTTPRoute'): object {
    return object('dock/grant', {
      from: [{ group: 'gateway.networking.k8s.io', kind, namespace: 'shop' }],
      to: [{ group: '', kind: 'Service', ...to }],
    });
  }

  it('connections by the name that is asked for, and without', () => {
    const tls = listener({ name: 'tls', port: 443, protocol: 'TLS' });
    const tcp = listener({ name: 'tcp', port: 5432, protocol: 'TCP' });
    const plan = look({
      gatewayApiGateways: [gw(tls, tcp)],
      tlsRoutes: [route('shop/a')],
      tcpRoutes: [route('shop/b', { parentRefs: [{ name: 'gw', namespace: 'edge', sectionName: 'tcp' }] })],
    });
    expect(tell(plan, 'a.example.com')).toEqual(['tls SNI a.example.com → a 100']);
    expect(tell(plan, '*')).toEqual(['tcp everything → b 100']);
  });

  it('rules of several routes of one host in the order of what they match', () => {
    const paths = (...matches: readonly (readonly [string, string])[]) =>
      matches.map(([type, value]) => ({ path: { type, value } }));
    const rule = (name: string, matches: readonly object[]) => ({ matches, backendRefs: [backend(name)] });
    const plan = look({
      httpRoutes: [
        route(
          'shop/old',
          { rules: [rule('a', paths(['PathPrefix', '/x'])), rule('b', paths(['PathPrefix', '/']))] },
          1,
        ),
        route('shop/young', { rules: [rule('web', paths(['Exact', '/x/y'], ['PathPrefix', '/x/long']))] }, 2),
      ],
    });
    expect(tell(plan, 'a.example.com')).toEqual([
      'path /x/y, or path /x/long and below → web 100',
      'path /x and below → a 100',
      'everything → b 100',
    ]);
  });
});
