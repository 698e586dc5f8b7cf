import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NamedBox } from './boxes';
import { edgeId } from './edge-id';
import { foldGroups } from './fold-groups';
import type { GraphEdge, GraphNode, MeshGraph, NodeIdentity } from './mesh-graph';
import { definedOnly, nodeId } from './node-identity';
import { sumTraffic, noTraffic } from './sum-traffic';

const optional = (...names: string[]) => fc.option(fc.constantFrom(...names), { nil: undefined });
const statuses = fc.constantFrom('healthy', 'degraded', 'failing', 'notReady', 'unknown' as const);

const identities: fc.Arbitrary<NodeIdentity> = fc
  .record({
    kind: fc.constantFrom('app', 'workload', 'service', 'unknown', 'external' as const),
    cluster: optional('east', 'west'),
    namespace: optional('shop', 'payments', '__proto__', 'a,b/@'),
    app: optional('cart', 'constructor'),
    version: optional('v1', 'v2', 'v3'),
    workload: optional('w1', 'w2'),
  })
  .map(definedOnly);

/** Whole numbers: sums of them are exact in whatever order. */
const rates = fc.nat({ max: 1_000 });

const graphs: fc.Arbitrary<MeshGraph> = fc
  .uniqueArray(identities, { maxLength: 14, selector: nodeId })
  .chain((ids) =>
    fc.record({
      states: fc.array(statuses, { minLength: ids.length, maxLength: ids.length }),
      calls: fc.uniqueArray(
        fc.record({
          from: fc.nat({ max: Math.max(0, ids.length - 1) }),
          to: fc.nat({ max: Math.max(0, ids.length - 1) }),
          protocol: fc.constantFrom('http', 'grpc', 'tcp' as const),
          rate: rates,
          failed: rates,
          plaintext: rates,
          code: fc.constantFrom('200', '503', '-'),
          reporter: fc.constantFrom('source', 'destination', 'waypoint' as const),
          status: statuses,
        }),
        {
          maxLength: ids.length === 0 ? 0 : 30,
          selector: ({ from, to, protocol }) => `${from} ${to} ${protocol}`,
        },
      ),
      ids: fc.constant(ids),
    }),
  )
  .map(({ ids, states, calls }) => {
    const edges = calls.map(
      ({ from, to, protocol, rate, failed, plaintext, code, reporter, status }): GraphEdge => {
        const [source, target] = [ids[from]!, ids[to]!];
        return {
          id: edgeId(source, target, protocol),
          source: nodeId(source),
          target: nodeId(target),
          protocol,
          unit: protocol === 'tcp' ? 'bytes' : 'requests',
          rate,
          errorRate: failed,
          responses: [{ code, flags: '-', host: 'host', rate }],
          reportedBy: { [reporter]: { rate, errorRate: failed }, chosen: reporter },
          mtls: { mutual: rate, plaintext, unknown: 0 },
          principals: { source: [nodeId(source)], destination: [] },
          latencyMs: { avg: 5, p95: 9 },
          health: { status, reasons: status === 'healthy' ? [] : [`${from} to ${to}`] },
        };
      },
    );
    const totals = sumTraffic(edges);
    const nodes = ids.map((identity, index): GraphNode => ({
      ...identity,
      id: nodeId(identity),
      traffic: totals.get(nodeId(identity)) ?? noTraffic(),
      flags: index % 3 === 0 ? ['noSidecar'] : [],
      health: { status: states[index]!, reasons: [] },
    }));
    return { nodes, edges };
  });

/** Folds every box whose place in a list of coins is heads. */
const choices = fc
  .array(fc.boolean(), { minLength: 16, maxLength: 16 })
  .map((coins) => ({ id }: Pick<NamedBox, 'id'>) => {
    const sum = [...id].reduce((total, character) => total + character.charCodeAt(0), 0);
    return coins[sum % coins.length] === true;
  });

const shuffle = <T>(list: readonly T[], seed: number): T[] =>
  list
    .map((one, index) => ({ one, key: ((index + 1) * 7_919 * (seed + 1)) % 104_729 }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ one }) => one);

const total = (edges: readonly GraphEdge[], read: (edge: GraphEdge) => number) =>
  edges.reduce((sum, edge) => sum + read(edge), 0);

const severity = ['unknown', 'healthy', 'notReady', 'degraded', 'failing'];

