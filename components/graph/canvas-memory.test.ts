import { describe, expect, it } from 'vitest';
import { emptyMemory, recallPositions, rememberPositions } from './canvas-memory';

const node = (id: string) => ({ id, width: 60, group: undefined });

describe('recallPositions', () => {
  it('gives a returning node its place only when nobody stands there by now', () => {
    const memory = emptyMemory();
    rememberPositions(memory, new Map([['old', { x: 0, y: 0 }]]));
    rememberPositions(memory, new Map([['new', { x: 10, y: 10 }]]));
    expect(recallPositions(memory, [node('old')], new Set()).has('old')).toBe(true);
    const both = recallPositions(memory, [node('old'), node('new')], new Set(['new']));
    expect([...both.keys()]).toEqual(['new']);
  });
});

describe('rememberPositions', () => {
  it('forgets the oldest of those who are gone, never those who are here', () => {
    const memory = emptyMemory();
    rememberPositions(memory, new Map([['stays', { x: 1, y: 1 }]]));
    for (let refresh = 0; refresh < 50; refresh += 1) {
      const names = Array.from({ length: 100 }, (_, index) => `pod-${refresh}-${index}`);
      rememberPositions(memory, new Map([...names, 'stays'].map((id) => [id, { x: 0, y: 0 }])));
    }
    expect(memory.positions.size).toBe(4_000);
    expect(memory.positions.has('stays')).toBe(true);
    expect(memory.positions.has('pod-0-0')).toBe(false);
  });
});
