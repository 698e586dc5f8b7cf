import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isStaleMarker, type Labels, type Series } from '../promql/series-source';
import { grpc, http, tcp } from '../worlds/behaviour-recipe';
import { apiRoutes, apiSubsets, LOAD, run, START_MS, toSubset } from './facts-world';

/** A world with everything that makes counting hard: incidents, failures that spread, splits, three protocols. */
const facts = run({
  from: 'shop/front',
  apps: {
    'shop/front': { calls: [http('web', '/', 1), http('api', '/direct', 0.5)] },
    'shop/web': {
      replicas: 2,
      calls: [
        http('api', '/items', 1.5, { onFailure: 'fail' }),
        grpc('prices', '/pkg.Prices/Get', 1),
        tcp('db', 1, 80, 200),
      ],
    },
    'shop/api': { versions: ['v1', 'v2'], behaviour: { failures: [{ code: '500', share: 0.05 }] } },
    'shop/prices': { ports: [{ name: 'grpc', port: 9090 }] },
    'shop/db': { ports: [{ name: 'tcp', port: 5432 }] },
  },
  config: [apiSubsets, apiRoutes({ route: [toSubset('v1', 70), toSubset('v2', 30)] })],
  incidents: [incident('prices', 700, 200, '14'), incident('api-v2', 1100, 300, '503')],
}).after((store) => {
  const pod = store
    .list('pods', { namespace: 'shop' })
    .find(({ metadata }) => metadata.labels?.['app'] === 'api');
  if (pod !== undefined) store.delete('pods', pod.metadata.name, { namespace: 'shop' });
});

function incident(workload: string, everySeconds: number, lastsSeconds: number, code: string) {
  const place = { namespace: 'shop', workload, offsetSeconds: 30 };
  return { ...place, everySeconds, lastsSeconds, slowness: 8, failures: [{ code, share: 0.3 }] };
}

const requests = facts.all('istio_requests_total');
const END = facts.nowMs();
const instant = fc.integer({ min: START_MS + 60_000, max: END });
const any = <T>(items: readonly T[]) => fc.nat({ max: items.length - 1 }).map((index) => items[index]!);

function valueAt(series: Series, atMs: number): number | undefined {
  const { values } = series.samples(atMs - 30_000, atMs);
  const last = values.length - 1;
  return last < 0 || isStaleMarker(values, last) ? undefined : values[last];
}

function growth(wanted: Labels, fromMs: number, toMs: number): number {
  return requests
    .filter(({ labels }) => Object.entries(wanted).every(([name, value]) => labels[name] === value))
    .reduce((sum, series) => {
      const { values } = series.samples(fromMs, toMs);
      const live = [...values.keys()].filter((index) => !isStaleMarker(values, index));
      return sum + (live.length === 0 ? 0 : (values[live.at(-1)!] ?? 0) - (values[live[0]!] ?? 0));
    }, 0);
}

const groupOf = ({ __name__: name, le: _le, ...labels }: Labels, wanted = name) =>
  JSON.stringify([wanted, ...Object.entries(labels).sort()]);
const HISTOGRAMS = ['istio_request_duration_milliseconds', 'istio_request_bytes', 'istio_response_bytes'];
const groups = new Map<string, Series[]>();
for (const name of HISTOGRAMS.flatMap((histogram) => [`${histogram}_count`, `${histogram}_bucket`])) {
  for (const series of facts.all(name)) {
    const key = groupOf(series.labels);
    groups.set(key, [...(groups.get(key) ?? []), series]);
  }
}
const siblings = (series: Series, name: string) => groups.get(groupOf(series.labels, name)) ?? [];

