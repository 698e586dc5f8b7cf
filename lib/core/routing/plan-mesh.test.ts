import { describe, expect, it } from 'vitest';
import type { RouteObjects, RouteSettings } from './route-objects';
import type { Viewpoint } from './route-plan';
import { planRoutes } from './plan-routes';
import { mesh, object, problemsOf, service, SHOP, sidecarIn, tell, tellHost, to } from './sample-routes';

const SERVICES = ['shop/api', 'shop/web', 'shop/a', 'shop/b', 'shop/c', 'dock/api'].map((place) =>
  service(place),
);

/** A VirtualService at `namespace/name` that sends everything to `shop/<its name>`. */
function vs(place: string, spec: object = {}, age = 0): object {
  const [, name = ''] = place.split('/');
  const route = [to(`${name}.shop.svc.cluster.local`)];
  return object(place, { hosts: ['api.shop.svc.cluster.local'], http: [{ route }], ...spec }, age);
}

function see(
  virtualServices: readonly object[],
  viewpoint: Viewpoint = SHOP,
  more: RouteObjects = {},
  settings?: RouteSettings,
) {
  const [plan, turned] = [virtualServices, virtualServices.toReversed()].map((given) =>
    planRoutes(mesh({ services: SERVICES, ...more, virtualServices: given }), viewpoint, settings),
  );
  expect(turned).toEqual(plan);
  if (plan === undefined) throw new Error('No plan.');
  return plan;
}

const ROOT = { rootNamespace: 'istio-system' };

describe('hosts of a VirtualService', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['a short name is of its own namespace', 'shop/a', 'api', ['api.shop.svc.cluster.local']],
    ['a short name is not of the client', 'dock/a', 'api', ['api.dock.svc.cluster.local']],
    ['a full name is itself', 'dock/a', 'api.shop.svc.cluster.local', ['api.shop.svc.cluster.local']],
    ['a name with one dot is taken as it is', 'shop/a', 'api.shop', ['api.shop']],
    ['an outside name is itself', 'shop/a', 'www.example.com', ['www.example.com']],
    ['an IP is itself', 'shop/a', '10.0.0.1', ['10.0.0.1']],
    ['names have no case', 'shop/a', 'WWW.Example.com', ['www.example.com']],
    ['* is not permitted inside the mesh', 'shop/a', '*', []],
    ['a wildcard that takes in no service is itself', 'shop/a', '*.example.com', ['*.example.com']],
    [
      'a wildcard that takes in services stands for them',
      'shop/a',
      '*.dock.svc.cluster.local',
      ['api.dock.svc.cluster.local'],
    ],
  ])('%s', (_title, place, host, expected) => {
    expect(see([vs(place, { hosts: [host] })]).hosts.map((one) => one.host)).toEqual(expected);
  });

  it('each have a plan, in the order of their names', () => {
    const hosts = ['web', 'api', 'www.example.com'];
    expect(
      see([vs('shop/a', { hosts })]).hosts.map(({ host, service: found }) => [host, found?.name]),
    ).toEqual([
      ['api.shop.svc.cluster.local', 'api'],
      ['web.shop.svc.cluster.local', 'web'],
      ['www.example.com', undefined],
    ]);
  });

  it.each([
    ['no hosts', { hosts: undefined }],
    ['hosts that are no list', { hosts: 'api' }],
    ['hosts that are no texts', { hosts: [1, null, {}] }],
    ['no spec at all', undefined],
  ])('say nothing: %s', (_title, spec) => {
    expect(see([object('shop/a', spec)]).hosts).toEqual([]);
  });

  it('name their object and gateways', () => {
    const [host] = see([vs('shop/a', { gateways: ['mesh', 'front', 'dock/quay'] })]).hosts;
    expect(host?.source).toEqual({
      kind: 'VirtualService',
      namespace: 'shop',
      name: 'a',
      gateways: ['mesh', 'shop/front', 'dock/quay'],
    });
    expect(host?.rules[0]).toMatchObject({
      object: { kind: 'VirtualService', namespace: 'shop', name: 'a' },
      path: 'spec.http[0]',
      index: 0,
    });
  });

  it('* is told as a problem', () => {
    expect(problemsOf(see([vs('shop/a', { hosts: ['*'] })]))).toEqual(['wildcard-host shop/a spec.hosts[0]']);
  });
});

