import type { GraphEdge, GraphNode } from '@/lib/contracts/graph';
import { formatBytesPerSecond, formatRate, formatShare } from './format-numbers';

/** Requests or bytes per second, by the edge's protocol. */
export function formatEdgeRate(edge: Pick<GraphEdge, 'protocol'>, perSecond: number): string {
  return edge.protocol === 'tcp' ? formatBytesPerSecond(perSecond) : formatRate(perSecond);
}

/** Failed share of requests, 0 to 1; undefined where there is nothing to take a share of. */
export function errorShare(errorPerSecond: number, perSecond: number): number | undefined {
  return perSecond > 0 ? Math.min(1, errorPerSecond / perSecond) : undefined;
}

export function formatErrorShare(errorPerSecond: number, perSecond: number): string {
  const share = errorShare(errorPerSecond, perSecond);
  return share === undefined ? '–' : formatShare(share);
}

export interface TrafficRow {
  readonly label: string;
  readonly inbound: string;
  readonly inboundErrors: string;
  readonly outbound: string;
  readonly outboundErrors: string;
}

/** A node's traffic by protocol; protocols it does not speak are left out. */
export function listTraffic({ traffic }: GraphNode): TrafficRow[] {
  const rows: TrafficRow[] = [];
  for (const [label, totals] of [
    ['HTTP', traffic.http],
    ['gRPC', traffic.grpc],
  ] as const) {
    if (totals.in === 0 && totals.out === 0) continue;
    rows.push({
      label,
      inbound: formatRate(totals.in),
      inboundErrors: formatErrorShare(totals.inErr, totals.in),
      outbound: formatRate(totals.out),
      outboundErrors: formatErrorShare(totals.outErr, totals.out),
    });
  }
  if (traffic.tcp.in > 0 || traffic.tcp.out > 0) {
    rows.push({
      label: 'TCP',
      inbound: formatBytesPerSecond(traffic.tcp.in),
      inboundErrors: '–',
      outbound: formatBytesPerSecond(traffic.tcp.out),
      outboundErrors: '–',
    });
  }
  return rows;
}

export interface MtlsShares {
  readonly mutual: number;
  readonly plaintext: number;
  readonly unknown: number;
}

/** Shares of an edge's traffic by what the server side saw; undefined when nothing was counted. */
export function shareMtls({ mtls }: GraphEdge): MtlsShares | undefined {
  const total = mtls.mutual + mtls.plaintext + mtls.unknown;
  if (!(total > 0)) return undefined;
  return { mutual: mtls.mutual / total, plaintext: mtls.plaintext / total, unknown: mtls.unknown / total };
}
