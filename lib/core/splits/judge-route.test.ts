import { describe, expect, it } from 'vitest';
import type { CallCount } from './call-count';
import {
  calls,
  CART,
  END,
  FACTS,
  judge,
  onPath,
  plan,
  split,
  START,
  SUBSETS,
  told,
  withoutPods,
  type Declared,
  type Seen,
} from './sample-routes';
import type { ObjectChange, RouteVerdict } from './split-verdict';

const half = split({ v1: 50, v3: 50 });
const evenly = [calls('v1', 1500), calls('v3', 1510)];
const canary = split({ v1: 90, v2: 10 });
const inTenths = [calls('v1', 900), calls('v2', 100)];

const backends = (weights: Readonly<Record<string, number>>) => ({
  metadata: { namespace: 'shop', name: 'cart' },
  spec: {
    parentRefs: [{ group: '', kind: 'Service', name: 'cart' }],
    rules: [{ backendRefs: Object.entries(weights).map(([name, weight]) => ({ name, port: 80, weight })) }],
  },
});

function toBackend(version: string, count: number): CallCount {
  const name = `cart-${version}`;
  return calls(version, count, {
    service: { host: `${name}.shop.svc.cluster.local`, name, namespace: 'shop' },
  });
}

const changed = (atSeconds: number, kind = 'VirtualService'): ObjectChange => ({
  object: { kind, namespace: 'shop', name: 'cart' },
  atSeconds,
  from: 'seen',
});

