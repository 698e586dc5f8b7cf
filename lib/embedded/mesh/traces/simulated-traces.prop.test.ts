import { describe, expect, it } from 'vitest';
import { runControllers } from '../../kubernetes/controllers';
import { MemoryObjectStore } from '../../kubernetes/memory-store';
import { bookinfo } from '../../worlds/bookinfo';
import { shop } from '../../worlds/shop/shop';
import type { World } from '../../worlds/world';
import { meanMs, shareBelow, type LatencyModel } from '../latency-model';
import { LoadRegimes } from '../load-regimes';
import { readWorkloads } from '../mesh-view';
import { planTraffic } from '../plan-traffic';
import type { MeshSpan, MeshTrace } from './mesh-span';
import { SimulatedTraces } from './simulated-traces';

const START_MS = Date.parse('2026-01-05T00:00:00Z');
const HOUR_SECONDS = 3600;

function live(world: World, sampling = 0.05, hours = 12) {
  const clock = { ms: START_MS };
  const store = new MemoryObjectStore({ now: () => clock.ms, seed: world.name });
  store.seed(world.objects(new Date(START_MS)));
  runControllers(store, { seed: world.name, clusterId: world.clusterId });
  const options = { world, objects: store, startSeconds: START_MS / 1000, sampling };
  const traces = new SimulatedTraces({ ...options, nowMs: () => clock.ms });
  clock.ms += hours * HOUR_SECONDS * 1000;
  return { store, traces, clock, nowSeconds: clock.ms / 1000 };
}

const nameOf = (thing: { namespace: string; name: string } | undefined) =>
  thing === undefined ? '-' : `${thing.namespace}/${thing.name}`;

const outcome = (code: string, grpcStatus: string | undefined, flags: string) =>
  `${code} ${grpcStatus ?? ''} ${flags}`;

/** What the proxies of a world count for each request of its load, by who tells it and what was answered. */
function counted(world: World, store: MemoryObjectStore, regime: number, regimes: LoadRegimes) {
  const expected = new Map<string, { factor: number; time: LatencyModel }>();
  for (const report of planTraffic(world, store, regimes.incidentsIn(regime)).values()) {
    if (report.isByZtunnel || report.protocol === 'tcp') continue;
    // A pod without a proxy neither counts nor traces.
    const telling = report.teller.pods.filter(({ hasProxy }) => hasProxy || report.teller.isGateway).length;
    const part = report.teller.isWaypoint === true ? 1 : telling / report.teller.pods.length;
    const said = outcome(report.code, report.grpcStatus, report.flags);
    const key =
      report.reporter === 'destination'
        ? `server ${nameOf(report.destination)} ${said}`
        : `client ${nameOf(report.teller)} ${report.service.host} ${said}`;
    const known = expected.get(key);
    const factor = report.factor * part;
    expected.set(key, {
      factor: (known?.factor ?? 0) + factor,
      time: known !== undefined && known.factor > factor ? known.time : report.kind.duration,
    });
  }
  return expected;
}

/** Whether the workload that answers makes some of its calls, or they some of theirs, for a part of the requests only. */
function isUneven(world: World, key: string): boolean {
  const [, first = '', second = ''] = key.split(' ');
  const name = key.startsWith('server') ? first.split('/')[1] : second.split('.')[0];
  const visit = (workload: string | undefined, depth: number): boolean =>
    depth < 8 &&
    world.behaviours
      .filter((one) => one.workload === workload || one.workload.replace(/-v\d+$/, '') === workload)
      .some(({ calls }) =>
        calls.some(
          ({ perRequest, host }) => !Number.isInteger(perRequest) || visit(host.split('.')[0], depth + 1),
        ),
      );
  return visit(name, 0);
}

/** The same from spans: durations in milliseconds. */
function traced(spans: Iterable<MeshSpan>, workloadOf: (ip: string) => string) {
  const found = new Map<string, number[]>();
  for (const { tags, kind, ip, durationUs } of spans) {
    const cluster = String(tags['upstream_cluster'] ?? '');
    // A waypoint's server side says nothing that its client's side does not.
    if (kind === 'server' && !cluster.startsWith('inbound|')) continue;
    const grpc = tags['grpc.status_code'];
    const said = outcome(
      String(tags['http.status_code']),
      grpc === undefined ? undefined : String(grpc),
      String(tags['response_flags']),
    );
    const host = cluster.split('|').at(-1) ?? '';
    const key =
      kind === 'server' ? `server ${workloadOf(ip)} ${said}` : `client ${workloadOf(ip)} ${host} ${said}`;
    found.set(key, [...(found.get(key) ?? []), durationUs / 1000]);
  }
  return found;
}

function* spansOf(traces: Iterable<MeshTrace>): Iterable<MeshSpan> {
  for (const { spans } of traces) yield* spans;
}

