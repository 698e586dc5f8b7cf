import { formatEdgeRate } from '@/lib/client/edge-numbers';
import { partText, securitySigns, securityState } from '@/lib/client/edge-security';
import { formatBytesPerSecond, formatMilliseconds, formatShare } from '@/lib/client/format-numbers';
import type { EdgeLabel } from '@/lib/client/edge-label-choice';
import type { GraphEdge } from '@/lib/contracts/graph';
import { healthSign } from './health-sign';

/** What to write on edges; nothing at all for an empty list. */
export type EdgeLabels = readonly EdgeLabel[];

/** Failed requests as a share from 0 to 1; undefined where no requests are counted. */
export function errorShare(edge: Pick<GraphEdge, 'unit' | 'rate' | 'errorRate'>): number | undefined {
  if (edge.unit !== 'requests' || !(edge.rate > 0)) return undefined;
  return Math.min(1, Math.max(0, edge.errorRate / edge.rate));
}

/** `0.8 % err`; undefined where there is no share. */
export function edgeErrorText(edge: Pick<GraphEdge, 'unit' | 'rate' | 'errorRate'>): string | undefined {
  const share = errorShare(edge);
  return share === undefined ? undefined : `${formatShare(share)} err`;
}

/** `p95 48 ms`, else the average, else undefined. */
export function edgeLatencyText(edge: Pick<GraphEdge, 'latencyMs'>): string | undefined {
  return latencyText(edge, ['p95']);
}

/** The quantiles that are known of those wished for, in one line; the average where none is. */
function latencyText({ latencyMs }: Pick<GraphEdge, 'latencyMs'>, labels: EdgeLabels): string | undefined {
  const wished = (['p50', 'p95', 'p99'] as const).filter((quantile) => labels.includes(quantile));
  if (wished.length === 0) return undefined;
  const known = wished.flatMap((quantile) => {
    const value = latencyMs?.[quantile];
    return value === undefined ? [] : [`${quantile} ${formatMilliseconds(value)}`];
  });
  if (known.length > 0) return known.join(' · ');
  return latencyMs?.avg === undefined ? undefined : `avg ${formatMilliseconds(latencyMs.avg)}`;
}

/** Bytes of requests and of responses per second: `↑ 1.2 kB/s ↓ 40 kB/s`. Connections say it by their rate. */
function throughputText({ throughput }: Pick<GraphEdge, 'throughput'>): string | undefined {
  if (!throughput) return undefined;
  return `↑ ${formatBytesPerSecond(throughput.request)} ↓ ${formatBytesPerSecond(throughput.response)}`;
}

function mtlsText(edge: GraphEdge): string {
  return [securitySigns[securityState(edge)], partText(edge)].filter(Boolean).join(' ');
}

/** Signs that an edge wears whatever else is written on it: passes a waypoint, is counted differently, is in the clear. */
function standingSigns(edge: GraphEdge, labels: EdgeLabels): string {
  const state = securityState(edge);
  const isClear = edge.mtls.plaintext > 0;
  return [
    isClear && !labels.includes('mtls') ? securitySigns[state] : '',
    edge.via && edge.via.length > 0 ? viaSign : '',
    edge.disagreement === undefined ? '' : disagreementSign,
  ]
    .filter(Boolean)
    .join(' ');
}

export const viaSign = '◈';
export const disagreementSign = '≠';

function chosenLines(edge: GraphEdge, labels: EdgeLabels, windowSeconds: number): string[] {
  const needsPerson = edge.health.status === 'failing' || edge.health.status === 'degraded';
  const withErrors =
    labels.includes('errors') || (labels.includes('rate') && needsPerson && edge.errorRate > 0);
  return [
    labels.includes('rate') ? formatEdgeRate(edge, edge.rate, windowSeconds) : undefined,
    withErrors ? edgeErrorText(edge) : undefined,
    latencyText(edge, labels),
    labels.includes('throughput') ? throughputText(edge) : undefined,
    labels.includes('mtls') ? mtlsText(edge) : undefined,
  ].filter((line) => line !== undefined);
}

/** The chip on the line. An edge that needs a person always keeps its sign. */
export function edgeLabel(edge: GraphEdge, labels: EdgeLabels, windowSeconds: number): string {
  const sign = edge.health.status === 'unknown' ? '' : healthSign(edge.health.status);
  const [first = '', ...others] = chosenLines(edge, labels, windowSeconds);
  const standing = labels.length === 0 ? '' : standingSigns(edge, labels);
  return [[sign, first, standing].filter(Boolean).join(' '), ...others].filter(Boolean).join('\n');
}

/** One line for a view from afar: of an edge that fails, what fails. */
export function farEdgeLabel(edge: GraphEdge, labels: EdgeLabels, windowSeconds: number): string {
  const needsPerson = edge.health.status === 'failing' || edge.health.status === 'degraded';
  const errors =
    needsPerson && labels.includes('rate') && edge.errorRate > 0 ? edgeErrorText(edge) : undefined;
  if (errors !== undefined) return `${healthSign(edge.health.status)} ${errors}`;
  return edgeLabel(edge, labels, windowSeconds).split('\n')[0] ?? '';
}

/** Room that labels need, in pixels at zoom 1: the same for all, so that numbers can change without moving them. */
export function labelRoom(labels: EdgeLabels): { width: number; height: number } {
  const has = (label: EdgeLabel) => labels.includes(label);
  const quantiles = labels.filter((label) => label.startsWith('p')).length;
  const lines = [
    has('rate') ? 10 : 0,
    has('errors') ? 10 : 0,
    quantiles * 9 + Math.max(0, quantiles - 1) * 2,
    has('throughput') ? 20 : 0,
    has('split') ? 16 : 0,
    has('mtls') ? 6 : 0,
  ].filter((characters) => characters > 0);
  return { width: Math.max(0, ...lines) * 8.4 + 8, height: Math.max(1, lines.length) * 15 + 6 };
}
