import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inColumns, quantileMs, type CumulativeBucket } from '../telemetry/quantiles';
import type {
  CallSumSample,
  CalledService,
  LatencyHistogram,
  Party,
  TrafficSample,
} from '../telemetry/traffic-sample';
import { buildGraph, type GraphOptions, type Telemetry } from './build-graph';
import type { GraphEdge, MeshGraph } from './mesh-graph';

// A small vocabulary makes calls meet: pairs, shared services, versions, unknown ends.
const optional = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: undefined, freq: 6 });
const strip = <T extends object>(fields: object): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

const party: fc.Arbitrary<Party> = fc
  .record({
    cluster: fc.constantFrom('east', undefined),
    namespace: fc.constantFrom('a', 'b', undefined),
    workload: optional(fc.constantFrom('w1', 'w2', 'w3')),
    app: optional(fc.constantFrom('x', 'y')),
    version: fc.constantFrom('v1', 'v2', 'latest', undefined),
  })
  .map((fields) => strip<Party>(fields));

const service: fc.Arbitrary<CalledService> = fc
  .record({
    name: optional(fc.constantFrom('s1', 's2', 'api.example.com', 'PassthroughCluster', 'BlackHoleCluster')),
    host: optional(fc.constantFrom('s1.a.svc.cluster.local', 'api.example.com')),
    namespace: optional(fc.constantFrom('a', 'b')),
  })
  .map((fields) => strip<CalledService>(fields));

const outcome = fc.constantFrom(
  { protocol: 'http', measure: 'requests', code: '200' } as const,
  { protocol: 'http', measure: 'requests', code: '503', flags: 'UH' } as const,
  { protocol: 'grpc', measure: 'requests', code: '0' } as const,
  { protocol: 'grpc', measure: 'requests', code: '14' } as const,
  { protocol: 'tcp', measure: 'tcpSent' } as const,
  { protocol: 'tcp', measure: 'tcpReceived', flags: 'UF' } as const,
  { protocol: 'tcp', measure: 'connectionsOpened' } as const,
  { protocol: 'tcp', measure: 'connectionsClosed', flags: 'UF' } as const,
  { protocol: 'tcp', measure: 'connectionsFailed' } as const,
  { protocol: 'grpc', measure: 'requestMessages' } as const,
  { protocol: 'grpc', measure: 'responseMessages' } as const,
);

const reporter = fc.constantFrom('source', 'destination', 'waypoint' as const);
const traffic: fc.Arbitrary<TrafficSample[]> = fc.array(
  fc
    .record({
      reporter,
      source: party,
      service,
      destination: party,
      outcome,
      security: fc.constantFrom('mutual', 'plaintext', 'unknown' as const),
      // Whole numbers: their sums and halves are exact, so that ties between services stay ties.
      perSecond: fc.integer({ min: 0, max: 1000 }),
    })
    .map(({ outcome: told, ...rest }): TrafficSample => ({ ...rest, ...told })),
  { maxLength: 24 },
);

const options: fc.Arbitrary<GraphOptions> = fc.record({
  level: fc.constantFrom('versionedApp', 'app', 'workload', 'service' as const),
  serviceNodes: fc.boolean(),
  idle: fc.boolean(),
  legs: fc.boolean(),
});

const plain = (samples: readonly TrafficSample[]): Telemetry => ({
  traffic: samples,
  histograms: [],
  sums: [],
});
const build = (samples: readonly TrafficSample[], opts: GraphOptions): MeshGraph =>
  buildGraph(plain(samples), opts);

function close(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}

function expectAlike(a: MeshGraph, b: MeshGraph): void {
  expect(a.nodes.map(({ id, flags }) => [id, flags])).toEqual(b.nodes.map(({ id, flags }) => [id, flags]));
  expect(a.edges.map(({ id }) => id)).toEqual(b.edges.map(({ id }) => id));
  const numbers = (edge: GraphEdge) => [
    edge.rate,
    edge.errorRate,
    ...Object.values(edge.mtls),
    ...Object.values(edge.bytes ?? {}),
    ...Object.values(edge.messages ?? {}),
    ...Object.values(edge.connections ?? {}),
    ...Object.values(edge.throughput ?? {}),
    ...(['source', 'destination', 'waypoint'] as const).flatMap((reporter) => [
      edge.reportedBy[reporter]?.rate ?? -1,
      edge.reportedBy[reporter]?.errorRate ?? -1,
    ]),
    ...edge.responses.map(({ rate }) => rate).sort((x, y) => x - y),
    edge.latencyMs?.avg ?? -1,
    edge.latencyMs?.p50 ?? -1,
    edge.latencyMs?.p95 ?? -1,
    edge.latencyMs?.p99 ?? -1,
  ];
  for (const [index, edge] of a.edges.entries()) {
    const other = numbers(b.edges[index]!);
    expect(numbers(edge)).toHaveLength(other.length);
    for (const [i, number] of numbers(edge).entries()) {
      if (!close(number, other[i]!)) throw new Error(`${edge.id}: ${number} is not ${other[i]} (${i})`);
    }
  }
}

