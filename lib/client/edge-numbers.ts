import type { GraphEdge, GraphNode, GraphRates } from '@/lib/contracts/graph';
import { printDuration } from '@/lib/core/mesh/duration';
import { formatBytesPerSecond, formatRate, formatShare } from './format-numbers';

/** Rates below this are told as a count, if the window holds only a few. */
const RARE_PER_SECOND = 0.1;
const FEW = 30;

/**
 * `12.4 rps`, `3 msg/s`, `1.2 kB/s`: what the edge counts. Where the window is given, what is rare is counted in it:
 * `3 in 2h`.
 */
export function formatEdgeRate(
  { unit }: Pick<GraphEdge, 'unit'>,
  perSecond: number,
  windowSeconds?: number,
): string {
  if (unit === 'bytes') return formatBytesPerSecond(perSecond);
  const count = Math.round(perSecond * (windowSeconds ?? Infinity));
  if (windowSeconds !== undefined && perSecond < RARE_PER_SECOND && count > 0 && count < FEW)
    return `${count} in ${printDuration(windowSeconds)}`;
  return unit === 'messages' ? formatRate(perSecond).replace(/rps$/, 'msg/s') : formatRate(perSecond);
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

/** A node's traffic by protocol; protocols it does not speak are left out. `rates` tell what was counted. */
export function listTraffic({ traffic }: GraphNode, rates: GraphRates): TrafficRow[] {
  const unitOf = (protocol: 'http' | 'grpc') =>
    protocol === 'grpc' && rates.grpc !== 'requests' ? 'messages' : 'requests';
  const rows: TrafficRow[] = [];
  for (const [label, protocol] of [
    ['HTTP', 'http'],
    ['gRPC', 'grpc'],
  ] as const) {
    const totals = traffic[protocol];
    const unit = unitOf(protocol);
    // Messages carry no status: how many failed is not known.
    const errors = (failed: number, all: number) =>
      unit === 'messages' ? '–' : formatErrorShare(failed, all);
    if (totals.in === 0 && totals.out === 0) continue;
    rows.push({
      label,
      inbound: formatEdgeRate({ unit }, totals.in),
      inboundErrors: errors(totals.inErr, totals.in),
      outbound: formatEdgeRate({ unit }, totals.out),
      outboundErrors: errors(totals.outErr, totals.out),
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
