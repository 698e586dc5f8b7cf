import { describe, expect, it } from 'vitest';
import { parseRoutingRequest } from './routing-request';

const parse = (query: string) => parseRoutingRequest(new URLSearchParams(query));

describe('a request for routes', () => {
  it('is for all hosts and the usual window unless told', () => {
    expect(parse('')).toEqual({ ok: true, value: { windowSeconds: 300 } });
  });

  it('may name namespaces, a host, a window and an instant', () => {
    expect(parse('namespaces=b,a&host=Reviews.Bookinfo&window=1h&at=1000')).toEqual({
      ok: true,
      value: { namespaces: ['a', 'b'], host: 'reviews.bookinfo', windowSeconds: 3600, atSeconds: 1000 },
    });
  });

  it.each(['reviews', '*', '*.example.com', 'a.b', '10.0.0.1', 'x_y.example.com'])(
    'takes the host %s',
    (host) => {
      expect(parse(`host=${encodeURIComponent(host)}`).ok).toBe(true);
    },
  );

  it.each([
    ['host=', 'invalid-host'],
    ['host=a/b', 'invalid-host'],
    ['host=a%20b', 'invalid-host'],
    ['host=-a', 'invalid-host'],
    [`host=${'a'.repeat(254)}`, 'invalid-host'],
    ['host=%22%7D', 'invalid-host'],
    ['hosts=a', 'unknown-parameter'],
    ['host=a&host=b', 'repeated-parameter'],
    ['window=1', 'invalid-window'],
    ['window=1s', 'window-out-of-range'],
    ['at=later', 'invalid-time'],
    ['namespaces=A', 'invalid-namespaces'],
  ])('refuses %s as %s', (query, code) => {
    expect(parse(query)).toMatchObject({ ok: false, problem: { code } });
  });
});
