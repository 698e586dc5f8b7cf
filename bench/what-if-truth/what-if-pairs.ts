import { expect } from 'vitest';
import { mapTraffic } from '@/lib/adapters/prometheus/map';
import { buildGraph } from '@/lib/core/graph/build-graph';
import { viewAuthorizationPolicy } from '@/lib/core/kubernetes/authorization-policy-view';
import { viewDestinationRule } from '@/lib/core/kubernetes/destination-rule-view';
import { viewPeerAuthentication } from '@/lib/core/kubernetes/peer-authentication-view';
import { indexMtls } from '@/lib/core/mtls/mtls-context';
import { observeSecurity } from '@/lib/core/mtls/observe-security';
import { indexPolicyFacts, type PolicyContext } from '@/lib/core/policy/policy-context';
import type { TrafficMeasure } from '@/lib/core/telemetry/traffic-sample';
import { changeContext } from '@/lib/core/what-if/change-context';
import { judgeWhatIf, seenEdges, type JudgedEdge } from '@/lib/core/what-if/judge-what-if';
import type { KubernetesObject, ObjectReader } from '@/lib/embedded/kubernetes/object-store';
import { secureConnection } from '@/lib/embedded/mesh/connection-security';
import { LOAD, run, START_MS, type RunningFacts } from '@/lib/embedded/mesh/facts-world';
import { waveLoad } from '@/lib/embedded/mesh/load-profile';
import { readWorkloads } from '@/lib/embedded/mesh/mesh-view';
import { planCall } from '@/lib/embedded/mesh/plan-call';
import type { PolicyMesh } from '@/lib/embedded/mesh/random-policies';
import { createScene, toCall } from '@/lib/embedded/mesh/scene';
import { modeOf } from '@/lib/embedded/mesh/workload-mode';
import type { OutgoingCall } from '@/lib/embedded/worlds/world';
import { readClusterFacts } from '@/lib/services/read-cluster-facts';
import { ObjectReading } from '@/lib/services/read-objects';
import { readPolicyFacts } from '@/lib/services/read-policy-facts';
import { SourceLedger } from '@/lib/services/source-ledger';
import { MemoryCluster } from '@/lib/services/testing/memory-cluster';
import { objectsOfStore } from '@/lib/services/testing/world-cluster';

// Pairs of a mesh and of what is applied to it: what the product says that would come of it, against what the simulated
// mesh does once it is applied. The mesh reads Istio's rules by itself.

const METRICS: readonly (readonly [name: string, measure: TrafficMeasure])[] = [
  ['istio_requests_total', 'requests'],
  ['istio_tcp_sent_bytes_total', 'tcpSent'],
  ['istio_tcp_received_bytes_total', 'tcpReceived'],
  ['istio_tcp_connections_opened_total', 'connectionsOpened'],
  ['istio_tcp_connections_closed_total', 'connectionsClosed'],
];

/** What the product knows: the objects, and what the proxies report. */
function look({ store, rows }: RunningFacts) {
  const nowSeconds = () => START_MS / 1000;
  const cluster = new MemoryCluster(objectsOfStore(store));
  const facts = readClusterFacts({ cluster, ledger: new SourceLedger(nowSeconds), nowSeconds });
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
  const direct = buildGraph(telemetry, { ...level, serviceNodes: false });
  const observed = observeSecurity(
    direct,
    buildGraph(telemetry, { ...level, serviceNodes: true }),
    facts.clusterId === undefined ? {} : { clusterId: facts.clusterId },
  );
  const context = indexPolicyFacts(
    indexMtls(facts.mtls, observed),
    readPolicyFacts(new ObjectReading(cluster), facts),
  );
  return { context, edges: seenEdges(direct) };
}

function change(context: PolicyContext, documents: readonly KubernetesObject[]): PolicyContext {
  const of = <T>(kind: string, view: (object: unknown) => { view: T | undefined }) =>
    documents.filter((one) => one.kind === kind).flatMap((one) => view(one).view ?? []);
  return changeContext(context, {
    peerAuthentications: of('PeerAuthentication', viewPeerAuthentication),
    authorizationPolicies: of('AuthorizationPolicy', viewAuthorizationPolicy),
    destinationRules: of('DestinationRule', viewDestinationRule),
  });
}

interface TrueCall {
  readonly client: string;
  readonly server: string;
  readonly call: OutgoingCall;
  /** Whether ztunnel tells of it on the client's side, and on the server's: as connections. */
  readonly isByZtunnel: { readonly client: boolean; readonly server: boolean };
  readonly isPlaintext: boolean;
}

