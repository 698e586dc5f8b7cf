import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Party, TrafficSample } from '../telemetry/traffic-sample';
import { buildGraph, type GraphOptions } from './build-graph';

const outcome = fc.constantFrom(
  { protocol: 'http', measure: 'requests' } as const,
  { protocol: 'grpc', measure: 'requests' } as const,
  { protocol: 'tcp', measure: 'tcpReceived' } as const,
);
const reporter = fc.constantFrom('source', 'destination', 'waypoint' as const);
const options: fc.Arbitrary<GraphOptions> = fc.record({
  level: fc.constantFrom('versionedApp', 'app', 'workload', 'service' as const),
  serviceNodes: fc.boolean(),
  idle: fc.boolean(),
});

describe('hostile label values', () => {
  const nasty = fc.oneof(
    fc.constantFrom(
      '__proto__',
      'constructor',
      'hasOwnProperty',
      'toString',
      '',
      ' ',
      '%',
      '|',
      '>',
      '\u0000',
    ),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constant('x'.repeat(3000)),
  );
  const someParty = fc
    .record(
      { cluster: nasty, namespace: nasty, workload: nasty, app: nasty, version: nasty, principal: nasty },
      {
        requiredKeys: [],
      },
    )
    .map((fields) => fields as Party);
  const someSample = fc
    .record({
      reporter,
      source: someParty,
      service: fc.record({ name: nasty, host: nasty, namespace: nasty }, { requiredKeys: [] }),
      destination: someParty,
      told: outcome,
      code: nasty,
      flags: nasty,
    })
    .map(
      ({ told, ...rest }): TrafficSample =>
        ({ ...told, ...rest, security: 'mutual', perSecond: 1 }) as TrafficSample,
    );

  it('neither throw nor lose traffic nor touch any prototype (S21)', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).sort();
    fc.assert(
      fc.property(fc.array(someSample, { maxLength: 8 }), options, (samples, opts) => {
        const { nodes, edges, unplaced } = buildGraph({ traffic: samples, buckets: [], sums: [] }, opts);
        const ids = new Set(nodes.map(({ id }) => id));
        expect(ids.size).toBe(nodes.length);
        for (const { source, target } of edges) expect(ids.has(source) && ids.has(target)).toBe(true);
        if (samples.length > 0) expect(edges.length + unplaced).toBeGreaterThan(0);
        expect(JSON.parse(JSON.stringify({ nodes, edges }))).toEqual({ nodes, edges });
      }),
      { numRuns: 2000 },
    );
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
    expect(({} as Record<string, unknown>)['workload']).toBeUndefined();
  });
});
