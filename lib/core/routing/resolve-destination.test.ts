import { describe, expect, it } from 'vitest';
import type { RouteObjects, RouteSettings } from './route-objects';
import type { PlannedDestination, Viewpoint } from './route-plan';
import { planRoutes } from './plan-routes';
import { mesh, object, problemsOf, service, SHOP, sidecarIn, subsets, to } from './sample-routes';

const SERVICES = ['shop/api', 'shop/web', 'dock/api'].map((place) => service(place));

/** Where a rule of `shop/rules` for `api` leads. */
function lead(
  destination: object,
  objects: RouteObjects = {},
  viewpoint: Viewpoint = SHOP,
  settings?: RouteSettings,
) {
  const rules = object('shop/rules', { hosts: ['api'], http: [{ route: [destination] }] });
  const plan = planRoutes(
    mesh({ services: SERVICES, ...objects, virtualServices: [rules] }),
    viewpoint,
    settings,
  );
  const found = plan.hosts[0]?.rules[0]?.destinations[0];
  if (found === undefined) throw new Error('No destination.');
  return { found, problems: problemsOf(plan) };
}

const entry = (place: string, hosts: readonly string[], more: object = {}) =>
  object(place, { hosts, ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], ...more });

describe('the host of a destination', () => {
  it.each<[string, string, Partial<PlannedDestination>]>([
    [
      'a short name is of the object’s namespace',
      'api',
      {
        host: 'api.shop.svc.cluster.local',
        service: { kind: 'Service', namespace: 'shop', name: 'api' },
        dead: null,
      },
    ],
    [
      'a full name is itself',
      'api.dock.svc.cluster.local',
      { service: { kind: 'Service', namespace: 'dock', name: 'api' }, dead: null },
    ],
    [
      'of another cluster domain is a Service too',
      'api.dock.svc.mesh.example',
      { service: { kind: 'Service', namespace: 'dock', name: 'api' }, dead: null },
    ],
    [
      'a name with one dot is not completed',
      'api.dock',
      { host: 'api.dock', service: null, dead: 'unknown-host' },
    ],
    [
      'a name that nobody has is dead',
      'ghost',
      { host: 'ghost.shop.svc.cluster.local', service: null, dead: 'unknown-host' },
    ],
    [
      'an outside name is dead where nobody declares it',
      'www.example.com',
      { service: null, dead: 'unknown-host' },
    ],
    ['no name is dead', '', { host: '', service: null, dead: 'missing-host' }],
  ])('%s', (_title, host, expected) => {
    expect(lead(to(host)).found).toMatchObject({ writtenHost: host, ...expected });
  });

  it.each<[string, object, string | null]>([
    ['its exact name', entry('shop/out', ['www.example.com']), 'out'],
    ['a wildcard', entry('shop/out', ['*.example.com']), 'out'],
    ['an entry of another namespace', entry('dock/out', ['www.example.com']), 'out'],
    [
      'not an entry that is private to another namespace',
      entry('dock/out', ['www.example.com'], { exportTo: ['.'] }),
      null,
    ],
    ['not an entry of another name', entry('shop/out', ['example.com']), null],
  ])('of the outside is declared by %s', (_title, one, name) => {
    const { found } = lead(to('www.example.com'), { serviceEntries: [one] });
    expect(found.service?.name ?? null).toBe(name);
    expect(found.dead).toBe(name === null ? 'unknown-host' : null);
  });

  it('is a Service before a ServiceEntry of the same name', () => {
    const { found } = lead(to('api'), {
      serviceEntries: [entry('shop/out', ['api.shop.svc.cluster.local'])],
    });
    expect(found.service?.kind).toBe('Service');
  });

  it('is the oldest of several ServiceEntries', () => {
    const serviceEntries = [
      object('shop/young', { hosts: ['www.example.com'] }, 2),
      object('shop/old', { hosts: ['www.example.com'] }, 1),
    ];
    expect(lead(to('www.example.com'), { serviceEntries }).found.service?.name).toBe('old');
  });

  it.each<[string, string, number]>([
    ['to its own namespace only', '.', 0],
    ['to everybody', '*', 1],
    ['to the client by name', 'quay, front', 1],
    ['to nobody', '~', 0],
  ])('is known to a client in another namespace if the Service is exported %s', (_title, exportTo, count) => {
    const services = [
      ...SERVICES,
      service('dock/quiet', ['http:80'], { 'networking.istio.io/exportTo': exportTo }),
    ];
    const { found } = lead(to('quiet.dock.svc.cluster.local'), { services }, sidecarIn('quay'));
    expect(found.dead === null ? 1 : 0).toBe(count);
  });

  it.each<[string, RouteObjects, string | null]>([
    ['Services', { virtualServices: [], serviceEntries: [], destinationRules: [] }, null],
    ['ServiceEntries', { services: SERVICES, destinationRules: [] }, null],
  ])('is not called dead where %s cannot be read', (_title, objects, expected) => {
    const rules = object('shop/rules', { hosts: ['api'], http: [{ route: [to('ghost')] }] });
    const plan = planRoutes({ ...objects, virtualServices: [rules] }, SHOP);
    expect(plan.hosts[0]?.rules[0]?.destinations[0]?.dead).toBe(expected);
    expect(problemsOf(plan)).toEqual([]);
  });

  it.each<[string, string, readonly string[]]>([
    ['that is not completed', 'api.dock', ['incomplete-host shop/rules spec.http[0].route[0]']],
    ['that is not completed either', 'api.dock.svc', ['incomplete-host shop/rules spec.http[0].route[0]']],
    ['that nobody has', 'api.nowhere', ['unknown-host shop/rules spec.http[0].route[0]']],
    ['that is missing', '', ['missing-host shop/rules spec.http[0].route[0].destination.host']],
  ])('%s is told', (_title, host, expected) => {
    expect(lead(to(host)).problems).toEqual(expected);
  });

  it('of a mirror that nobody has is told', () => {
    const http = [{ route: [to('api')], mirror: { host: 'ghost' } }];
    const virtualServices = [object('shop/rules', { hosts: ['api'], http })];
    expect(problemsOf(planRoutes(mesh({ services: SERVICES, virtualServices }), SHOP))).toEqual([
      'unknown-host shop/rules spec.http[0].mirror',
    ]);
  });
});

