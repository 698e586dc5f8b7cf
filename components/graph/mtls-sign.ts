import type { GraphEdge } from '@/lib/contracts/graph';

/** What the server side saw of an edge: all mutual TLS, some of it, none, or nothing is known. */
export type MtlsState = 'mutual' | 'part' | 'plaintext' | 'unknown';

export const mtlsSigns: Readonly<Record<MtlsState, string>> = {
  mutual: '◆',
  part: '◆◇',
  plaintext: '◇',
  unknown: '◇?',
};

export const mtlsWords: Readonly<Record<MtlsState, string>> = {
  mutual: 'mutual TLS',
  part: 'mutual TLS in part',
  plaintext: 'plaintext',
  unknown: 'not known whether mutual TLS',
};

export function mtlsState({ mtls: { mutual, plaintext } }: Pick<GraphEdge, 'mtls'>): MtlsState {
  if (!(mutual > 0) && !(plaintext > 0)) return 'unknown';
  if (!(plaintext > 0)) return 'mutual';
  return mutual > 0 ? 'part' : 'plaintext';
}