describe.each([bookinfo, shop])('the traces of $name', (world) => {
  const { store, traces, nowSeconds } = live(world);
  const regimes = new LoadRegimes(world.load, world.incidents ?? [], START_MS / 1000);
  const ips = new Map(
    readWorkloads(store, world.trustDomain).flatMap((workload) =>
      workload.pods.map(({ ip }) => [ip ?? '', nameOf(workload)] as const),
    ),
  );
  const hour = [...traces.between(nowSeconds - HOUR_SECONDS, nowSeconds)];

  it.each(regimes.regimes)('agree with the counters in regime %i', (regime) => {
    const of = hour.filter(({ startUs }) => regimes.regimeAt(startUs / 1e6) === regime);
    const found = traced(spansOf(of), (ip) => ips.get(ip) ?? '?');
    const growth = regimes.growthIn(regime);
    const load = growth.integral(nowSeconds) - growth.integral(nowSeconds - HOUR_SECONDS);
    const wrong: string[] = [];
    const expected = counted(world, store, regime, regimes);
    for (const [key, { factor }] of expected) {
      const count = factor * load * 0.05;
      const seen = found.get(key)?.length ?? 0;
      // Calls of one request come together, so that counts spread a little more than independent ones would.
      if (Math.abs(seen - count) > 6 * Math.sqrt(count) + 3)
        wrong.push(`${key}: ${seen} instead of ${count}`);
    }
    for (const [key, { length }] of found)
      if (!expected.has(key)) wrong.push(`${key}: ${length} that nobody counts`);
    expect(wrong).toEqual([]);
  });

  it.each(regimes.regimes)('take the times that the histograms tell in regime %i', (regime) => {
    const of = hour.filter(({ startUs }) => regimes.regimeAt(startUs / 1e6) === regime);
    const found = traced(spansOf(of), (ip) => ips.get(ip) ?? '?');
    const wrong: string[] = [];
    for (const [key, { time }] of counted(world, store, regime, regimes)) {
      const times = (found.get(key) ?? []).sort((a, b) => a - b);
      if (times.length < 200) continue;
      const mean = times.reduce((sum, one) => sum + one, 0) / times.length;
      if (Math.abs(mean / meanMs(time) - 1) > 0.3)
        wrong.push(`${key}: a mean of ${mean} instead of ${meanMs(time)} ms`);
      // Counters take calls that are made now and then as a part of every request; real requests take them or not.
      if (isUneven(world, key)) continue;
      for (const wanted of [0.5, 0.9]) {
        const at = times[Math.floor(wanted * times.length)] ?? 0;
        const told = shareBelow(time, at);
        if (Math.abs(told - wanted) > 0.08)
          wrong.push(`${key}: ${at} ms is said to be quantile ${told}, not ${wanted}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('lie within their parents and name them', () => {
    for (const { spans, startUs, endUs } of hour.slice(0, 500)) {
      const byId = new Map(spans.map((span) => [span.spanId, span]));
      expect(byId.size).toBe(spans.length);
      expect(spans.filter(({ parentId }) => parentId === undefined)).toHaveLength(1);
      for (const span of spans) {
        const parent = span.parentId === undefined ? undefined : byId.get(span.parentId);
        expect(span.startUs).toBeGreaterThanOrEqual(parent?.startUs ?? startUs);
        expect(span.startUs + span.durationUs).toBeLessThanOrEqual(
          (parent === undefined ? endUs : parent.startUs + parent.durationUs) + 2,
        );
      }
    }
  });

  it('are made again by their ids', () => {
    const again = live(world).traces;
    for (const trace of hour.slice(0, 50)) expect(again.get(trace.traceId)).toEqual(trace);
    expect(again.get('0'.repeat(32))).toBeUndefined();
    expect(again.get('not an id')).toBeUndefined();
  });

  it('come with the latest requests first, each of them once', () => {
    for (const [index, { startUs }] of hour.entries())
      expect(startUs).toBeLessThan((hour[index - 1]?.startUs ?? Infinity) + 1e6);
    expect(new Set(hour.map(({ traceId }) => traceId)).size).toBe(hour.length);
    const halves = [
      ...traces.between(nowSeconds - HOUR_SECONDS / 2, nowSeconds),
      ...traces.between(nowSeconds - HOUR_SECONDS, nowSeconds - HOUR_SECONDS / 2),
    ];
    expect(halves.map(({ traceId }) => traceId)).toEqual(hour.map(({ traceId }) => traceId));
  });
});

describe('a change of configuration', () => {
  it('shows in the traces that begin after it, and in no older one', async () => {
    const { store, traces, clock, nowSeconds } = live(bookinfo);
    const subsetsIn = (from: number, to: number) =>
      new Set(
        [...spansOf(traces.between(from, to))].flatMap(({ tags }) => {
          const cluster = String(tags['upstream_cluster']);
          return cluster.endsWith('|reviews.bookinfo.svc.cluster.local') ? [cluster.split('|')[2]] : [];
        }),
      );
    const before = subsetsIn(nowSeconds - 600, nowSeconds);
    store.delete('virtualservices', 'reviews', { namespace: 'bookinfo' });
    // What is changed within one turn is noted together.
    await Promise.resolve();
    clock.ms += 600_000;
    expect(before).toEqual(new Set(['v1', 'v2', 'v3']));
    expect(subsetsIn(nowSeconds + 1, nowSeconds + 600)).toEqual(new Set(['']));
    expect(subsetsIn(nowSeconds - 600, nowSeconds)).toEqual(before);
  });

  it('does not show requests that are still under way', () => {
    const { traces, nowSeconds } = live(shop);
    for (const { endUs } of traces.between(nowSeconds - 5, nowSeconds + 60))
      expect(endUs).toBeLessThanOrEqual(nowSeconds * 1e6);
  });
});
