import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildGraph, type GraphOptions } from '../graph/build-graph';
import type { GraphNode, MeshGraph } from '../graph/mesh-graph';
import type { TrafficSample } from '../telemetry/traffic-sample';
import { createCallMask, PeerNames } from './mask-calls';
import { arbitraryTraffic, OWN } from './visibility-arbitraries';

const RUNS = { numRuns: 250 };

const options: fc.Arbitrary<GraphOptions> = fc.record({
  level: fc.constantFrom('versionedApp', 'app', 'workload', 'service' as const),
  serviceNodes: fc.boolean(),
  idle: fc.boolean(),
  legs: fc.boolean(),
});

function mask(traffic: readonly TrafficSample[], peers?: PeerNames): TrafficSample[] {
  const own = createCallMask(OWN, traffic, peers);
  return traffic.flatMap((call) => own(call) ?? []);
}

const graphOf = (traffic: readonly TrafficSample[], how: GraphOptions) =>
  buildGraph({ traffic, histograms: [], sums: [] }, how);

/** A host that the caller wrote may name others, wherever it led. */
const isOwn = ({ namespace, service = '' }: GraphNode) =>
  namespace !== undefined && OWN.has(namespace) && !service.startsWith('foreign');
/** A caller or a service of which no report tells anything. */
const isNobody = ({ namespace, service, kind }: GraphNode) =>
  kind !== 'hidden' && namespace === undefined && (service === undefined || !service.startsWith('foreign'));

/** Rates of arrows by what is said of both ends: everything foreign is one. */
function ratesBetween({ nodes, edges }: MeshGraph): Map<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const nameOf = (id: string) => {
    const node = byId.get(id)!;
    return isOwn(node) || isNobody(node) ? id : 'foreign';
  };
  const rates = new Map<string, number>();
  for (const { source, target, protocol, rate } of edges) {
    const ends = [byId.get(source)!, byId.get(target)!];
    if (!ends.some(isOwn)) continue;
    const key = `${nameOf(source)} > ${nameOf(target)} ${protocol}`;
    rates.set(key, (rates.get(key) ?? 0) + rate);
  }
  return rates;
}

describe('a graph of calls that were masked', () => {
  it('holds nothing that belongs to others, at any level of detail (S12)', () => {
    fc.assert(
      fc.property(arbitraryTraffic, options, (traffic, how) => {
        const graph = graphOf(mask(traffic, new PeerNames()), how);
        expect(JSON.stringify(graph)).not.toMatch(/foreign/);
      }),
      RUNS,
    );
  });

  it('has one hidden node, which tells neither who nor how many are behind it (S12)', () => {
    fc.assert(
      fc.property(arbitraryTraffic, options, (traffic, how) => {
        const { nodes, edges } = graphOf(mask(traffic, new PeerNames()), how);
        const hidden = nodes.filter(({ kind }) => kind === 'hidden');
        expect(hidden.length).toBeLessThanOrEqual(1);
        for (const { id, kind, ...rest } of hidden) {
          expect(id).toBe('hidden||||||');
          expect(Object.keys({ kind, ...rest }).sort()).toEqual(['flags', 'health', 'kind', 'traffic']);
        }
        expect(JSON.stringify({ nodes, edges })).not.toMatch(/\(hidden\) \d/);
      }),
      RUNS,
    );
  });

  it('has only arrows with an end that is visible, or that nobody knows (S12)', () => {
    fc.assert(
      fc.property(arbitraryTraffic, options, (traffic, how) => {
        const { nodes, edges } = graphOf(mask(traffic, new PeerNames()), how);
        const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
        for (const { source, target } of edges)
          expect([kinds.get(source), kinds.get(target)]).not.toEqual(['hidden', 'hidden']);
      }),
      RUNS,
    );
  });

  it('counts between and around visible workloads what the whole graph counts there', () => {
    const how = { level: 'workload', serviceNodes: false, idle: false, legs: true } as const;
    fc.assert(
      fc.property(arbitraryTraffic, (traffic) => {
        const whole = ratesBetween(graphOf(traffic, how));
        const seen = ratesBetween(graphOf(mask(traffic, new PeerNames()), how));
        expect(new Map([...seen].sort())).toEqual(new Map([...whole].sort()));
      }),
      RUNS,
    );
  });

  it('is the whole graph for whoever may see everything', () => {
    fc.assert(
      fc.property(arbitraryTraffic, options, (traffic, how) => {
        const all = createCallMask('all', traffic);
        expect(
          graphOf(
            traffic.map((call) => all(call)!),
            how,
          ),
        ).toEqual(graphOf(traffic, how));
      }),
      { numRuns: 40 },
    );
  });
});

describe('a masked call', () => {
  it('names nobody else, with one name for all that is hidden (S12)', () => {
    fc.assert(
      fc.property(arbitraryTraffic, (traffic) => {
        expect(JSON.stringify(mask(traffic))).not.toMatch(/foreign|\(hidden\) \d/);
      }),
      RUNS,
    );
  });
});
