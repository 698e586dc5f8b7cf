import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateInstant } from './evaluate';
import { MemorySource } from './memory-source';
import { quantileOf } from './quantile';

const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const members = fc.array(fc.record({ group: fc.constantFrom('x', 'y', 'z', ''), value }), {
  minLength: 1,
  maxLength: 30,
});
type Members = { group: string; value: number }[];

async function ask(list: Members, query: string): Promise<number[]> {
  const source = new MemorySource(
    list.map((member, index) => ({
      labels: { __name__: 'm', id: String(index), ...(member.group === '' ? {} : { group: member.group }) },
      samples: [[0, member.value]],
    })),
  );
  const result = await evaluateInstant(query, 0, { source });
  return result.type === 'vector' ? result.samples.map((sample) => sample.value) : [];
}

test.each(['sum', 'count', 'min', 'max'])('%s of the groups adds up to the whole', async (op) => {
  const outer = op === 'count' ? 'sum' : op;
  await fc.assert(
    fc.asyncProperty(members, async (list) => {
      const [whole = Number.NaN] = await ask(list, `${op}(m)`);
      const [parts = Number.NaN] = await ask(list, `${outer}(${op} by (group) (m))`);
      expect(Math.abs(parts - whole)).toBeLessThanOrEqual(1e-6);
      expect(await ask(list, `${op} without (id) (m)`)).toEqual(await ask(list, `${op} by (group) (m)`));
    }),
    { numRuns: 50 },
  );
});

test('the order of series does not matter', async () => {
  await fc.assert(
    fc.asyncProperty(members, async (list) => {
      for (const query of ['avg(m)', 'stddev(m)', 'quantile(0.3, m)', 'count_values("v", m)']) {
        const forward = (await ask(list, query)).toSorted((a, b) => a - b);
        const backward = (await ask(list.toReversed(), query)).toSorted((a, b) => a - b);
        forward.forEach((one, index) => expect(one).toBeCloseTo(backward[index]!, 3));
      }
    }),
    { numRuns: 50 },
  );
});

test('topk and bottomk split a vector at any place', async () => {
  await fc.assert(
    fc.asyncProperty(members, fc.nat({ max: 30 }), async (list, k) => {
      const size = Math.min(k, list.length);
      const top = await ask(list, `topk(${size}, m)`);
      const rest = await ask(list, `bottomk(${list.length - size}, m)`);
      const all = list.map((member) => member.value).toSorted((a, b) => a - b);
      expect([...rest, ...top.toReversed()]).toEqual(all);
    }),
    { numRuns: 50 },
  );
});

test('a quantile grows with q and stays between the extremes', () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), unit, unit, (values, a, b) => {
      const low = quantileOf(Math.min(a, b), values);
      const high = quantileOf(Math.max(a, b), values);
      const slack = 1e-9;
      expect(low).toBeLessThanOrEqual(high + slack);
      expect(low).toBeGreaterThanOrEqual(Math.min(...values) - slack);
      expect(high).toBeLessThanOrEqual(Math.max(...values) + slack);
    }),
  );
});
