import type { GraphAnswer } from '@/lib/contracts/graph';
import type { GraphRequest } from '@/lib/contracts/graph-request';
import type { Warning } from '@/lib/contracts/source-status';
import { buildGraphInSteps } from '@/lib/core/graph/build-graph';
import type { ClusterFacts } from '@/lib/core/graph/cluster-facts';
import { describeGraphInSteps } from '@/lib/core/graph/describe-graph';
import type { WaypointName } from '@/lib/core/graph/fold-legs';
import { printDuration } from '@/lib/core/mesh/duration';
import { succeed, type Outcome } from '@/lib/core/mesh/problem';
import type { Steps } from '@/lib/core/steps/steps';
import { asOverview } from './as-overview';
import { clusterNamespaces } from './check-namespaces';
import { describeSources } from './describe-sources';
import type { MeshPorts } from './mesh-ports';
import { observeMesh, type Observed } from './observe-mesh';
import { readClusterFacts } from './read-cluster-facts';
import { takeTurns } from './take-turns';
import { warnOfAge } from './warn-of-age';

/**
 * The service graph of a mesh, or its overview, which takes the fewest and cheapest questions. Whatever cannot be had is missing from the answer, which then says so in `sources` and
 * `warnings`; only a request that cannot be meant is a problem.
 */
export async function getMeshGraph(
  ports: MeshPorts,
  request: GraphRequest,
  signal?: AbortSignal,
): Promise<Outcome<GraphAnswer>> {
  const isOverview = request.overview === true;
  const observed = await observeMesh(ports, { ...request, details: !isOverview }, signal);
  if (!observed.ok) return observed;
  const whole = await takeTurns(assemble(ports, request, observed.value), signal);
  // Where there is nothing, there is nothing more either.
  if (!isOverview || whole.nodes.length === 0) return succeed(whole);
  return succeed(await takeTurns(asOverview(whole), signal));
}

function* assemble(ports: MeshPorts, request: GraphRequest, observed: Observed): Steps<GraphAnswer> {
  const { windowSeconds, level, serviceNodes } = request;
  const { atSeconds, telemetry } = observed;
  const sources = describeSources(ports, observed.failure);
  const facts = readClusterFacts(ports);
  yield;
  const built =
    telemetry === undefined
      ? undefined
      : yield* buildGraphInSteps(telemetry, { ...request, waypoints: declaredWaypoints(facts) });
  const graph =
    built === undefined
      ? { nodes: [], edges: [] }
      : yield* describeGraphInSteps({ nodes: built.nodes, edges: built.edges }, facts, request, ports.health);
  return {
    window: printDuration(windowSeconds),
    windowSeconds,
    at: atSeconds,
    level,
    serviceNodes: serviceNodes || level === 'service',
    rates: request.rates,
    legs: request.legs,
    namespaces: [...(request.namespaces ?? clusterNamespaces(ports) ?? namespacesOf(graph.nodes))].sort(),
    sources,
    warnings: [
      ...observed.warnings,
      ...(telemetry === undefined ? [] : warnOfAge(ports, request, atSeconds)),
      ...warnOfUnplaced(built?.unplaced ?? 0),
      ...facts.warnings,
    ],
    queries: [...observed.queries],
    ...graph,
  };
}

/** Waypoints that the cluster declares. */
export function declaredWaypoints({ workloads = [] }: ClusterFacts): WaypointName[] {
  return workloads.filter(({ isWaypoint }) => isWaypoint).map(({ namespace, name }) => ({ namespace, name }));
}

function warnOfUnplaced(count: number): Warning[] {
  if (count === 0) return [];
  const message = `${count} series name no service and have no place in a graph of services. Other graph types show them.`;
  return [{ code: 'series-not-placed', message }];
}

function namespacesOf(nodes: readonly { namespace?: string }[]): string[] {
  return [...new Set(nodes.flatMap(({ namespace }) => namespace ?? []))];
}
