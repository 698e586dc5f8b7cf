import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallCount } from './call-count';
import { calls, FACTS, judge, onPath, plan, split } from './sample-routes';

const version = fc.constantFrom('v1', 'v2', 'v3', undefined);
const seen: fc.Arbitrary<CallCount[]> = fc.array(
  fc
    .record({
      version,
      count: fc.double({ min: 0, max: 5_000, noNaN: true }),
      reporter: fc.constantFrom('source', 'source', 'destination', 'waypoint'),
      workload: fc.constantFrom('web', 'other', undefined),
    })
    .map(({ version: to, count, reporter, workload }) =>
      calls(to, count, {
        reporter,
        source: { namespace: 'shop', ...(workload === undefined ? {} : { workload }) },
      }),
    ),
  { maxLength: 12 },
);
const weights = fc.dictionary(fc.constantFrom('v1', 'v2', 'v3', 'v9'), fc.integer({ min: 0, max: 100 }), {
  minKeys: 1,
  noNullPrototype: true,
});
const rules = fc.array(
  fc
    .record({ weights, path: fc.option(fc.constantFrom('/a', '/b')) })
    .map(({ weights: of, path }) => split(of, path === null ? {} : onPath(path))),
  { minLength: 1, maxLength: 4 },
);

const runs = { numRuns: 200 };

describe('of all routes and calls', () => {
  it('the shares of a rule add up to one, or nothing is told of any', () => {
    fc.assert(
      fc.property(rules, seen, (http, counts) => {
        for (const { destinations } of judge(plan({ http }), { counts }).rules) {
          const observed = destinations.flatMap((one) => one.observed ?? []);
          if (observed.length === 0) continue;
          expect(observed).toHaveLength(destinations.length);
          const served = observed.reduce((sum, { share }) => sum + share, 0);
          // A group may hold destinations without a share that another of its rules names.
          expect(served).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
      runs,
    );
  });

  it('no more calls are told of than clients report', () => {
    fc.assert(
      fc.property(rules, seen, (http, counts) => {
        const route = judge(plan({ http }), { counts });
        const reported = counts
          .filter(({ reporter }) => reporter === 'source')
          .reduce((sum, { count }) => sum + count, 0);
        for (const { requests } of route.rules) expect(requests ?? 0).toBeLessThanOrEqual(reported + 1e-6);
        expect(route.elsewhere + route.notDelivered).toBeLessThanOrEqual(reported + 1e-6);
      }),
      runs,
    );
  });

  it('the order of what was counted decides nothing, nor how finely it was counted', () => {
    fc.assert(
      fc.property(rules, seen, (http, counts) => {
        const planned = plan({ http });
        const whole = judge(planned, { counts });
        const halves = counts.map((call) => ({ ...call, count: call.count / 2 }));
        const other = judge(planned, { counts: [...halves, ...halves].reverse() });
        expect(other.verdict).toBe(whole.verdict);
        for (const [i, { destinations }] of other.rules.entries()) {
          for (const [j, { observed }] of destinations.entries()) {
            const expected = whole.rules[i]?.destinations[j]?.observed;
            if (observed === null) expect(expected).toBeNull();
            else expect(observed.share).toBeCloseTo(expected?.share ?? Number.NaN, 9);
          }
        }
      }),
      runs,
    );
  });

  it('not knowing the pods never makes a route drift that does not, nor dead', () => {
    fc.assert(
      fc.property(rules, seen, (http, counts) => {
        const planned = plan({ http });
        const known = judge(planned, { counts, facts: FACTS }).verdict;
        const unknown = judge(planned, { counts, facts: {} }).verdict;
        if (unknown === 'drifting') expect(known).toBe('drifting');
        if (unknown === 'dead') expect(known).toBe('dead');
      }),
      runs,
    );
  });
});
