import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blastRadius, neighbourhood, subgraph, waysBetween } from './neighbourhood';

/** `a>b b>c`. */
function graph(text: string) {
  const edges = text.split(' ').map((arrow) => {
    const [source = '', target = ''] = arrow.split('>');
    return { source, target };
  });
  const nodes = [...new Set(edges.flatMap(({ source, target }) => [source, target]))].map((id) => ({ id }));
  return { nodes, edges };
}

const sorted = (ids: Iterable<string>) => [...ids].toSorted().join('');
const shop = graph('a>b b>c b>d c>e x>d e>f');

describe('neighbourhood', () => {
  it('reaches so many calls up and so many down, and does not turn on the way', () => {
    expect(sorted(neighbourhood(shop, ['b'], { up: 1, down: 1 }))).toBe('abcd');
    expect(sorted(neighbourhood(shop, ['b'], { up: 0, down: 2 }))).toBe('bcde');
    expect(sorted(neighbourhood(shop, ['d'], { up: 1, down: 5 }))).toBe('bdx');
  });

  it('holds a node that nobody knows, alone', () => {
    expect(sorted(neighbourhood(shop, ['nobody'], { up: 3, down: 3 }))).toBe('nobody');
  });

  it('starts from several nodes at once', () => {
    expect(sorted(neighbourhood(shop, ['a', 'e'], { up: 0, down: 1 }))).toBe('abef');
  });
});

describe('blastRadius', () => {
  it('holds everybody who notices, also around a cycle', () => {
    expect(sorted(blastRadius(shop, ['e']))).toBe('abce');
    expect(sorted(blastRadius(graph('a>b b>a b>c'), ['c']))).toBe('abc');
  });
});

describe('waysBetween', () => {
  it('holds everybody on any way, with its edges', () => {
    const { nodes, edges, reversed } = waysBetween(graph('a>b b>d a>c c>d d>e x>d'), ['a'], ['d']);
    expect(sorted(nodes)).toBe('abcd');
    expect(edges).toHaveLength(4);
    expect(reversed).toBe(false);
  });

  it('turns round where only the other calls, and finds nothing between strangers', () => {
    const back = waysBetween(shop, ['e'], ['a']);
    expect(sorted(back.nodes)).toBe('abce');
    expect(back.reversed).toBe(true);
    expect(waysBetween(shop, ['x'], ['a'])).toEqual({ nodes: new Set(), edges: [], reversed: false });
  });
});

describe('laws', () => {
  const edges = fc.array(
    fc.record({ source: fc.constantFrom(...'abcdefgh'), target: fc.constantFrom(...'abcdefgh') }),
  );

  it('reaches at least as far with more hops, and never leaves out the middle', () => {
    fc.assert(
      fc.property(edges, fc.nat({ max: 4 }), fc.nat({ max: 4 }), (edges, up, down) => {
        const near = neighbourhood({ edges }, ['a'], { up, down });
        const far = neighbourhood({ edges }, ['a'], { up: up + 1, down: down + 1 });
        expect(near.has('a')).toBe(true);
        for (const id of near) expect(far.has(id)).toBe(true);
      }),
    );
  });

  it('puts b below a exactly when a is above b', () => {
    fc.assert(
      fc.property(edges, fc.nat({ max: 5 }), (edges, hops) => {
        const below = neighbourhood({ edges }, ['a'], { up: 0, down: hops });
        const above = neighbourhood({ edges }, ['b'], { up: hops, down: 0 });
        expect(below.has('b')).toBe(above.has('a'));
      }),
    );
  });

  it('keeps in a part only edges with both ends', () => {
    fc.assert(
      fc.property(edges, fc.uniqueArray(fc.constantFrom(...'abcdefgh')), (edges, kept) => {
        const nodes = [...'abcdefgh'].map((id) => ({ id }));
        const part = subgraph({ nodes, edges }, new Set(kept));
        expect(sorted(part.nodes.map(({ id }) => id))).toBe(sorted(kept));
        for (const { source, target } of part.edges)
          expect(kept.includes(source) && kept.includes(target)).toBe(true);
      }),
    );
  });
});
