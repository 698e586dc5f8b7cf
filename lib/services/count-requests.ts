import type { SentQuery, Warning } from '@/lib/contracts/source-status';
import type { TracesRequest } from '@/lib/contracts/traces-request';
import { buildGraph } from '@/lib/core/graph/build-graph';
import { domainOfHosts } from '@/lib/core/traces/cluster-domain';
import type { Denials } from '@/lib/core/traces/filter-queries';
import { DEFAULT_RATES, type GraphEdge } from '@/lib/core/graph/mesh-graph';
import { nodeId } from '@/lib/core/graph/node-identity';
import { succeed, type Outcome } from '@/lib/core/mesh/problem';
import { declaredWaypoints } from './get-mesh-graph';
import type { MeshPorts } from './mesh-ports';
import { observeMesh } from './observe-mesh';
import { readClusterFacts } from './read-cluster-facts';
import type { UpstreamFailure } from './upstream-failure';

export interface CountedRequests {
  /** The end of the window: what was asked for, else Prometheus' now. */
  readonly atSeconds: number;
  /** Requests in the window, or failed and denied ones where only those were asked for; absent where that is not known. */
  readonly requests?: number;
  /** How some of them were denied; both where that is not known. */
  readonly denials: Denials;
  /** What hosts of Services end with, as proxies count them; absent where that is not known. */
  readonly domain?: string;
  readonly warnings: readonly Warning[];
  readonly queries: readonly SentQuery[];
  readonly failure?: UpstreamFailure;
}

const ANY: Denials = { http: true, grpc: true };

/** How many requests the proxies counted of what traces are asked for: the same number as in the graph. */
export async function countRequests(
  ports: MeshPorts,
  request: TracesRequest,
  signal: AbortSignal | undefined,
): Promise<Outcome<CountedRequests>> {
  const { part, windowSeconds, level, serviceNodes, errors } = request;
  // Without traces there is nothing to compare them with.
  if (ports.tracing === undefined)
    return succeed({
      atSeconds: request.atSeconds ?? ports.nowSeconds(),
      denials: ANY,
      warnings: [],
      queries: [],
    });
  const ends = part.kind === 'node' ? [part.node] : [part.source, part.target];
  const focus = ends.find(({ namespace }) => namespace !== undefined);
  const observed = await observeMesh(
    ports,
    {
      windowSeconds,
      rates: { ...DEFAULT_RATES, tcp: 'none' },
      details: false,
      ...(focus?.namespace === undefined ? {} : { namespaces: [focus.namespace] }),
      ...(request.atSeconds === undefined ? {} : { atSeconds: request.atSeconds }),
    },
    signal,
  );
  if (!observed.ok) return observed;
  const { telemetry, atSeconds, warnings, queries, failure } = observed.value;
  const told = { atSeconds, warnings, queries, ...(failure === undefined ? {} : { failure }) };
  if (telemetry === undefined) return succeed({ ...told, denials: ANY });
  const waypoints = declaredWaypoints(readClusterFacts(ports));
  const { edges } = buildGraph(telemetry, { level, serviceNodes, idle: false, waypoints });
  const domain = domainOfHosts(edges.flatMap(({ responses }) => responses.map(({ host }) => host)));
  const matching = edges.filter(
    ({ source, target, unit }) =>
      unit === 'requests' &&
      (part.kind === 'node'
        ? target === nodeId(part.node)
        : source === nodeId(part.source) && target === nodeId(part.target)),
  );
  const isDenied = (protocol: GraphEdge['protocol'], denial: string) =>
    matching.some((edge) => edge.protocol === protocol && edge.responses.some(({ code }) => code === denial));
  const denials = { http: isDenied('http', '403'), grpc: isDenied('grpc', '7') };
  const seen = { ...told, denials, ...(domain === undefined ? {} : { domain }) };
  // The longer ones of the requests are not counted apart.
  if (request.minDurationMs !== undefined) return succeed(seen);
  const perSecond = matching.reduce((sum, edge) => sum + (errors ? badRate(edge) : edge.rate), 0);
  return succeed({ ...seen, requests: perSecond * windowSeconds });
}

/** What failed, and what was denied without counting as a failure. */
function badRate({ protocol, errorRate, responses }: GraphEdge): number {
  const denied = protocol === 'http' ? responses.filter(({ code }) => code === '403') : [];
  return denied.reduce((sum, { rate }) => sum + rate, errorRate);
}