const BOUNDS = [1, 5, 10, 50, 100, Infinity];

/** Histograms for some of the calls: cumulative by construction. */
function withHistograms(samples: readonly TrafficSample[]): Telemetry {
  const histograms: LatencyHistogram[] = [];
  const sums: CallSumSample[] = [];
  for (const [index, { reporter, source, service, destination, protocol, perSecond }] of samples.entries()) {
    if (protocol === 'tcp') continue;
    const call = { reporter, source, service, destination, protocol };
    const middle = index % (BOUNDS.length - 1);
    const buckets = BOUNDS.map((upperBoundMs, i) => {
      const share = i > middle ? 1 : i / (middle + 1);
      return { upperBoundMs, perSecond: perSecond * share };
    });
    // Whole, or as an adapter finds it that meets its buckets apart.
    if (index % 2 === 0) histograms.push({ ...call, ...inColumns(buckets) });
    else for (const bucket of buckets) histograms.push({ ...call, ...inColumns([bucket]) });
    sums.push({ ...call, measure: 'latencyMs', perSecond: perSecond * (index + 1) });
    sums.push({ ...call, measure: 'responseBytes', perSecond: perSecond * 100 });
  }
  return { traffic: samples, histograms, sums };
}

const runs = (numRuns: number) => ({ numRuns });