describe('at any time', () => {
  it('what all sources report into a workload is what it reports itself, give or take a scrape', () => {
    const workload = fc.constantFrom('web', 'api-v1', 'api-v2', 'prices');
    fc.assert(
      fc.property(workload, instant, instant, (name, a, b) => {
        const [from, until] = [Math.min(a, b), Math.max(a, b)];
        // The pod that was deleted takes what it counted with it.
        if (name.startsWith('api') && from < START_MS + 3_600_000) return;
        const of = (reporter: string) => growth({ reporter, destination_workload: name }, from, until);
        expect(Math.abs(of('source') - of('destination'))).toBeLessThan(4 * 15 * LOAD * 2);
      }),
      { numRuns: 60 },
    );
  });

  it('what one side reports over an hour is what the other does, within 2 %', () => {
    for (const name of ['web', 'api-v1', 'api-v2', 'prices']) {
      const of = (reporter: string) => growth({ reporter, destination_workload: name }, END - 3_500_000, END);
      expect(of('source') / of('destination')).toBeGreaterThan(0.98);
      expect(of('source') / of('destination')).toBeLessThan(1.02);
    }
  });

  it('rates follow the weights of the route, incidents or not', () => {
    fc.assert(
      fc.property(instant, (from) => {
        const until = Math.min(END, from + 1_200_000);
        if (until - from < 600_000) return;
        const to = (name: string) =>
          growth({ reporter: 'source', source_workload: 'front', destination_workload: name }, from, until);
        expect(to('api-v1') / (to('api-v1') + to('api-v2'))).toBeCloseTo(0.7, 2);
      }),
      { numRuns: 60 },
    );
  });

  it('a histogram’s count, its +Inf bucket and the requests are one number', () => {
    fc.assert(
      fc.property(any(requests), instant, (series, at) => {
        const wanted = valueAt(series, at);
        for (const name of HISTOGRAMS) {
          const [count] = siblings(series, `${name}_count`);
          const all = siblings(series, `${name}_bucket`).find(({ labels }) => labels['le'] === '+Inf');
          expect([valueAt(count!, at), valueAt(all!, at)]).toEqual([wanted, wanted]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('buckets grow with their bound, and none falls while its pod lives', () => {
    fc.assert(
      fc.property(any(requests), instant, fc.integer({ min: 15_000, max: 900_000 }), (series, at, later) => {
        const buckets = siblings(series, 'istio_request_duration_milliseconds_bucket').sort(
          (a, b) =>
            Number(a.labels['le']?.replace('+Inf', 'Infinity')) -
            Number(b.labels['le']?.replace('+Inf', 'Infinity')),
        );
        expect(buckets).toHaveLength(20);
        let below = 0;
        for (const bucket of buckets) {
          const now = valueAt(bucket, at);
          if (now === undefined) continue;
          expect(now).toBeGreaterThanOrEqual(below);
          below = now;
          const then = valueAt(bucket, Math.min(END, at + later));
          if (then !== undefined) expect(then).toBeGreaterThanOrEqual(now);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('the short cut of a window tells what its samples tell, through incidents', () => {
    fc.assert(
      fc.property(any(requests), instant, instant, (series, a, b) => {
        const [from, until] = [Math.min(a, b), Math.max(a, b)];
        const window = series.counterWindow?.(from, until);
        const { timestampsMs, values } = series.samples(from + 1, until);
        if (window === undefined) return;
        expect(window.count).toBe(values.length);
        if (values.length === 0) return;
        expect([window.firstMs, window.firstValue]).toEqual([timestampsMs[0], values[0]]);
        expect([window.lastMs, window.lastValue]).toEqual([timestampsMs.at(-1), values.at(-1)]);
      }),
      { numRuns: 200 },
    );
  });

  it('labels never repeat, and gRPC’s status is on gRPC’s series only', () => {
    const keys = requests.map(({ labels }) => JSON.stringify(Object.entries(labels).sort()));
    expect(new Set(keys).size).toBe(keys.length);
    for (const { labels } of requests) {
      expect('grpc_response_status' in labels).toBe(labels['request_protocol'] === 'grpc');
      expect(Object.values(labels)).not.toContain('');
    }
  });
});
