import { describe, expect, it } from 'vitest';
import type { NamedBox } from '@/lib/core/graph/boxes';
import { namespacesFolded, nothingFolded, parseFolds, printFolds } from '@/lib/core/graph/fold-choice';
import { drawGraph, openWayTo, selectionAfterToggle, toggleBox, type Look } from './drawing';
import { sampleAnswer, sampleEdge, sampleNode } from './sample-answer';

const look: Look = { fold: null, focus: null, hops: '1', to: null, select: null };

/** web → cart → stock → store in `shop`, and web → pay → bank in `payments`. */
function shop() {
  const inside = (id: string, namespace: string) => sampleNode(id, { namespace });
  return sampleAnswer({
    nodes: [
      ...['web', 'cart', 'stock', 'store'].map((id) => inside(id, 'shop')),
      ...['pay', 'bank'].map((id) => inside(id, 'payments')),
    ],
    edges: [
      sampleEdge('web', 'cart', 4),
      sampleEdge('cart', 'stock', 3),
      sampleEdge('stock', 'store', 2),
      sampleEdge('web', 'pay', 1),
      sampleEdge('pay', 'bank', 1),
    ],
  });
}

/** Many namespaces of six nodes each. */
function large(nodes: number) {
  return sampleAnswer({
    nodes: Array.from({ length: nodes }, (_, index) =>
      sampleNode(`n${index}`, { namespace: `team-${Math.floor(index / 6)}` }),
    ),
  });
}

/** Everybody calls everybody, later ones more. */
function dense(nodes: number) {
  const names = Array.from({ length: nodes }, (_, index) => `n${index}`);
  return sampleAnswer({
    nodes: names.map((id) => sampleNode(id, { namespace: 'shop' })),
    edges: names.flatMap((from, i) =>
      names.flatMap((to, j) => (i === j ? [] : [sampleEdge(from, to, i * nodes + j + 1)])),
    ),
  });
}

const payments: NamedBox = {
  id: 'ns:payments',
  box: { kind: 'namespace', cluster: undefined, namespace: 'payments' },
};
const aggregate = 'aggregate||payments||||';
const ids = ({ graph }: ReturnType<typeof drawGraph>) => graph.nodes.map(({ id }) => id).toSorted();