describe('a sidecar follows', () => {
  it.each<[string, readonly object[], string | undefined]>([
    ['what names no gateway', [vs('shop/a')], 'a'],
    ['what names mesh', [vs('shop/a', { gateways: ['mesh'] })], 'a'],
    ['what names mesh among others', [vs('shop/a', { gateways: ['front', 'mesh'] })], 'a'],
    ['nothing that is for gateways alone', [vs('shop/a', { gateways: ['front'] })], undefined],
    ['nothing whose gateways cannot be read', [vs('shop/a', { gateways: [1] })], undefined],
    ['what is exported to everybody', [vs('dock/a', { exportTo: ['*'] })], 'a'],
    ['what is exported to its namespace', [vs('dock/a', { exportTo: ['shop'] })], 'a'],
    ['nothing that is private to another namespace', [vs('dock/a', { exportTo: ['.'] })], undefined],
    ['nothing that is exported to others', [vs('dock/a', { exportTo: ['quay'] })], undefined],
    ['nothing that is exported to nobody', [vs('shop/a', { exportTo: ['~'] })], undefined],
    ['what is private to its own namespace', [vs('shop/a', { exportTo: ['.'] })], 'a'],
    ['the oldest of several', [vs('shop/a', {}, 2), vs('shop/b', {}, 1)], 'b'],
    ['the first by name of those as old', [vs('shop/b', {}, 1), vs('shop/a', {}, 1)], 'a'],
    [
      'the first by namespace of one name',
      [vs('shop/a', {}, 1), vs('dock/a', { hosts: ['api.shop.svc.cluster.local'] }, 1)],
      'a',
    ],
    [
      'the private one before older ones for everybody',
      [vs('shop/a', {}, 1), vs('shop/b', { exportTo: ['.'] }, 2)],
      'b',
    ],
    [
      'the one exported by name before older ones for everybody',
      [vs('shop/a', {}, 1), vs('dock/b', { exportTo: ['shop'] }, 2)],
      'b',
    ],
    [
      'the private one before one exported by name',
      [vs('dock/a', { exportTo: ['shop'] }, 1), vs('shop/b', { exportTo: ['.'] }, 2)],
      'b',
    ],
    [
      'its own namespace no sooner than others, where both are for everybody',
      [vs('dock/a', {}, 1), vs('shop/b', {}, 2)],
      'a',
    ],
    [
      'the exact host before any wildcard',
      [vs('shop/a', { hosts: ['*.shop.svc.cluster.local'] }, 1), vs('shop/b', {}, 2)],
      'b',
    ],
    [
      'the longer wildcard before the shorter',
      [vs('shop/a', { hosts: ['*.local'] }, 1), vs('shop/b', { hosts: ['*.shop.svc.cluster.local'] }, 2)],
      'b',
    ],
    [
      'the oldest of one wildcard',
      [vs('shop/a', { hosts: ['*.local'] }, 2), vs('shop/b', { hosts: ['*.local'] }, 1)],
      'b',
    ],
    [
      'the next where the first says nothing about requests',
      [vs('shop/a', { http: undefined, tcp: undefined }, 1), vs('shop/b', {}, 2)],
      'b',
    ],
    [
      'the next where nothing of the first is for it',
      [
        vs('shop/a', { http: [{ match: [{ sourceNamespace: 'dock' }], route: [to('a')] }] }, 1),
        vs('shop/b', {}, 2),
      ],
      'b',
    ],
  ])('%s', (_title, virtualServices, expected) => {
    expect(tell(see(virtualServices), 'api')).toEqual(
      expected === undefined ? [] : [`everything → ${expected} 100`],
    );
  });

  it('one object alone: what others say of the host is not merged, and told', () => {
    const rule = (uri: string, name: string) => ({ match: [{ uri: { exact: uri } }], route: [to(name)] });
    const plan = see([
      vs('shop/a', { http: [rule('/a', 'a')] }, 1),
      vs('shop/b', { hosts: ['web', 'api'], http: [rule('/b', 'b')] }, 2),
    ]);
    expect(tell(plan, 'api')).toEqual(['path /a → a 100']);
    expect(tell(plan, 'web')).toEqual(['path /b → b 100']);
    expect(problemsOf(plan)).toEqual(['host-claimed shop/b spec.hosts[1]']);
  });

  it('what the mesh says of objects without exportTo', () => {
    const settings = { ...ROOT, virtualServiceExportTo: ['.'] };
    expect(tell(see([vs('dock/a')], SHOP, {}, settings), 'api')).toEqual([]);
    expect(tell(see([vs('shop/a')], SHOP, {}, settings), 'api')).toEqual(['everything → a 100']);
    expect(tell(see([vs('dock/a', { exportTo: ['*'] })], SHOP, {}, settings), 'api')).toHaveLength(1);
  });

  it('in each namespace its own', () => {
    const both = [vs('shop/a', { exportTo: ['.'] }), vs('dock/b', { exportTo: ['.'] })];
    expect(tell(see(both, sidecarIn('shop')), 'api')).toEqual(['everything → a 100']);
    expect(tell(see(both, sidecarIn('dock')), 'api')).toEqual(['everything → b 100']);
    expect(tell(see(both, sidecarIn('quay')), 'api')).toEqual([]);
  });

  it('a wildcard only for services that it can see', () => {
    const services = [
      ...SERVICES,
      service('dock/hidden', ['http:80'], { 'networking.istio.io/exportTo': '.' }),
    ];
    const wide = [vs('shop/a', { hosts: ['*.dock.svc.cluster.local'] })];
    const hosts = (client: string) =>
      see(wide, sidecarIn(client), { services }).hosts.map(({ host }) => host);
    expect(hosts('shop')).toEqual(['api.dock.svc.cluster.local']);
    expect(hosts('dock')).toEqual(['api.dock.svc.cluster.local', 'hidden.dock.svc.cluster.local']);
  });
});

