import { clusterOf, makerOf, tagOf } from '../traces/span-facts';
import type { Trace, TraceSpan } from '../traces/trace';
import { HIDDEN_NAME, isVisible, type Visibility } from './visibility';

/** Tags that name, or count, whoever is at the other end of a call. */
const PEER_TAGS: ReadonlySet<string> = new Set([
  'upstream_cluster',
  'upstream_cluster.name',
  'upstream_address',
  'upstream.address',
  'peer.address',
  'peer.ipv4',
  'peer.ipv6',
  'peer.service',
  'peer.hostname',
  'net.peer.name',
  'net.peer.ip',
  'net.sock.peer.addr',
  'network.peer.address',
  'client.address',
  'server.address',
  'http.url',
  'http.host',
  'http.authority',
  'authority',
  'grpc.authority',
  ':authority',
  'url.full',
  'downstream_cluster',
  'x-forwarded-for',
]);

/**
 * A trace as it may be shown; undefined where none of its spans may. Spans of others keep their times and nothing else,
 * and those below one another become one, so that nobody counts who takes part.
 */
export function maskTrace(trace: Trace, visibility: Visibility): Trace | undefined {
  if (visibility === 'all') return trace;
  const byId = new Map(trace.spans.map((span) => [span.spanId, span]));
  const isSeen = (span: TraceSpan | undefined) =>
    span !== undefined && isVisible(visibility, namespaceOf(span));
  if (!trace.spans.some(isSeen)) return undefined;
  const parentOf = ({ spanId, parentId }: TraceSpan) =>
    parentId === undefined || parentId === spanId ? undefined : byId.get(parentId);
  /** The outermost hidden span that a hidden one happened within. */
  const outermost = (span: TraceSpan) => {
    let found = span;
    const passed = new Set([span]);
    for (let next = parentOf(span); next !== undefined && !isSeen(next); next = parentOf(next)) {
      if (passed.has(next)) break;
      passed.add(next);
      found = next;
    }
    return found;
  };
  const spans = trace.spans.flatMap((span): TraceSpan[] => {
    const parent = parentOf(span);
    if (!isSeen(span)) return outermost(span) === span ? [hide(span)] : [];
    const above = parent === undefined || isSeen(parent) ? undefined : outermost(parent).spanId;
    const shown = maskTags(span, visibility, isSeen(parent));
    return [above === undefined ? shown : { ...shown, parentId: above }];
  });
  return { ...trace, spans };
}

/** Where a span was made: as its proxy tells, else by its resource, else by the name of its service. */
function namespaceOf(span: TraceSpan): string | undefined {
  const told = makerOf(span).namespace ?? tagOf(span, 'k8s.namespace.name', 'service.namespace');
  if (told !== undefined) return told;
  const dot = span.service.lastIndexOf('.');
  return dot > 0 ? span.service.slice(dot + 1) : undefined;
}

function hide({ spanId, parentId, kind, startUs, durationUs, isError }: TraceSpan): TraceSpan {
  return {
    spanId,
    ...(parentId === undefined ? {} : { parentId }),
    service: HIDDEN_NAME,
    operation: HIDDEN_NAME,
    kind,
    startUs,
    durationUs,
    isError,
    tags: {},
  };
}

/** A visible span may tell of others: whom it called, and who called it. */
function maskTags(span: TraceSpan, visibility: Visibility, isCallerSeen: boolean): TraceSpan {
  const cluster = clusterOf(span);
  const isPeerSeen =
    cluster === undefined || cluster.direction !== 'outbound'
      ? isCallerSeen
      : isVisible(visibility, namespaceOfHost(cluster.host));
  const isSafe = (name: string, value: string) => {
    const end = /^istio\.(source|destination)_/.exec(name)?.[1];
    if (end !== undefined)
      return isVisible(visibility, tagOf(span, `istio.${end}_namespace`, `istio.${end}_workload_namespace`));
    if (namesHidden(value, visibility)) return false;
    if (!PEER_TAGS.has(name)) return true;
    if (/cluster/.test(name) && cluster?.direction === 'inbound') return true;
    if (/url|host|authority|name$|service$|server/.test(name)) return isHostSeen(value, visibility);
    return isPeerSeen;
  };
  return {
    ...span,
    operation: isHostSeen(span.operation, visibility) ? span.operation : HIDDEN_NAME,
    tags: Object.fromEntries(
      Object.entries(span.tags).map(([name, value]) => [name, isSafe(name, value) ? value : HIDDEN_NAME]),
    ),
  };
}

/** Services and identities of a cluster, wherever in a text they are named. */
const CLUSTER_NAMES = /[a-z0-9-]+\.([a-z0-9-]+)\.svc(?![a-z0-9-])|\/ns\/([a-z0-9-]+)\/sa\//gi;

function namesHidden(text: string, visibility: Visibility): boolean {
  return [...text.matchAll(CLUSTER_NAMES)].some(
    ([, service, account]) => !isVisible(visibility, service ?? account),
  );
}

/** Whether a text with a host in it names none, a short one, or one of a namespace that may be seen. */
function isHostSeen(text: string, visibility: Visibility): boolean {
  const host = /^(?:[a-z][a-z\d+.-]*:\/\/)?([^/:?#\s]+)/i.exec(text)?.[1] ?? '';
  if (!host.includes('.') || /^[\d.]+$/.test(host)) return true;
  return isVisible(visibility, namespaceOfHost(host)) || isPublicHost(host);
}

function namespaceOfHost(host: string): string | undefined {
  return host.split('.')[1];
}

/** `api.example.com`, which no cluster gives to its services. */
function isPublicHost(host: string): boolean {
  const parts = host.split('.');
  return parts.length > 2 && !parts.includes('svc') && !/^(local|internal)$/.test(parts.at(-1) ?? '');
}