describe('buildGraph', () => {
  it('does not depend on the order of the samples', () => {
    const shuffled = traffic.chain((samples) =>
      fc.tuple(
        fc.constant(samples),
        fc.shuffledSubarray(samples, { minLength: samples.length, maxLength: samples.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, options, ([samples, other], opts) => {
        expect(build(other, opts)).toEqual(build(samples, opts));
      }),
      runs(2000),
    );
  });

  it('does not depend on the order of latency samples either', () => {
    fc.assert(
      fc.property(traffic, options, (samples, opts) => {
        const told = withHistograms(samples);
        const turned: Telemetry = {
          traffic: samples,
          histograms: told.histograms.toReversed(),
          sums: told.sums.toReversed(),
        };
        expect(buildGraph(turned, opts)).toEqual(buildGraph(told, opts));
      }),
      runs(1000),
    );
  });

  it('does not depend on how samples are split', () => {
    fc.assert(
      fc.property(
        traffic,
        options,
        fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 24, maxLength: 24 }),
        (samples, opts, cuts) => {
          const split = samples.flatMap((sample, index) => {
            const part = Math.min(sample.perSecond, cuts[index] ?? 0);
            return [
              { ...sample, perSecond: part },
              { ...sample, perSecond: sample.perSecond - part },
            ];
          });
          expectAlike(build(split, opts), build(samples, opts));
        },
      ),
      runs(2000),
    );
  });

  it('does not depend on how fractions of requests are split, but for rounding', () => {
    const cut = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        traffic,
        options,
        fc.array(cut, { minLength: 24, maxLength: 24 }),
        (samples, opts, cuts) => {
          // No two sums are alike: rounding must not decide which of two services is the busier one.
          const odd = samples.map((s, i) => ({ ...s, perSecond: s.perSecond + Math.SQRT2 ** (i / 7) / 3 }));
          const split = odd.flatMap((sample, i) => {
            const part = sample.perSecond * (cuts[i] ?? 0);
            return [
              { ...sample, perSecond: part },
              { ...sample, perSecond: sample.perSecond - part },
            ];
          });
          expectAlike(build(split, opts), build(odd, opts));
        },
      ),
      runs(1000),
    );
  });

  it('gives the quantiles of the merged histograms however these are split', () => {
    fc.assert(
      fc.property(traffic, options, (samples, opts) => {
        const whole = withHistograms(samples);
        const halves: Telemetry = {
          traffic: samples,
          histograms: whole.histograms.flatMap((one) => {
            const half = { ...one, atOrBelow: one.atOrBelow.map((count) => count / 2) };
            return [half, { ...half }];
          }),
          sums: whole.sums.flatMap((s) => {
            const half = { ...s, perSecond: s.perSecond / 2 };
            return [half, half];
          }),
        };
        expectAlike(buildGraph(halves, opts), buildGraph(whole, opts));
      }),
      runs(1000),
    );
  });

  it('gives every node the sums of its arrows', () => {
    fc.assert(
      fc.property(traffic, options, (samples, opts) => {
        const { nodes, edges } = build(samples, opts);
        for (const { id, traffic: totals } of nodes) {
          for (const protocol of ['http', 'grpc', 'tcp'] as const) {
            const of = (end: 'source' | 'target', field: 'rate' | 'errorRate') =>
              edges
                .filter((edge) => edge.protocol === protocol && edge[end] === id)
                .reduce((sum, edge) => sum + edge[field], 0);
            expect(totals[protocol].in).toBe(of('target', 'rate'));
            expect(totals[protocol].out).toBe(of('source', 'rate'));
            if (protocol === 'tcp') continue;
            expect(totals[protocol].inErr).toBe(of('target', 'errorRate'));
            expect(totals[protocol].outErr).toBe(of('source', 'errorRate'));
          }
        }
      }),
      runs(1000),
    );
  });

  it('gives every node and arrow its own id, in order, and both ends to every arrow', () => {
    fc.assert(
      fc.property(traffic, options, (samples, opts) => {
        const { nodes, edges } = build(samples, opts);
        const ids = nodes.map(({ id }) => id);
        expect(ids).toEqual([...new Set(ids)].sort());
        const edgeIds = edges.map(({ id }) => id);
        expect(edgeIds).toEqual([...new Set(edgeIds)].sort());
        const ends = new Set(edges.flatMap(({ source, target }) => [source, target]));
        expect([...ends].sort()).toEqual(ids);
      }),
      runs(2000),
    );
  });

  it('draws without idle arrows only what somebody counted, and the same numbers with them', () => {
    fc.assert(
      fc.property(traffic, options, (samples, opts) => {
        const busy = build(samples, { ...opts, idle: false });
        for (const { rate, connections } of busy.edges) {
          const counted = [rate, connections?.opened, connections?.closed, connections?.failed];
          expect(Math.max(...counted.map((one) => one ?? 0))).toBeGreaterThan(0);
        }
        // In a service graph idle reports also tell which services a workload serves.
        if (opts.level === 'service') return;
        const all = build(samples, { ...opts, idle: true });
        const rates = (graph: MeshGraph) =>
          graph.edges.filter(({ rate }) => rate > 0).map(({ id, rate, mtls }) => ({ id, rate, mtls }));
        expect(rates(all)).toEqual(rates(busy));
      }),
      runs(2000),
    );
  });

  it('never counts a request twice: arrows into workloads carry what one reporter counted (R8)', () => {
    fc.assert(
      fc.property(traffic, (samples) => {
        const { edges } = build(samples, { level: 'workload', serviceNodes: false, idle: false });
        for (const { rate, reportedBy, responses } of edges) {
          const counted = [reportedBy.source?.rate, reportedBy.destination?.rate, reportedBy.waypoint?.rate];
          const total = counted.reduce<number>((sum, one) => sum + (one ?? 0), 0);
          expect(rate).toBeLessThanOrEqual(total);
          expect(
            close(
              responses.reduce((sum, response) => sum + response.rate, 0),
              rate,
            ),
          ).toBe(true);
        }
      }),
      runs(1000),
    );
  });

  it('conserves all requests from the workload graph to the service graph, where a service is named', () => {
    const isPlaced = ({ service: { name, host }, destination: { workload, app } }: TrafficSample) =>
      name !== undefined || host !== undefined || (workload === undefined && app === undefined);
    fc.assert(
      fc.property(traffic, fc.boolean(), (all, idle) => {
        const samples = all.filter(isPlaced);
        const total = (graph: MeshGraph) => {
          const sums: Record<string, number> = { http: 0, grpc: 0, tcp: 0, errors: 0, mutual: 0 };
          for (const edge of graph.edges) {
            sums[edge.protocol] = (sums[edge.protocol] ?? 0) + edge.rate;
            sums['errors'] = (sums['errors'] ?? 0) + edge.errorRate;
            sums['mutual'] = (sums['mutual'] ?? 0) + edge.mtls.mutual;
          }
          return sums;
        };
        const workloads = total(build(samples, { level: 'workload', serviceNodes: false, idle }));
        for (const level of ['service', 'app', 'versionedApp'] as const) {
          const other = total(build(samples, { level, serviceNodes: false, idle }));
          for (const [name, sum] of Object.entries(workloads)) expect(other[name]).toBeCloseTo(sum, 6);
        }
      }),
      runs(2000),
    );
  });

  it('counts what has no place in a graph of services, and places all of it in the others', () => {
    fc.assert(
      fc.property(traffic, options, (samples, opts) => {
        const { unplaced } = buildGraph(plain(samples), { ...opts, idle: true, legs: true });
        if (opts.level !== 'service') expect(unplaced).toBe(0);
        else expect(unplaced).toBeLessThanOrEqual(samples.length);
      }),
      runs(1000),
    );
  });

  it('lets as much out of a service that is drawn between as reached its workloads', () => {
    fc.assert(
      fc.property(traffic, (samples) => {
        const opts = { level: 'workload', idle: false } as const;
        const without = build(samples, { ...opts, serviceNodes: false });
        const between = build(samples, { ...opts, serviceNodes: true });
        const services = new Set(
          between.nodes.filter(({ flags }) => flags.includes('injectedService')).map(({ id }) => id),
        );
        const total = (graph: MeshGraph, skip: ReadonlySet<string>) =>
          graph.edges.filter(({ source }) => !skip.has(source)).reduce((sum, { rate }) => sum + rate, 0);
        expect(total(between, services)).toBeCloseTo(total(without, new Set()), 6);
      }),
      runs(1000),
    );
  });

  it('gives arrows the quantiles of the merged histograms of everything they stand for', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.constantFrom('v1', 'v2', 'v3'), fc.array(fc.nat(20), { minLength: 6, maxLength: 6 })),
          {
            minLength: 1,
            maxLength: 6,
          },
        ),
        (histograms) => {
          const call = (version: string) => ({
            reporter: 'source' as const,
            source: { workload: 'web', namespace: 'a' },
            service: { name: 'reviews', namespace: 'a' },
            destination: { workload: `reviews-${version}`, app: 'reviews', version, namespace: 'a' },
            protocol: 'http' as const,
          });
          const merged = new Map<number, number>(BOUNDS.map((bound) => [bound, 0]));
          const telemetry = { traffic: [], histograms: [], sums: [] } as {
            traffic: TrafficSample[];
            histograms: LatencyHistogram[];
            sums: CallSumSample[];
          };
          for (const [version, counts] of histograms) {
            let sum = 0;
            for (const [i, upperBoundMs] of BOUNDS.entries()) {
              sum += counts[i]!;
              telemetry.histograms.push({ ...call(version), boundsMs: [upperBoundMs], atOrBelow: [sum] });
              merged.set(upperBoundMs, merged.get(upperBoundMs)! + sum);
            }
            const rate = { measure: 'requests', code: '200', security: 'unknown', perSecond: sum } as const;
            telemetry.traffic.push({ ...call(version), ...rate });
            telemetry.sums.push({ ...call(version), measure: 'latencyMs', perSecond: sum * 7 });
          }
          const all: CumulativeBucket[] = [...merged].map(([upperBoundMs, perSecond]) => ({
            upperBoundMs,
            perSecond,
          }));
          const graph = buildGraph(telemetry, { level: 'app', serviceNodes: false, idle: false });
          const count = merged.get(Infinity)!;
          if (count === 0) {
            expect(graph.edges).toEqual([]);
            return;
          }
          const latency = graph.edges[0]!.latencyMs!;
          expect(latency.avg).toBeCloseTo(7, 9);
          expect(latency.p50).toBe(quantileMs(0.5, all));
          expect(latency.p95).toBe(quantileMs(0.95, all));
          expect(latency.p99).toBe(quantileMs(0.99, all));
        },
      ),
      runs(1000),
    );
  });
});
