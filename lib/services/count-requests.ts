import type { SentQuery, Warning } from '@/lib/contracts/source-status';
import type { TracesRequest } from '@/lib/contracts/traces-request';
import { buildGraph } from '@/lib/core/graph/build-graph';
import { DEFAULT_RATES } from '@/lib/core/graph/mesh-graph';
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
  /** Requests in the window, or failed ones where only those were asked for; absent where that is not known. */
  readonly requests?: number;
  readonly warnings: readonly Warning[];
  readonly queries: readonly SentQuery[];
  readonly failure?: UpstreamFailure;
}

/** How many requests the proxies counted of what traces are asked for: the same number as in the graph. */
export async function countRequests(
  ports: MeshPorts,
  request: TracesRequest,
  signal: AbortSignal | undefined,
): Promise<Outcome<CountedRequests>> {
  const { part, windowSeconds, level, serviceNodes, errors } = request;
  // Without traces there is nothing to compare them with.
  if (ports.tracing === undefined)
    return succeed({ atSeconds: request.atSeconds ?? ports.nowSeconds(), warnings: [], queries: [] });
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
  // The longer ones of the requests are not counted apart.
  if (telemetry === undefined || request.minDurationMs !== undefined) return succeed(told);
  const waypoints = declaredWaypoints(readClusterFacts(ports));
  const { edges } = buildGraph(telemetry, { level, serviceNodes, idle: false, waypoints });
  const matching = edges.filter(
    ({ source, target, unit }) =>
      unit === 'requests' &&
      (part.kind === 'node'
        ? target === nodeId(part.node)
        : source === nodeId(part.source) && target === nodeId(part.target)),
  );
  const perSecond = matching.reduce((sum, { rate, errorRate }) => sum + (errors ? errorRate : rate), 0);
  return succeed({ ...told, requests: perSecond * windowSeconds });
}
