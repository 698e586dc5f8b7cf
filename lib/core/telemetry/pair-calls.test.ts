import { describe, expect, it } from 'vitest';
import { pairCalls, pairKey } from './pair-calls';
import type { Call, Reporter } from './traffic-sample';

function call(reporter: Reporter, more: Partial<Call> = {}): Call {
  return {
    reporter,
    source: { namespace: 'a', workload: 'web' },
    service: { name: 'reviews', namespace: 'a' },
    destination: { namespace: 'a', workload: 'reviews-v1' },
    protocol: 'http',
    ...more,
  };
}

function chosen(...reporters: Reporter[]): Reporter {
  const [pair] = [...pairCalls(reporters.map((reporter) => call(reporter))).values()];
  if (pair === undefined) throw new Error('There is no pair.');
  return pair.chosen;
}

describe('pairCalls', () => {
  it.each<[Reporter[], Reporter]>([
    [['source'], 'source'],
    [['waypoint'], 'waypoint'],
    [['destination'], 'destination'],
    [['destination', 'source'], 'source'],
    [['destination', 'waypoint'], 'waypoint'],
    [['destination', 'waypoint', 'source'], 'source'],
  ])('of the reporters %j chooses %s', (reporters, expected) => {
    expect(chosen(...reporters)).toBe(expected);
    expect(chosen(...reporters.toReversed())).toBe(expected);
  });

  it('keeps the reports of each reporter together and apart from the others', () => {
    const reports = [call('source'), call('destination'), call('source')];
    const [pair] = [...pairCalls(reports).values()];
    expect([...pair!.reports].map(([reporter, list]) => [reporter, list.length])).toEqual([
      ['source', 2],
      ['destination', 1],
    ]);
  });

  it('passes over a reporter that has nothing but idle reports', () => {
    const quiet = call('source');
    const pairs = pairCalls([quiet, call('destination')], (report) => report === quiet);
    expect([...pairs.values()][0]?.chosen).toBe('destination');
    expect([...pairCalls([quiet, call('destination')], () => true).values()][0]?.chosen).toBe('source');
  });
});

describe('pairKey', () => {
  const key = pairKey(call('source'));

  it('is the same whatever service a report names, once a workload was reached', () => {
    expect(pairKey(call('destination', { service: { name: 'reviews-v1' } }))).toBe(key);
    expect(pairKey(call('destination', { service: {} }))).toBe(key);
  });

  it('is the same whatever is told of versions and identities', () => {
    const source = { namespace: 'a', workload: 'web', version: 'v1', principal: 'spiffe://x' };
    expect(pairKey(call('destination', { source }))).toBe(key);
  });

  it.each<[string, Partial<Call>]>([
    ['protocol', { protocol: 'grpc' }],
    ['caller', { source: { namespace: 'a', workload: 'cart' } }],
    ["caller's namespace", { source: { namespace: 'b', workload: 'web' } }],
    ["callee's cluster", { destination: { cluster: 'west', namespace: 'a', workload: 'reviews-v1' } }],
    ['callee', { destination: { namespace: 'a', workload: 'reviews-v2' } }],
    ['service, where nobody was reached', { destination: {} }],
  ])('differs by %s', (_what, more) => {
    expect(pairKey(call('source', more))).not.toBe(key);
  });

  it('tells services apart only where nobody was reached', () => {
    const nobody = (name: string) => pairKey(call('source', { destination: {}, service: { name } }));
    expect(nobody('reviews')).not.toBe(nobody('ratings'));
  });
});
