import { describe, expect, it } from 'vitest';
import { writeRoutingCsv } from './routing-csv';
import { countRoutes } from './routing-headline';
import { filterRoutingRows, listRoutingRows } from './routing-rows';
import { evidenceText, observedText } from './routing-words';
import { sampleDestination, sampleRoute, sampleRoutingAnswer, sampleRule } from './sample-routing';

const observed = (share: number) => ({
  requests: 1204 * share,
  share,
  low: share - 0.02,
  high: share + 0.02,
});
const drifting = sampleRoute({
  id: 'drifting',
  host: 'cart.shop.svc.cluster.local',
  verdict: 'drifting',
  reasons: ['Declared 90 / 10, seen 82 / 18.'],
  rules: [
    sampleRule({
      index: 0,
      match: 'header end-user is jason',
      verdict: 'noSplit',
      destinations: [sampleDestination('v2', null, 1)],
    }),
    sampleRule({
      index: 1,
      verdict: 'drifting',
      destinations: [
        sampleDestination('v1', 90, 0.9, { observed: observed(0.82) }),
        sampleDestination('v2', 10, 0.1, { observed: observed(0.18) }),
      ],
    }),
  ],
});
const httpRoute = sampleRoute({
  id: 'http',
  host: 'api.shop.svc.cluster.local',
  source: { kind: 'HTTPRoute', namespace: 'shop', name: 'api', gateways: [] },
  verdict: 'noSplit',
});
const answer = sampleRoutingAnswer([httpRoute, sampleRoute(), drifting]);
const rows = listRoutingRows(answer);

describe('rows of routes', () => {
  it('begin with those that need a person', () => {
    expect(rows.map(({ id }) => id)).toEqual(['drifting', 'sidecar reviews.shop.svc.cluster.local', 'http']);
  });

  it('tell of the rule that the verdict comes from', () => {
    expect(rows[0]).toMatchObject({
      declared: 'v1 90 % · v2 10 %',
      seen: '82 % · 18 %',
      verdictWord: 'Drifting',
      rules: 2,
    });
  });

  it('have no seen shares where nothing can be told', () => {
    expect(rows[1]?.seen).toBeUndefined();
  });

  it.each([
    [{ q: 'CART jason', kind: null, verdict: null }, []],
    [{ q: 'cart drifting', kind: null, verdict: null }, ['drifting']],
    [{ q: '', kind: 'HTTPRoute', verdict: null }, ['http']],
    [{ q: '', kind: null, verdict: 'inLine' as const }, ['sidecar reviews.shop.svc.cluster.local']],
  ])('are kept by %j', (filters, wanted) => {
    expect(filterRoutingRows(rows, filters).map(({ id }) => id)).toEqual(wanted);
  });

  it('show names of strangers as text', () => {
    const [row] = listRoutingRows(sampleRoutingAnswer([sampleRoute({ host: 'a\u202eb' })]));
    expect(row?.host).not.toContain('\u202e');
  });
});

describe('words for routes', () => {
  it('count all of them in one sentence', () => {
    expect(countRoutes(answer)).toBe('3 routed hosts: 1 drifting, 1 in line, 1 without a split');
    expect(countRoutes(sampleRoutingAnswer([]))).toBe('0 routed hosts');
  });

  it('give a share with its interval', () => {
    expect(observedText(sampleDestination('v1', 90, 0.9, { observed: observed(0.82) }))).toBe(
      '82 % (80 to 84 %)',
    );
    expect(observedText(sampleDestination('v1', 90, 0.9))).toBe('unknown');
  });

  it('say how many more requests would settle it', () => {
    expect(evidenceText(sampleRule({ requestsNeeded: 3445 }))).toBe(
      '3\u2009445 more requests would tell every share to one point',
    );
    expect(evidenceText(sampleRule({ requestsNeeded: 0 }))).toBeUndefined();
    expect(evidenceText(sampleRule({ requestsNeeded: null }))).toBeUndefined();
  });
});

describe('the file of routes', () => {
  it('has a line for each destination, with nothing where nothing is known', () => {
    const [head, first, , third] = writeRoutingCsv(rows).split('\r\n');
    expect(head).toMatch(/^host,kind,namespace,name,/);
    expect(first).toContain(',v2,,,1,,,,,ok,noSplit,');
    expect(third).toContain(',v2,,10,0.1,0.18,');
  });
});
