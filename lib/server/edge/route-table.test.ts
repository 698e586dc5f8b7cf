import { describe, expect, it } from 'vitest';
import { createRouteTable } from './route-table';

const table = createRouteTable(
  ['/', '/graph', '/traces/[id]', '/api/graph', '/api/what-if', '/_not-found', '/_global-error'],
  ['favicon.svg'],
);

describe('what is at an address', () => {
  it.each([
    ['/', 'page'],
    ['/graph', 'page'],
    ['/graph/', 'page'],
    ['/traces/abc', 'page'],
    ['/traces/a(b)*', 'page'],
    ['/api/graph', 'api'],
    ['/favicon.svg', 'file'],
    ['/_next/static/chunks/x.js', 'file'],
  ])('%s: a %s', (path, place) => expect(table.placeOf(path)).toBe(place));

  it.each([
    '',
    '/grap',
    '/graphs',
    '/graph/x',
    '/traces',
    '/traces/',
    '/traces/a/b',
    '/api',
    '/api/nothing',
    '/api/graph/x',
    '/_not-found',
    '/_global-error',
    '/_next',
    '/_next/static',
    '/_next/image',
    '/_next/data/build/graph.json',
    '/graph.rsc',
    '/graph.segments/_tree.segment.rsc',
    '/__nextjs_original-stack-frame',
    '/server.js',
    '/.next/required-server-files.json',
    '/package.json',
  ])('%s: nothing (S16)', (path) => expect(table.placeOf(path)).toBeUndefined());

  it('takes posts only where questions are too long for an address (S1)', () => {
    expect(table.takesPosts('/api/what-if')).toBe(true);
    expect(['/', '/graph', '/api/graph', '/api/what-if/object'].filter(table.takesPosts)).toEqual([]);
  });

  it('knows no letters that mean something in a pattern', () => {
    expect(createRouteTable(['/a.c'], []).placeOf('/abc')).toBeUndefined();
  });
});