describe('foldGroups', () => {
  it('gives the very same graph when nothing is folded', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { nodes, edges, groups } = foldGroups(graph, () => false);
        expect(nodes).toBe(graph.nodes);
        expect(edges).toBe(graph.edges);
        expect(groups.size).toBe(0);
      }),
    );
  });

  it('accounts for every node and every edge exactly once', () => {
    fc.assert(
      fc.property(graphs, choices, (graph, isFolded) => {
        const folded = foldGroups(graph, isFolded);
        const members = [...folded.groups.values()].flatMap((group) => group.members);
        const left = folded.nodes.filter(({ id }) => !folded.groups.has(id)).map(({ id }) => id);
        expect([...left, ...members].toSorted()).toEqual(graph.nodes.map(({ id }) => id).toSorted());
        const inner = [...folded.groups.values()].flatMap((group) => group.innerEdges);
        const outer = folded.edges.flatMap(({ id }) => folded.mergedEdges.get(id) ?? [id]);
        expect([...outer, ...inner].toSorted()).toEqual(graph.edges.map(({ id }) => id).toSorted());
        expect(new Set(folded.edges.map(({ id }) => id)).size).toBe(folded.edges.length);
        const ids = new Set(folded.nodes.map(({ id }) => id));
        for (const { source, target } of folded.edges) expect(ids.has(source) && ids.has(target)).toBe(true);
      }),
    );
  });

  it('loses no traffic: what edges show and what groups tell of their insides is what there was', () => {
    fc.assert(
      fc.property(graphs, choices, (graph, isFolded) => {
        const { edges, groups, nodes } = foldGroups(graph, isFolded);
        for (const unit of ['requests', 'bytes'] as const) {
          const rate = (edge: GraphEdge) => (edge.unit === unit ? edge.rate : 0);
          const inner = [...groups.values()].reduce((sum, group) => sum + group.inner[unit], 0);
          expect(total(edges, rate) + inner).toBe(total(graph.edges, rate));
        }
        const failed = (edge: GraphEdge) => (edge.unit === 'requests' ? edge.errorRate : 0);
        const innerFailed = [...groups.values()].reduce((sum, group) => sum + group.inner.errors, 0);
        expect(total(edges, failed) + innerFailed).toBe(total(graph.edges, failed));
        // Every node's totals are the sums of its edges, of groups as well.
        const totals = sumTraffic(edges);
        for (const { id, traffic } of nodes) {
          if (groups.has(id)) expect(traffic).toEqual(totals.get(id) ?? noTraffic());
        }
      }),
    );
  });

  it('sums what merged edges say, by part', () => {
    fc.assert(
      fc.property(graphs, choices, (graph, isFolded) => {
        const { edges, mergedEdges } = foldGroups(graph, isFolded);
        const byId = new Map(graph.edges.map((edge) => [edge.id, edge]));
        for (const edge of edges) {
          const parts = (mergedEdges.get(edge.id) ?? [edge.id]).map((id) => byId.get(id)!);
          expect(edge.mtls.plaintext).toBe(total(parts, ({ mtls }) => mtls.plaintext));
          expect(edge.responses.reduce((sum, { rate }) => sum + rate, 0)).toBe(
            total(parts, ({ rate }) => rate),
          );
          for (const reporter of ['source', 'destination', 'waypoint'] as const) {
            expect(edge.reportedBy[reporter]?.rate ?? 0).toBe(
              total(parts, ({ reportedBy }) => reportedBy[reporter]?.rate ?? 0),
            );
          }
          const worst = Math.max(...parts.map(({ health }) => severity.indexOf(health.status)));
          expect(edge.health.status).toBe(severity[worst]);
          for (const { health } of parts)
            expect(edge.health.reasons).toEqual(expect.arrayContaining(health.reasons));
        }
      }),
    );
  });

  it('is as unhealthy as the worst inside', () => {
    fc.assert(
      fc.property(graphs, choices, (graph, isFolded) => {
        const { nodes, groups } = foldGroups(graph, isFolded);
        for (const { id, health, flags } of nodes) {
          const group = groups.get(id);
          if (!group) continue;
          const inside = graph.nodes.filter((node) => group.members.includes(node.id));
          expect(severity.indexOf(health.status)).toBe(
            Math.max(...inside.map((node) => severity.indexOf(node.health.status))),
          );
          expect(flags.includes('noSidecar')).toBe(inside.some((node) => node.flags.includes('noSidecar')));
        }
      }),
    );
  });

  it('ignores the order of nodes and edges', () => {
    fc.assert(
      fc.property(graphs, choices, fc.nat({ max: 1_000 }), (graph, isFolded, seed) => {
        const one = foldGroups(graph, isFolded);
        const other = foldGroups(
          { nodes: shuffle(graph.nodes, seed), edges: shuffle(graph.edges, seed) },
          isFolded,
        );
        if (one.groups.size > 0) expect(other).toEqual(one);
      }),
    );
  });
});