describe('the port of a destination', () => {
  const two = [service('shop/api', ['http:80', 'http-admin:81'])];
  it.each<[string, string, RouteObjects, number | null, string | null, readonly string[]]>([
    ['that is named counts', 'api:81', { services: two }, 81, null, []],
    [
      'that the Service does not have is dead',
      'api:82',
      { services: two },
      82,
      'unknown-port',
      ['unknown-port shop/rules spec.http[0].route[0]'],
    ],
    ['of a Service with one is that one', 'api', {}, 80, null, []],
    [
      'of a Service with several is not known',
      'api',
      { services: two },
      null,
      null,
      ['ambiguous-port shop/rules spec.http[0].route[0]'],
    ],
    ['of a Service without any may be any', 'api:82', { services: [service('shop/api', [])] }, 82, null, []],
  ])('%s', (_title, destination, objects, port, dead, problems) => {
    const { found, problems: told } = lead(to(destination), objects);
    expect([found.port, found.dead, told]).toEqual([port, dead, problems]);
  });
});

describe('the subset of a destination', () => {
  const v1 = (place: string, more: object = {}, host = 'api.shop.svc.cluster.local') =>
    subsets(place, host, ['v1'], more);

  it.each<[string, readonly object[] | undefined, string | null]>([
    ["is defined in the service's namespace", [v1('shop/r')], 'shop/r'],
    ["is defined in the client's namespace first", [v1('shop/r'), v1('quay/r')], 'quay/r'],
    ['is defined in the root namespace last', [v1('istio-system/r')], 'istio-system/r'],
    ['is not defined elsewhere', [v1('dock/r')], null],
    [
      "is hidden by a wildcard of the client's namespace",
      [v1('shop/r'), object('quay/wide', { host: '*.local' })],
      null,
    ],
    [
      'is not defined by a rule that is private to another namespace',
      [v1('shop/r', { exportTo: ['.'] })],
      null,
    ],
    ['is not defined by a rule for other hosts', [v1('shop/r', {}, 'web')], null],
    ['is not defined by a short name of another namespace', [v1('dock/r', {}, 'api')], null],
    ['is not defined by a name with one dot', [v1('shop/r', {}, 'api.shop')], null],
    ['is defined by a short name', [v1('shop/r', {}, 'api')], 'shop/r'],
    ['is defined by a wildcard', [v1('shop/r', {}, '*.shop.svc.cluster.local')], 'shop/r'],
    [
      'is defined by any of several rules of the host',
      [subsets('shop/a', 'api', ['v2']), v1('shop/r')],
      'shop/r',
    ],
    [
      'is defined by the oldest of several',
      [
        object('shop/b', { host: 'api', subsets: [{ name: 'v1', labels: { version: 'x' } }] }, 5),
        v1('shop/r'),
      ],
      'shop/r',
    ],
    ['is not defined by a rule that cannot be read', [v1('shop/r', { trafficPolicy: 'none' })], null],
    ['is defined by nobody', [], null],
  ])('%s', (_title, destinationRules, place) => {
    const { found, problems } = lead(
      to('api/v1'),
      { ...(destinationRules && { destinationRules }) },
      sidecarIn('quay'),
    );
    const { subsetFrom: from } = found;
    expect(from === null ? null : `${from.object.namespace}/${from.object.name}`).toBe(place);
    expect(found.subsetLabels).toEqual(place === null ? null : { version: 'v1' });
    expect(found.dead).toBe(place === null ? 'undefined-subset' : null);
    expect(problems).toEqual(place === null ? ['undefined-subset shop/rules spec.http[0].route[0]'] : []);
  });

  it('names the place of its definition', () => {
    const { found } = lead(to('api/v2'), { destinationRules: [subsets('shop/r', 'api', ['v1', 'v2'])] });
    expect(found.subsetFrom).toEqual({
      object: { kind: 'DestinationRule', namespace: 'shop', name: 'r' },
      path: 'spec.subsets[1]',
    });
  });

  it('is defined for chosen callers by the rule that chooses them', () => {
    const destinationRules = [
      subsets('shop/all', 'api', ['v1']),
      subsets('shop/chosen', 'api', ['v2'], { workloadSelector: { matchLabels: { app: 'web' } } }),
    ];
    expect(lead(to('api/v2'), { destinationRules }).found.dead).toBeNull();
    expect(lead(to('api/v1'), { destinationRules }).found.dead).toBe('undefined-subset');
    expect(lead(to('api/v1'), { destinationRules }, sidecarIn('shop', { app: 'x' })).found.dead).toBeNull();
  });

  it('follows what the mesh says of rules without exportTo', () => {
    const settings = { rootNamespace: 'istio-system', destinationRuleExportTo: ['.'] };
    const destinationRules = [v1('shop/r')];
    expect(lead(to('api/v1'), { destinationRules }, sidecarIn('quay'), settings).found.dead).toBe(
      'undefined-subset',
    );
    expect(lead(to('api/v1'), { destinationRules }, sidecarIn('shop'), settings).found.dead).toBeNull();
  });

  it('is not called dead where DestinationRules cannot be read', () => {
    const rules = object('shop/rules', { hosts: ['api'], http: [{ route: [to('api/v1')] }] });
    const plan = planRoutes({ services: SERVICES, serviceEntries: [], virtualServices: [rules] }, SHOP);
    const found = plan.hosts[0]?.rules[0]?.destinations[0];
    expect([found?.dead, found?.subsetLabels, found?.subset]).toEqual([null, null, 'v1']);
  });
});
