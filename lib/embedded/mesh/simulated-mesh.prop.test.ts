import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runControllers } from '../kubernetes/controllers';
import { MemoryObjectStore } from '../kubernetes/memory-store';
import { isStaleMarker, type Labels, type Samples, type Series } from '../promql/series-source';
import { bookinfo } from '../worlds/bookinfo';
import { SimulatedMesh } from './simulated-mesh';

const START = Date.parse('2026-01-05T08:00:00Z');
const HOUR = 3_600_000;
const END = START + 24 * HOUR;
const INTERVAL = 60_000;
/** More than the whole load in one interval. */
const ONE_INTERVAL_OF_LOAD = (INTERVAL / 1000) * 30;

const always = [{ name: '__name__', op: '=~' as const, value: '.+' }];

/** A day of Bookinfo in which a pod was deleted and a route was changed. */
function liveThroughADay() {
  const clock = { ms: START };
  const store = new MemoryObjectStore({ now: () => clock.ms, seed: 'test' });
  store.seed(bookinfo.objects(new Date(START)));
  runControllers(store, { seed: 'test' });
  let presentMs = END - 4 * HOUR;
  const mesh = new SimulatedMesh({
    world: bookinfo,
    objects: store,
    startSeconds: START / 1000,
    scrapeIntervalSeconds: INTERVAL / 1000,
    nowMs: () => presentMs,
  });
  clock.ms = presentMs;
  const select = (fromMs: number, toMs: number) => [...mesh.select(always, fromMs, toMs)];

  const pod = store
    .list('pods', { namespace: 'bookinfo' })
    .find(({ metadata }) => metadata.labels?.['app'] === 'ratings');
  if (pod === undefined) throw new Error('There is no pod of ratings.');
  store.delete('pods', pod.metadata.name, { namespace: 'bookinfo' });
  select(presentMs, presentMs);
  const deletedMs = presentMs;

  presentMs = END - 2 * HOUR;
  store.patch(
    'virtualservices',
    'reviews',
    { spec: { http: [{ route: [{ destination: { host: 'reviews', subset: 'v3' } }] }] } },
    { namespace: 'bookinfo' },
  );
  select(presentMs, presentMs);
  presentMs = END;
  return { mesh, select, deletedMs, deletedPod: pod.metadata.name };
}

const day = liveThroughADay();
const series = day.select(START, END);
const restarting = series.filter((one) => {
  const { values } = one.samples(START, END);
  return values.some((value, i) => i > 0 && value < values[i - 1]!);
});

const counters = series.filter(({ labels }) => labels['__name__']?.startsWith('istio_re'));
const groupOf = ({ __name__, le: _le, ...rest }: Labels) => JSON.stringify(Object.entries(rest).sort());
const groups = new Map<string, Series[]>();
for (const one of counters) {
  const key = groupOf(one.labels);
  groups.set(key, [...(groups.get(key) ?? []), one]);
}

const instant = fc.integer({ min: START - HOUR, max: END + HOUR });
const span = fc.tuple(instant, instant).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const any = <T>(items: readonly T[]) => fc.nat({ max: items.length - 1 }).map((i) => items[i]!);

/** The value at the last sample, undefined where there is none or the series has ended. */
function valueAt(one: Series, atMs: number): number | undefined {
  const { values } = one.samples(atMs - 2 * INTERVAL, atMs);
  const last = values.length - 1;
  return last < 0 || isStaleMarker(values, last) ? undefined : values[last];
}

function staleCount({ values }: Samples): number {
  return [...values].filter((_, i) => isStaleMarker(values, i)).length;
}

