import { describe, expect, it } from 'vitest';
import { applyJsonPatch } from './json-patch';

const document = { spec: { hosts: ['a', 'b'], 'x/y~z': 1 } };

describe('applyJsonPatch', () => {
  it('adds, replaces, removes, moves, copies and tests without touching the document', () => {
    const patched = applyJsonPatch(document, [
      { op: 'test', path: '/spec/hosts/0', value: 'a' },
      { op: 'add', path: '/spec/hosts/-', value: 'c' },
      { op: 'add', path: '/spec/hosts/0', value: 'first' },
      { op: 'replace', path: '/spec/x~1y~0z', value: 2 },
      { op: 'copy', from: '/spec/hosts/0', path: '/copied' },
      { op: 'move', from: '/spec/hosts/1', path: '/moved' },
      { op: 'remove', path: '/spec/hosts/1' },
    ]);
    expect(patched).toEqual({ spec: { hosts: ['first', 'c'], 'x/y~z': 2 }, copied: 'first', moved: 'a' });
    expect(document).toEqual({ spec: { hosts: ['a', 'b'], 'x/y~z': 1 } });
  });

  it.each([
    ['a missing path', [{ op: 'remove', path: '/spec/none' }]],
    ['an index beyond the list', [{ op: 'replace', path: '/spec/hosts/2', value: 1 }]],
    ['a leading zero', [{ op: 'replace', path: '/spec/hosts/00', value: 1 }]],
    ['a failed test', [{ op: 'test', path: '/spec/hosts', value: [] }]],
    ['an unknown operation', [{ op: 'burn', path: '/spec' }]],
    ['a relative pointer', [{ op: 'remove', path: 'spec' }]],
    ['a missing value', [{ op: 'add', path: '/x' }]],
    ['a prototype', [{ op: 'add', path: '/__proto__', value: {} }]],
    ['an inherited member', [{ op: 'add', path: '/constructor/prototype', value: 1 }]],
    ['no list', { op: 'add' }],
  ])('refuses %s with a 400', (_what, patch) => {
    expect(() => applyJsonPatch(document, patch)).toThrow(expect.objectContaining({ code: 400 }));
  });
});