function callsOf(objects: ObjectReader, { outgoing }: PolicyMesh): TrueCall[] {
  const workloads = readWorkloads(objects, 'cluster.local');
  const find = (place: string) => workloads.find((one) => `${one.namespace}/${one.name}` === place);
  return Object.entries(outgoing).flatMap(([client, calls]) =>
    calls.map((call) => {
      const [, name = '', namespace = ''] = /^([^.]+)\.([^.]+)\./.exec(call.host) ?? [];
      const server = `${namespace}/${name}`;
      const [from, to] = [find(client), find(server)];
      if (from === undefined || to === undefined) throw new Error('A workload has no pods.');
      const { port = 80 } = call;
      const { wire } = secureConnection(objects, {
        client: from,
        server: to,
        host: call.host,
        serviceNamespace: namespace,
        subset: undefined,
        servicePort: port,
        targetPort: port + 8000,
      });
      const isByZtunnel = { client: modeOf(from) === 'ambient', server: modeOf(to) === 'ambient' };
      return { client, server, call, isByZtunnel, isPlaintext: wire === 'plaintext' };
    }),
  );
}

/** Whether the simulated mesh lets a call through to its server. */
function works(objects: ObjectReader, { client, call }: TrueCall): boolean {
  const world = {
    name: 'truth',
    clusterId: 'Kubernetes',
    homeNamespace: 'a',
    trustDomain: 'cluster.local',
    load: waveLoad(LOAD, []),
    entries: [],
    behaviours: [],
    objects: () => [],
  };
  const scene = createScene(world, objects, [], new Map(), planCall);
  const from = scene.workloads.find((one) => `${one.namespace}/${one.name}` === client);
  if (from === undefined) throw new Error('A client has no pods.');
  return planCall(scene, from, toCall(scene, from, call, {})).arrivals.length > 0;
}

/** Calls that an edge is about: one without a name is about whoever speaks plaintext. */
function belongsTo({ seen: { edge, source, target } }: JudgedEdge, call: TrueCall): boolean {
  if (`${target.namespace}/${target.workload}` !== call.server) return false;
  const isNamed = source.workload !== undefined;
  if (isNamed ? `${source.namespace}/${source.workload}` !== call.client : !call.isPlaintext) return false;
  const { client: atClient, server: atServer } = call.isByZtunnel;
  const isByZtunnel = atServer || (isNamed && atClient);
  return edge.protocol === call.call.protocol || (edge.protocol === 'tcp' && isByZtunnel);
}

/** What was found over all pairs that were tried. */
export interface TruthTally {
  pairs: number;
  breaks: number;
  unaffected: number;
  changes: number;
  undecidable: number;
  /** Calls that worked and did not any more. */
  broken: number;
}

export const newTally = (): TruthTally => ({
  pairs: 0,
  breaks: 0,
  unaffected: 0,
  changes: 0,
  undecidable: 0,
  broken: 0,
});

/** What is told of applying a pair's documents, to be compared with what comes of it. */
export interface Prediction {
  readonly mesh: PolicyMesh;
  readonly running: RunningFacts;
  readonly judged: readonly JudgedEdge[];
  /** The calls that work as things are. */
  readonly working: readonly TrueCall[];
}

export function predict(mesh: PolicyMesh): Prediction {
  const running = run(mesh.facts);
  const { context, edges } = look(running);
  const judged = judgeWhatIf(context, change(context, mesh.documents), edges);
  const calls = callsOf(running.store, mesh);
  return { mesh, running, judged, working: calls.filter((call) => works(running.store, call)) };
}

/** Holds what was told against the simulated mesh, once the documents are applied; throws where it was wrong. */
export function expectOutcome({ mesh, running, judged, working }: Prediction, tally: TruthTally): void {
  const { documents } = mesh;
  const broken = new Set(working.filter((call) => !works(running.store, call)));
  tally.pairs += 1;
  tally.broken += broken.size;
  for (const edge of judged) {
    if (edge.seen.target.workload === undefined) continue;
    const own = working.filter((call) => belongsTo(edge, call));
    const lost = own.filter((call) => broken.has(call));
    const told = JSON.stringify({ ...edge, seen: edge.seen.edge, own, lost, documents }, null, 1);
    if (edge.verdict === 'breaks') {
      // Where a part of an edge breaks, the rate says how much.
      const isWhole = edge.rate > edge.seen.edge.rate * 0.999;
      const isRight = lost.length > 0 && (!isWhole || lost.length === own.length);
      expect({ told, isRight }).toEqual({ told, isRight: true });
      tally.breaks += 1;
    } else if (edge.verdict === 'undecidable') tally.undecidable += 1;
    else {
      expect({ told, lost }).toEqual({ told, lost: [] });
      if (edge.verdict === 'changes') tally.changes += 1;
      else tally.unaffected += 1;
    }
  }
}
