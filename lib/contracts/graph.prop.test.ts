import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '@/lib/core/graph/build-graph';
import { DEFAULT_RATES } from '@/lib/core/graph/mesh-graph';
import { describeGraph } from '@/lib/core/graph/describe-graph';
import { appWorkload, sampleSight, serviceEntry, workloadEntry } from '@/lib/core/graph/sample-mesh';
import type { LatencyHistogram, Party, TrafficSample } from '@/lib/core/telemetry/traffic-sample';
import { graphAnswerSchema, graphLevels, nodeFlagSchema, nodeKindSchema } from './graph';

const text = fc.option(fc.constantFrom('a', 'b', 'v1', 'PassthroughCluster', '__proto__'), {
  nil: undefined,
});
const defined = <T extends object>(fields: object): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
const party = fc
  .record({ cluster: text, namespace: text, workload: text, app: text, version: text, principal: text })
  .map((fields) => defined<Party>(fields));
const outcome = fc.constantFrom(
  { protocol: 'http', measure: 'requests', code: '200' } as const,
  { protocol: 'http', measure: 'requests', code: '-', flags: 'UF' } as const,
  { protocol: 'grpc', measure: 'requests', code: '14' } as const,
  { protocol: 'tcp', measure: 'tcpSent' } as const,
);
const samples: fc.Arbitrary<TrafficSample[]> = fc.array(
  fc
    .record({
      reporter: fc.constantFrom('source', 'destination', 'waypoint' as const),
      source: party,
      service: fc.record({ name: text, namespace: text }).map((fields) => defined<object>(fields)),
      destination: party,
      security: fc.constantFrom('mutual', 'plaintext', 'unknown' as const),
      perSecond: fc.double({ min: 0, max: 1e6, noNaN: true }),
      told: outcome,
    })
    .map(({ told, ...rest }) => ({ ...rest, ...told })),
  { maxLength: 10 },
);

describe('the graph contract', () => {
  it('accepts whatever core builds, and nothing of it gets lost on the wire', () => {
    fc.assert(
      fc.property(
        samples,
        fc.constantFrom(...graphLevels),
        fc.boolean(),
        fc.boolean(),
        (traffic, level, serviceNodes, idle) => {
          const histograms: LatencyHistogram[] = traffic.map(
            ({ reporter, source, service, destination, protocol, perSecond }) => ({
              reporter,
              source,
              service,
              destination,
              protocol,
              boundsMs: [5, Infinity],
              atOrBelow: [perSecond, perSecond],
            }),
          );
          const options = { level, serviceNodes, idle };
          const facts = {
            services: [{ namespace: 'a', name: 'a', selector: {} }],
            workloads: [appWorkload('a/a', { name: 'a', pods: { total: 2, withProxy: 1 } })],
            serviceEntries: [serviceEntry('a/e', { hosts: ['b'] })],
            workloadEntries: [workloadEntry('b/v1', { address: '10.0.0.1' })],
            sight: sampleSight(),
            serviceConfig: [
              {
                namespace: 'a',
                service: 'a',
                config: { kind: 'K', namespace: 'a', name: 'n', summary: 's' },
              },
            ],
          };
          const graph = describeGraph(buildGraph({ traffic, histograms, sums: [] }, options), facts, options);
          const status = { status: 'ok', since: 0 } as const;
          const answer = {
            window: '5m',
            windowSeconds: 300,
            at: 1,
            level,
            serviceNodes,
            rates: DEFAULT_RATES,
            legs: false,
            namespaces: [],
            sources: { prometheus: status, kubernetes: status, tracing: status },
            warnings: [],
            queries: [],
            ...graph,
          };
          expect(graphAnswerSchema.parse(JSON.parse(JSON.stringify(answer)))).toEqual(answer);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('refuses what no graph can be', () => {
    expect(nodeKindSchema.safeParse('pod').success).toBe(false);
    expect(nodeFlagSchema.safeParse('happy').success).toBe(false);
    expect(graphAnswerSchema.safeParse({ nodes: [], edges: [] }).success).toBe(false);
  });
});