describe('ports of a service', () => {
  const rule = (port: number | undefined, name: string) => ({
    ...(port === undefined ? {} : { match: [{ port }] }),
    route: [to(`${name}:80`)],
  });
  const planned = (ports: readonly string[], ...specs: readonly object[]) => {
    const services = [service('shop/api', ports), ...SERVICES.slice(1)];
    const objects = specs.map((spec, index) =>
      vs(`shop/${'abc'[index]}`, { http: undefined, ...spec }, index),
    );
    return see(objects, SHOP, { services });
  };

  it('are decided together where one object decides about all', () => {
    const plan = planned(['http:80', 'http-admin:81'], { http: [rule(81, 'b'), rule(undefined, 'a')] });
    expect(tell(plan, 'api')).toEqual(['port 81 → b 100', 'everything → a 100']);
  });

  it('are decided one by one where several objects do', () => {
    const plan = planned(
      ['http:80', 'http-admin:81'],
      { http: [rule(80, 'a')] },
      { http: [rule(undefined, 'b')] },
    );
    expect(plan.hosts.flatMap(tellHost)).toEqual([':80 everything → a 100', ':81 everything → b 100']);
    expect(problemsOf(plan)).toEqual([]);
  });

  it.each<[string, object, readonly string[], readonly string[]]>([
    ['tcp:80', { http: [rule(undefined, 'a')] }, [], ['protocol-mismatch shop/a spec.http']],
    ['mongo-x:27017', { http: [rule(undefined, 'a')] }, [], ['protocol-mismatch shop/a spec.http']],
    ['data:3306', { http: [rule(undefined, 'a')] }, [], ['protocol-mismatch shop/a spec.http']],
    ['data:5432', { http: [rule(undefined, 'a')] }, ['everything → a 100'], []],
    ['http:80', { tcp: [rule(undefined, 'a')] }, [], ['protocol-mismatch shop/a spec.tcp']],
    ['grpc-web:80', { tcp: [rule(undefined, 'a')] }, [], ['protocol-mismatch shop/a spec.tcp']],
    ['tcp:80', { tcp: [rule(undefined, 'a')] }, ['tcp everything → a 100'], []],
    [
      'data:5432',
      { http: [rule(undefined, 'a')], tcp: [rule(undefined, 'b')] },
      ['everything → a 100', 'tcp everything → b 100'],
      [],
    ],
    [
      'tcp:80',
      { http: [rule(undefined, 'a')], tcp: [rule(undefined, 'b')] },
      ['tcp everything → b 100'],
      ['protocol-mismatch shop/a spec.http'],
    ],
  ])('of %s take the rules that are for their protocol: %j', (port, spec, expected, problems) => {
    const plan = planned([port], spec);
    expect(tell(plan, 'api')).toEqual(expected);
    expect(problemsOf(plan)).toEqual(problems);
  });

  it('are for connections what one object says, and for requests what another does', () => {
    const plan = planned(
      ['http:80', 'tcp-data:5432'],
      { http: undefined, tcp: [rule(undefined, 'a')] },
      { http: [rule(undefined, 'b')] },
    );
    expect(tell(plan, 'api')).toEqual(['everything → b 100', 'tcp everything → a 100']);
    expect(plan.hosts[0]?.sources.map(({ name }) => name)).toEqual(['b', 'a']);
  });
});

