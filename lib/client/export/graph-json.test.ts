import { describe, expect, it } from 'vitest';
import { graphAnswerSchema } from '@/lib/contracts/graph';
import { sampleAnswer, sampleEdge, sampleNode } from '../sample-answer';
import { writeGraphJson } from './graph-json';

const graph = sampleAnswer({
  nodes: [sampleNode('web'), sampleNode('__proto__')],
  edges: [sampleEdge('web', '__proto__', 1 / 3)],
});

describe('writeGraphJson', () => {
  it('is the answer as the API gave it', () => {
    const read: unknown = JSON.parse(writeGraphJson(graph, undefined));
    expect(read).toEqual(JSON.parse(JSON.stringify(graph)));
    expect(graphAnswerSchema.safeParse(read).success).toBe(true);
  });

  it('adds whole positions by node id, also for ids that mean something to objects', () => {
    const positions = new Map([
      ['web', { x: 1.4, y: -2.6 }],
      ['__proto__', { x: 0, y: 9 }],
    ]);
    const { positions: read } = JSON.parse(writeGraphJson(graph, positions)) as { positions: object };
    expect(Object.entries(read)).toEqual([
      ['web', { x: 1, y: -3 }],
      ['__proto__', { x: 0, y: 9 }],
    ]);
  });
});
