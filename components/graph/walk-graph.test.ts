import { describe, expect, it } from 'vitest';
import { walkGraph, type WalkStep } from './walk-graph';

const graph = {
  positions: new Map([
    ['page', { x: 0, y: 0 }],
    ['details', { x: 160, y: -50 }],
    ['reviews', { x: 160, y: 60 }],
    ['ratings', { x: 320, y: 60 }],
  ]),
  edges: [
    { id: 'pd', source: 'page', target: 'details' },
    { id: 'pr', source: 'page', target: 'reviews' },
    { id: 'rr', source: 'reviews', target: 'ratings' },
    { id: 'loop', source: 'page', target: 'page' },
  ],
};

function walk(start: string, ...steps: WalkStep[]): string | undefined {
  let spot = { kind: 'node', id: start } as ReturnType<typeof walkGraph>;
  for (const step of steps) spot = walkGraph(graph, spot, step);
  return spot?.id;
}

describe('walkGraph', () => {
  it('begins at the leftmost node, and nowhere in an empty graph', () => {
    expect(walkGraph(graph, undefined, 'downstream')).toEqual({ kind: 'node', id: 'page' });
    expect(walkGraph({ positions: new Map(), edges: [] }, undefined, 'next')).toBeUndefined();
  });

  it('follows edges downstream and upstream', () => {
    expect(walk('page', 'downstream', 'next', 'downstream')).toBe('ratings');
    expect(walk('ratings', 'upstream', 'upstream')).toBe('page');
  });

  it('stays at the ends', () => {
    expect(walk('ratings', 'downstream')).toBe('ratings');
    expect(walk('page', 'upstream')).toBe('page');
    expect(walk('details', 'previous')).toBe('details');
  });

  it('stops on edges when asked, and goes on from there', () => {
    const edge = walkGraph(graph, { kind: 'node', id: 'page' }, 'downstream', true);
    expect(edge).toEqual({ kind: 'edge', id: 'pd' });
    expect(walkGraph(graph, edge, 'next')).toEqual({ kind: 'edge', id: 'loop' });
    expect(walkGraph(graph, edge, 'downstream')).toEqual({ kind: 'node', id: 'details' });
  });

  it('starts again when its place is gone', () => {
    expect(walk('nobody', 'downstream')).toBe('page');
    expect(walkGraph(graph, { kind: 'edge', id: 'gone' }, 'next')?.id).toBe('page');
  });
});
