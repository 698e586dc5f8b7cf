import type { Answer } from '../answer';
import type { Call } from '../call';
import type { MeshPod, MeshWorkload } from '../mesh-view';
import type { RoutedShare } from '../route-request';
import { modeOf } from '../workload-mode';
import type { TagValue } from './mesh-span';

/** What a proxy tells of a request, whichever side of it the proxy stands on. */
export interface SpanFacts {
  readonly proxy: MeshWorkload;
  readonly pod: MeshPod;
  readonly call: Call;
  readonly answer: Answer;
  readonly flags: string;
  /** As the proxy names where the request goes; absent where nothing is chosen. */
  readonly cluster: string | undefined;
  readonly upstreamAddress: string | undefined;
  readonly peerAddress: string | undefined;
  /** How large the bodies are, from 0 to 1 of what there is. */
  readonly size: number;
  readonly requestId: string;
  readonly clusterId: string;
}

const LISTENING_TO: Readonly<Record<string, string>> = { gateway: 'router', waypoint: 'waypoint' };
/** gRPC statuses that Envoy takes for the upstream's fault. */
const GRPC_FAULTS = new Set(['2', '4', '8', '12', '13', '14', '15']);

/** The tags that Istio's proxies put on a span: Envoy's own, and Istio's about the proxy that made it. */
export function spanTags(facts: SpanFacts): Record<string, TagValue> {
  const { proxy, pod, call, answer, flags, cluster } = facts;
  const isGrpc = call.protocol === 'grpc';
  const isFault =
    answer.code === '0' ||
    Number(answer.code) >= 500 ||
    (answer.grpcStatus !== undefined && GRPC_FAULTS.has(answer.grpcStatus));
  return {
    component: 'proxy',
    node_id: nodeId(proxy, pod),
    ...(cluster === undefined
      ? {}
      : // Alternative names of clusters end with a semicolon in recent versions of Istio.
        { upstream_cluster: cluster, 'upstream_cluster.name': `${cluster};` }),
    ...(facts.upstreamAddress === undefined ? {} : { upstream_address: facts.upstreamAddress }),
    ...(facts.peerAddress === undefined ? {} : { 'peer.address': facts.peerAddress }),
    downstream_cluster: '-',
    'guid:x-request-id': facts.requestId,
    'http.url': `http://${call.authority}${call.path}`,
    'http.method': call.method,
    'http.protocol': isGrpc ? 'HTTP/2' : 'HTTP/1.1',
    user_agent: isGrpc ? 'grpc-go/1.66.0' : 'lamps/1.0',
    request_size: isGrpc ? String(40 + Math.floor(facts.size * 90)) : '0',
    response_size: String(60 + Math.floor(facts.size * 2400)),
    'http.status_code': answer.code,
    ...(isFault ? { error: true } : {}),
    response_flags: flags,
    ...(isGrpc
      ? {
          'grpc.path': call.path,
          'grpc.authority': call.authority,
          'grpc.status_code': answer.grpcStatus ?? '2',
        }
      : {}),
    'istio.canonical_service': proxy.canonicalService,
    'istio.canonical_revision': proxy.canonicalRevision,
    'istio.namespace': proxy.namespace,
    'istio.mesh_id': 'cluster.local',
    'istio.cluster_id': facts.clusterId,
  };
}

function nodeId(proxy: MeshWorkload, pod: MeshPod): string {
  const kind = LISTENING_TO[modeOf(proxy)] ?? 'sidecar';
  return `${kind}~${pod.ip ?? ''}~${pod.name}.${pod.namespace}~${pod.namespace}.svc.cluster.local`;
}

/** Both ends of a call, as only waypoints know them. */
export function waypointTags(source: MeshWorkload, destination: MeshWorkload): Record<string, TagValue> {
  return { ...endTags('source', source), ...endTags('destination', destination) };
}

function endTags(end: string, workload: MeshWorkload): Record<string, TagValue> {
  return {
    [`istio.${end}_workload`]: workload.name,
    [`istio.${end}_namespace`]: workload.namespace,
    [`istio.${end}_canonical_service`]: workload.canonicalService,
    [`istio.${end}_canonical_revision`]: workload.canonicalRevision,
    [`istio.${end}_app`]: workload.app,
    [`istio.${end}_app_version`]: workload.version,
  };
}

/** Istio's `proxyConfig.tracingServiceName: APP_LABEL_AND_NAMESPACE`, its default. */
export function tracingService({ app, canonicalService, name, namespace }: MeshWorkload): string {
  const first = app !== 'unknown' ? app : canonicalService === '' ? name : canonicalService;
  return `${first}.${namespace}`;
}

/** The name of the cluster that a route chooses. */
export function outboundCluster(
  proxy: MeshWorkload,
  { service, subset = '', failure }: RoutedShare,
  port: number,
): string | undefined {
  // Nothing is chosen where no route or no cluster is found.
  if (failure !== undefined && (failure.flags === 'NR' || failure.flags === 'NC')) return undefined;
  if (/^(Passthrough|BlackHole)Cluster$/.test(service.name)) return service.name;
  if (modeOf(proxy) === 'waypoint') {
    const chosen = subset === '' ? 'http' : `http/${subset}`;
    return `inbound-vip|${port}|${chosen}|${service.host}`;
  }
  return `outbound|${port}|${subset}|${service.host}`;
}
