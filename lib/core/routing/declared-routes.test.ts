import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewVirtualService } from '../kubernetes/virtual-service-view';
import { declaredRoutes, serviceOfHost, shareDestinations } from './declared-routes';

function routesOf(spec: object, namespace = 'bookinfo') {
  const object = { metadata: { name: 'rules', namespace }, spec };
  const { view } = viewVirtualService(object);
  if (view === undefined) throw new Error('The object cannot be viewed.');
  return declaredRoutes(view);
}

const to = (host: string, weight?: number, subset?: string) => ({
  destination: { host, ...(subset === undefined ? {} : { subset }) },
  ...(weight === undefined ? {} : { weight }),
});

describe('serviceOfHost', () => {
  it.each([
    ['reviews', { namespace: 'bookinfo', service: 'reviews' }],
    ['reviews.shop.svc.cluster.local', { namespace: 'shop', service: 'reviews' }],
    ['reviews.shop.svc.mesh.example', { namespace: 'shop', service: 'reviews' }],
    ['reviews.shop', undefined],
    ['api.example.com', undefined],
    ['*', undefined],
    ['*.bookinfo.svc.cluster.local', undefined],
    ['', undefined],
  ])('reads %j from within bookinfo as %j', (host, expected) => {
    expect(serviceOfHost(host, 'bookinfo')).toEqual(expected);
  });
});

describe('shareDestinations', () => {
  const shares = (...weights: (number | undefined)[]) =>
    shareDestinations(
      weights.map((weight, i) => ({ host: `h${i}`, ...(weight === undefined ? {} : { weight }) })),
    ).map(({ share }) => share);

  it.each([[undefined], [0], [1], [100], [250]])(
    'gives a single destination of weight %s everything',
    (weight) => {
      expect(shares(weight)).toEqual([1]);
    },
  );

  it('gives a destination without a weight nothing among several', () => {
    expect(shares(undefined, 100)).toEqual([0, 1]);
    expect(shares(undefined, undefined)).toEqual([0, 0]);
  });

  it('takes weights for relative numbers that need not sum to 100', () => {
    expect(shares(1, 3)).toEqual([0.25, 0.75]);
    expect(shares(90, 90, 20)).toEqual([0.45, 0.45, 0.1]);
  });

  it('keeps the numbers as they were written', () => {
    expect(shareDestinations([to('a').destination, { host: 'b', weight: 3 }])).toEqual([
      { host: 'a', weight: 0, share: 0 },
      { host: 'b', weight: 3, share: 1 },
    ]);
    expect(shareDestinations([{ host: 'a', subset: 'v1' }])).toEqual([
      { host: 'a', subset: 'v1', weight: 100, share: 1 },
    ]);
  });

  it('gives out everything or nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(1000), { nil: undefined }), { maxLength: 8 }), (weights) => {
        const total = shares(...weights).reduce((sum, share) => sum + share, 0);
        expect([0, 1].some((whole) => Math.abs(total - whole) < 1e-9)).toBe(true);
        for (const share of shares(...weights)) expect(share >= 0 && share <= 1).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('declaredRoutes', () => {
  it('completes a short host by the namespace of the object', () => {
    const [first] = routesOf({ hosts: ['reviews'], http: [{ route: [to('reviews')] }] }, 'shop');
    expect(first).toMatchObject({ namespace: 'shop', service: 'reviews', config: { namespace: 'shop' } });
  });

  it('shows the weights of the route that everybody takes, with what else is declared', () => {
    const [route] = routesOf({
      hosts: ['reviews'],
      http: [
        { match: [{ headers: {} }], route: [to('reviews', 100, 'v2')] },
        { route: [to('reviews', 3, 'v1'), to('reviews', 1, 'v3')] },
      ],
    });
    expect(route?.config).toEqual({
      kind: 'VirtualService',
      namespace: 'bookinfo',
      name: 'rules',
      summary: 'v1 75 % · v3 25 %; 1 conditional route',
      destinations: [
        { host: 'reviews', subset: 'v1', weight: 3, share: 0.75 },
        { host: 'reviews', subset: 'v3', weight: 1, share: 0.25 },
      ],
      traits: ['requestRouting'],
    });
  });

  it('applies to every host once, however it is written', () => {
    const routes = routesOf({
      hosts: ['reviews', 'reviews.bookinfo.svc.cluster.local', 'ratings', 'api.example.com'],
      http: [{ route: [to('reviews')] }],
    });
    expect(routes.map(({ service }) => service)).toEqual(['reviews', 'ratings']);
  });

  it('applies to the destinations where all hosts are names of the outside', () => {
    const routes = routesOf({
      hosts: ['*'],
      gateways: ['front'],
      http: [
        { match: [{ uri: { prefix: '/a' } }], route: [to('productpage')] },
        { route: [to('details'), to('api.example.com')] },
      ],
    });
    expect(routes.map(({ service }) => service)).toEqual(['productpage', 'details']);
  });

  it('says in words what it cannot show as weights', () => {
    const summary = (spec: object) => routesOf({ hosts: ['reviews'], ...spec })[0]?.config.summary;
    expect(summary({})).toBe('no routes');
    expect(summary({ tcp: [{ route: [to('reviews')] }] })).toBe('routes connections');
    const abort = { abort: { percentage: { value: 100 }, httpStatus: 500 } };
    expect(summary({ http: [{ fault: abort, route: [to('reviews')] }] })).toBe(
      'reviews 100 %; injects faults',
    );
    expect(summary({ http: [{ route: [to('reviews')], mirror: { host: 'shadow' } }] })).toBe(
      'reviews 100 %; mirrors',
    );
  });

  it('reads any object without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (spec) => {
        const { view } = viewVirtualService({ metadata: { name: 'x', namespace: 'y' }, spec });
        if (view !== undefined) expect(Array.isArray(declaredRoutes(view))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what a VirtualService does beside sending on', () => {
  const traitsOf = (spec: object) => routesOf({ hosts: ['reviews'], ...spec })[0]?.config.traits;

  it.each([
    ['faultInjection', { http: [{ fault: { abort: { httpStatus: 500 } }, route: [to('reviews')] }] }],
    ['mirroring', { http: [{ mirror: { host: 'shadow' }, route: [to('reviews')] }] }],
    ['mirroring', { http: [{ mirrors: [to('shadow')], route: [to('reviews')] }] }],
    ['requestTimeout', { http: [{ timeout: '3s', route: [to('reviews')] }] }],
    ['requestRouting', { http: [{ match: [{ uri: { prefix: '/a' } }], route: [to('reviews')] }] }],
    ['tcpTrafficShifting', { tcp: [{ route: [to('a', 80), to('b', 20)] }] }],
    ['tcpTrafficShifting', { tls: [{ route: [to('a', 80), to('b', 20)] }] }],
  ])('is %s', (trait, spec) => {
    expect(traitsOf(spec)).toEqual([trait]);
  });

  it.each([
    ['a plain route', { http: [{ route: [to('reviews')] }] }],
    ['an empty fault', { http: [{ fault: {}, route: [to('reviews')] }] }],
    [
      'a TCP route with one destination that gets everything',
      { tcp: [{ route: [to('a', 100), to('b', 0)] }] },
    ],
    ['no route at all', {}],
  ])('is nothing for %s', (_, spec) => {
    expect(traitsOf(spec)).toBeUndefined();
  });
});
