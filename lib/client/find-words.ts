import type { FindMatches } from '@/lib/core/graph/find/find-matches';
import type { ElementCount } from './look-through';

/** `7 nodes, 12 edges`, `1 edge`, or `nothing`. */
export function describeElements({ nodes, edges }: ElementCount): string {
  const parts = [describeSome(nodes, 'node'), describeSome(edges, 'edge')].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(', ') : 'nothing';
}

export function describeMatches({ nodes, edges }: FindMatches): string {
  return describeElements({ nodes: nodes.size, edges: edges.size });
}

function describeSome(count: number, word: string): string {
  return count === 0 ? '' : `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** Expressions worth knowing, each with what it finds. All are tested to be understood. */
export const findExamples = [
  { expression: 'reviews', finds: 'everything with “reviews” in its name, and its edges' },
  { expression: 'namespace = shop and not healthy', finds: 'what needs a person in one namespace' },
  { expression: '%error > 5 or responsetime > 500ms', finds: 'edges that fail or are slow' },
  { expression: 'source.name = web and plaintext', finds: 'plaintext calls of web' },
  { expression: 'flag:UH or code >= 500', finds: 'edges with these responses' },
] as const;
