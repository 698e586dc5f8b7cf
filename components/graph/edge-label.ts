import { formatEdgeRate } from '@/lib/client/edge-numbers';
import { formatMilliseconds, formatShare } from '@/lib/client/format-numbers';
import type { GraphEdge } from '@/lib/contracts/graph';
import { healthSign } from './health-sign';

export type EdgeLabels = 'rate' | 'errors' | 'latency' | 'none';

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
export function edgeLatencyText({ latencyMs }: Pick<GraphEdge, 'latencyMs'>): string | undefined {
  if (latencyMs?.p95 !== undefined) return `p95 ${formatMilliseconds(latencyMs.p95)}`;
  return latencyMs?.avg === undefined ? undefined : `avg ${formatMilliseconds(latencyMs.avg)}`;
}

function chosenText(edge: GraphEdge, labels: EdgeLabels, windowSeconds: number): string | undefined {
  if (labels === 'none') return undefined;
  if (labels === 'errors') return edgeErrorText(edge);
  if (labels === 'latency') return edgeLatencyText(edge);
  const failing = edge.health.status === 'failing' || edge.health.status === 'degraded';
  const errors = failing && edge.errorRate > 0 ? edgeErrorText(edge) : undefined;
  return [formatEdgeRate(edge, edge.rate, windowSeconds), errors].filter(Boolean).join('\n');
}

/** The chip on the line. An edge that needs a person always keeps its sign. */
export function edgeLabel(edge: GraphEdge, labels: EdgeLabels, windowSeconds: number): string {
  const sign = edge.health.status === 'unknown' ? '' : healthSign(edge.health.status);
  return [sign, chosenText(edge, labels, windowSeconds)].filter(Boolean).join(' ');
}

/** One line for a view from afar: of an edge that fails, what fails. */
export function farEdgeLabel(edge: GraphEdge, labels: EdgeLabels, windowSeconds: number): string {
  const [first = '', errors] = edgeLabel(edge, labels, windowSeconds).split('\n');
  return errors === undefined ? first : `${healthSign(edge.health.status)} ${errors}`;
}
