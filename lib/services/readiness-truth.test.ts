import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { mapTraffic } from '@/lib/adapters/prometheus/map';
import { buildGraph } from '@/lib/core/graph/build-graph';
import { RESOURCE_ADDRESSES, RESOURCE_KINDS, type ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import { judgeReadiness } from '@/lib/core/mtls/judge-readiness';
import { indexMtls, type MtlsContext } from '@/lib/core/mtls/mtls-context';
import { observeSecurity } from '@/lib/core/mtls/observe-security';
import { printPolicy } from '@/lib/core/mtls/print-policy';
import type { Readiness, ReadinessBlocker } from '@/lib/core/mtls/readiness';
import type { StrictScope } from '@/lib/core/mtls/write-policies';
import type { TrafficMeasure } from '@/lib/core/telemetry/traffic-sample';
import type { KubernetesObject, ObjectReader } from '@/lib/embedded/kubernetes/object-store';
import { secureConnection } from '@/lib/embedded/mesh/connection-security';
import { LOAD, run, type RunningFacts } from '@/lib/embedded/mesh/facts-world';
import { readWorkloads } from '@/lib/embedded/mesh/mesh-view';
import { randomMesh, type RandomCall, type RandomMesh } from '@/lib/embedded/mesh/random-mesh';
import { readClusterFacts } from './read-cluster-facts';
import { SourceLedger } from './source-ledger';
import { MemoryCluster, type KindObjects } from './testing/memory-cluster';

// The verdicts of the product against what the simulated mesh does, which reads Istio's rules by itself.

/** The cluster as it would be with some policies applied. */
function withPolicies(objects: ObjectReader, applied: readonly KubernetesObject[]): ObjectReader {
  const isApplied = ({ metadata }: KubernetesObject) =>
    applied.some(
      (one) => one.metadata.name === metadata.name && one.metadata.namespace === metadata.namespace,
    );
  const policies = objects.list('peerauthentications');
  const changed = applied.map((object) => {
    const known = policies.find(
      ({ metadata }) =>
        metadata.name === object.metadata.name && metadata.namespace === object.metadata.namespace,
    );
    const creationTimestamp = known?.metadata.creationTimestamp ?? '2026-12-31T00:00:00Z';
    return { ...object, metadata: { ...object.metadata, creationTimestamp } };
  });
  const all = [...policies.filter((one) => !isApplied(one)), ...changed];
  return {
    list: (plural, options) =>
      plural === 'peerauthentications'
        ? all.filter(
            ({ metadata }) => options?.namespace === undefined || metadata.namespace === options.namespace,
          )
        : objects.list(plural, options),
    get: (plural, name, options) => objects.get(plural, name, options),
    subscribe: (listener) => objects.subscribe(listener),
  };
}

function readPolicies(readiness: Readiness): KubernetesObject[] {
  const text = readiness.policies.map((policy) => printPolicy(policy)).join('---\n');
  return parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject);
}

/** Whether the simulated mesh lets a call through. */
function works(objects: ObjectReader, { client, server, port }: RandomCall): boolean {
  const workloads = readWorkloads(objects, 'cluster.local');
  const find = (place: string) => workloads.find((one) => `${one.namespace}/${one.name}` === place);
  const [from, to] = [find(client), find(server)];
  if (from === undefined || to === undefined) throw new Error('A workload has no pods.');
  const { broken } = secureConnection(objects, {
    client: from,
    server: to,
    host: `${to.name}.${to.namespace}.svc.cluster.local`,
    serviceNamespace: to.namespace,
    subset: undefined,
    servicePort: port,
    targetPort: port + 8000,
  });
  return broken === undefined;
}

const METRICS: readonly (readonly [name: string, measure: TrafficMeasure])[] = [
  ['istio_requests_total', 'requests'],
  ['istio_tcp_sent_bytes_total', 'tcpSent'],
  ['istio_tcp_received_bytes_total', 'tcpReceived'],
];

