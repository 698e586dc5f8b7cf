import { describe, expect, it } from 'vitest';
import {
  backend,
  mesh,
  object,
  planOne,
  problemsOf,
  service,
  serviceParent,
  SHOP,
  tell,
  to,
} from './sample-routes';
import { planRoutes } from './plan-routes';

const NAMES = ['a', 'b', 'c'];
const SERVICES = ['api', ...NAMES].map((name) => service(`shop/${name}`));

describe('weights of a VirtualService', () => {
  it.each<[string, readonly unknown[], string]>([
    ['a single destination without a weight gets everything', [undefined], 'a 100'],
    ['a single destination gets everything, whatever its number', [250], 'a 100'],
    ['a single destination gets everything, even of weight 0', [0], 'a 100'],
    ['a single destination gets everything, even of an invalid weight', [-5], 'a 100'],
    ['weights that sum to 100 are percentages', [80, 20], 'a 80, b 20'],
    ['weights are relative: no need to sum to 100', [1, 3], 'a 25, b 75'],
    ['weights may sum to more than 100', [90, 90, 20], 'a 45, b 45, c 10'],
    ['an omitted weight among several is 0', [undefined, 100], 'a 0, b 100'],
    ['weight 0 among several is no traffic', [0, 1], 'a 0, b 100'],
    ['several without any weight get nothing', [undefined, undefined], 'a 0, b 0'],
    ['several of weight 0 get nothing', [0, 0], 'a 0, b 0'],
    ['a weight spelled as a text is a number', ['30', '70'], 'a 30, b 70'],
    ['a negative weight is none', [-10, 90], 'a 0, b 100'],
    ['a negative weight spelled as a text is none', ['-10', 90], 'a 0, b 100'],
    ['a broken number is none', [12.5, 90], 'a 0, b 100'],
    ['words are no weight', ['most', 90], 'a 0, b 100'],
    ['objects are no weight', [{}, 90], 'a 0, b 100'],
    ['null is an omitted weight', [null, 90], 'a 0, b 100'],
    ['huge weights are still relative', [2e9, 2e9], 'a 50, b 50'],
    ['endless weights are none', [Number.POSITIVE_INFINITY, 90], 'a 0, b 100'],
  ])('%s', (_title, weights, expected) => {
    const route = weights.map((weight, index) => to(NAMES[index] ?? '', weight));
    const plan = planOne({ http: [{ route }] }, { services: SERVICES });
    expect(tell(plan, 'api')).toEqual([`everything → ${expected}`]);
  });

  it('are told as they are declared', () => {
    const [host] = planOne({ http: [{ route: [to('api', 3), to('api'), to('api', -1)] }] }).hosts;
    expect(host?.rules[0]?.destinations.map(({ weight, share }) => [weight, share])).toEqual([
      [3, 1],
      [null, 0],
      [null, 0],
    ]);
  });

  it.each<[string, readonly unknown[], readonly string[]]>([
    ['negative', [-1, 1], ['invalid-weight shop/api spec.http[0].route[0].weight']],
    ['a word', [1, 'x'], ['invalid-weight shop/api spec.http[0].route[1].weight']],
    ['all 0', [0, 0], ['no-weight shop/api spec.http[0].route']],
    ['all omitted', [undefined, undefined], ['no-weight shop/api spec.http[0].route']],
    ['a text of a number', ['1', 2], []],
    ['0 of a single one', [0], []],
  ])('that are %s are told as problems where they are', (_title, weights, expected) => {
    const plan = planOne({ http: [{ route: weights.map((weight) => to('api', weight)) }] });
    expect(problemsOf(plan)).toEqual(expected);
  });

  it.each(['tcp', 'tls'] as const)('share connections of %s rules in the same way', (protocol) => {
    const match = protocol === 'tls' ? { match: [{ sniHosts: ['api.example.com'] }] } : {};
    const rule = { ...match, route: [to('a', 1), to('b', 3), to('c')] };
    const plan = planOne(
      { [protocol]: [rule] },
      { services: [service('shop/api', ['tcp:80']), ...SERVICES.slice(1)] },
    );
    expect(tell(plan, 'api')[0]).toMatch(/→ a 25, b 75, c 0$/);
  });
});

describe('weights of the Gateway API', () => {
  it.each<[string, readonly unknown[], string]>([
    ['an omitted weight is 1', [undefined, undefined], 'a 50, b 50'],
    ['an omitted weight is 1 beside others', [4, undefined], 'a 80, b 20'],
    ['a single backend gets everything', [7], 'a 100'],
    ['a single backend of weight 0 gets nothing: requests are answered with 500', [0], 'a 0, answer 500'],
    ['weight 0 is dropped', [1, 0], 'a 100, b 0'],
    ['all of weight 0 answer with 500', [0, 0], 'a 0, b 0, answer 500'],
    ['no backend at all answers with 500', [], 'answer 500'],
    ['a negative weight gets nothing', [-1, 2], 'a 0, b 100'],
    ['a weight spelled as a text is a number', ['3', 1], 'a 75, b 25'],
  ])('%s', (_title, weights, expected) => {
    const backendRefs = weights.map((weight, index) => backend(NAMES[index] ?? '', weight));
    const route = object('shop/r', { parentRefs: [serviceParent('shop/api')], rules: [{ backendRefs }] });
    const plan = planRoutes(mesh({ services: SERVICES, httpRoutes: [route] }), SHOP);
    expect(tell(plan, 'api')).toEqual([`everything → ${expected}`]);
  });

  it('give a backend that does not exist its share, which is answered with 500', () => {
    const backendRefs = [backend('a'), backend('ghost')];
    const route = object('shop/r', { parentRefs: [serviceParent('shop/api')], rules: [{ backendRefs }] });
    const plan = planRoutes(mesh({ services: SERVICES, httpRoutes: [route] }), SHOP);
    expect(tell(plan, 'api')).toEqual(['everything → a 50, ghost 50 (unknown-host)']);
  });
});
