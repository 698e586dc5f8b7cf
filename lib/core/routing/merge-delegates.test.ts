import { describe, expect, it } from 'vitest';
import { mesh, object, problemsOf, service, SHOP, tell, to } from './sample-routes';
import { planRoutes } from './plan-routes';

const SERVICES = ['api', 'web', 'a', 'b'].map((name) => service(`shop/${name}`));

function plan(root: unknown, delegate: object, more: readonly object[] = [], place = 'shop/leaf') {
  const [namespace, name] = place.split('/');
  const rule = { delegate: { name, namespace }, ...(root as object) };
  const virtualServices = [
    object('shop/root', { hosts: ['api'], http: [rule] }),
    object(place, delegate),
    ...more,
  ];
  return planRoutes(mesh({ services: SERVICES, virtualServices }), SHOP);
}

const match = (...matches: readonly object[]) => ({ match: matches });
const uri = (kind: string, value: string) => ({ uri: { [kind]: value } });
const leaf = (more: object = {}) => ({ http: [{ route: [to('a')], ...more }] });

describe('a delegate', () => {
  it.each<[string, object, object, readonly string[]]>([
    ['says the rule of one that delegates everything', {}, leaf(), ['everything → a 100']],
    ['takes the conditions of the root', match(uri('prefix', '/a')), leaf(), ['path /a* → a 100']],
    ['has its own where the root has none', {}, leaf(match(uri('prefix', '/a'))), ['path /a* → a 100']],
    [
      'narrows a prefix',
      match(uri('prefix', '/a')),
      leaf(match(uri('prefix', '/a/b'))),
      ['path /a/b* → a 100'],
    ],
    [
      'narrows a prefix to one path',
      match(uri('prefix', '/a')),
      leaf(match(uri('exact', '/a/b'))),
      ['path /a/b → a 100'],
    ],
    ['repeats a path', match(uri('exact', '/a')), leaf(match(uri('exact', '/a'))), ['path /a → a 100']],
    ['cannot widen a prefix', match(uri('prefix', '/a/b')), leaf(match(uri('prefix', '/a'))), []],
    ['cannot be elsewhere', match(uri('prefix', '/a')), leaf(match(uri('prefix', '/b'))), []],
    ['cannot have a prefix below one path', match(uri('exact', '/a')), leaf(match(uri('prefix', '/a'))), []],
    ['cannot meet a pattern', match(uri('regex', '/a.*')), leaf(match(uri('exact', '/a'))), []],
    [
      'cannot have a pattern below a prefix',
      match(uri('prefix', '/')),
      leaf(match(uri('regex', '/a.*'))),
      [],
    ],
    [
      'cannot have everything below a prefix',
      match(uri('prefix', '/a')),
      leaf(match(uri('prefix', '/'))),
      [],
    ],
    [
      'cannot differ in case',
      match({ ...uri('prefix', '/a'), ignoreUriCase: true }),
      leaf(match(uri('prefix', '/a/b'))),
      [],
    ],
    [
      'cannot have another method',
      match({ method: { exact: 'GET' } }),
      leaf(match({ method: { exact: 'POST' } })),
      [],
    ],
    ['cannot have another port', match({ port: 80 }), leaf(match({ port: 81 })), []],
    [
      'adds conditions about other things',
      match(uri('prefix', '/a')),
      leaf(match({ headers: { beta: { exact: 'on' } } })),
      ['path /a* and header beta = on → a 100'],
    ],
    [
      'adds headers to those of the root',
      match({ headers: { x: { exact: '1' } } }),
      leaf(match({ headers: { y: { exact: '2' } } })),
      ['header x = 1 and header y = 2 → a 100'],
    ],
    [
      'meets each alternative of the root that it fits',
      match(uri('prefix', '/a'), uri('prefix', '/b')),
      leaf(match(uri('exact', '/b/c'))),
      ['path /b/c → a 100'],
    ],
    [
      'is left out where one of its own alternatives fits none',
      match(uri('prefix', '/a')),
      leaf(match(uri('exact', '/a/b'), uri('exact', '/c'))),
      [],
    ],
    [
      'leaves out only the rules that do not fit',
      match(uri('prefix', '/a')),
      { http: [{ ...match(uri('exact', '/c')), route: [to('a')] }, { route: [to('b')] }] },
      ['path /a* → b 100'],
    ],
    ['for callers that these are', match({ sourceLabels: { app: 'web' } }), leaf(), ['everything → a 100']],
    ['not for callers that these are not', match({ sourceLabels: { app: 'x' } }), leaf(), []],
    ['has no say in connections', {}, { tcp: [{ route: [to('a')] }] }, []],
    ['is none with hosts of its own', {}, { hosts: ['web'], ...leaf() }, []],
    ['is none that is not exported to the root', {}, { exportTo: ['dock'], ...leaf() }, []],
    ['may be private in one namespace', {}, { exportTo: ['.'], ...leaf() }, ['everything → a 100']],
  ])('%s', (_title, root, delegate, expected) => {
    expect(tell(plan(root, delegate), 'api')).toEqual(expected);
  });

  it('in another namespace has names of that namespace', () => {
    const services = [...SERVICES, service('dock/a')];
    const virtualServices = [
      object('shop/root', { hosts: ['api'], http: [{ delegate: { name: 'leaf', namespace: 'dock' } }] }),
      object('dock/leaf', leaf()),
    ];
    const found = planRoutes(mesh({ services, virtualServices }), SHOP);
    expect(tell(found, 'api')).toEqual(['everything → a.dock.svc.cluster.local 100']);
  });

  it('without a namespace is of the root’s', () => {
    const virtualServices = [
      object('shop/root', { hosts: ['api'], http: [{ delegate: { name: 'leaf' } }] }),
      object('shop/leaf', leaf()),
      object('dock/leaf', { http: [{ route: [to('b')] }] }),
    ];
    expect(tell(planRoutes(mesh({ services: SERVICES, virtualServices }), SHOP), 'api')).toEqual([
      'everything → a 100',
    ]);
  });

  it('names itself and the rule that delegates', () => {
    const rule = plan({ name: 'outer' }, leaf({ name: 'inner' })).hosts[0]?.rules[0];
    expect(rule).toMatchObject({
      name: 'outer-inner',
      object: { kind: 'VirtualService', namespace: 'shop', name: 'leaf' },
      path: 'spec.http[0]',
      delegatedBy: {
        object: { kind: 'VirtualService', namespace: 'shop', name: 'root' },
        path: 'spec.http[0]',
      },
    });
  });

  it('takes what it does not say itself from the root', () => {
    const root = { timeout: '3s', retries: { attempts: 1 }, rewrite: { uri: '/' }, mirror: { host: 'b' } };
    expect(plan(root, leaf()).hosts[0]?.rules[0]).toMatchObject({
      timeout: '3s',
      retries: { attempts: 1 },
      rewrite: { uri: '/' },
      mirrors: [{ share: 1 }],
    });
    expect(plan(root, leaf({ timeout: '5s', mirror: { host: 'a' } })).hosts[0]?.rules[0]).toMatchObject({
      timeout: '5s',
      mirrors: [{ destination: { host: 'a.shop.svc.cluster.local' } }],
    });
  });

  it('is no plan of its own', () => {
    expect(plan({}, leaf()).hosts.map(({ host }) => host)).toEqual(['api.shop.svc.cluster.local']);
  });

  it('keeps the order of rules around it', () => {
    const virtualServices = [
      object('shop/root', {
        hosts: ['api'],
        http: [
          { ...match(uri('exact', '/first')), route: [to('b')] },
          { ...match(uri('prefix', '/a')), delegate: { name: 'leaf' } },
          { route: [to('b')] },
        ],
      }),
      object('shop/leaf', {
        http: [{ ...match(uri('exact', '/a/x')), route: [to('a')] }, { route: [to('web')] }],
      }),
    ];
    expect(tell(planRoutes(mesh({ services: SERVICES, virtualServices }), SHOP), 'api')).toEqual([
      'path /first → b 100',
      'path /a/x → a 100',
      'path /a* → web 100',
      'everything → b 100',
    ]);
  });
});

