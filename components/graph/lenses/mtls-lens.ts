import {
  explainSecurity,
  isSecurityLabelAbsent,
  partText,
  securitySigns,
  securityState,
} from '@/lib/client/edge-security';
import { modeSigns, nodeModeKind } from '@/lib/client/node-security';
import { modeWords } from '@/lib/client/mtls-words';
import type { GraphAnswer, GraphEdge, GraphNode } from '@/lib/contracts/graph';
import type { GraphLens } from './graph-lens';
import { nameLine, nodeVersion } from '../node-label';
import { shortenMiddle } from '../paint/shorten-middle';

const LONGEST = { name: 22, version: 12, farName: 14, farVersion: 8 } as const;

/**
 * Who is STRICT, and who still speaks plaintext: edges say how they were protected, with the share and the reason; nodes
 * say what they accept. Health steps back.
 */
export function mtlsLens(graph: GraphAnswer): GraphLens {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const labelAbsent = isSecurityLabelAbsent(graph);
  return {
    node: drawNode,
    edge: (edge) =>
      drawEdge(edge, { source: byId.get(edge.source), target: byId.get(edge.target), labelAbsent }),
    needsPerson: (edge) => securityState(edge) !== 'mutual' && isCalled(edge),
    labelRoom: { width: 172, height: 36 },
  };
}

function drawNode(node: GraphNode, members: number | undefined): ReturnType<GraphLens['node']> {
  const kind = nodeModeKind(node);
  const sign = kind === undefined ? '' : modeSigns[kind];
  const version = nodeVersion(node);
  const tell = (longestName: number, longestVersion: number, gap: string) => {
    const second = [
      version && shortenMiddle(version, longestVersion),
      kind === undefined ? undefined : modeWords[kind],
    ];
    return [nameLine(node, longestName, { sign, members }), second.filter(Boolean).join(gap)]
      .filter(Boolean)
      .join('\n');
  };
  return {
    label: tell(LONGEST.name, LONGEST.version, '  '),
    farLabel: tell(LONGEST.farName, LONGEST.farVersion, ' '),
    classes: [kind === undefined ? 'mode-none-declared' : `mode-${kind}`],
  };
}

function drawEdge(
  edge: GraphEdge,
  surroundings: Parameters<typeof explainSecurity>[1],
): ReturnType<GraphLens['edge']> {
  const state = securityState(edge);
  // What nobody called is neither protected nor unprotected.
  if (!isCalled(edge)) return { label: '', farLabel: '', classes: ['security-idle'] };
  const first = [securitySigns[state], partText(edge)].filter(Boolean).join(' ');
  const cause = explainSecurity(edge, surroundings);
  return {
    label: [first, cause?.short].filter(Boolean).join('\n'),
    farLabel: [first, cause?.short].filter(Boolean).join(' '),
    classes: [`security-${state}`],
  };
}

function isCalled({ mtls: { mutual, plaintext, unknown }, rate }: GraphEdge): boolean {
  return rate > 0 || mutual + plaintext + unknown > 0;
}
