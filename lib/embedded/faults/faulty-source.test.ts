import { describe, expect, it } from 'vitest';
import { MemorySource } from '../promql/memory-source';
import { writeStaleMarker, isStaleMarker } from '../promql/series-source';
import { FaultSwitches } from './fault-switches';
import { makeFaultySource } from './faulty-source';

function makeSource() {
  const memory = new MemorySource([
    {
      labels: { __name__: 'c', code: '200', pod: 'a' },
      samples: [
        [1000, 5],
        [2000, 7],
        [3000, 0],
      ],
    },
    {
      labels: { __name__: 'c', code: '500', pod: 'a' },
      samples: [
        [2000, 1],
        [3000, 0],
      ],
    },
    { labels: { __name__: 'c', code: '200', pod: 'b' }, samples: [[1500, 100]] },
    { labels: { __name__: 'd', pod: 'a' }, samples: [[1000, 1]] },
  ]);
  for (const { all, labels } of memory.series) {
    if (labels['__name__'] === 'c' && labels['pod'] === 'a')
      writeStaleMarker(all.values, all.values.length - 1);
  }
  return memory;
}

function read(switches: FaultSwitches, name = 'c', fromMs = 0, toMs = 10_000) {
  const source = makeFaultySource(makeSource(), switches);
  return [...source.select([{ name: '__name__', op: '=', value: name }], fromMs, toMs)].map((series) => ({
    labels: series.labels,
    ...series.samples(fromMs, toMs),
  }));
}

describe('a faulty source', () => {
  it('without faults is the source itself', () => {
    expect(read(new FaultSwitches()).map(({ labels }) => labels['code'])).toEqual(['200', '500', '200']);
  });

  it('counts together what only a dropped label told apart, and marks the common end', () => {
    const switches = new FaultSwitches();
    switches.set([{ server: 'prometheus', kind: 'dropLabels', labels: ['code'] }]);
    const [first, second, ...rest] = read(switches);
    expect(rest).toEqual([]);
    expect(first?.labels).toEqual({ __name__: 'c', pod: 'a' });
    expect([...(first?.timestampsMs ?? [])]).toEqual([1000, 2000, 3000]);
    expect([...(first?.values ?? [])].slice(0, 2)).toEqual([5, 8]);
    expect(isStaleMarker(first?.values ?? new Float64Array(), 2)).toBe(true);
    expect(second?.labels).toEqual({ __name__: 'c', pod: 'b' });
  });

  it('lets matchers see a dropped label as empty', () => {
    const switches = new FaultSwitches();
    switches.set([{ server: 'prometheus', kind: 'dropLabels', labels: ['code'] }]);
    const source = makeFaultySource(makeSource(), switches);
    const count = (op: '=' | '!=', value: string) =>
      [...source.select([{ name: 'code', op, value }], 0, 9000)].length;
    expect([count('=', '200'), count('!=', '200'), count('=', '')]).toEqual([0, 3, 3]);
  });

  it('moves samples along with the clock', () => {
    const switches = new FaultSwitches();
    switches.set([{ server: 'prometheus', kind: 'clockSkew', seconds: 60 }]);
    expect(read(switches, 'd', 0, 10_000)).toEqual([]);
    const [series] = read(switches, 'd', 60_000, 70_000);
    expect([...(series?.timestampsMs ?? [])]).toEqual([61_000]);
  });

  it.each([
    ['NaN', Number.NaN],
    ['+Inf', Infinity],
    ['-Inf', -Infinity],
    ['-1.5', -1.5],
  ])('stores %s as every sample of the named metrics, markers excepted', (value, number) => {
    const switches = new FaultSwitches();
    switches.set([{ server: 'prometheus', kind: 'oddSamples', value, metric: 'c' }]);
    const [first] = read(switches);
    expect([...(first?.values ?? [])].slice(0, 2)).toEqual([number, number]);
    expect(isStaleMarker(first?.values ?? new Float64Array(), 2)).toBe(true);
    expect([...(read(switches, 'd')[0]?.values ?? [])]).toEqual([1]);
  });
});
