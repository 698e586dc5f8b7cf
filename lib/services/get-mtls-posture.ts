import type { MtlsAnswer } from '@/lib/contracts/mtls';
import type { MtlsRequest } from '@/lib/contracts/mtls-request';
import type { Warning } from '@/lib/contracts/source-status';
import { buildBothGraphs, type Telemetry } from '@/lib/core/graph/build-graph';
import type { ClusterFacts } from '@/lib/core/graph/cluster-facts';
import { DEFAULT_RATES } from '@/lib/core/graph/mesh-graph';
import { groupBy } from '@/lib/core/mesh/group-by';
import { joinKey } from '@/lib/core/mesh/join-key';
import type { PodShape } from '@/lib/core/mtls/pod-shape';
import { printDuration } from '@/lib/core/mesh/duration';
import { succeed, type Outcome } from '@/lib/core/mesh/problem';
import { describePostureInSteps } from '@/lib/core/mtls/describe-posture';
import { indexMtls } from '@/lib/core/mtls/mtls-context';
import { NOTHING_DECLARED, type MtlsFacts } from '@/lib/core/mtls/mtls-facts';
import { podsBehind } from '@/lib/core/mtls/mtls-workload';
import { observeSecurityInSteps, type ObservedMesh, type SeenName } from '@/lib/core/mtls/observe-security';
import type { Steps } from '@/lib/core/steps/steps';
import { describeSources } from './describe-sources';
import { declaredWaypoints } from './get-mesh-graph';
import type { MeshPorts } from './mesh-ports';
import { observeMesh } from './observe-mesh';
import { readClusterFacts } from './read-cluster-facts';
import { takeTurns } from './take-turns';
import { tellMtlsPosture } from './tell-mtls-posture';
import { warnOfAge } from './warn-of-age';

/**
 * Mutual TLS of a mesh: what is declared now, and what was seen in the window. Whatever cannot be had is missing from
 * the answer, which then says so; only a request that cannot be meant is a problem.
 */
export async function getMtlsPosture(
  ports: MeshPorts,
  request: MtlsRequest,
  signal?: AbortSignal,
): Promise<Outcome<MtlsAnswer>> {
  const observation = await observeMesh(ports, { ...request, rates: DEFAULT_RATES, details: false }, signal);
  if (!observation.ok) return observation;
  const { atSeconds, telemetry, failure, warnings, queries } = observation.value;
  const facts = readClusterFacts(ports);
  const declared = facts.mtls ?? NOTHING_DECLARED;
  const labelAbsent = warnings.some(
    ({ code, message }) => code === 'label-absent' && message.includes('connection_security_policy'),
  );
  const observed = telemetry && (await takeTurns(observe(telemetry, facts, labelAbsent), signal));
  const { namespaces, windowSeconds } = request;
  const posture = await takeTurns(
    describePostureInSteps(indexMtls(declared, observed), {
      startSeconds: atSeconds - windowSeconds,
      alsoSeen: !isFullyDeclared(ports),
      ...(namespaces === undefined ? {} : { namespaces }),
    }),
    signal,
  );
  const told = await takeTurns(
    tellMtlsPosture(posture, { clusterId: facts.clusterId, policyVersion: declared.policyVersion }),
    signal,
  );
  return succeed({
    window: printDuration(windowSeconds),
    windowSeconds,
    at: atSeconds,
    ...told,
    sources: describeSources(ports, failure),
    warnings: [
      ...warnings,
      ...(telemetry === undefined ? [] : warnOfAge(ports, request, atSeconds)),
      ...(ports.cluster === undefined ? [] : warnOfSettings(declared)),
      ...facts.warnings,
    ],
    queries: [...queries],
  });
}

function* observe(telemetry: Telemetry, facts: ClusterFacts, labelAbsent: boolean): Steps<ObservedMesh> {
  const { direct, viaServices } = yield* buildBothGraphs(telemetry, {
    level: 'workload',
    idle: false,
    waypoints: declaredWaypoints(facts),
  });
  return yield* observeSecurityInSteps(direct, viaServices, {
    labelAbsent,
    isPartlyBare: findPartlyBare(facts.mtls ?? NOTHING_DECLARED),
    ...(facts.clusterId === undefined ? {} : { clusterId: facts.clusterId }),
  });
}

/** Workloads and services of whose pods some have a proxy and some have none. */
function findPartlyBare({ workloads, services }: MtlsFacts): (end: SeenName) => boolean {
  const mixed = workloads.filter(({ shapes }) => shapes.some(isBare) && !shapes.every(isBare));
  const places = new Set(mixed.map(({ namespace, name }) => joinKey(namespace, name)));
  const byNamespace = groupBy(workloads, ({ namespace }) => namespace);
  for (const service of services) {
    const behind = podsBehind(service, byNamespace.get(service.namespace) ?? []).map(({ shape }) => shape);
    if (behind.some(isBare) && !behind.every(isBare)) places.add(joinKey(service.namespace, service.name));
  }
  return ({ namespace, name }) => places.has(joinKey(namespace, name));
}

function isBare({ proxy }: PodShape): boolean {
  return proxy === 'none';
}

/** Whether all services and workloads can be read: then what else was called is gone by now. */
function isFullyDeclared({ cluster }: MeshPorts): boolean {
  const kinds = cluster?.status().kinds;
  return (['services', 'pods', 'deployments', 'statefulSets', 'daemonSets'] as const).every(
    (kind) => kinds?.get(kind)?.state === 'ok',
  );
}

/** Says so where the mesh's own settings are guessed. */
export function warnOfSettings({ settingsFrom }: MtlsFacts): Warning[] {
  return settingsFrom.kind === 'default'
    ? [{ code: 'mesh-settings-unknown', message: settingsFrom.reason }]
    : [];
}