describe('a delegation that leads nowhere', () => {
  it.each<[string, object, object, string]>([
    [
      'to nobody',
      { delegate: { name: 'ghost' } },
      leaf(),
      'unknown-delegate shop/root spec.http[0].delegate',
    ],
    ['without a name', { delegate: {} }, leaf(), 'unknown-delegate shop/root spec.http[0].delegate'],
    [
      'to one with hosts',
      {},
      { hosts: ['web'], ...leaf() },
      'unknown-delegate shop/root spec.http[0].delegate',
    ],
    [
      'to one that is not exported',
      {},
      { exportTo: ['~'], ...leaf() },
      'unknown-delegate shop/root spec.http[0].delegate',
    ],
    [
      'to one that excludes it',
      match(uri('exact', '/a')),
      leaf(match(uri('exact', '/b'))),
      'conflicting-delegate shop/leaf spec.http[0]',
    ],
    [
      'to one that delegates on',
      {},
      { http: [{ delegate: { name: 'next' } }] },
      'nested-delegate shop/leaf spec.http[0].delegate',
    ],
    ['beside a route', { route: [to('a')] }, leaf(), 'conflicting-actions shop/root spec.http[0]'],
  ])('%s is told', (_title, root, delegate, expected) => {
    expect(problemsOf(plan(root, delegate))).toContain(expected);
  });

  it('to itself ends', () => {
    const virtualServices = [object('shop/root', { hosts: ['api'], http: [{ delegate: { name: 'root' } }] })];
    const found = planRoutes(mesh({ virtualServices }), SHOP);
    expect(tell(found, 'api')).toEqual([]);
    expect(problemsOf(found)).toEqual(['unknown-delegate shop/root spec.http[0].delegate']);
  });

  it('in a circle ends', () => {
    const virtualServices = [
      object('shop/root', { hosts: ['api'], http: [{ delegate: { name: 'one' } }, { route: [to('web')] }] }),
      object('shop/one', { http: [{ delegate: { name: 'two' } }] }),
      object('shop/two', { http: [{ delegate: { name: 'one' } }] }),
    ];
    const found = planRoutes(mesh({ virtualServices }), SHOP);
    expect(tell(found, 'api')).toEqual(['everything → web 100']);
    expect(problemsOf(found)).toContain('nested-delegate shop/one spec.http[0].delegate');
  });
});
