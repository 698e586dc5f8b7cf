import type { GraphNode } from '@/lib/contracts/graph';
import { modeKind, type ModeKind, modeWords } from './mtls-words';

/** ◆ for mutual TLS and ◇ for plaintext, as on edges: what a node takes. */
export const modeSigns: Readonly<Record<ModeKind, string>> = {
  STRICT: '◆',
  PERMISSIVE: '◆◇',
  DISABLE: '◇',
  MIXED: '◧',
  NONE: '⊘',
  UNKNOWN: '?',
  GATEWAY: '⇥',
  EMPTY: '○',
};

/** What a node accepts; undefined where the cluster declares nothing of it. */
export function nodeModeKind({ security }: Pick<GraphNode, 'security'>): ModeKind | undefined {
  return security && modeKind(security);
}

/** `STRICT`, `No proxy`; undefined where the cluster declares nothing of it. */
export function nodeModeWord(node: Pick<GraphNode, 'security'>): string | undefined {
  const kind = nodeModeKind(node);
  return kind && modeWords[kind];
}
