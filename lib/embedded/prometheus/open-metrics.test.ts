import { expect, test } from 'vitest';
import { MemorySource } from '../promql/memory-source';
import { writeStaleMarker } from '../promql/series-source';
import { writeOpenMetrics } from './open-metrics';

test('series become lines with escaped labels, exact milliseconds and an end mark', () => {
  const source = new MemorySource([
    {
      labels: { __name__: 'a_total', path: 'C:\\x "y"\nz' },
      samples: [
        [1_700_000_000_007, 1],
        [1_700_000_015_007, 2],
      ],
    },
    {
      labels: { __name__: 'b' },
      samples: [
        [1_700_000_000_123, Number.NaN],
        [1_700_000_001_000, Infinity],
      ],
    },
    { labels: { __name__: 'c' }, samples: [[1_700_000_000_000, 1]] },
  ]);
  const named = (name: string) => [{ name: '__name__', op: '=', value: name }] as const;
  const text = [
    ...writeOpenMetrics(source, [named('a_total'), named('b')], 1_700_000_000_000, 1_700_000_010_000),
  ];
  expect(text.join('')).toBe(
    'a_total{path="C:\\\\x \\"y\\"\\nz"} 1 1700000000.0074\nb NaN 1700000000.1234\nb +Inf 1700000001.0004\n# EOF\n',
  );
});

test('staleness markers are left out', () => {
  const source = new MemorySource([
    {
      labels: { __name__: 'a' },
      samples: [
        [0, 1],
        [1_000, Number.NaN],
      ],
    },
  ]);
  writeStaleMarker(source.series[0]!.all.values, 1);
  const text = [...writeOpenMetrics(source, [[{ name: '__name__', op: '=', value: 'a' }]], 0, 2_000)].join(
    '',
  );
  expect(text).toBe('a 1 0.0004\n# EOF\n');
});
