import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapTraffic } from '@/lib/adapters/prometheus/map';
import { buildBothGraphs } from '@/lib/core/graph/build-graph';
import { indexMtls } from '@/lib/core/mtls/mtls-context';
import { observeSecurity } from '@/lib/core/mtls/observe-security';
import { finish } from '@/lib/core/steps/steps';
import { observePolicies, type PolicyObservation } from '@/lib/core/policy/observe-policies';
import { indexPolicyFacts } from '@/lib/core/policy/policy-context';
import type { TrafficMeasure } from '@/lib/core/telemetry/traffic-sample';
import { seenEdges } from '@/lib/core/what-if/judge-what-if';
import { LOAD, run, START_MS, type RunningFacts } from '@/lib/embedded/mesh/facts-world';
import { policyMesh, type PolicyMesh } from '@/lib/embedded/mesh/random-policies';
import { readClusterFacts } from './read-cluster-facts';
import { ObjectReading } from './read-objects';
import { readPolicyFacts } from './read-policy-facts';
import { SourceLedger } from './source-ledger';
import { MemoryCluster, type KindObjects } from './testing/memory-cluster';
import { objectsOfStore } from './testing/world-cluster';

// What the product says that policies do, against what the simulated mesh does under them. The mesh reads Istio's rules by
// itself.

const METRICS: readonly (readonly [name: string, measure: TrafficMeasure])[] = [
  ['istio_requests_total', 'requests'],
  ['istio_tcp_sent_bytes_total', 'tcpSent'],
  ['istio_tcp_received_bytes_total', 'tcpReceived'],
  ['istio_tcp_connections_opened_total', 'connectionsOpened'],
  ['istio_tcp_connections_closed_total', 'connectionsClosed'],
];

function look({ rows }: RunningFacts, objects: KindObjects, isReversed = false): PolicyObservation {
  const nowSeconds = () => START_MS / 1000;
  const cluster = new MemoryCluster(objects);
  const facts = readClusterFacts({ cluster, ledger: new SourceLedger(nowSeconds), nowSeconds });
  const traffic = METRICS.flatMap(([name, measure]) => {
    const samples = rows({}, name).map(({ labels, perRequest }) => ({
      labels,
      value: perRequest * LOAD,
      atSeconds: 0,
    }));
    return mapTraffic(measure, isReversed ? samples.toReversed() : samples).samples;
  });
  if (facts.mtls === undefined) throw new Error('Nothing was read.');
  const { direct, viaServices } = finish(
    buildBothGraphs({ traffic, histograms: [], sums: [] }, { level: 'workload', idle: false }),
  );
  const place = facts.clusterId === undefined ? {} : { clusterId: facts.clusterId };
  const mtls = indexMtls(facts.mtls, observeSecurity(direct, viaServices, place));
  const context = indexPolicyFacts(mtls, readPolicyFacts(new ObjectReading(cluster), facts));
  return observePolicies(context, seenEdges(direct));
}

const tally = { edges: 0, allowed: 0, denied: 0, undecidable: 0, used: 0, unused: 0 };

/** What an observation tells of what holds; sums of what was counted may end in other digits. */
function tell({ workloads, edges, permissions }: PolicyObservation): string {
  return JSON.stringify({
    workloads: workloads.map(({ workload, coverage, findings }) => [workload.name, coverage, findings]),
    edges: edges.map(({ seen, declared, outcome, guard }) => [
      seen.edge.id,
      declared.verdict,
      declared.reason,
      declared.needs,
      outcome.state,
      guard,
    ]),
    permissions,
  });
}

function check({ facts, documents }: PolicyMesh): void {
  const running = run(facts).after((store) => {
    for (const document of documents) store.apply(structuredClone(document));
  });
  const objects = objectsOfStore(running.store);
  const observation = look(running, objects);
  for (const { seen, declared, outcome, agreement } of observation.edges) {
    tally.edges += 1;
    if (declared.verdict === 'undecidable') tally.undecidable += 1;
    if (declared.verdict === 'allowed') tally.allowed += 1;
    if (declared.verdict === 'denied') tally.denied += 1;
    const told = JSON.stringify(
      { edge: seen.edge, declared, outcome, facts: facts.config, documents },
      null,
      1,
    );
    expect({ told, agreement }).not.toEqual({ told, agreement: 'passesThoughDenied' });
    expect({ told, agreement }).not.toEqual({ told, agreement: 'refusedThoughAllowed' });
  }
  // Whatever let in what was seen to pass is not told to be of no use.
  const unused = observation.permissions.filter(({ use }) => use === 'unused' || use === 'unobeyed');
  for (const { declared, outcome } of observation.edges) {
    if (declared.verdict !== 'allowed' || outcome.state !== 'passes') continue;
    const wrong = unused.filter((one) =>
      declared.by.some(
        ({ namespace, name, rule }) => one.namespace === namespace && one.name === name && one.rule === rule,
      ),
    );
    expect(wrong).toEqual([]);
  }
  for (const { use } of observation.permissions) {
    if (use === 'used') tally.used += 1;
    if (use === 'unused') tally.unused += 1;
  }
  const reversed = Object.fromEntries(
    Object.entries(objects).map(([kind, all]) => [kind, all?.toReversed()]),
  ) as KindObjects;
  expect(tell(look(running, reversed, true))).toBe(tell(observation));
}

describe('what policies say of what was seen', () => {
  it('is what the simulated mesh does under them, in whatever order objects and series come', () => {
    fc.assert(fc.property(policyMesh, check), { numRuns: 300, seed: 20_260_103 });
    expect(tally.edges).toBeGreaterThan(600);
    expect(tally.allowed).toBeGreaterThan(150);
    expect(tally.denied).toBeGreaterThan(40);
    expect(tally.used).toBeGreaterThan(5);
    expect(tally.unused).toBeGreaterThan(20);
  }, 900_000);
});
