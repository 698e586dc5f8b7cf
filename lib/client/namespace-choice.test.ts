import { describe, expect, it } from 'vitest';
import { describeNamespaces, toggleNamespace } from './namespace-choice';

const known = ['a', 'b', 'c'];

describe('toggleNamespace', () => {
  it('takes one away from all', () => expect(toggleNamespace('all', 'b', known)).toEqual(['a', 'c']));
  it('adds in order', () => expect(toggleNamespace(['c'], 'a', known)).toEqual(['a', 'c']));
  it('means all once every known one is chosen', () =>
    expect(toggleNamespace(['a', 'c'], 'b', known)).toBe('all'));
  it('keeps a name that no source knows', () => {
    expect(toggleNamespace(['a', 'c', 'gone'], 'b', known)).toEqual(['a', 'b', 'c', 'gone']);
  });
});

describe('describeNamespaces', () => {
  it('fits a small button', () => {
    expect([describeNamespaces('all'), describeNamespaces([]), describeNamespaces(['a', 'b', 'c'])]).toEqual([
      'All namespaces',
      'No namespace',
      'a + 2',
    ]);
  });
});
