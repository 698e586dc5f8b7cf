import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GraphEdge, HealthStatus, MeshGraph } from '../graph/mesh-graph';
import { judgeGraph } from './judge-graph';
import type { LatencyObjective } from './judge-latency';
import { parseTolerance } from './parse-tolerance';
import { readRateAnnotation } from './rate-annotation';
import { sampleEdge, sampleGraph } from './sample-edges';
import { BUILT_IN_STANDARDS, type Standards } from './standards';
import { BUILT_IN_SET, type Tolerance } from './tolerances';

const IDS = ['a', 'b', 'c', 'd'] as const;
const SEVERITY: readonly HealthStatus[] = ['unknown', 'healthy', 'notReady', 'degraded', 'failing'];

// Whole numbers: their sums are exact, whatever the order.
const count = fc.integer({ min: 0, max: 200 });
const codes = fc.dictionary(fc.constantFrom('200', '302', '404', '500', '503', '-', 'unknown'), count);
const statuses = fc.dictionary(fc.constantFrom('0', '7', '14', '503', '-', '200'), count);
const latencyMs = fc.option(
  fc.record({ p95: fc.integer({ min: 0, max: 2000 }), avg: fc.integer({ min: 0, max: 2000 }) }),
  { nil: undefined },
);
const ends = [fc.constantFrom(...IDS), fc.constantFrom(...IDS)] as const;
const slow = (latency: GraphEdge['latencyMs']) => (latency === undefined ? {} : { latencyMs: latency });

const anyEdge: fc.Arbitrary<GraphEdge> = fc.oneof(
  fc
    .tuple(...ends, codes, latencyMs)
    .map(([a, b, rates, latency]) => sampleEdge(a, b, rates, 'http', slow(latency))),
  fc
    .tuple(...ends, statuses, latencyMs)
    .map(([a, b, rates, latency]) => sampleEdge(a, b, rates, 'grpc', slow(latency))),
  fc
    .tuple(...ends, count, fc.record({ opened: count, closed: count, failed: count }))
    .map(([a, b, rate, connections]) => sampleEdge(a, b, { '-': rate }, 'tcp', { connections })),
  fc
    .tuple(...ends, count, fc.boolean())
    .map(([a, b, rate, failed]) => sampleEdge(a, b, { '-': rate }, 'tcp', { errorRate: failed ? rate : 0 })),
  fc
    .tuple(...ends, count)
    .map(([a, b, rate]) => sampleEdge(a, b, {}, 'grpc', { unit: 'messages', rate, errorRate: rate })),
);
const edges = fc.uniqueArray(anyEdge, { selector: ({ id }) => id, maxLength: 10 });

const tolerance: fc.Arbitrary<Tolerance> = fc
  .record({
    code: fc.constantFrom('5XX', '[45]XX', '-', '1[0-6]|[1-9]', '404', '.*'),
    protocol: fc.constantFrom('http', 'grpc', '.*'),
    direction: fc.constantFrom('inbound', 'outbound', '.*'),
    degraded: fc.integer({ min: 0, max: 50 }),
    more: fc.integer({ min: 0, max: 50 }),
  })
  .map(({ more, ...written }) => {
    const parsed = parseTolerance({ ...written, failure: written.degraded + more });
    if (!parsed.ok) throw new Error(parsed.problem.message);
    return parsed.value;
  });
const objective: fc.Arbitrary<LatencyObjective> = fc.record({
  quantile: fc.constantFrom('p95', 'avg'),
  direction: fc.constantFrom('inbound', 'outbound'),
  degradedMs: fc.integer({ min: 0, max: 1000 }),
  failingMs: fc.integer({ min: 1000, max: 2000 }),
  origin: fc.constant('latency rule 1 in the health file'),
});
const workload = fc.record({
  name: fc.constantFrom('w1', 'w2', 'w3'),
  replicas: fc.record({ desired: fc.nat(3), ready: fc.nat(3), available: fc.nat(3) }),
});
const standards: fc.Arbitrary<Standards> = fc.record({
  tolerances: fc.array(
    fc.oneof(
      fc.constant(BUILT_IN_SET),
      fc.array(tolerance, { maxLength: 3 }).map((tolerances) => ({ tolerances })),
    ),
    { maxLength: 3 },
  ),
  objectives: fc.array(objective, { maxLength: 2 }),
  workloads: fc.array(workload, { maxLength: 3 }),
});
const all = fc.record({ a: standards, b: standards, c: standards, d: standards });
type All = Readonly<Record<string, Standards>>;

