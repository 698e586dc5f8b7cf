import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GraphEdge } from '../graph/mesh-graph';
import { sampleMesh } from '../graph/sample-mesh';
import type { AuthorizationPolicyView } from '../kubernetes/authorization-policy-view';
import { contextOf } from '../mtls/sample-scene';
import { randomPolicies } from './authorization-arbitraries';
import type { SeenEdge } from './judge-edge';
import { observePolicies, type PolicyObservation } from './observe-policies';
import { indexPolicyFacts } from './policy-context';
import { authorization } from './sample-authorization';

const mtls = contextOf({});

function observe(policies: readonly AuthorizationPolicyView[], seen: readonly SeenEdge[] | undefined) {
  const context = indexPolicyFacts(mtls, {
    policies,
    policySight: { known: true },
    requestAuthentications: [],
    accountsOf: (_namespace, workload) => [workload],
    waypointOf: () => undefined,
    trustDomains: ['cluster.local'],
  });
  return observePolicies(context, seen);
}

const place = (namespace: string, workload: string) => ({ kind: 'workload', namespace, workload }) as const;
const { nodes, edges: sampleEdges } = sampleMesh([place('front', 'web'), place('shop', 'api'), 4]);
const [source, target] = nodes;
const [sample] = sampleEdges;

const response = fc.record({
  code: fc.constantFrom('200', '403', '7', '-', '503'),
  flags: fc.constantFrom('-', 'UAEX', 'DENY', 'UF', 'UF,URX', ''),
  host: fc.constantFrom('', 'api.shop.svc.cluster.local'),
  rate: fc.constantFrom(0, 1, 3),
});

const seenEdge: fc.Arbitrary<SeenEdge> = fc
  .record({
    protocol: fc.constantFrom<GraphEdge['protocol']>('http', 'grpc', 'tcp'),
    responses: fc.array(response, { maxLength: 3 }),
    mutual: fc.constantFrom(0, 2),
    plaintext: fc.constantFrom(0, 2),
    rate: fc.constantFrom(0, 4),
    principals: fc.subarray(['spiffe://cluster.local/ns/front/sa/web', 'nobody']),
    isKnown: fc.boolean(),
  })
  .map(({ protocol, responses, mutual, plaintext, rate, principals, isKnown }) => {
    if (source === undefined || target === undefined || sample === undefined) throw new Error('No edge.');
    const edge: GraphEdge = {
      ...sample,
      id: `${protocol} ${isKnown}`,
      protocol,
      unit: protocol === 'tcp' ? 'bytes' : 'requests',
      rate,
      responses,
      reportedBy: { destination: { rate, errorRate: 0 }, chosen: 'destination' },
      mtls: { mutual, plaintext, unknown: 0 },
      principals: { source: principals, destination: [] },
    };
    const { workload: _workload, ...unnamed } = source;
    return { edge, source: isKnown ? source : { ...unnamed, kind: 'unknown' }, target };
  });
const seenEdges = fc.uniqueArray(seenEdge, { maxLength: 4, selector: ({ edge }) => edge.id });

/** All that is told, without what it was made from. */
function tell({ workloads, edges, permissions }: PolicyObservation) {
  return {
    workloads: workloads.map(({ workload: _workload, ...rest }) => rest),
    edges: edges.map(({ parts: _parts, ...rest }) => rest),
    permissions,
  };
}

describe('what policies say beside what was seen', () => {
  it('does not depend on the order of policies and edges', () => {
    fc.assert(
      fc.property(randomPolicies, seenEdges, (policies, seen) => {
        expect(tell(observe(policies.toReversed(), seen.toReversed()))).toEqual(
          tell(observe(policies, seen)),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('never throws, whatever is written and reported', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('shop', 'istio-system'), fc.anything()), { maxLength: 3 }),
        seenEdges,
        (specs, seen) => {
          const policies = specs.map(([namespace, spec], index) =>
            authorization(`${namespace}/p${index}`, spec),
          );
          expect(() => observe(policies, seen)).not.toThrow();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('calls nothing unused where traffic is not known', () => {
    fc.assert(
      fc.property(randomPolicies, (policies) => {
        const { permissions, edges } = observe(policies, undefined);
        expect(edges).toEqual([]);
        for (const { use, sources } of permissions) {
          expect(use).toBe('unknown');
          for (const one of sources) expect(one.use).toBe('unknown');
        }
      }),
      { numRuns: 40 },
    );
  });

  it('tells of a source no more than of its rule', () => {
    fc.assert(
      fc.property(randomPolicies, seenEdges, (policies, seen) => {
        for (const { use, sources } of observe(policies, seen).permissions) {
          if (use === 'used' || use === 'undecidable') continue;
          for (const source of sources) expect(source.use).toBe(use);
        }
      }),
      { numRuns: 60 },
    );
  });
});
