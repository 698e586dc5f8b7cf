import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import { HistogramFold, type PrometheusHistogram } from './fold-histograms';
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
const labels = fc.record(
  { le: fc.constantFrom('0.5', '1e+06', '+Inf', 'NaN', 'no bound', '\\"'), role: hostile, tile: hostile },
  { requiredKeys: [] },
);
const entries = fc.array(
  fc.record({
    metric: labels,
    value: fc.tuple(fc.nat(), fc.constantFrom('0', '1.5', 'NaN', '+Inf', '3e-5')),
  }),
  { maxLength: 20 },
);

function inOrder(histograms: readonly PrometheusHistogram[]): string[] {
  return histograms
    .map(({ labels, bounds, values }) =>
      JSON.stringify([labels, bounds.map((bound, i) => `${bound} ${values[i]}`).sort()]),
    )
    .sort();
}

describe('histograms that are read as they are written', () => {
  it('are those that parsing every entry gives, whatever labels hold and in whatever order they come', () => {
    fc.assert(
      fc.property(entries, (all) => {
        const parsed = new HistogramFold();
        const { samples } = parseVectorEntries(all);
        for (const sample of samples) parsed.add(sample);
        const written = new WrittenLabels();
        for (const order of [all, all, all.toReversed(), all]) {
          const read = new HistogramFold(written);
          const seen = read.addEntries(Buffer.from(order.map((one) => JSON.stringify(one)).join(',')));
          expect(inOrder(read.result())).toEqual(inOrder(parsed.result()));
          expect(seen).toEqual({ samples: samples.length, nativeHistograms: 0 });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('hold the labels once', () => {
    const fold = new HistogramFold();
    fold.addEntries(
      Buffer.from(
        ['1', '5', '+Inf']
          .map((le) => JSON.stringify({ metric: { app: 'a', le, zone: 'z' }, value: [1.5, '2'] }))
          .join(','),
      ),
    );
    expect(fold.result()).toEqual([
      {
        labels: { app: 'a', zone: 'z' },
        bounds: ['1', '5', '+Inf'],
        values: [2, 2, 2],
      },
    ]);
  });

  it('are refused where they are no samples', () => {
    const read = (text: string) => () => new HistogramFold().addEntries(Buffer.from(text));
    expect(read('{"metric":{"le":"1"},"value":[1,"x"]}')).toThrow(UpstreamError);
    expect(read('{"metric":{"le":"1"},"value":[1,"1"')).toThrow(UpstreamError);
    expect(read('{"metric":{"le":1},"value":[1,"1"]}')).toThrow(UpstreamError);
  });
});
