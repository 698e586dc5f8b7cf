import type { WhatIfAnswer } from '@/lib/contracts/what-if';
import type { WhatIfRequest } from '@/lib/contracts/what-if-request';
import { buildBothGraphs } from '@/lib/core/graph/build-graph';
import { DEFAULT_RATES } from '@/lib/core/graph/mesh-graph';
import { viewGatewayRoute } from '@/lib/core/kubernetes/gateway-route-view';
import type { ObjectView } from '@/lib/core/kubernetes/object-view';
import { viewVirtualService } from '@/lib/core/kubernetes/virtual-service-view';
import { printDuration } from '@/lib/core/mesh/duration';
import { succeed, type Outcome } from '@/lib/core/mesh/problem';
import { indexMtls } from '@/lib/core/mtls/mtls-context';
import { NOTHING_DECLARED } from '@/lib/core/mtls/mtls-facts';
import { observeSecurity } from '@/lib/core/mtls/observe-security';
import type { SeenEdge } from '@/lib/core/policy/judge-edge';
import { indexPolicyFacts, type PolicyContext } from '@/lib/core/policy/policy-context';
import { changeContext } from '@/lib/core/what-if/change-context';
import { findConcern } from '@/lib/core/what-if/find-concern';
import { judgeWhatIf, seenEdges } from '@/lib/core/what-if/judge-what-if';
import {
  findLimitChanges,
  findRoutingChanges,
  type RoutingDocuments,
} from '@/lib/core/what-if/routing-changes';
import { describeSources } from './describe-sources';
import { declaredWaypoints } from './get-mesh-graph';
import type { MeshPorts } from './mesh-ports';
import { observeMesh } from './observe-mesh';
import { projectChanges } from './project-changes';
import { readClusterFacts, toWarnings } from './read-cluster-facts';
import { ObjectReading } from './read-objects';
import { readPastedObjects, type PastedPolicies } from './read-pasted-objects';
import { NO_POLICY_FACTS, readPolicyFacts } from './read-policy-facts';
import { takeTurns } from './take-turns';
import { tellWhatIf } from './tell-what-if';
import { warnOfAge } from './warn-of-age';

/**
 * What applying some objects would do to the calls that were seen in a window. It keeps nothing and applies nothing.
 * Documents that cannot be used are told of beside the answer; only a request that cannot be meant is a problem.
 */
export async function askWhatIf(
  ports: MeshPorts,
  request: WhatIfRequest,
  signal?: AbortSignal,
): Promise<Outcome<WhatIfAnswer>> {
  const pasted = readPastedObjects(request.documents);
  const observation = await observeMesh(ports, { ...request, rates: DEFAULT_RATES, details: false }, signal);
  if (!observation.ok) return observation;
  const { atSeconds, telemetry, failure, warnings, queries } = observation.value;
  const facts = readClusterFacts(ports);
  const options = { level: 'workload', idle: false, waypoints: declaredWaypoints(facts) } as const;
  const calls = telemetry ?? { traffic: [], histograms: [], sums: [] };
  const { direct, viaServices } = await takeTurns(buildBothGraphs(calls, options), signal);
  const observed = observeSecurity(
    direct,
    viaServices,
    facts.clusterId === undefined ? {} : { clusterId: facts.clusterId },
  );
  const mtls = indexMtls(facts.mtls ?? NOTHING_DECLARED, observed);
  const reading = ports.cluster === undefined ? undefined : new ObjectReading(ports.cluster);
  const now = indexPolicyFacts(
    mtls,
    reading === undefined ? NO_POLICY_FACTS : readPolicyFacts(reading, facts),
  );
  const before = routingBefore(now, reading, pasted);
  const project = ports.cluster && projectChanges(ports.cluster, facts, now, pasted);
  const isLimited = findLimitChanges(now, pasted, before);
  const doubts = {
    isRouted: findRoutingChanges(now, pasted, before),
    isConcerned: findConcern(now, pasted, before.destinationRules),
    ...(project === undefined
      ? {}
      : { project: (seen: SeenEdge) => (isLimited(seen) ? LIMITED : project(seen)) }),
  };
  const judged = judgeWhatIf(now, changeContext(now, pasted), seenEdges(direct), doubts);
  const { windowSeconds } = request;
  return succeed({
    window: printDuration(windowSeconds),
    windowSeconds,
    at: atSeconds,
    ...tellWhatIf({ now, pasted, before, judged, isTrafficKnown: telemetry !== undefined, request }),
    problems: [...pasted.problems],
    sources: describeSources(ports, failure),
    warnings: [
      ...warnings,
      ...(telemetry === undefined ? [] : warnOfAge(ports, request, atSeconds)),
      ...facts.warnings,
      ...toWarnings(reading?.problems ?? []),
    ],
    queries: [...queries],
  });
}

const LIMITED = {
  kind: 'unknown',
  reason: 'How many calls limits of connections or outlier detection would refuse is not worked out.',
} as const;

/** What the cluster says now in the objects that would be changed. */
function routingBefore(
  { mtls }: PolicyContext,
  reading: ObjectReading | undefined,
  pasted: PastedPolicies,
): RoutingDocuments {
  const keep = <T extends ObjectView>(all: readonly T[] | undefined, changed: readonly ObjectView[]) =>
    (all ?? []).filter((one) =>
      changed.some(({ name, namespace }) => name === one.name && namespace === one.namespace),
    );
  return {
    virtualServices:
      pasted.virtualServices.length === 0
        ? []
        : keep(reading?.views('virtualServices', viewVirtualService), pasted.virtualServices),
    routes:
      pasted.routes.length === 0 ? [] : keep(reading?.views('httpRoutes', viewGatewayRoute), pasted.routes),
    destinationRules: keep(mtls.facts.rules, pasted.destinationRules),
  };
}
