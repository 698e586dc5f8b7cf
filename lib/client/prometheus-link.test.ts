import { describe, expect, it } from 'vitest';
import { prometheusLink } from './prometheus-link';

describe('prometheusLink', () => {
  it('asks for the expression at the instant', () => {
    const link = new URL(
      prometheusLink('https://prom.example/base/', 'sum(rate(x{a="b&c#"}[5m]))', 1_700_000_000),
    );
    expect(link.origin + link.pathname).toBe('https://prom.example/base/graph');
    expect(Object.fromEntries(link.searchParams)).toEqual({
      'g0.expr': 'sum(rate(x{a="b&c#"}[5m]))',
      'g0.tab': '1',
      'g0.moment_input': '2023-11-14 22:13:20',
    });
  });

  it('leaves no way out of the query, whatever a label says (S22)', () => {
    const link = new URL(prometheusLink('http://p', '#/../..?x=<script>"&g1.expr=evil', 0));
    expect([link.pathname, link.hash, link.searchParams.has('g1.expr')]).toEqual(['/graph', '', false]);
  });
});
