import { describe, expect, it } from 'vitest';
import {
  NO_HEALTH_RULES,
  OBJECT_KINDS,
  objectivesFor,
  tolerancesFor,
  type LatencyRule,
  type ObjectKind,
  type RateRule,
} from './health-rules';
import { EVERYTHING } from './pattern';
import { BUILT_IN_SET, DIRECTIONS } from './tolerances';

const everywhere = { namespace: EVERYTHING, kinds: OBJECT_KINDS, name: EVERYTHING };
const rule = (origin: string, more: Partial<RateRule> = {}): RateRule => ({
  ...everywhere,
  tolerances: [],
  origin,
  ...more,
});
const latency = (origin: string, more: Partial<LatencyRule> = {}): LatencyRule => ({
  ...everywhere,
  quantile: 'p95',
  directions: ['inbound'],
  degradedMs: 1,
  failingMs: 2,
  origin,
  ...more,
});
const cart = [{ namespace: 'shop', kind: 'service', name: 'cart' }] as const;

describe('the rule of an object', () => {
  const first = (rate: RateRule[], names: Parameters<typeof tolerancesFor>[1] = cart) =>
    tolerancesFor({ rate, latency: [] }, names).origin;

  it('is the first that fits', () => {
    expect(first([rule('a'), rule('b')])).toBe('a');
  });

  it('fits by namespace, kind and name alike', () => {
    const kinds: ObjectKind[] = ['app', 'workload'];
    expect(
      first([
        rule('other namespace', { namespace: /^bank$/ }),
        rule('other kind', { kinds }),
        rule('other name', { name: /^car$/ }),
        rule('all three', { namespace: /^shop$/, kinds: ['service'], name: /^ca.*$/ }),
      ]),
    ).toBe('all three');
  });

  it('is the built-in one where none fits', () => {
    expect(tolerancesFor({ rate: [rule('a', { kinds: ['app'] })], latency: [] }, cart)).toBe(BUILT_IN_SET);
    expect(tolerancesFor(NO_HEALTH_RULES, cart)).toBe(BUILT_IN_SET);
  });

  it('may fit any of several names, one as a whole', () => {
    const names = [
      { namespace: 'shop', kind: 'app', name: 'cart' },
      { namespace: 'shop', kind: 'workload', name: 'cart-v1' },
    ] as const;
    expect(first([rule('workload', { kinds: ['workload'], name: /^cart-v1$/ })], names)).toBe('workload');
    expect(first([rule('mixed', { kinds: ['workload'], name: /^cart$/ })], names)).toBeUndefined();
  });
});

describe('objectives of an object', () => {
  const origins = (...rules: LatencyRule[]) =>
    objectivesFor({ rate: [], latency: rules }, cart).map(
      ({ origin, quantile, direction }) => `${origin} ${quantile} ${direction}`,
    );

  it('are the first rule that fits, for each quantile', () => {
    expect(origins(latency('a'), latency('b'), latency('c', { quantile: 'p99' }))).toEqual([
      'a p95 inbound',
      'c p99 inbound',
    ]);
    expect(origins(latency('a', { name: /^web$/ }), latency('b'))).toEqual(['b p95 inbound']);
  });

  it('are the first rule that fits, for each direction', () => {
    expect(origins(latency('a'), latency('b', { directions: DIRECTIONS }))).toEqual([
      'a p95 inbound',
      'b p95 outbound',
    ]);
  });

  it('are none unless somebody sets some', () => {
    expect(objectivesFor(NO_HEALTH_RULES, cart)).toEqual([]);
  });
});