/** What the product knows: the objects, and what the proxies report. */
function look({ store, rows }: RunningFacts): MtlsContext {
  const objects = Object.fromEntries(
    RESOURCE_KINDS.map((kind): [ResourceKind, readonly object[]] => {
      const { plural, group } = RESOURCE_ADDRESSES[kind];
      return [kind, store.types.resolve(plural, group) === undefined ? [] : store.list(plural, { group })];
    }),
  ) as KindObjects;
  const nowSeconds = () => 0;
  const facts = readClusterFacts({
    cluster: new MemoryCluster(objects),
    ledger: new SourceLedger(nowSeconds),
    nowSeconds,
  });
  const traffic = METRICS.flatMap(([name, measure]) => {
    const samples = rows({}, name).map(({ labels, perRequest }) => ({
      labels,
      value: perRequest * LOAD,
      atSeconds: 0,
    }));
    return mapTraffic(measure, samples).samples;
  });
  const telemetry = { traffic, histograms: [], sums: [] };
  const level = { level: 'workload', idle: false } as const;
  if (facts.mtls === undefined) throw new Error('Nothing was read.');
  const observed = observeSecurity(
    buildGraph(telemetry, { ...level, serviceNodes: false }),
    buildGraph(telemetry, { ...level, serviceNodes: true }),
    facts.clusterId === undefined ? {} : { clusterId: facts.clusterId },
  );
  return indexMtls(facts.mtls, observed);
}

function scopesOf({ servers }: RandomMesh, context: MtlsContext): StrictScope[] {
  const workloads = servers.flatMap((place) => {
    const [namespace = '', name = ''] = place.split('/');
    return context.workloadAt(namespace, name) ?? [];
  });
  return [
    { kind: 'mesh' },
    ...['a', 'b', 'c'].map((namespace): StrictScope => ({ kind: 'namespace', namespace })),
    ...workloads.map((workload): StrictScope => ({ kind: 'workload', workload })),
    ...workloads.map((workload): StrictScope => ({ kind: 'port', workload, port: 8080 })),
  ];
}

const isAt = ({ namespace, workload }: ReadinessBlocker, { server }: RandomCall) =>
  `${namespace}/${workload}` === server;
const names = (blocker: ReadinessBlocker, call: RandomCall) =>
  isAt(blocker, call) &&
  blocker.caller !== undefined &&
  `${blocker.caller.namespace}/${blocker.caller.name}` === call.client;

const tally = { ready: 0, notReady: 0, unknown: 0, refused: 0 };

function check(mesh: RandomMesh): void {
  const running = run(mesh.facts);
  const context = look(running);
  const working = mesh.calls.filter((call) => works(running.store, call));
  for (const scope of scopesOf(mesh, context)) {
    const readiness = judgeReadiness(context, scope);
    if (readiness.policies.length === 0) continue;
    tally[readiness.verdict] += 1;
    const then = withPolicies(running.store, readPolicies(readiness));
    const refused = working.filter((call) => !works(then, call));
    tally.refused += refused.length;
    const told = JSON.stringify({ scope: scope.kind, ...readiness, refused }, null, 1);
    if (readiness.verdict === 'ready') expect({ told, refused }).toEqual({ told, refused: [] });
    if (readiness.verdict !== 'notReady') continue;
    // Whoever is named is refused, and a blocker without a name stands for somebody who is.
    for (const blocker of readiness.blockers) {
      const meant = refused.filter((call) =>
        blocker.caller === undefined ? isAt(blocker, call) : names(blocker, call),
      );
      expect({ told, blocker, isRight: meant.length > 0 }).toEqual({ told, blocker, isRight: true });
    }
    // Whoever is refused is named, or stands behind one without a name; what is not certain is said.
    const unnamed = refused.filter(
      (call) =>
        !readiness.blockers.some(
          (blocker) => names(blocker, call) || (blocker.caller === undefined && isAt(blocker, call)),
        ) && !readiness.unknowns.some((text) => text.includes(call.client) || text.includes(call.server)),
    );
    expect({ told, unnamed }).toEqual({ told, unnamed: [] });
  }
}

describe('the readiness that is told', () => {
  it('is what comes of applying the policies, in 200 meshes', () => {
    fc.assert(fc.property(randomMesh, check), { numRuns: 200, seed: 20_260_101 });
    expect(tally.ready).toBeGreaterThan(200);
    expect(tally.notReady).toBeGreaterThan(200);
    expect(tally.refused).toBeGreaterThan(200);
  }, 600_000);
});
