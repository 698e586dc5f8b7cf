import { describe, expect, it } from 'vitest';
import { describeElements, findExamples } from './find-words';
import { compileText, lookThrough } from './look-through';
import { readExpression } from './read-expression';
import { sampleAnswer, sampleEdge, sampleNode } from './sample-answer';

const graph = sampleAnswer({
  nodes: [sampleNode('web'), sampleNode('cart'), sampleNode('db')],
  edges: [sampleEdge('web', 'cart', 9), sampleEdge('web', 'db', 1), sampleEdge('cart', 'db', 5)],
});

const look = (find: string, hide: string) => lookThrough(graph, compileText(find), compileText(hide));

describe('looking through a graph', () => {
  it('leaves the very answer where nothing is hidden', () => {
    expect(look('', '')).toEqual({ visible: graph, hidden: undefined, found: undefined });
    expect(look('cart', '').visible).toBe(graph);
  });

  it('takes away what is hidden, counts it, and finds only what is left', () => {
    const { visible, hidden, found } = look('web or db', 'name = db');
    expect(visible.nodes.map(({ id }) => id)).toEqual(['web', 'cart']);
    expect(visible.edges.map(({ id }) => id)).toEqual(['web-cart']);
    expect(hidden).toEqual({ nodes: 1, edges: 2 });
    expect(found).toEqual({ nodes: new Set(['web']), edges: new Set(['web-cart']) });
  });

  it('judges shares in the whole graph, whatever is hidden', () => {
    expect(look('%traffic >= 95', 'name = db').found?.edges).toEqual(new Set());
    expect(look('%traffic >= 90', 'name = db').found?.edges).toEqual(new Set(['web-cart']));
  });

  it('counts nothing as nothing, and knows that a hide expression is there', () => {
    expect(look('', 'name = nobody').hidden).toEqual({ nodes: 0, edges: 0 });
    expect(describeElements({ nodes: 0, edges: 0 })).toBe('nothing');
    expect(describeElements({ nodes: 1, edges: 12 })).toBe('1 node, 12 edges');
    expect(describeElements({ nodes: 0, edges: 1 })).toBe('1 edge');
  });

  it('ignores an expression that is not understood', () => {
    expect(look('nmae = x', '(')).toEqual({ visible: graph, hidden: undefined, found: undefined });
  });

  it('understands every example that the help shows', () => {
    for (const { expression } of findExamples) expect(readExpression(expression).kind).toBe('understood');
  });
});
