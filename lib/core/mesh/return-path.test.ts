import { describe, expect, it } from 'vitest';
import { readReturnPath } from './return-path';

describe('the place to return to', () => {
  it.each(['/graph', '/graph?ns=shop&window=5m', '/traces/4bf92f?span=1#here', '/graph?find=a%2Fb'])(
    'keeps a path of ours: %s (S14)',
    (path) => {
      expect(readReturnPath(path)).toBe(path);
    },
  );

  it.each([
    '',
    'graph',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/%2f%2fevil.example',
    '/%5cevil.example',
    'https:evil.example',
    'https://evil.example/graph',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r\nLocation: https://evil.example',
    '/./%09/evil.example\t',
    '/.//evil.example',
    '/x/..//evil.example',
    `/${'a'.repeat(3_000)}`,
    '/sign-in?returnTo=/sign-in',
    '/api/session',
  ])('is the start for whatever may lead elsewhere: %j (S14)', (path) => {
    expect(readReturnPath(path)).toBe('/');
  });
});
