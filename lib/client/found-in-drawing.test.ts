import { describe, expect, it } from 'vitest';
import { foundInDrawing } from './found-in-drawing';

const group = {
  id: 'ns:shop',
  box: { kind: 'namespace', cluster: '', namespace: 'shop' } as const,
  members: ['cart', 'web'],
  innerEdges: ['web>cart'],
  inner: { requests: 1, errors: 0, messages: 0, bytes: 0 },
};
const drawn = {
  groups: new Map([['shop', group]]),
  mergedEdges: new Map([['shop>db', ['cart>db', 'web>db']]]),
};
const hits = (nodes: string[], edges: string[]) => ({ nodes: new Set(nodes), edges: new Set(edges) });

describe('foundInDrawing', () => {
  it('marks a folded box for a node or an edge inside, and a merged edge for one of its parts', () => {
    expect(foundInDrawing(hits(['cart'], ['web>db']), drawn)).toEqual(
      hits(['cart', 'shop'], ['web>db', 'shop>db']),
    );
    expect(foundInDrawing(hits([], ['web>cart']), drawn)).toEqual(hits(['shop'], ['web>cart']));
    expect(foundInDrawing(hits(['db'], []), drawn)).toEqual(hits(['db'], []));
  });

  it('marks where something failed in a merged edge for one of its parts', () => {
    const path = { ...hits([], ['web>db']), failing: new Set(['web>db']) };
    expect(foundInDrawing(path, drawn)?.failing).toEqual(new Set(['web>db', 'shop>db']));
  });

  it('is what was found where nothing is folded, and nothing where nobody looks', () => {
    const found = hits(['cart'], []);
    expect(foundInDrawing(found, { groups: new Map(), mergedEdges: new Map() })).toBe(found);
    expect(foundInDrawing(undefined, drawn)).toBeUndefined();
  });
});
