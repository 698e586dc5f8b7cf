import { describe, expect, it } from 'vitest';
import { sampleChangedEdge, sampleWhatIf } from './sample-what-if';
import { filterWhatIfRows, listWhatIfRows } from './what-if-rows';

const rowOf = (given: Parameters<typeof sampleChangedEdge>[0]) =>
  listWhatIfRows(sampleWhatIf([sampleChangedEdge(given)]))[0];

describe('a row of a changed edge', () => {
  it('says who calls whom, what becomes of it, and by which rule and line', () => {
    const by = [
      { kind: 'AuthorizationPolicy', namespace: 'shop', name: 'deny-all', rule: 0, line: 9 },
    ] as const;
    expect(rowOf({ by: [...by] })).toMatchObject({
      caller: 'shop/web',
      callee: 'shop/cart',
      verdictWord: 'Breaks',
      transition: 'passes → refused',
      rateText: '12.3 rps',
      rule: 'AuthorizationPolicy rule 1 of shop/deny-all',
      place: 'shop/deny-all, rule 1',
      line: 9,
    });
  });

  it.each([
    ['passes', 'mutual', 'passes', 'plaintext', 'mutual TLS → plaintext'],
    ['passes', 'mutual', 'passes', 'mutual', 'passes, mutual TLS'],
    ['passes', 'plaintext', 'refused', 'broken', 'passes → refused'],
    ['unknown', 'unknown', 'unknown', 'unknown', 'unknown'],
  ] as const)('tells only what differs: %s, %s then %s, %s', (state, security, then, after, words) => {
    const row = rowOf({ today: { state, security }, after: { state: then, security: after } });
    expect(row?.transition).toBe(words);
  });

  it('names callers without a name, bytes, and what is missing', () => {
    const row = rowOf({
      source: { id: 's' },
      target: { id: 't', namespace: 'shop' },
      unit: 'bytes',
      rate: 2_000,
      needs: ['path', 'token'],
    });
    expect(row).toMatchObject({
      caller: 'unknown caller',
      callee: 'somebody in shop',
      rateText: '2 kB/s',
      missing: 'the path of the requests, the token that the requests carry',
    });
  });

  it('shows hostile names and reasons as text', () => {
    const row = rowOf({ source: { id: 's', name: 'a\u202eb' }, reason: 'two\nlines' });
    expect([row?.caller, row?.reason]).toEqual(['a\\u{202e}b', 'two\\u{a}lines']);
  });

  it('is kept by its verdict', () => {
    const rows = listWhatIfRows(
      sampleWhatIf([sampleChangedEdge(), sampleChangedEdge({ id: 'f', verdict: 'unaffected' })]),
    );
    expect(filterWhatIfRows(rows, 'unaffected').map(({ id }) => id)).toEqual(['f']);
    expect(filterWhatIfRows(rows, null)).toBe(rows);
  });
});