describe('a route', () => {
  const cases: [string, Declared, Seen, RouteVerdict, RegExp?][] = [
    [
      'whose split is as declared',
      { http: [half] },
      { counts: evenly },
      'inLine',
      /3010 requests were shared/,
    ],
    [
      'of weights that add up to something else',
      { http: [split({ v1: 9, v2: 1 })] },
      { counts: inTenths },
      'inLine',
    ],
    [
      'that really runs 80/20',
      { http: [canary] },
      { counts: [calls('v1', 800), calls('v2', 200)] },
      'drifting',
      /v\d gets \d+ % of 1000 requests \(.* to .*\), and \d0 % are declared/,
    ],
    [
      'of few requests',
      { http: [canary] },
      { counts: [calls('v1', 9), calls('v2', 1)] },
      'tooLittleTraffic',
      /3451 requests more/,
    ],
    [
      'that nobody calls',
      { http: [canary] },
      { counts: [] },
      'tooLittleTraffic',
      /No requests were seen: 3461 requests more/,
    ],
    ['with all for one', { http: [split({ v1: 3 })] }, { counts: [calls('v1', 4)] }, 'inLine'],
    [
      'with all for one, of which another gets a part',
      { http: [split({ v1: 3 })] },
      { counts: [calls('v1', 400), calls('v2', 100)] },
      'drifting',
      /100 requests reached cart-v2, where no rule sends/,
    ],
    [
      'of calls of others',
      { http: [canary] },
      { counts: inTenths.map((call) => ({ ...call, source: { namespace: 'elsewhere', workload: 'web' } })) },
      'tooLittleTraffic',
    ],
    ['without metrics', { http: [canary] }, {}, 'notAttributable', /metrics cannot be read/],
    [
      'that only servers report so far, shortly after something',
      { http: [canary] },
      {
        counts: inTenths.map((call) => ({ ...call, reporter: 'destination' as const })),
        countedShare: 0.5,
      },
      'tooLittleTraffic',
    ],
    [
      'that only servers report',
      { http: [canary] },
      { counts: inTenths.map((call) => ({ ...call, reporter: 'destination' as const })) },
      'notAttributable',
      /Only servers report these calls \(1000 requests\).*retries/,
    ],
    [
      'of servers beside clients',
      { http: [canary] },
      { counts: [...inTenths, calls('v2', 700, { reporter: 'destination' })] },
      'inLine',
    ],
    [
      'whose rules share destinations and weigh them differently',
      { http: [{ ...canary, ...onPath('/a') }, half] },
      { counts: [...evenly, calls('v2', 40)] },
      'notAttributable',
      /share destinations and weigh them differently \(spec.http\[0\] of cart, spec.http\[1\] of cart\).*v1 gets 49.2 % of all; by the rules anything from 50 % to 90 % fits/s,
    ],
    [
      'whose rules share destinations and weigh them alike',
      { http: [{ ...canary, ...onPath('/a') }, canary] },
      { counts: inTenths },
      'inLine',
    ],
    [
      'whose rules have destinations of their own',
      { http: [{ ...split({ v2: 1 }), ...onPath('/a') }, half] },
      { counts: [...evenly, calls('v2', 40)] },
      'inLine',
    ],
    [
      'whose subsets overlap',
      { http: [split({ v1: 50, old: 50 })], subsets: [...SUBSETS, { name: 'old', labels: { app: 'cart' } }] },
      { counts: evenly },
      'notAttributable',
      /subset v1 and the subset old both take in pods of cart-v1/,
    ],
    [
      'between a subset and the whole',
      {
        http: [
          {
            route: [
              { destination: { host: 'cart' }, weight: 1 },
              { destination: { host: 'cart', subset: 'v2' }, weight: 1 },
            ],
          },
        ],
      },
      { counts: evenly },
      'notAttributable',
      /The whole of cart.shop/,
    ],
    [
      'that mirrors to where it also sends',
      { http: [{ ...canary, mirror: { host: 'cart', subset: 'v2' } }] },
      { counts: inTenths },
      'notAttributable',
      /also mirrors to v2/,
    ],
    [
      'that mirrors elsewhere',
      { http: [{ ...canary, mirror: { host: 'cart', subset: 'v3' } }] },
      { counts: inTenths },
      'inLine',
    ],
    [
      'to a subset that nobody defines',
      { http: [split({ v1: 90, v9: 10 })] },
      { counts: [calls('v1', 900), calls(undefined, 100, { flags: 'NC' })] },
      'dead',
      /v9: no DestinationRule .* It is to get 10 %/,
    ],
    [
      'to a subset without a ready pod',
      { http: [canary] },
      { counts: inTenths, facts: withoutPods('v2') },
      'dead',
      /subset v2 .* selects no ready pod/,
    ],
    ['to pods of which nobody knows anything', { http: [canary] }, { counts: inTenths, facts: {} }, 'inLine'],
    [
      'to a dead subset without weight',
      { http: [split({ v1: 1, v9: 0 })] },
      { counts: [calls('v1', 100)] },
      'inLine',
    ],
    [
      'to a host that nobody has',
      { http: [{ route: [{ destination: { host: 'nowhere' } }] }] },
      { counts: [] },
      'dead',
      /nowhere/,
    ],
    [
      'to several without weights',
      { http: [split({ v1: 0, v2: 0 })] },
      { counts: [] },
      'dead',
      /No destination has a weight/,
    ],
    ['that redirects', { http: [{ redirect: { uri: '/' } }] }, { counts: [] }, 'noSplit', /redirected/],
    [
      'that answers by itself',
      { http: [{ directResponse: { status: 200 } }] },
      { counts: [] },
      'noSplit',
      /by the proxy itself/,
    ],
    [
      'that redirects a part',
      { http: [{ redirect: { uri: '/' }, ...onPath('/a') }, canary] },
      { counts: inTenths },
      'inLine',
    ],
    [
      'with a rule that nobody used and one in line',
      { http: [{ ...split({ v3: 1 }), ...onPath('/a') }, canary] },
      { counts: inTenths },
      'inLine',
    ],
    [
      'of connections',
      { tcp: [canary] },
      {
        counts: inTenths.map((call) => ({
          ...call,
          measure: 'connectionsOpened' as const,
          protocol: 'tcp' as const,
        })),
      },
      'inLine',
      /1000 connections were/,
    ],
    [
      'of connections, told by requests',
      { tcp: [canary] },
      { counts: inTenths },
      'tooLittleTraffic',
      /No connections/,
    ],
    [
      'between Services',
      { httpRoutes: [backends({ 'cart-v1': 90, 'cart-v2': 10 })] },
      { counts: [toBackend('v1', 900), toBackend('v2', 100)] },
      'inLine',
    ],
    [
      'between Services, drifting',
      { httpRoutes: [backends({ 'cart-v1': 90, 'cart-v2': 10 })] },
      { counts: [toBackend('v1', 500), toBackend('v2', 500)] },
      'drifting',
    ],
    [
      'to a Service without endpoints',
      { httpRoutes: [backends({ 'cart-v1': 90, 'cart-v2': 10 })] },
      { counts: [], facts: withoutPods('v2') },
      'dead',
      /Service cart-v2 has no ready pod/,
    ],
    [
      'with calls that reached nobody and may have been meant for whoever lacks them',
      { http: [canary] },
      { counts: [calls('v1', 900), calls('v2', 10), calls(undefined, 90)] },
      'inLine',
      /90 requests reached nobody/,
    ],
    [
      'with faults, which are decided before a destination is',
      { http: [canary] },
      { counts: [calls('v1', 900), calls('v2', 10), calls(undefined, 90, { flags: 'FI' })] },
      'drifting',
    ],
    [
      'of which the metrics do not tell who answered',
      { http: [canary] },
      { counts: [{ ...calls('v1', 1000), destination: {} }] },
      'notAttributable',
      /1000 requests were answered, and the metrics do not tell by whom/,
    ],
    [
      'that was changed before the window',
      { http: [canary] },
      { counts: inTenths, changes: [changed(START - 1)] },
      'inLine',
    ],
    [
      'that was changed in the window',
      { http: [canary] },
      { counts: evenly, since: inTenths, changes: [changed(END - 40)] },
      'justChanged',
      /VirtualService shop\/cart was changed 40 s before the end.*1000 requests were shared/s,
    ],
    [
      'whose subsets were changed in the window',
      { http: [canary] },
      { counts: evenly, since: inTenths, changes: [changed(END - 40, 'DestinationRule')] },
      'justChanged',
      /DestinationRule shop\/cart/,
    ],
    [
      'that was changed just now',
      { http: [canary] },
      { counts: evenly, changes: [changed(END + 1)] },
      'justChanged',
      /No requests have been counted since/,
    ],
    [
      'that was changed after the time asked for',
      { http: [canary] },
      { counts: evenly, changes: [changed(END + 1)], isLive: false },
      'notAttributable',
      /was changed after this window/,
    ],
  ];

  it.each(cases)('%s', (_what, declared, seen, verdict, reason = /./) => {
    const route = judge(plan(declared), seen);
    expect(`${route.verdict}: ${route.reasons.join(' ')}`).toMatch(new RegExp(`^${verdict}: `));
    expect(route.reasons.join(' ')).toMatch(reason);
  });

  it('tells the shares of each destination, and none where they cannot be told', () => {
    const jason = { ...split({ v2: 1 }), ...onPath('/a') };
    expect(told(judge(plan({ http: [jason, half] }), { counts: [...evenly, calls('v2', 40)] }))).toEqual([
      ['v2 100'],
      ['v1 50', 'v3 50'],
    ]);
    expect(told(judge(plan({ http: [{ ...canary, ...onPath('/a') }, half] }), { counts: evenly }))).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(
      told(
        judge(plan({ httpRoutes: [backends({ 'cart-v1': 1, 'cart-v2': 1 })] }), {
          counts: [toBackend('v2', 7)],
        }),
      ),
    ).toEqual([['cart-v1 0', 'cart-v2 100']]);
  });

  it('compares with the interval of what was counted', () => {
    const [rule] = judge(plan({ http: [canary] }), { counts: inTenths, countedShare: 0.95 }).rules;
    expect(rule?.destinations[1]?.observed).toMatchObject({ requests: 100, share: 0.1 });
    expect(rule?.destinations[1]?.observed?.low).toBeCloseTo(0.0825, 3);
    expect(rule).toMatchObject({ requests: 1000, callsNeeded: 2511, method: 'Wilson score interval, 95 %' });
  });

  it('tells from when on it compares, and what changed', () => {
    const changes = [changed(END - 200), changed(END - 40), changed(START - 5)];
    const route = judge(plan({ http: [canary] }), { counts: evenly, since: inTenths, changes });
    expect(route.comparedSince).toBe(END - 40);
    expect(route.changes.map(({ atSeconds }) => atSeconds)).toEqual([END - 200, END - 40]);
    expect(judge(plan({ http: [canary] }), { counts: inTenths }).comparedSince).toBe(START);
  });

  it('knows gone workloads by their versions, and takes others for lost', () => {
    const gone = (version?: string): CallCount => ({
      ...calls('v1', 100),
      destination: { namespace: 'shop', workload: 'cart-old', ...(version === undefined ? {} : { version }) },
    });
    const route = (call: CallCount) => judge(plan({ http: [canary] }), { counts: [calls('v1', 900), call] });
    expect(told(route(gone('v2')))).toEqual([['v1 90', 'v2 10']]);
    expect(route(gone()).verdict).toBe('inLine');
    expect(route(gone()).reasons.join(' ')).toContain('100 requests reached nobody');
    expect(told(route(gone('v3')))).toEqual([['v1 100', 'v2 0']]);
  });

  it('says that nobody enforces it for workloads in ambient mode without a waypoint', () => {
    const ztunnel = calls('v1', 12, { measure: 'connectionsOpened', protocol: 'tcp' });
    const route = judge(plan({ http: [canary] }), { counts: [ztunnel], ambient: ['shop/web'] });
    expect(route).toMatchObject({ unrouted: 12, verdict: 'tooLittleTraffic' });
    expect(judge(plan({ http: [canary] }), { counts: [...inTenths, ztunnel] }).unrouted).toBe(0);
  });

  it('says once what holds of all rules, and of others of which rule it does', () => {
    const jason = { ...split({ v2: 1 }), ...onPath('/a') };
    const seen = { counts: [], since: [...evenly, calls('v2', 40)], changes: [changed(END - 40)] };
    expect(judge(plan({ http: [jason, half] }), seen).reasons).toEqual([
      'VirtualService shop/cart was changed 40 s before the end of the window: only what was called since then is compared.',
      'Path /a*: 40 requests were shared out as declared, as far as chance lets one tell.',
      'Everything: 3010 requests were shared out as declared, as far as chance lets one tell.',
    ]);
  });

  it('tells which problems of its own it has', () => {
    const [problem] = judge(plan({ http: [canary] }), { counts: [], facts: withoutPods('v2') }).problems;
    expect(problem).toMatchObject({
      code: 'no-ready-pod',
      object: { kind: 'VirtualService', namespace: 'shop', name: 'cart' },
      path: 'spec.http[0].route[1]',
    });
    expect(judge(plan({ http: [canary] }), { counts: [], facts: FACTS }).problems).toEqual([]);
  });

  it('counts rules of two hosts together that send to the same places', () => {
    const alias = {
      metadata: { namespace: 'shop', name: 'alias' },
      spec: { hosts: ['basket.example.com'], http: [canary] },
    };
    const planned = plan({ http: [canary], virtualServices: [alias] });
    const [rule] = judge(planned, { counts: inTenths }).rules;
    expect(rule?.countedWith).toEqual([{ host: 'basket.example.com', index: 0 }]);
    const other = { ...alias, spec: { ...alias.spec, http: [half] } };
    const unlike = plan({ http: [canary], virtualServices: [other] });
    expect(judge(unlike, { counts: inTenths }).verdict).toBe('notAttributable');
    expect(judge(unlike, { counts: inTenths, host: 'basket.example.com' }).verdict).toBe('notAttributable');
    expect(CART).toBe('cart.shop.svc.cluster.local');
  });
});

