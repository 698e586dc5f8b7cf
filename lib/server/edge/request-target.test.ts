import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPath } from './request-target';

describe('the path that is asked for', () => {
  it('is decoded, without the query', () => {
    expect(readPath('/')).toBe('/');
    expect(readPath('/graph?a=//..%2f')).toBe('/graph');
    expect(readPath('/traces/%C3%A4%20b')).toBe('/traces/ä b');
    expect(readPath('/_next/static/chunks/a~b.js?dpl=1')).toBe('/_next/static/chunks/a~b.js');
  });

  it.each([
    undefined,
    '',
    '*',
    'graph',
    '?',
    'http://169.254.169.254/latest/meta-data/',
    'https://localhost/graph',
    '//evil.example/',
    '/graph//x',
    '/%2fevil.example',
    '/%2F%2Fevil.example',
    '/\\evil.example',
    '/%5cevil.example',
    '/../etc/passwd',
    '/_next/static/../../server/app/page.js',
    '/_next/static/%2e%2e/%2e%2e/package.json',
    '/_next/static/..%2f..%2fpackage.json',
    '/./graph',
    '/graph/.',
    '/graph#x',
    '/a%00b',
    '/a%0d%0aSet-Cookie:%20x=1',
    '/%',
    '/%zz',
    '/%ff',
    '/%c0%ae%c0%ae/',
  ])('is refused where it may mean another: %s (S2)', (target) => expect(readPath(target)).toBeUndefined());

  it('never leaves the root, whatever is asked (S2)', () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '%2e%2e', '%2f', '/', '//', '\\', '%5c', '%00', '@', ':', '#', '?', '․․'),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const path = readPath(`/${parts.join('')}`);
        if (path === undefined) return;
        const resolved = new URL(`http://here${path.split('/').map(encodeURIComponent).join('/')}`);
        expect(resolved.host).toBe('here');
        expect(decodeURIComponent(resolved.pathname)).toBe(path);
      }),
      { numRuns: 300 },
    );
  });
});
