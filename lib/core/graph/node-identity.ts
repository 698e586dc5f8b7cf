import type { Call, Party } from '../telemetry/traffic-sample';
import type { GraphLevel, NodeIdentity } from './mesh-graph';

/** Names that Envoy gives to traffic without a known service. */
const PASSTHROUGH_NAMES: ReadonlySet<string> = new Set([
  'PassthroughCluster',
  'InboundPassthroughCluster',
  'InboundPassthroughClusterIpv4',
  'InboundPassthroughClusterIpv6',
]);

export function isPassthrough(service: string | undefined): boolean {
  return service !== undefined && PASSTHROUGH_NAMES.has(service);
}

export function isBlackHole(service: string | undefined): boolean {
  return service === 'BlackHoleCluster';
}

/** The stable id of a node: kind, cluster, namespace, service, app, workload and version between bars. */
export function nodeId(identity: NodeIdentity): string {
  const { kind, cluster, namespace, service, app, workload, version } = identity;
  // Part by part: a list of them takes longer than to write them.
  const place = `${encodePart(kind)}|${encodePart(cluster)}|${encodePart(namespace)}`;
  return `${place}|${encodePart(service)}|${encodePart(app)}|${encodePart(workload)}|${encodePart(version)}`;
}

/** Reads an id back; undefined when the text is no id that `nodeId` could have printed. */
export function parseNodeId(id: string): NodeIdentity | undefined {
  const parts = id.split('|').map(decodePart);
  const [kind, cluster, namespace, service, app, workload, version] = parts;
  if (parts.length !== 7 || !isNodeKind(kind)) return undefined;
  const identity = definedOnly({ kind, cluster, namespace, service, app, workload, version });
  // A broken escape would read as a field that nobody knows, and ask for more than was named.
  return nodeId(identity) === id ? identity : undefined;
}

/** Nearly every name needs no escape. */
const PLAIN_NAME = /^[\w.-]*$/;

function encodePart(part: string | undefined): string {
  if (part !== undefined && PLAIN_NAME.test(part)) return part;
  return part === undefined ? '' : encodeURIComponent(part.toWellFormed());
}

function decodePart(part: string): string | undefined {
  if (part === '') return undefined;
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function isNodeKind(text: string | undefined): text is NodeIdentity['kind'] {
  return (
    text === 'app' ||
    text === 'workload' ||
    text === 'service' ||
    text === 'unknown' ||
    text === 'external' ||
    text === 'aggregate' ||
    text === 'hidden'
  );
}

/** The same identity without fields that are undefined. */
export function definedOnly(fields: {
  kind: NodeIdentity['kind'];
  cluster?: string | undefined;
  namespace?: string | undefined;
  service?: string | undefined;
  app?: string | undefined;
  workload?: string | undefined;
  version?: string | undefined;
}): NodeIdentity {
  const identity: NodeIdentity = { kind: fields.kind };
  if (fields.cluster !== undefined) identity.cluster = fields.cluster;
  if (fields.namespace !== undefined) identity.namespace = fields.namespace;
  if (fields.service !== undefined) identity.service = fields.service;
  if (fields.app !== undefined) identity.app = fields.app;
  if (fields.workload !== undefined) identity.workload = fields.workload;
  if (fields.version !== undefined) identity.version = fields.version;
  return identity;
}

/** All that may not be seen is one node, whatever it is and however many there are. */
const HIDDEN: NodeIdentity = { kind: 'hidden' };

/** The node of a party at a level of detail; `unknown` when nothing is known of it. */
export function partyIdentity(party: Party, level: GraphLevel): NodeIdentity {
  if (party.hidden === true) return HIDDEN;
  const { cluster, namespace, workload, app, version } = party;
  if (level !== 'workload' && level !== 'service' && app !== undefined) {
    if (level === 'app') return definedOnly({ kind: 'app', cluster, namespace, app });
    return definedOnly({ kind: 'app', cluster, namespace, app, workload, version });
  }
  if (workload !== undefined) return definedOnly({ kind: 'workload', cluster, namespace, workload });
  if (app !== undefined) return definedOnly({ kind: 'app', cluster, namespace, app, version });
  return definedOnly({ kind: 'unknown', cluster, namespace });
}

/** The service node of a call, or undefined when the report names no service. */
export function serviceIdentity(
  call: Pick<Call, 'service' | 'source' | 'destination'>,
): NodeIdentity | undefined {
  if (call.service.hidden === true) return HIDDEN;
  const name = call.service.name ?? call.service.host;
  if (name === undefined) return undefined;
  if (isPassthrough(name) || isBlackHole(name)) {
    // Such traffic belongs to whoever sends it: one node per calling namespace keeps callers apart.
    return definedOnly({
      kind: 'external',
      cluster: call.source.cluster,
      namespace: call.source.namespace,
      service: name,
    });
  }
  const namespace = call.service.namespace ?? call.destination.namespace;
  const { cluster } = call.destination;
  const kind = isExternalHost(call) ? 'external' : 'service';
  return definedOnly({ kind, cluster, namespace, service: name });
}

/** Where a call went that names neither workload nor service, such as a gateway's 404 without a route. */
export function unknownService({
  service,
  destination,
}: Pick<Call, 'service' | 'destination'>): NodeIdentity {
  return definedOnly({ kind: 'service', cluster: destination.cluster, namespace: service.namespace });
}

/** A host outside the cluster: no workload behind it, and a name that no Kubernetes Service can have. */
function isExternalHost({ service, destination }: Pick<Call, 'service' | 'destination'>): boolean {
  const name = service.name ?? service.host ?? '';
  if (destination.workload !== undefined) return false;
  return name.includes('.');
}