/** Health of every node and edge by its id. */
function judge(graph: MeshGraph, expected: All) {
  const judged = judgeGraph(graph, ({ id }) => expected[id] ?? BUILT_IN_STANDARDS);
  return new Map([...judged.nodes, ...judged.edges].map(({ id, health }) => [id, health]));
}

function statusesOf(graph: MeshGraph, expected: All) {
  return Object.fromEntries([...judge(graph, expected)].map(([id, { status }]) => [id, status]));
}

function expectNoBetter(before: Record<string, HealthStatus>, after: Record<string, HealthStatus>) {
  for (const [id, status] of Object.entries(before)) {
    const rank = SEVERITY.indexOf(after[id] ?? 'unknown');
    expect([id, rank >= SEVERITY.indexOf(status)]).toEqual([id, true]);
  }
}

function scale(edge: GraphEdge, by: number): GraphEdge {
  const { connections } = edge;
  return {
    ...edge,
    rate: edge.rate * by,
    errorRate: edge.errorRate * by,
    responses: edge.responses.map((response) => ({ ...response, rate: response.rate * by })),
    ...(connections === undefined
      ? {}
      : {
          connections: {
            opened: connections.opened * by,
            closed: connections.closed * by,
            failed: connections.failed * by,
          },
        }),
  };
}

/** Everything a little worse: some successes fail, replicas go, calls take longer. */
function worsen(edge: GraphEdge): GraphEdge {
  const { connections } = edge;
  const good = edge.protocol === 'grpc' ? '0' : '200';
  const bad = edge.protocol === 'grpc' ? '14' : '500';
  return {
    ...edge,
    responses: edge.responses.flatMap((response) =>
      response.code === good
        ? [
            { ...response, rate: response.rate / 2 },
            { ...response, code: bad, rate: response.rate / 2 },
          ]
        : [response],
    ),
    errorRate: edge.protocol === 'tcp' ? edge.rate : edge.errorRate,
    ...(connections === undefined
      ? {}
      : { connections: { ...connections, closed: connections.closed / 2, failed: connections.failed + 1 } }),
    ...(edge.latencyMs?.p95 === undefined
      ? {}
      : { latencyMs: { ...edge.latencyMs, p95: edge.latencyMs.p95 + 300 } }),
  };
}

const shuffled = <T>(list: fc.Arbitrary<T[]>) =>
  list.chain((items) =>
    fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
  );

