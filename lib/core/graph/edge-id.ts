import type { Protocol } from '../telemetry/traffic-sample';
import type { NodeIdentity } from './mesh-graph';
import { nodeId, parseNodeId } from './node-identity';

/** The stable id of an arrow: both node ids and the protocol. */
export function edgeId(source: NodeIdentity, target: NodeIdentity, protocol: Protocol): string {
  return joinEdgeId(nodeId(source), nodeId(target), protocol);
}

/** The same of node ids. */
export function joinEdgeId(sourceId: string, targetId: string, protocol: Protocol): string {
  return `${sourceId}>${targetId}>${protocol}`;
}

/** Reads an edge's id back; undefined when `edgeId` cannot have printed it. */
export function parseEdgeId(
  id: string,
): { source: NodeIdentity; target: NodeIdentity; protocol: Protocol } | undefined {
  // Node ids are percent-encoded: they hold no `>`.
  const [sourceId = '', targetId = '', protocol, ...rest] = id.split('>');
  const source = parseNodeId(sourceId);
  const target = parseNodeId(targetId);
  if (source === undefined || target === undefined || rest.length > 0) return undefined;
  if (protocol !== 'http' && protocol !== 'grpc' && protocol !== 'tcp') return undefined;
  return { source, target, protocol };
}
