import { describe, expect, it } from 'vitest';
import type { ResponseShare } from '../graph/mesh-graph';
import { CART, FACTS, plan, SUBSETS, withoutPods, type Declared } from '../splits/sample-routes';
import { projectRoutes } from './project-routes';

const response = (host: string): ResponseShare => ({ code: '200', flags: '', host, rate: 1 });
const leg = (subset: string, weight: number, host = 'cart') => ({ destination: { host, subset }, weight });
const split = (...weights: number[]) =>
  weights.map((weight, index) => leg(`v${index + 1}`, weight)).filter(({ weight }) => weight > 0);
const routed = (rule: object, more: object = {}): Declared => ({ http: [rule], subsets: SUBSETS, ...more });

function project(now: Declared, after: Declared, { facts = FACTS, hosts = [CART], name = 'cart-v1' } = {}) {
  const edge = { protocol: 'http' as const, responses: hosts.map(response) };
  return projectRoutes(plan(now), plan(after), { edge, target: { namespace: 'shop', name } }, facts);
}

const EVEN = routed({ route: split(50, 50) });

describe('changed weights', () => {
  const later = routed({ route: split(20, 80) });

  it.each([
    ['cart-v1', '50 %', '20 %'],
    ['cart-v2', '50 %', '80 %'],
    ['cart-v3', '0 %', '0 %'],
  ])('are projected for %s: %s today, then %s', (name, today, then) => {
    const projected = project(EVEN, later, { name });
    expect(projected).toMatchObject({
      kind: 'projected',
      by: [{ kind: 'VirtualService', namespace: 'shop', name: 'cart', rule: 0 }],
      reason: expect.stringContaining(`have ${today} today and would have ${then}`),
    });
  });

  it('name all destinations, and that nothing of it was seen', () => {
    const { reason } = { reason: '', ...project(EVEN, later) };
    expect(reason).toMatch(/^Projected from what is declared, not seen/);
    expect(reason).toContain('Today v1 50 % · v2 50 %; then v1 20 % · v2 80 %.');
  });

  it('are told where there was no route, and everybody behind the service was called', () => {
    expect(project({ subsets: SUBSETS }, later)).toMatchObject({
      kind: 'projected',
      reason: expect.stringContaining('have 100 % today and would have 20 %'),
    });
  });

  it('are of what no condition singles out, where conditions stay as they are', () => {
    const first = { match: [{ headers: { user: { exact: 'jason' } } }], route: [leg('v3', 100)] };
    const with_ = (rule: object) => ({ http: [first, rule], subsets: SUBSETS });
    const projected = project(with_({ route: split(50, 50) }), with_({ route: split(20, 80) }));
    expect(projected).toMatchObject({
      kind: 'projected',
      by: [{ rule: 1 }],
      reason: expect.stringContaining('of what no condition singles out'),
    });
  });
});

describe('changed times', () => {
  it.each([
    ['timeout', { timeout: '3s' }, { timeout: '1s' }, 'Declared timeout: 3s today, then 1s.'],
    ['retries', {}, { retries: { attempts: 5 } }, 'Declared retries: the mesh’s default today, then 5.'],
    [
      'delay',
      {},
      { fault: { delay: { fixedDelay: '7s', percentage: { value: 10 } } } },
      'Declared faults: none today, then delay 7s for 10 %.',
    ],
  ])('are projected: %s', (_title, now, after, words) => {
    const route = split(50, 50);
    expect(project(routed({ route, ...now }), routed({ route, ...after }))).toMatchObject({
      kind: 'projected',
      reason: expect.stringContaining(words),
    });
  });
});

describe('destinations that can take nothing', () => {
  it('break all calls where there is no other', () => {
    expect(project(EVEN, routed({ route: [leg('v9', 100)] }))).toMatchObject({
      kind: 'dead',
      reason: expect.stringContaining('no DestinationRule'),
    });
    expect(project(EVEN, routed({ route: split(0, 100) }), { facts: withoutPods('v2') }).kind).toBe('dead');
  });

  it('are named where others take the rest', () => {
    expect(project(EVEN, routed({ route: [...split(50), leg('v9', 50)] }))).toMatchObject({
      kind: 'projected',
      reason: expect.stringContaining('A part could be taken by nobody'),
    });
  });

  it('come of a subset that a rule does not define any more', () => {
    const without = routed(
      { route: split(50, 50) },
      { subsets: [{ name: 'v0', labels: { version: 'v0' } }] },
    );
    expect(project(EVEN, without).kind).toBe('dead');
  });

  it('are no matter where a fault answers every call', () => {
    const fault = { abort: { httpStatus: 500, percentage: { value: 100 } } };
    expect(project(EVEN, routed({ route: split(50, 50), fault }))).toMatchObject({
      kind: 'dead',
      reason: expect.stringContaining('500'),
    });
  });
});

describe('what is not projected', () => {
  it('is what stays as it is', () => {
    expect(project(EVEN, EVEN)).toEqual({ kind: 'same' });
    expect(
      project(EVEN, routed({ route: split(20, 80) }), { hosts: ['other.shop.svc.cluster.local'] }),
    ).toEqual({
      kind: 'same',
    });
  });

  it.each<[string, Declared]>([
    [
      'a new condition',
      {
        http: [{ match: [{ uri: { prefix: '/a' } }], route: split(100) }, { route: split(50, 50) }],
        subsets: SUBSETS,
      },
    ],
    ['nothing but conditions', routed({ match: [{ uri: { prefix: '/a' } }], route: split(50, 50) })],
    ['a redirect', routed({ redirect: { uri: '/b' } })],
    ['a rewrite', routed({ route: split(50, 50), rewrite: { uri: '/b' } })],
  ])('is unknown: %s', (_title, after) => {
    expect(project(EVEN, after).kind).toBe('unknown');
  });

  it('is unknown where it cannot be told what was called, or what runs there', () => {
    const later = routed({ route: split(20, 80) });
    expect(project(EVEN, later, { hosts: [] }).kind).toBe('unknown');
    expect(project(EVEN, later, { facts: {} }).kind).toBe('unknown');
  });
});
