import type { GraphAnswer, GraphEdge, GraphNode } from '@/lib/contracts/graph';
import { formatShare } from './format-numbers';

/** What was seen of an edge: all mutual TLS, a part of it, none, or nobody can tell. */
export const securityStates = ['mutual', 'part', 'plaintext', 'unknown'] as const;
export type SecurityState = (typeof securityStates)[number];

export const securitySigns: Readonly<Record<SecurityState, string>> = {
  mutual: '◆',
  part: '◆◇',
  plaintext: '◇',
  unknown: '◇?',
};

export const securityWords: Readonly<Record<SecurityState, string>> = {
  mutual: 'mutual TLS',
  part: 'mutual TLS in part',
  plaintext: 'plaintext',
  unknown: 'not known whether mutual TLS',
};

/** What nobody could tell is not taken for protected: with it, mutual TLS is a part. */
export function securityState({
  mtls: { mutual, plaintext, unknown },
}: Pick<GraphEdge, 'mtls'>): SecurityState {
  if (mutual > 0) return plaintext > 0 || unknown > 0 ? 'part' : 'mutual';
  return plaintext > 0 ? 'plaintext' : 'unknown';
}

/** `62 %` for a part, which is never shown as a whole; undefined for the other states. */
export function partText(edge: Pick<GraphEdge, 'mtls'>): string | undefined {
  const { mutual, plaintext, unknown } = edge.mtls;
  return securityState(edge) === 'part' ? formatShare(mutual / (mutual + plaintext + unknown)) : undefined;
}

/** Why an edge is not all mutual TLS. */
export interface SecurityCause {
  /** A few words, for the chip on the line. */
  readonly short: string;
  /** Sentences. */
  readonly reason: string;
}

/** The ends of an edge, and what is known of the whole answer. */
export interface EdgeSurroundings {
  readonly source: GraphNode | undefined;
  readonly target: GraphNode | undefined;
  /** No series tells how connections were protected. */
  readonly labelAbsent: boolean;
}

/** Why it is as it was seen; undefined where all of it is mutual TLS. */
export function explainSecurity(edge: GraphEdge, surroundings: EdgeSurroundings): SecurityCause | undefined {
  const { mutual, plaintext, unknown } = edge.mtls;
  if (plaintext > 0) return explainPlaintext(edge, surroundings);
  if (unknown > 0) return explainUnknown(edge, surroundings);
  return mutual > 0 ? undefined : { short: 'no traffic', reason: 'Nothing was called in this window.' };
}

function explainPlaintext(
  { declared }: GraphEdge,
  { source, target }: Pick<EdgeSurroundings, 'source' | 'target'>,
): SecurityCause {
  if (source?.kind === 'hidden')
    return { short: 'caller hidden', reason: 'Who calls in plaintext is not visible to you.' };
  if (source?.kind === 'unknown')
    return {
      short: 'caller unknown',
      reason: 'In plaintext the server does not learn who calls: most often a caller without a proxy.',
    };
  if (declared?.clientProxy === 'none')
    return { short: 'caller has no proxy', reason: 'The caller has no proxy, so that it speaks plaintext.' };
  if (declared === undefined)
    return { short: '', reason: 'It is not known here what is declared of both its ends.' };
  const { reason } = declared;
  if (declared.rules.length > 0) return { short: 'by DestinationRule', reason };
  if (target?.security?.proxy === 'none') return { short: 'server has no proxy', reason };
  if (declared.accepts.includes('DISABLE')) return { short: 'server is DISABLE', reason };
  if (declared.outcome === 'plaintext')
    return { short: declared.clientProxy === 'ambient' ? 'ztunnel to sidecar' : 'as declared', reason };
  return {
    short: 'not as declared',
    reason: `Nothing that is declared explains it; it may have changed since. ${reason}`.trim(),
  };
}

function explainUnknown(
  { declared, reportedBy }: GraphEdge,
  { target, labelAbsent }: Pick<EdgeSurroundings, 'target' | 'labelAbsent'>,
): SecurityCause {
  if (labelAbsent)
    return { short: 'label absent', reason: 'No series has the label connection_security_policy.' };
  const isSeenByServer = reportedBy.destination !== undefined || reportedBy.waypoint !== undefined;
  if (isSeenByServer)
    return {
      short: 'not reported',
      reason: 'Those who reported did not tell how it was protected; ztunnel says so of plaintext, too.',
    };
  const oneSided = "Only the caller's proxy reported, and it cannot tell how a call was protected.";
  if (target?.kind === 'external')
    return { short: 'outside the mesh', reason: `${oneSided} The host is outside the mesh.` };
  if (target?.security?.proxy === 'none')
    return { short: 'server has no proxy', reason: `${oneSided} The server has no proxy that would.` };
  if (declared?.outcome === 'broken')
    return { short: 'would be refused', reason: `${oneSided} ${declared.reason}` };
  const told = declared === undefined ? '' : ` By what is declared: ${declared.reason}`;
  return { short: 'only caller reports', reason: oneSided + (told.trimEnd().endsWith(':') ? '' : told) };
}

/** Whether no series of an answer tells how connections were protected. */
export function isSecurityLabelAbsent({ warnings }: Pick<GraphAnswer, 'warnings'>): boolean {
  return warnings.some(
    ({ code, message }) => code === 'label-absent' && message.includes('connection_security_policy'),
  );
}
