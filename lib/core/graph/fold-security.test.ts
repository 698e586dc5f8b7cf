import { describe, expect, it } from 'vitest';
import type { MtlsMode } from '../mtls/mtls-mode';
import { foldGroups } from './fold-groups';
import { appNode, sampleMesh } from './sample-mesh';

/** A namespace of two apps that accept this, called from elsewhere. */
function foldShop(...modes: readonly (MtlsMode | undefined)[]) {
  const [first, second] = [appNode('shop/a'), appNode('shop/b')];
  const graph = sampleMesh([appNode('front/web'), first], [first, second]);
  const nodes = graph.nodes.map((node) => {
    const mode = node.app === 'a' ? modes[0] : node.app === 'b' ? modes[1] : undefined;
    return mode === undefined ? node : { ...node, security: { mode, proxy: 'sidecar' as const, reason: '' } };
  });
  const isShop = (box: { box: { kind: string; namespace?: string } }) =>
    box.box.kind === 'namespace' && box.box.namespace === 'shop';
  return foldGroups({ nodes, edges: graph.edges }, isShop).nodes.find(({ kind }) => kind === 'aggregate')
    ?.security;
}

describe('a folded box', () => {
  it('accepts what all inside accept', () => {
    expect(foldShop('STRICT', 'STRICT')).toEqual({
      mode: 'STRICT',
      proxy: 'sidecar',
      reason: 'All 2 inside are STRICT.',
    });
  });

  it('is MIXED where they differ, and says how many are what', () => {
    expect(foldShop('STRICT', 'PERMISSIVE')).toMatchObject({
      mode: 'MIXED',
      reason: 'Inside are 1 PERMISSIVE, 1 STRICT.',
    });
  });

  it('goes by those of which anything is declared', () => {
    expect(foldShop('STRICT', undefined)?.mode).toBe('STRICT');
    expect(foldShop(undefined, undefined)).toBeUndefined();
  });
});
