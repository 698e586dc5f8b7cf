import type { GraphAnswer } from '@/lib/contracts/graph';
import {
  explainSecurity,
  isSecurityLabelAbsent,
  securityState,
  securityStates,
  type SecurityState,
} from './edge-security';
import { modeOrder, type ModeKind } from './mtls-words';
import { nodeModeKind } from './node-security';
import { nameNodeFully } from './node-words';
import type { Selection } from './selection';

/** An edge that is not all mutual TLS. */
export interface UnprotectedEdge {
  readonly selection: Selection;
  readonly label: string;
  readonly state: Exclude<SecurityState, 'mutual'>;
  readonly reason: string;
}

export interface SecuritySummary {
  /** How many nodes accept what; those of which nothing is declared are left out. */
  readonly modes: readonly { readonly kind: ModeKind; readonly count: number }[];
  /** How many edges that were called are in each state. */
  readonly states: readonly { readonly state: SecurityState; readonly count: number }[];
  /** Plaintext first, and of it the busiest. */
  readonly unprotected: readonly UnprotectedEdge[];
}

const WORST_FIRST: readonly SecurityState[] = ['plaintext', 'part', 'unknown', 'mutual'];

/** Mutual TLS of a graph in a few numbers, and what is not protected. */
export function summarizeSecurity(graph: GraphAnswer): SecuritySummary {
  const kinds = graph.nodes.flatMap((node) => nodeModeKind(node) ?? []);
  const called = graph.edges.filter(({ rate, mtls }) => rate > 0 || mtls.plaintext > 0);
  const states = called.map(securityState);
  return {
    modes: modeOrder
      .map((kind) => ({ kind, count: kinds.filter((one) => one === kind).length }))
      .filter(({ count }) => count > 0),
    states: securityStates.map((state) => ({
      state,
      count: states.filter((one) => one === state).length,
    })),
    unprotected: listUnprotected(graph, called),
  };
}

function listUnprotected(graph: GraphAnswer, called: GraphAnswer['edges']): UnprotectedEdge[] {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const labelAbsent = isSecurityLabelAbsent(graph);
  const nameOf = (id: string) => {
    const node = byId.get(id);
    return node === undefined ? id : nameNodeFully(node);
  };
  const weight = ({ mtls, unit }: GraphAnswer['edges'][number]) =>
    (mtls.plaintext + mtls.unknown) * (unit === 'bytes' ? 1e-6 : 1);
  return [...called]
    .sort(
      (a, b) =>
        WORST_FIRST.indexOf(securityState(a)) - WORST_FIRST.indexOf(securityState(b)) ||
        weight(b) - weight(a),
    )
    .flatMap((edge) => {
      const state = securityState(edge);
      if (state === 'mutual') return [];
      const cause = explainSecurity(edge, {
        source: byId.get(edge.source),
        target: byId.get(edge.target),
        labelAbsent,
      });
      return [
        {
          selection: { kind: 'edge' as const, id: edge.id },
          label: `${nameOf(edge.source)} → ${nameOf(edge.target)}`,
          state,
          reason: cause?.reason ?? '',
        },
      ];
    });
}