describe('health', () => {
  it('does not depend on the order of edges', () => {
    fc.assert(
      fc.property(shuffled(edges), all, ([first, second], expected) => {
        const inOrder = (list: GraphEdge[]) => new Map([...judge(sampleGraph(list), expected)].sort());
        expect(inOrder(second)).toEqual(inOrder(first));
      }),
    );
  });

  it('does not depend on the order of tolerances and objectives, as far as status goes', () => {
    const reversed = ({ tolerances, objectives, workloads }: Standards): Standards => ({
      tolerances: tolerances.map((set) => ({ tolerances: set.tolerances.toReversed() })).toReversed(),
      objectives: objectives.toReversed(),
      workloads: workloads.toReversed(),
    });
    fc.assert(
      fc.property(edges, all, (list, expected) => {
        const other = Object.fromEntries(Object.entries(expected).map(([id, one]) => [id, reversed(one)]));
        expect(statusesOf(sampleGraph(list), other)).toEqual(statusesOf(sampleGraph(list), expected));
      }),
    );
  });

  it('does not depend on how much there is, only on shares', () => {
    fc.assert(
      fc.property(edges, all, fc.constantFrom(0.001, 0.3, 2, 7, 1e6), (list, expected, by) => {
        const scaled = list.map((edge) => scale(edge, by));
        expect(statusesOf(sampleGraph(scaled), expected)).toEqual(statusesOf(sampleGraph(list), expected));
      }),
    );
  });

  it('never gets better when calls get worse', () => {
    // A tolerance of successes is met less when they fail: only those that speak of failures obey this law.
    const failures = all.map((expected) =>
      Object.fromEntries(
        Object.entries(expected).map(([id, one]) => [
          id,
          { ...one, tolerances: one.tolerances.map((set) => withoutSuccesses(set.tolerances)) },
        ]),
      ),
    );
    fc.assert(
      fc.property(edges, failures, (list, expected) => {
        const worse = list.map(worsen);
        expectNoBetter(statusesOf(sampleGraph(list), expected), statusesOf(sampleGraph(worse), expected));
      }),
    );
  });

  it('never gets better when replicas go', () => {
    fc.assert(
      fc.property(edges, all, fc.nat(3), (list, expected, lost) => {
        const fewer = Object.fromEntries(
          Object.entries(expected).map(([id, one]) => [
            id,
            {
              ...one,
              workloads: one.workloads.map(({ name, replicas }) => ({
                name,
                replicas: { ...replicas, available: Math.max(0, replicas.available - lost) },
              })),
            },
          ]),
        );
        expectNoBetter(statusesOf(sampleGraph(list), expected), statusesOf(sampleGraph(list), fewer));
      }),
    );
  });

  it('never gets better under stricter limits, nor under more of them', () => {
    const stricter = ({ tolerances, objectives, workloads }: Standards): Standards => ({
      tolerances: [
        ...tolerances.map((set) => ({
          tolerances: set.tolerances.map((one) => ({
            ...one,
            degradedShare: one.degradedShare / 2,
            failingShare: one.failingShare / 2,
          })),
        })),
        BUILT_IN_SET,
      ],
      objectives: objectives.map((one) => ({
        ...one,
        degradedMs: one.degradedMs / 2,
        failingMs: one.failingMs / 2,
      })),
      workloads,
    });
    fc.assert(
      fc.property(edges, all, (list, expected) => {
        const strict = Object.fromEntries(Object.entries(expected).map(([id, one]) => [id, stricter(one)]));
        expectNoBetter(statusesOf(sampleGraph(list), expected), statusesOf(sampleGraph(list), strict));
      }),
    );
  });

  it('is the same under an annotation that says what is built in', () => {
    const { tolerances, problems } = readRateAnnotation(
      '5XX,0,10,http,.*;4XX,10,20,http,.*;-,0,10,http|grpc,.*;^[1-9]$|^1[0-6]$,0,10,grpc,.*;[45]XX,0,10,grpc,.*',
    );
    expect(problems).toEqual([]);
    const annotated = { ...BUILT_IN_STANDARDS, tolerances: [{ tolerances, origin: 'the annotation' }] };
    fc.assert(
      fc.property(edges, (list) => {
        const same = Object.fromEntries(IDS.map((id) => [id, annotated]));
        expect(statusesOf(sampleGraph(list), same)).toEqual(statusesOf(sampleGraph(list), {}));
      }),
    );
  });

  it('of an edge is that of the ends of which it is the only edge', () => {
    fc.assert(
      fc.property(anyEdge, tolerance, (edge, one) => {
        fc.pre(edge.source !== edge.target);
        const held = {
          ...BUILT_IN_STANDARDS,
          tolerances: [{ tolerances: [{ ...one, directions: ['inbound', 'outbound'] as const }] }],
        };
        const judged = statusesOf(sampleGraph([edge]), Object.fromEntries(IDS.map((id) => [id, held])));
        expect([judged[edge.source], judged[edge.target]]).toEqual([judged[edge.id], judged[edge.id]]);
      }),
    );
  });

  it('includes the boundaries of every tolerance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 1000 }), (percent, times) => {
        const parsed = parseTolerance({
          code: '5XX',
          protocol: '',
          direction: '',
          degraded: percent,
          failure: percent,
        });
        if (!parsed.ok) throw new Error(parsed.problem.message);
        const held = { ...BUILT_IN_STANDARDS, tolerances: [{ tolerances: [parsed.value] }] };
        const at = (bad: number) =>
          statusesOf(sampleGraph([sampleEdge('a', 'b', { '500': bad, '200': 100 * times - bad })]), {
            a: held,
            b: held,
          })['b'];
        expect([at(percent * times - 1), at(percent * times)]).toEqual(['healthy', 'failing']);
      }),
    );
  });
});

function withoutSuccesses(tolerances: readonly Tolerance[]) {
  return {
    tolerances: tolerances.filter(
      ({ code }) => !code.test('200') && !code.test('0') && code.test('500') === code.test('503'),
    ),
  };
}