describe('series', () => {
  it('are the counters and histograms of every proxy along every flow', () => {
    expect(counters.length).toBeGreaterThan(1000);
    const names = new Set(series.map(({ labels }) => labels['__name__']));
    expect([...names].sort()).toEqual([
      'istio_build',
      ...['request_bytes', 'request_duration_milliseconds'].flatMap((name) =>
        ['bucket', 'count', 'sum'].map((part) => `istio_${name}_${part}`),
      ),
      'istio_requests_total',
      ...['bucket', 'count', 'sum'].map((part) => `istio_response_bytes_${part}`),
      'up',
    ]);
  });

  it('have different label sets, each without empty values', () => {
    const keys = series.map(({ labels }) => JSON.stringify(Object.entries(labels).sort()));
    expect(new Set(keys).size).toBe(keys.length);
    for (const { labels } of series) expect(Object.values(labels)).not.toContain('');
  });

  it('never fall except at a restart, when everything of a pod begins anew', () => {
    expect(restarting.length).toBeGreaterThan(0);
    const pods = new Set(restarting.map(({ labels }) => labels['pod']));
    expect(pods.size).toBeLessThan(new Set(series.map(({ labels }) => labels['pod'])).size);
    for (const one of restarting) {
      const { values } = one.samples(START, END);
      const falls = [...values].filter((value, i) => i > 0 && value < values[i - 1]!);
      expect(falls).toHaveLength(1);
      // The first value after a restart is what came in since: at most one interval of the whole load.
      if (one.labels['__name__'] === 'istio_requests_total')
        expect(falls[0]).toBeLessThan(ONE_INTERVAL_OF_LOAD);
    }
  });

  it('tell the samples of a range, in order, at the scrapes of one instance', () => {
    fc.assert(
      fc.property(any(series), span, (one, [from, until]) => {
        const { timestampsMs, values } = one.samples(from, until);
        expect(timestampsMs.length).toBe(values.length);
        const isRight = timestampsMs.every(
          (t, i) =>
            t >= Math.max(from, START) &&
            t <= Math.min(until, END) &&
            (i === 0 || (timestampsMs[i - 1] ?? 0) + INTERVAL === t),
        );
        expect(isRight).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('tell of a range what they tell of its parts', () => {
    fc.assert(
      fc.property(any(series), span, instant, (one, [from, until], between) => {
        const middle = Math.min(Math.max(between, from), until);
        const whole = one.samples(from, until);
        const left = one.samples(from, middle);
        const right = one.samples(middle + 1, until);
        expect([...left.timestampsMs, ...right.timestampsMs]).toEqual([...whole.timestampsMs]);
        expect([...left.values, ...right.values]).toEqual([...whole.values]);
      }),
      { numRuns: 300 },
    );
  });

  it('are selected when, and only when, they have a sample in the range', () => {
    fc.assert(
      fc.property(fc.oneof(instant, fc.constant(day.deletedMs)), fc.nat(3 * INTERVAL), (from, length) => {
        const until = from + length;
        const selected = new Set(day.select(from, until));
        for (const one of series) {
          const has = one.samples(from, until).timestampsMs.length > 0;
          if (selected.has(one) !== has) throw new Error(`${JSON.stringify(one.labels)} ${from} ${until}`);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('shorten a window to its ends without changing what the samples tell', () => {
    let shortened = 0;
    let withDrops = 0;
    const check = fc.property(fc.oneof(any(series), any(restarting)), span, (one, [from, until]) => {
      const window = one.counterWindow!(from, until);
      const { timestampsMs, values } = one.samples(from + 1, until);
      const beforeDrops = [...values].filter((value, i) => i + 1 < values.length && values[i + 1]! < value);
      if (staleCount({ timestampsMs, values }) > 0) expect(window).toBeUndefined();
      if (window === undefined) return;
      shortened += 1;
      expect(window.count).toBe(values.length);
      if (values.length === 0) return;
      expect(window).toEqual({
        count: values.length,
        firstMs: timestampsMs[0],
        firstValue: values[0],
        lastMs: timestampsMs.at(-1),
        lastValue: values.at(-1),
        ...(beforeDrops.length > 0 ? { beforeDrops } : {}),
      });
      if (beforeDrops.length > 0) withDrops += 1;
    });
    fc.assert(check, { numRuns: 600 });
    expect(withDrops).toBeGreaterThan(10);
    expect(shortened).toBeGreaterThan(100);
  });
});

describe('histograms', () => {
  const members = (group: readonly Series[], name: string) =>
    group.filter(({ labels }) => labels['__name__'] === name);
  const bounds = (group: readonly Series[], name: string) =>
    members(group, `${name}_bucket`)
      .map((one) => ({ bound: one.labels['le'] === '+Inf' ? Infinity : Number(one.labels['le']), one }))
      .sort((a, b) => a.bound - b.bound);
  const NAMES = ['istio_request_duration_milliseconds', 'istio_request_bytes', 'istio_response_bytes'];

  it('count at every instant as many observations as there were requests', () => {
    fc.assert(
      fc.property(any([...groups.values()]), instant, any(NAMES), (group, at, name) => {
        const [requests] = members(group, 'istio_requests_total');
        const expected = valueAt(requests!, at);
        expect(valueAt(members(group, `${name}_count`)[0]!, at)).toBe(expected);
        expect(valueAt(bounds(group, name).at(-1)!.one, at)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('grow with their bounds at every instant, and over time in every bound', () => {
    fc.assert(
      fc.property(any([...groups.values()]), instant, any(NAMES), (group, at, name) => {
        const values = bounds(group, name).map(({ one }) => valueAt(one, at));
        for (let i = 1; i < values.length; i += 1) {
          expect(values[i] === undefined).toBe(values[0] === undefined);
          if (values[i] !== undefined) expect(values[i]! >= values[i - 1]!).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('have Envoy’s bounds, written as Prometheus writes them', () => {
    for (const group of [...groups.values()].slice(0, 3)) {
      for (const name of NAMES) {
        expect(bounds(group, name).map(({ one }) => one.labels['le'])).toEqual(
          '0.5 1 5 10 25 50 100 250 500 1000 2500 5000 10000 30000 60000 300000 600000 1800000 3600000 +Inf'.split(
            ' ',
          ),
        );
      }
    }
  });

  it('have sums that lie between what their buckets allow', () => {
    for (const group of groups.values()) {
      const at = END;
      const count = valueAt(members(group, 'istio_request_duration_milliseconds_count')[0]!, at);
      const sum = valueAt(members(group, 'istio_request_duration_milliseconds_sum')[0]!, at);
      if (count === undefined || sum === undefined || count < 1000) continue;
      let least = 0;
      let most = 0;
      let below = { bound: 0, value: 0 };
      for (const { bound, one } of bounds(group, 'istio_request_duration_milliseconds')) {
        const value = valueAt(one, at)!;
        least += (value - below.value) * below.bound;
        if (value > below.value) most += (value - below.value) * bound;
        below = { bound, value };
      }
      expect([sum >= least, sum <= most]).toEqual([true, true]);
    }
  });
});

describe('a deleted pod', () => {
  const of = (pod: string) => series.filter(({ labels }) => labels['pod'] === pod);

  it('ends each of its series with one staleness marker at the next scrape', () => {
    const gone = of(day.deletedPod);
    expect(gone.length).toBeGreaterThan(60);
    for (const one of gone) {
      const told = one.samples(START, END);
      expect(staleCount(told)).toBe(1);
      expect(isStaleMarker(told.values, told.values.length - 1)).toBe(true);
      const lastMs = told.timestampsMs.at(-1)!;
      expect(lastMs >= day.deletedMs && lastMs < day.deletedMs + INTERVAL).toBe(true);
    }
  });

  it('is followed by another one whose counters begin at zero', () => {
    const pods = new Set(
      counters.filter(({ labels }) => labels['app'] === 'ratings').map(({ labels }) => labels['pod']),
    );
    expect(pods.size).toBe(2);
    pods.delete(day.deletedPod);
    const [next] = [...pods];
    for (const one of of(next!).filter(({ labels }) => labels['__name__'] === 'istio_requests_total')) {
      const { timestampsMs, values } = one.samples(START, END);
      expect(timestampsMs[0]! >= day.deletedMs && timestampsMs[0]! < day.deletedMs + INTERVAL).toBe(true);
      expect(values[0]).toBeLessThan(ONE_INTERVAL_OF_LOAD);
      expect(staleCount({ timestampsMs, values })).toBe(0);
    }
  });

  it('leaves the series of all other pods alone', () => {
    for (const one of series.filter(({ labels }) => labels['pod'] !== day.deletedPod)) {
      expect(staleCount(one.samples(START, END))).toBe(0);
    }
  });
});

describe('a changed route', () => {
  it('stops the counters of what it no longer reaches, which stay where they are', () => {
    const stopped = counters.filter(
      ({ labels }) =>
        labels['__name__'] === 'istio_requests_total' && labels['destination_workload'] === 'reviews-v1',
    );
    expect(stopped).toHaveLength(2);
    for (const one of stopped) {
      const { values } = one.samples(END - 2 * HOUR + INTERVAL, END);
      expect(new Set(values).size).toBe(1);
      expect(values.length).toBeGreaterThan(100);
    }
  });
});