describe('drawGraph', () => {
  it('draws a graph that can be read as it is', () => {
    const answer = shop();
    const { graph, ...rest } = drawGraph(answer, look);
    expect(graph.nodes).toBe(answer.nodes);
    expect(rest).toMatchObject({ foldedByItself: false, total: 6, shown: 6, leftOut: 0, focus: undefined });
  });

  it('folds what the viewer folds, and tells how many are drawn as themselves', () => {
    const drawing = drawGraph(shop(), { ...look, fold: parseFolds('ns:payments')! });
    expect(ids(drawing)).toEqual([aggregate, 'cart', 'stock', 'store', 'web']);
    expect(drawing.graph.groups.get(aggregate)?.members).toEqual(['bank', 'pay']);
    expect(drawing).toMatchObject({ total: 6, shown: 4 });
  });

  it('leaves lines out beyond a thousand, and never those of what is selected', () => {
    const answer = dense(40);
    const drawing = drawGraph(answer, look);
    expect(drawing.lines).toEqual({ shown: 1_000, leftOut: 560 });
    expect(drawing.graph.edges).toHaveLength(1_000);
    const own = (id: string, { graph }: ReturnType<typeof drawGraph>) =>
      graph.edges.filter(({ source, target }) => source === id || target === id);
    expect(own('n0', drawing).length).toBeLessThan(78);
    expect(own('n0', drawGraph(answer, { ...look, select: { kind: 'node', id: 'n0' } }))).toHaveLength(78);
  });

  it('never leaves out a leg of a split, nor what has to be seen, folded or not', () => {
    const answer = dense(40);
    const leg = (host: string) => ({ host, weight: 50, share: 0.5 });
    const config = [
      {
        kind: 'VirtualService',
        namespace: 'shop',
        name: 'n0',
        summary: '',
        destinations: [leg('a'), leg('b')],
      },
    ];
    const split = {
      ...answer,
      nodes: answer.nodes.map((one) => (one.id === 'n0' ? { ...one, config } : one)),
    };
    const own = (id: string, { graph }: ReturnType<typeof drawGraph>) =>
      graph.edges.filter(({ source, target }) => source === id || target === id);
    expect(own('n0', drawGraph(split, look))).toHaveLength(78);

    const quiet = answer.edges.find(({ source, target }) => source === 'n0' && target === 'n1')!.id;
    const shows = (change: Partial<Look>, of = answer) => {
      const { graph } = drawGraph(of, { ...look, ...change });
      return graph.edges.some(({ id }) => (graph.mergedEdges.get(id) ?? [id]).includes(quiet));
    };
    expect(shows({})).toBe(false);
    expect(shows({ edgesToShow: new Set([quiet]) })).toBe(true);
    const apart = {
      ...answer,
      nodes: answer.nodes.map((one, i) => ({ ...one, namespace: `team-${i === 0 ? 0 : Math.ceil(i / 2)}` })),
    };
    expect(shows({ fold: namespacesFolded, edgesToShow: new Set([quiet]) }, apart)).toBe(true);
  });

  it('leaves more out between boxes that are folded', () => {
    const apart = (nodes: number) => {
      const { nodes: inside, ...rest } = dense(nodes);
      return {
        ...rest,
        nodes: inside.map((node, i) => ({ ...node, namespace: `team-${Math.floor(i / 2)}` })),
      };
    };
    const folded = drawGraph(apart(60), { ...look, fold: namespacesFolded });
    expect(folded.lines).toEqual({ shown: 300, leftOut: 570 });
    const halfFolded = drawGraph(apart(30), { ...look, fold: parseFolds('ns:team-1')! });
    expect(halfFolded.lines.leftOut).toBe(0);
  });

  it('folds namespaces by itself from 501 nodes on, unless the viewer unfolded all', () => {
    expect(drawGraph(large(500), look)).toMatchObject({ foldedByItself: false, shown: 500 });
    const folded = drawGraph(large(600), look);
    expect(folded).toMatchObject({ foldedByItself: true, shown: 0, total: 600, leftOut: 0 });
    expect(folded.graph.nodes).toHaveLength(100);
    expect(drawGraph(large(600), { ...look, fold: nothingFolded })).toMatchObject({
      shown: 500,
      leftOut: 100,
    });
  });

  it('shows the neighbours of a focus only, and what is selected', () => {
    expect(ids(drawGraph(shop(), { ...look, focus: 'cart' }))).toEqual(['cart', 'stock', 'web']);
    expect(ids(drawGraph(shop(), { ...look, focus: 'stock', hops: 'callers' }))).toEqual([
      'cart',
      'stock',
      'web',
    ]);
    const select = { kind: 'edge', id: 'pay-bank' } as const;
    expect(ids(drawGraph(shop(), { ...look, focus: 'cart', select }))).toEqual([
      'bank',
      'cart',
      'pay',
      'stock',
      'web',
    ]);
  });

  it('focuses on everybody in a folded box', () => {
    const drawing = drawGraph(shop(), { ...look, focus: aggregate });
    expect(ids(drawing)).toEqual(['bank', 'pay', 'web']);
    expect(drawing.focus).toEqual({ state: 'found', nodes: 3 });
  });

  it('shows the ways between two nodes, and says when they lead the other way, or nowhere', () => {
    const way = (focus: string, to: string) => drawGraph(shop(), { ...look, focus, to });
    expect(ids(way('web', 'stock'))).toEqual(['cart', 'stock', 'web']);
    expect(way('store', 'web').focus).toEqual({ state: 'reversed', nodes: 4 });
    expect(way('store', 'bank').focus).toEqual({ state: 'none', nodes: 2 });
    expect(way('store', 'nobody').focus).toEqual({ state: 'missing', nodes: 0 });
  });

  it('decides about folding once the focus has made the graph small', () => {
    const answer = large(600);
    const drawing = drawGraph(answer, { ...look, focus: 'n7' });
    expect(drawing.foldedByItself).toBe(false);
    expect(ids(drawing)).toEqual(['n7']);
  });
});

describe('openWayTo', () => {
  it('opens the box around a node or an edge, and no other', () => {
    const both = parseFolds('ns:payments,ns:shop')!;
    expect(printFolds(openWayTo(shop(), both, { kind: 'node', id: 'pay' }))).toBe('ns:shop');
    expect(printFolds(openWayTo(shop(), both, { kind: 'edge', id: 'web-pay' }))).toBe('');
    expect(printFolds(openWayTo(shop(), namespacesFolded, { kind: 'node', id: 'pay' }))).toBe(
      'ns,-ns:payments',
    );
  });

  it('keeps the choice when nothing hides what is looked for', () => {
    const choice = parseFolds('ns:payments')!;
    expect(openWayTo(shop(), choice, { kind: 'node', id: 'web' })).toBe(choice);
    expect(openWayTo(shop(), choice, { kind: 'node', id: 'nobody' })).toBe(choice);
  });
});

describe('toggleBox', () => {
  it('folds and opens again', () => {
    const folded = toggleBox(nothingFolded, payments);
    expect(printFolds(folded)).toBe('ns:payments');
    expect(toggleBox(folded, payments)).toEqual(nothingFolded);
  });

  it('hands the selection to the box that closes over it', () => {
    const node = { kind: 'node', id: 'pay' } as const;
    expect(selectionAfterToggle(shop(), payments, node)).toEqual({ kind: 'node', id: aggregate });
    expect(selectionAfterToggle(shop(), payments, { kind: 'edge', id: 'pay-bank' })).toBeNull();
    expect(selectionAfterToggle(shop(), payments, { kind: 'node', id: aggregate })).toBeNull();
    const elsewhere = { kind: 'node', id: 'cart' } as const;
    expect(selectionAfterToggle(shop(), payments, elsewhere)).toBe(elsewhere);
    expect(ids(drawGraph(shop(), { ...look, fold: parseFolds('ns:payments')! }))).toContain(aggregate);
  });
});
