import { describe, expect, it } from 'vitest';
import { listCanvasActions, type MenuSubject } from './canvas-actions';

const payments = {
  id: 'ns:payments',
  box: { kind: 'namespace', cluster: undefined, namespace: 'payments' },
} as const;
const subject: MenuSubject = {
  title: 'checkout v1 · payments',
  isPinned: false,
  isFocused: false,
  hasFolds: false,
  address: 'http://localhost:3000/graph?window=1m&select=node%3Aold',
};
const does = (fields: Partial<MenuSubject>) =>
  listCanvasActions({ ...subject, ...fields }).map((item) => item.does);
const node = { kind: 'node', id: 'checkout' } as const;

describe('listCanvasActions', () => {
  it('offers for a node its details, its surroundings, its box and its place', () => {
    const box = { named: payments, name: 'payments', isFolded: false };
    expect(does({ spot: node, box })).toEqual([
      'select',
      'focus',
      'callers',
      'fold',
      'pin',
      'copyName',
      'copyLink',
    ]);
    expect(does({ spot: node, isPinned: true })).toContain('unpin');
    expect(does({ spot: node, box: { ...box, isFolded: true } })).toContain('unfold');
  });

  it('offers the ways from another node that is selected', () => {
    const items = listCanvasActions({ ...subject, spot: node, from: { id: 'web', name: 'web v1' } });
    expect(items).toContainEqual({
      does: 'ways',
      label: 'Ways from web v1 to here',
      fromId: 'web',
      toId: 'checkout',
    });
    expect(does({ spot: node, from: { id: 'checkout', name: 'itself' } })).not.toContain('ways');
  });

  it('copies a link to this view with this selected', () => {
    const link = listCanvasActions({ ...subject, spot: { kind: 'edge', id: 'a>b' } }).at(-1);
    expect(link).toMatchObject({
      does: 'copyLink',
      text: 'http://localhost:3000/graph?window=1m&select=edge%3Aa%3Eb',
    });
  });

  it('offers for the empty canvas what is about all of it', () => {
    expect(does({})).toEqual(['foldAll', 'fit', 'arrangeAgain']);
    expect(does({ isFocused: true, hasFolds: true })).toEqual([
      'leaveFocus',
      'foldAll',
      'unfoldAll',
      'fit',
      'arrangeAgain',
    ]);
  });
});
