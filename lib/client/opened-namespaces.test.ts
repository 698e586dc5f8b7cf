import { describe, expect, it } from 'vitest';
import { parseFolds } from '@/lib/core/graph/fold-choice';
import { nodeId } from '@/lib/core/graph/node-identity';
import { openedNamespaces } from './opened-namespaces';

function opened(folds: string | null, focus: string | null = null) {
  return openedNamespaces({ fold: folds === null ? null : (parseFolds(folds) ?? null), focus });
}

describe('namespaces that are opened', () => {
  it('are those that are no longer folded', () => {
    expect(opened('ns,-ns:payments,-ns:shop@east')).toEqual(['payments', 'shop']);
    expect(opened('ns')).toEqual([]);
  });

  it('are not told by a view that folds nothing, or by itself', () => {
    expect(opened(null)).toBeUndefined();
    expect(opened('')).toBeUndefined();
    expect(opened('ns:payments')).toBeUndefined();
  });

  it('hold the one that is in focus', () => {
    expect(opened(null, nodeId({ kind: 'workload', namespace: 'shop', workload: 'cart' }))).toEqual(['shop']);
    expect(opened(null, 'no id')).toBeUndefined();
  });
});
