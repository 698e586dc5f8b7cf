import type { TraceSpan } from './trace';

/** Who made a span, as far as it tells. */
export interface SpanMaker {
  readonly namespace?: string;
  readonly pod?: string;
  readonly canonicalService?: string;
  readonly canonicalRevision?: string;
}

/** The upstream cluster of a proxy, taken apart. */
export interface UpstreamCluster {
  readonly direction: 'outbound' | 'inbound' | 'waypoint';
  readonly port: number;
  readonly subset: string;
  /** Full host name; empty for inbound ones. */
  readonly host: string;
}

/** How the request of a span ended. */
export interface SpanOutcome {
  /** HTTP status; absent where the span tells none. */
  readonly code?: string;
  readonly grpcStatus?: string;
  /** Envoy's response flags; absent where there are none. */
  readonly flags?: string;
  readonly isFailure: boolean;
  /** Somebody decided that it may not be; proxies do not mark that as an error. */
  readonly isDenied: boolean;
}

export function tagOf(span: TraceSpan, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = Object.hasOwn(span.tags, name) ? span.tags[name] : undefined;
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

/** Whether an Envoy made it. */
export function isProxySpan(span: TraceSpan): boolean {
  return tagOf(span, 'node_id') !== undefined || tagOf(span, 'component') === 'proxy';
}

/** Reads `node_id`, `sidecar~IP~POD.NAMESPACE~…`, and Istio's own tags about the proxy. */
export function makerOf(span: TraceSpan): SpanMaker {
  const [, , place = ''] = (tagOf(span, 'node_id') ?? '').split('~');
  const dot = place.lastIndexOf('.');
  const namespace = tagOf(span, 'istio.namespace') ?? (dot > 0 ? place.slice(dot + 1) : undefined);
  const canonicalService = tagOf(span, 'istio.canonical_service');
  const canonicalRevision = tagOf(span, 'istio.canonical_revision');
  return {
    ...(namespace === undefined ? {} : { namespace }),
    ...(dot > 0 ? { pod: place.slice(0, dot) } : {}),
    ...(canonicalService === undefined ? {} : { canonicalService }),
    ...(canonicalRevision === undefined ? {} : { canonicalRevision }),
  };
}

/** What a proxy chose to send the request to; undefined where it chose nothing, or something that Istio did not name. */
export function clusterOf(span: TraceSpan): UpstreamCluster | undefined {
  // The alternative name ends with a semicolon in recent versions.
  const text = tagOf(span, 'upstream_cluster', 'upstream_cluster.name')?.replace(/;$/, '');
  const parts = text?.split('|') ?? [];
  const [direction, port = '', subset = '', host = ''] = parts;
  if (parts.length !== 4 || !/^\d{1,5}$/.test(port)) return undefined;
  switch (direction) {
    case 'outbound':
    case 'inbound':
      return { direction, port: Number(port), subset, host };
    case 'inbound-vip':
      return { direction: 'waypoint', port: Number(port), subset: subset.split('/')[1] ?? '', host };
    default:
      return undefined;
  }
}

/** Whether the request got as far as some endpoint. */
export function reachedEndpoint(span: TraceSpan): boolean {
  return tagOf(span, 'upstream_address', 'upstream.address') !== undefined;
}

export function outcomeOf(span: TraceSpan): SpanOutcome {
  const code = tagOf(span, 'http.status_code', 'http.response.status_code');
  const grpcStatus = tagOf(span, 'grpc.status_code', 'rpc.grpc.status_code');
  const flags = tagOf(span, 'response_flags');
  const isFailure =
    span.isError ||
    code === '0' ||
    /^5\d\d$/.test(code ?? '') ||
    (grpcStatus !== undefined && grpcStatus !== '0' && grpcStatus.toUpperCase() !== 'OK');
  return {
    ...(code === undefined ? {} : { code }),
    ...(grpcStatus === undefined ? {} : { grpcStatus }),
    ...(flags === undefined || flags === '-' ? {} : { flags }),
    isFailure,
    isDenied: code === '403' || isGrpcDenial(grpcStatus) || (flags ?? '').split(',').includes('UAEX'),
  };
}

/** Whether a request did not get what it was for, by fault or on purpose. */
export function isBad({ isFailure, isDenied }: Pick<SpanOutcome, 'isFailure' | 'isDenied'>): boolean {
  return isFailure || isDenied;
}

/** PERMISSION_DENIED, by its number or its name. */
function isGrpcDenial(status: string | undefined): boolean {
  return status === '7' || status?.toUpperCase() === 'PERMISSION_DENIED';
}
