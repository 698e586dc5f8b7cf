import type { ObservedPoliciesAnswer } from '@/lib/contracts/observed-policies';
import type { MtlsRequest } from '@/lib/contracts/mtls-request';
import { buildBothGraphs } from '@/lib/core/graph/build-graph';
import { DEFAULT_RATES } from '@/lib/core/graph/mesh-graph';
import { printDuration } from '@/lib/core/mesh/duration';
import { succeed, type Outcome } from '@/lib/core/mesh/problem';
import { indexMtls } from '@/lib/core/mtls/mtls-context';
import { NOTHING_DECLARED } from '@/lib/core/mtls/mtls-facts';
import { observeSecurityInSteps } from '@/lib/core/mtls/observe-security';
import { observePoliciesInSteps } from '@/lib/core/policy/observe-policies';
import { indexPolicyFacts } from '@/lib/core/policy/policy-context';
import { seenEdges } from '@/lib/core/what-if/judge-what-if';
import { describeSources } from './describe-sources';
import { declaredWaypoints } from './get-mesh-graph';
import { warnOfSettings } from './get-mtls-posture';
import type { MeshPorts } from './mesh-ports';
import { observeMesh } from './observe-mesh';
import { readClusterFacts, toWarnings } from './read-cluster-facts';
import { ObjectReading } from './read-objects';
import { NO_POLICY_FACTS, readPolicyFacts } from './read-policy-facts';
import { takeTurns } from './take-turns';
import { tellPolicyObservation } from './tell-policy-observation';
import { warnOfAge } from './warn-of-age';

/**
 * Who may talk to whom by what is declared now, beside who did in the window. Whatever cannot be had is missing from the
 * answer, which then says so; only a request that cannot be meant is a problem.
 */
export async function getObservedPolicies(
  ports: MeshPorts,
  request: MtlsRequest,
  signal?: AbortSignal,
): Promise<Outcome<ObservedPoliciesAnswer>> {
  const observation = await observeMesh(ports, { ...request, rates: DEFAULT_RATES, details: false }, signal);
  if (!observation.ok) return observation;
  const { atSeconds, telemetry, failure, warnings, queries } = observation.value;
  const facts = readClusterFacts(ports);
  const declared = facts.mtls ?? NOTHING_DECLARED;
  const options = { level: 'workload', idle: false, waypoints: declaredWaypoints(facts) } as const;
  const graphs = telemetry && (await takeTurns(buildBothGraphs(telemetry, options), signal));
  const place = facts.clusterId === undefined ? {} : { clusterId: facts.clusterId };
  const observed =
    graphs && (await takeTurns(observeSecurityInSteps(graphs.direct, graphs.viaServices, place), signal));
  const reading = ports.cluster === undefined ? undefined : new ObjectReading(ports.cluster);
  const context = indexPolicyFacts(
    indexMtls(declared, observed),
    reading === undefined ? NO_POLICY_FACTS : readPolicyFacts(reading, facts),
  );
  const { namespaces, windowSeconds } = request;
  const seen = graphs && seenEdges(graphs.direct);
  const found = await takeTurns(observePoliciesInSteps(context, seen, namespaces), signal);
  const told = await takeTurns(tellPolicyObservation(found), signal);
  return succeed({
    window: printDuration(windowSeconds),
    windowSeconds,
    at: atSeconds,
    ...(facts.clusterId === undefined ? {} : { cluster: facts.clusterId }),
    rootNamespace: declared.settings.rootNamespace,
    isTrafficKnown: telemetry !== undefined,
    ...told,
    sources: describeSources(ports, failure),
    warnings: [
      ...warnings,
      ...(telemetry === undefined ? [] : warnOfAge(ports, request, atSeconds)),
      ...(ports.cluster === undefined ? [] : warnOfSettings(declared)),
      ...facts.warnings,
      ...toWarnings(reading?.problems ?? []),
    ],
    queries: [...queries],
  });
}