describe('a Sidecar lets its pods know', () => {
  const sidecar = (place: string, hosts: readonly string[] | undefined, more: object = {}, age = 0) =>
    object(place, { ...(hosts === undefined ? {} : { egress: [{ hosts }] }), ...more }, age);
  const onlyWeb = { workloadSelector: { labels: { app: 'web' } } };

  it.each<[string, readonly object[], boolean]>([
    ['everything where there is none', [], true],
    ['everything where it says nothing', [sidecar('shop/s', undefined)], true],
    ['what it names', [sidecar('shop/s', ['dock/api.shop.svc.cluster.local'])], true],
    ['what it names by a wildcard', [sidecar('shop/s', ['dock/*'])], true],
    ['what it names for every namespace', [sidecar('shop/s', ['*/*.shop.svc.cluster.local'])], true],
    ['nothing of namespaces that it does not name', [sidecar('shop/s', ['quay/*'])], false],
    ['nothing but its own', [sidecar('shop/s', ['./*'])], false],
    ['nothing at all', [sidecar('shop/s', ['~/*'])], false],
    ['nothing that it takes out again', [sidecar('shop/s', ['*/*', '~dock/*'])], false],
    ['nothing where another host is named', [sidecar('shop/s', ['dock/web.shop.svc.cluster.local'])], false],
    [
      'what that of the root namespace says, without one of its own',
      [sidecar('istio-system/s', ['./*'])],
      false,
    ],
    [
      'what its own says before that of the root namespace',
      [sidecar('istio-system/s', ['./*']), sidecar('shop/s', ['*/*'])],
      true,
    ],
    [
      'what the one for its labels says',
      [sidecar('shop/s', ['./*']), sidecar('shop/t', ['*/*'], onlyWeb)],
      true,
    ],
    [
      'nothing of one for other labels',
      [sidecar('shop/t', ['./*'], { workloadSelector: { labels: { app: 'x' } } })],
      true,
    ],
    ['what the oldest says', [sidecar('shop/s', ['./*'], {}, 2), sidecar('shop/t', ['*/*'], {}, 1)], true],
    ['nothing of another namespace', [sidecar('dock/s', ['~/*'])], true],
  ])('%s', (_title, sidecars, isKnown) => {
    expect(tell(see([vs('dock/a')], SHOP, { sidecars }), 'api')).toHaveLength(isKnown ? 1 : 0);
  });

  it('and destinations of what it knows are known', () => {
    const sidecars = [sidecar('shop/s', ['dock/*'])];
    expect(tell(see([vs('dock/a')], SHOP, { sidecars }), 'api')).toEqual(['everything → a 100']);
  });
});

describe('a waypoint follows', () => {
  const WAYPOINT: Viewpoint = { kind: 'waypoint', namespace: 'shop', name: 'way' };
  const labelled = (place: string, labels: object) =>
    object(place, { ports: [{ name: 'http', port: 80 }] }, 0, { labels });
  const use = { 'istio.io/use-waypoint': 'way' };
  const services = [labelled('shop/api', use), ...SERVICES.slice(1)];

  it.each<[string, readonly object[], RouteObjects, readonly string[]]>([
    ['what is about services that use it', [vs('shop/a')], { services }, ['everything → a 100']],
    ['nothing about services that do not', [vs('shop/a')], {}, []],
    [
      'nothing about services that use another',
      [vs('shop/a')],
      { services: [labelled('shop/api', { 'istio.io/use-waypoint': 'other' })] },
      [],
    ],
    [
      'what is about services whose namespace uses it',
      [vs('shop/a')],
      { namespaces: [{ metadata: { name: 'shop', labels: use } }] },
      ['everything → a 100'],
    ],
    [
      "a service's own label before its namespace's",
      [vs('shop/a')],
      {
        namespaces: [{ metadata: { name: 'shop', labels: use } }],
        services: [labelled('shop/api', { 'istio.io/use-waypoint': 'none' })],
      },
      [],
    ],
    ['nothing of foreign namespaces', [vs('dock/a')], { services }, []],
    [
      'no rule for callers with certain labels: it does not see them',
      [
        vs('shop/a', {
          http: [{ match: [{ sourceLabels: { app: 'web' } }], route: [to('a')] }, { route: [to('b')] }],
        }),
      ],
      { services },
      ['everything → b 100'],
    ],
    [
      'the first that says something about requests',
      [vs('shop/a', { http: undefined }, 1), vs('shop/b', {}, 2)],
      { services },
      ['everything → b 100'],
    ],
  ])('%s', (_title, virtualServices, more, expected) => {
    const plan = see(virtualServices, WAYPOINT, more);
    expect(tell(plan, 'api').map((line) => line.replace(' (unknown-host)', ''))).toEqual(expected);
  });

  it('in another namespace than the service, where that says so', () => {
    const labels = { ...use, 'istio.io/use-waypoint-namespace': 'dock' };
    const more = { services: [labelled('shop/api', labels), ...SERVICES.slice(1)] };
    expect(tell(see([vs('shop/a')], { ...WAYPOINT, namespace: 'dock' }, more), 'api')).toHaveLength(1);
    expect(tell(see([vs('shop/a')], WAYPOINT, more), 'api')).toHaveLength(0);
  });
});
