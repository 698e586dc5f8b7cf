import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largeWorld } from './large-world';
import { planServices, TIER_COUNT } from './plan-services';

const STARTED_AT = new Date(0);
const size = fc.integer({ min: 10, max: 800 });

describe('every large world', () => {
  it('has exactly as many workloads as its name says, each behaving once', () => {
    fc.assert(
      fc.property(size, (count) => {
        const { behaviours } = largeWorld(count);
        const names = new Set(behaviours.map(({ namespace, workload }) => `${namespace}/${workload}`));
        expect(names.size).toBe(count);
        expect(behaviours).toHaveLength(count);
      }),
      { numRuns: 60 },
    );
  });

  it('declares no object twice', () => {
    fc.assert(
      fc.property(size, (count) => {
        const keys = largeWorld(count)
          .objects(STARTED_AT)
          .map(({ kind, apiVersion, metadata }) =>
            [apiVersion, kind, metadata.namespace, metadata.name].join(' '),
          );
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 30 },
    );
  });

  it('calls only onwards, each target once, and leaves nobody out', () => {
    fc.assert(
      fc.property(size, (count) => {
        const services = planServices(count);
        expect(new Set(services.map(({ tier }) => tier)).size).toBe(TIER_COUNT);
        const called = new Set<string>();
        for (const { tier, calls } of services) {
          expect(new Set(calls.map(({ target }) => target.name)).size).toBe(calls.length);
          for (const { target } of calls) {
            expect(target.tier).toBeGreaterThan(tier);
            called.add(target.name);
          }
        }
        expect(called.size).toBe(services.filter(({ tier }) => tier > 0).length);
      }),
      { numRuns: 60 },
    );
  });

  it('shares all its load among its doors', () => {
    fc.assert(
      fc.property(size, (count) => {
        const sum = largeWorld(count).entries.reduce((total, { share }) => total + share, 0);
        expect(sum).toBeCloseTo(1, 9);
      }),
      { numRuns: 60 },
    );
  });
});
