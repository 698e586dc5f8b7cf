import { MemorySource, type MemorySeries } from '../promql/memory-source';
import type { Labels } from '../promql/series-source';

export const DATA_START_MS = Date.UTC(2024, 1, 28, 22, 0, 0);
export const DATA_END_MS = DATA_START_MS + 3 * 3_600_000;
const SCRAPE_MS = 15_000;

/** A small mesh with everything that makes answers differ: restarts, late starts, gaps, silence, odd values. */
export function createAgreementSource(): MemorySource {
  const random = createRandom(20240229);
  return new MemorySource([
    ...requestCounters(random),
    ...latencyHistograms(random),
    ...byteCounters(random),
    ...gauges(random),
    ...oddities(),
  ]);
}

type Random = () => number;

/** A small congruential generator: the same data on every machine. */
function createRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Every instance is scraped at its own offset, so that no sample lies on the edge of a window. */
function phaseMs(instance: string): number {
  let hash = 7;
  for (const character of instance) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9_973;
  return 1_003 + (hash % 1_300) * 10 + 7;
}

function scrape(
  labels: Labels,
  read: (index: number) => number | undefined,
  firstIndex = 0,
  lastIndex = (DATA_END_MS - DATA_START_MS) / SCRAPE_MS,
): MemorySeries {
  const phase = phaseMs(labels['instance'] ?? labels['pod'] ?? 'none');
  const samples: [number, number][] = [];
  for (let index = firstIndex; index < lastIndex; index += 1) {
    const value = read(index);
    if (value !== undefined) samples.push([DATA_START_MS + index * SCRAPE_MS + phase, value]);
  }
  return { labels, samples };
}

/** A counter that grows by up to `most` a scrape and restarts at the given scrapes. */
function counter(random: Random, most: number, restarts: readonly number[] = []): (index: number) => number {
  let total = 0;
  return (index) => {
    if (restarts.includes(index)) total = 0;
    total += Math.floor(random() * (most + 1));
    return total;
  };
}

function requestCounters(random: Random): MemorySeries[] {
  const list: MemorySeries[] = [];
  const edges = [
    ['gateway', 'storefront', 40],
    ['storefront', 'catalog', 25],
    ['storefront', 'cart', 12],
    ['cart', 'ledger', 3],
  ] as const;
  edges.forEach(([from, to, most], edge) => {
    for (const reporter of ['source', 'destination']) {
      for (const code of ['200', '404', '503']) {
        const labels = {
          __name__: 'istio_requests_total',
          reporter,
          source_workload: from,
          destination_workload: to,
          destination_service: `${to}.shop.svc.cluster.local`,
          response_code: code,
          response_flags: code === '503' ? 'UF' : '-',
          instance: `${reporter === 'source' ? from : to}-1:15020`,
        };
        const restarts = edge === 1 && reporter === 'destination' ? [130, 455] : [];
        const read = counter(random, code === '200' ? most : 2, restarts);
        // One edge appears in the middle of the data, another falls silent.
        const first = edge === 3 ? 240 : 0;
        const last = edge === 2 && code === '503' ? 380 : undefined;
        list.push(scrape(labels, read, first, last));
      }
    }
  });
  return list;
}

function latencyHistograms(random: Random): MemorySeries[] {
  const list: MemorySeries[] = [];
  const bounds = [5, 10, 25, 50, 100, 250, 1_000, Number.POSITIVE_INFINITY];
  for (const workload of ['storefront', 'catalog', 'cart']) {
    const base = { destination_workload: workload, instance: `${workload}-1:15020` };
    const reads = bounds.map(() => counter(random, 9, workload === 'cart' ? [300] : []));
    const cumulative: number[][] = [];
    for (let index = 0; index < (DATA_END_MS - DATA_START_MS) / SCRAPE_MS; index += 1) {
      let total = 0;
      cumulative.push(reads.map((read) => (total += read(index))));
    }
    bounds.forEach((bound, position) => {
      const le = bound === Number.POSITIVE_INFINITY ? '+Inf' : String(bound);
      const labels = { __name__: 'istio_request_duration_milliseconds_bucket', ...base, le };
      list.push(scrape(labels, (index) => cumulative[index]?.[position]));
    });
    const count = (index: number): number => cumulative[index]?.at(-1) ?? 0;
    list.push(scrape({ __name__: 'istio_request_duration_milliseconds_count', ...base }, count));
    const sum = (index: number): number => count(index) * 31.4 + 0.25;
    list.push(scrape({ __name__: 'istio_request_duration_milliseconds_sum', ...base }, sum));
  }
  return list;
}

function byteCounters(random: Random): MemorySeries[] {
  return ['ledger-db', 'cart-cache', 'queue'].map((workload, index) => {
    const labels = {
      __name__: 'istio_tcp_sent_bytes_total',
      source_workload: 'ledger',
      destination_workload: workload,
      instance: `${workload}-0:15020`,
    };
    const read = counter(random, 9e8);
    // The queue misses three minutes of every hour.
    return scrape(labels, (at) => (index === 2 && at % 240 < 12 ? undefined : read(at)));
  });
}

function gauges(random: Random): MemorySeries[] {
  const list: MemorySeries[] = [];
  ['storefront', 'catalog', 'cart', 'ledger'].forEach((app, index) => {
    for (const zone of ['a', 'b']) {
      const base = { app, zone, pod: `${app}-${zone}`, instance: `${app}-${zone}:9090` };
      const wave = (at: number): number => 50 + 20 * index + 9 * Math.sin(at / 17 + index) + random();
      list.push(scrape({ __name__: 'memory_megabytes', ...base }, wave));
      list.push(
        scrape(
          { __name__: 'temperature_celsius', ...base },
          (at) => Math.round(8 * Math.sin(at / 40)) - index,
        ),
      );
      const isUp = (at: number): number => Number((at + index * 31) % 97 > 4);
      list.push(scrape({ __name__: 'up', job: 'mesh', ...base }, isUp));
    }
    const info = { __name__: 'app_build_info', app, version: `1.${index}.0`, instance: `${app}-a:9090` };
    list.push(scrape(info, () => 1));
  });
  return list;
}

function oddities(): MemorySeries[] {
  const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -3.5, 1e-9, 2.5e22];
  return [
    ...values.map((value, index) =>
      scrape({ __name__: 'odd_value', kind: `k${index}`, instance: `odd-${index}:1` }, () => value),
    ),
    scrape({ __name__: 'odd_mixture', kind: 'nan', instance: 'odd-8:1' }, (at) =>
      at % 7 === 0 ? Number.NaN : at % 11,
    ),
    scrape({ __name__: 'odd_text', path: 'C:\\a "b"\nc', note: 'größe', instance: 'odd-9:1' }, (at) => at),
    scrape({ __name__: 'constant_value', instance: 'odd-10:1' }, () => 42),
  ];
}
