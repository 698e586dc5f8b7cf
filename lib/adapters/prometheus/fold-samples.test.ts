import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import { SampleFold } from './fold-samples';
import { parseVectorEntries } from './parse-answer';
import { WrittenLabels } from './written-labels';

const hostile = fc.constantFrom(
  'plain',
  '',
  '"le":"5"',
  'x,{"metric":{}}',
  '},"value":[1,"2"]',
  '\\',
  'é\u0000\n',
);
const entries = fc.array(
  fc.record({
    metric: fc.record({ role: hostile, tile: hostile, zone: fc.string() }, { requiredKeys: [] }),
    value: fc.tuple(
      fc.constantFrom(0, 5, 1.25, 1_750_000_000.123, 1e21),
      fc.constantFrom('0', '1.5', 'NaN', '+Inf', '3e-5'),
    ),
  }),
  { maxLength: 20 },
);

describe('samples that are read as they are written', () => {
  it('are those that parsing every entry gives, the first time and later, in whatever order they come', () => {
    fc.assert(
      fc.property(entries, (all) => {
        const written = new WrittenLabels();
        for (const order of [all, all, all.toReversed(), all]) {
          const text = Buffer.from(order.map((one) => JSON.stringify(one)).join(','));
          const fold = new SampleFold(written);
          expect(fold.addEntries(text)).toEqual({ samples: all.length, nativeHistograms: 0 });
          expect(fold.result()).toEqual(parseVectorEntries(order).samples);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('have the very labels they had before', () => {
    const written = new WrittenLabels();
    const read = (value: string) => {
      const fold = new SampleFold(written);
      fold.addEntries(Buffer.from(JSON.stringify({ metric: { app: 'a' }, value: [1.5, value] })));
      return fold.result()[0];
    };
    const [first, second] = [read('1'), read('2')];
    expect(second).toEqual({ labels: { app: 'a' }, atSeconds: 1.5, value: 2 });
    expect(second?.labels).toBe(first?.labels);
  });

  it('are refused where they are no samples, whatever was read before', () => {
    const written = new WrittenLabels();
    const read = (text: string) => () => new SampleFold(written).addEntries(Buffer.from(text));
    expect(read('{"metric":{"app":"a"},"value":[1,"1"]}')()).toEqual({ samples: 1, nativeHistograms: 0 });
    expect(read('{"metric":{"app":"a"},"value":[1,"x"]}')).toThrow(UpstreamError);
    expect(read('{"metric":{"app":"a"},"value":[1,"1"')).toThrow(UpstreamError);
    expect(read('{"metric":{"app":"a"},"value":[01,"1"]}')).toThrow(UpstreamError);
    expect(read('{"metric":{"app":"a"},"value":["1","1"]}')).toThrow(UpstreamError);
    expect(read('{"metric":{"app":"a"},"histogram":[1,{}]}')()).toEqual({ samples: 0, nativeHistograms: 1 });
  });
});
