import type { DrawnGraph } from '@/lib/client/drawing';
import {
  securitySigns,
  securityState,
  securityStates,
  securityWords,
  type SecurityState,
} from '@/lib/client/edge-security';
import type { GraphNode, HealthStatus, NodeFlag } from '@/lib/contracts/graph';
import { disagreementSign, viaSign, type EdgeLabels } from './edge-label';
import { badges } from './node-flags';
import { configBadges } from './config-badges';
import { pinSign } from './layout/with-pins';

export type LegendShape = GraphNode['kind'] | 'gateway';
export type LegendLine = 'requests' | 'tcp' | 'failing' | 'idle';

/** A sign and what it means. */
export interface LegendSign {
  glyph: string;
  words: string;
}

/** What is on the canvas, and only that. */
export interface LegendEntries {
  shapes: LegendShape[];
  states: HealthStatus[];
  lines: LegendLine[];
  nodeSigns: LegendSign[];
  edgeSigns: LegendSign[];
}

const shapeOrder: readonly LegendShape[] = [
  'app',
  'workload',
  'service',
  'gateway',
  'external',
  'unknown',
  'aggregate',
  'hidden',
];
const stateOrder: readonly HealthStatus[] = ['healthy', 'degraded', 'notReady', 'failing', 'unknown'];
const lineOrder: readonly LegendLine[] = ['requests', 'tcp', 'failing', 'idle'];

export function legendEntries(
  { nodes, edges }: Pick<DrawnGraph, 'nodes' | 'edges'>,
  labels: EdgeLabels,
  hasPins: boolean,
): LegendEntries {
  const shapes = new Set<LegendShape>(nodes.map(shapeOf));
  const states = new Set<HealthStatus>([...nodes, ...edges].map(({ health }) => health.status));
  const lines = new Set<LegendLine>();
  const mtls = new Set<SecurityState>();
  for (const edge of edges) {
    if (edge.rate > 0) lines.add(edge.protocol === 'tcp' ? 'tcp' : 'requests');
    else lines.add('idle');
    if (edge.health.status === 'failing') lines.add('failing');
    mtls.add(securityState(edge));
  }
  const flags = new Set<NodeFlag>(nodes.flatMap((node) => node.flags));
  const isSaid = (state: SecurityState) =>
    mtls.has(state) &&
    labels.length > 0 &&
    (labels.includes('mtls') || state === 'part' || state === 'plaintext');
  return {
    shapes: shapeOrder.filter((shape) => shapes.has(shape)),
    states: stateOrder.filter((state) => states.has(state)),
    lines: lineOrder.filter((line) => lines.has(line)),
    nodeSigns: [
      ...badges.filter(({ flag }) => flags.has(flag)).map(({ glyph, words }) => ({ glyph, words })),
      ...configBadges
        .filter(({ isWorn }) => nodes.some(isWorn))
        .map(({ glyph, words }) => ({ glyph, words })),
      ...(hasPins ? [{ glyph: pinSign, words: 'pinned: stays where you put it' }] : []),
    ],
    edgeSigns: [
      ...securityStates
        .filter(isSaid)
        .map((state) => ({ glyph: securitySigns[state], words: securityWords[state] })),
      ...(edges.some(({ via = [] }) => via.length > 0) ? [{ glyph: viaSign, words: 'via a waypoint' }] : []),
      ...(edges.some(({ disagreement }) => disagreement !== undefined)
        ? [{ glyph: disagreementSign, words: 'client and server count differently' }]
        : []),
    ],
  };
}

/** Gateways have a shape of their own, unless they are in a folded box. */
function shapeOf({ kind, flags }: GraphNode): LegendShape {
  return kind !== 'aggregate' && flags.includes('gateway') ? 'gateway' : kind;
}