describe('clients', () => {
  const doors = {
    kind: 'gateway',
    namespaces: [],
    workloads: [{ namespace: 'shop', name: 'door' }],
  } as const;
  const fromDoor = inTenths.map((call) => ({ ...call, source: { namespace: 'shop', workload: 'door' } }));

  it('of a gateway are its own proxies', () => {
    const planned = plan({ http: [canary] });
    expect(judge(planned, { counts: [...fromDoor, ...evenly], clients: doors }).verdict).toBe('inLine');
    expect(judge(planned, { counts: evenly, clients: doors }).verdict).toBe('tooLittleTraffic');
    const nobody = { ...doors, workloads: [] };
    expect(judge(planned, { counts: [...fromDoor, ...evenly], clients: nobody }).verdict).toBe(
      'tooLittleTraffic',
    );
  });

  it('of a waypoint are all of whom it tells', () => {
    const clients = { kind: 'waypoint', namespaces: [], workloads: [] } as const;
    const byWaypoint = inTenths.map((call) => ({ ...call, reporter: 'waypoint' as const }));
    const planned = plan({ http: [canary] });
    expect(judge(planned, { counts: [...byWaypoint, ...evenly], clients }).verdict).toBe('inLine');
    expect(judge(planned, { counts: evenly, clients }).verdict).toBe('tooLittleTraffic');
  });

  it('may be single workloads', () => {
    const clients = {
      kind: 'sidecar',
      namespaces: [],
      workloads: [{ namespace: 'shop', name: 'web' }],
    } as const;
    const others = evenly.map((call) => ({ ...call, source: { namespace: 'shop', workload: 'other' } }));
    expect(judge(plan({ http: [canary] }), { counts: [...inTenths, ...others], clients }).verdict).toBe(
      'inLine',
    );
  });
});
