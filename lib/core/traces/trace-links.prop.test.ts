import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printTraceQl, searchLink, traceLink, type TraceUi } from './trace-links';

const text = fc.string({ unit: 'binary', maxLength: 30 });
const search = fc.record({
  service: text,
  tags: fc.dictionary(text, text, { maxKeys: 4 }),
  startSeconds: fc.integer({ min: 0, max: 2_000_000_000 }),
  endSeconds: fc.integer({ min: 0, max: 2_000_000_000 }),
  limit: fc.integer({ min: 1, max: 100 }),
});
const jaeger: TraceUi = { kind: 'jaeger', url: 'https://traces.example:8443/jaeger/' };
const grafana: TraceUi = { kind: 'grafana', url: 'https://grafana.example', datasource: 'tempo-1', org: 2 };
const template: TraceUi = {
  kind: 'template',
  search: 'https://apm.example/find/{service}?from={startMs}&to={endMs}',
  trace: 'https://apm.example/t/{traceId}#x',
};
const RUNS = { numRuns: 200 };

describe('a link to a search', () => {
  it("says in Jaeger's parameters what is searched, whatever the names hold", () => {
    fc.assert(
      fc.property(search, (one) => {
        const link = new URL(searchLink(jaeger, one) ?? '');
        expect(link.origin + link.pathname).toBe('https://traces.example:8443/jaeger/search');
        expect(link.hash + link.username + link.password).toBe('');
        expect(link.searchParams.get('service')).toBe(one.service.toWellFormed());
        expect(link.searchParams.get('lookback')).toBe('custom');
        expect(Number(link.searchParams.get('start'))).toBe(one.startSeconds * 1e6);
        const tags: unknown = JSON.parse(link.searchParams.get('tags') ?? '{}');
        expect(Object.entries(Object(tags)).sort()).toEqual(
          Object.entries(JSON.parse(JSON.stringify(one.tags)) as object).sort(),
        );
      }),
      RUNS,
    );
  });

  it("opens Grafana's Explore with a query that nothing in the names ends (S22)", () => {
    fc.assert(
      fc.property(search, (one) => {
        const link = new URL(searchLink(grafana, one) ?? '');
        expect(link.origin + link.pathname).toBe('https://grafana.example/explore');
        const panes = JSON.parse(link.searchParams.get('panes') ?? '') as {
          a: { datasource: string; queries: { query: string }[] };
        };
        expect(panes.a.datasource).toBe('tempo-1');
        expect(panes.a.queries[0]?.query).toBe(printTraceQl(one));
      }),
      RUNS,
    );
  });

  it('fills a template without leaving its origin (S22)', () => {
    fc.assert(
      fc.property(search, (one) => {
        const link = searchLink(template, one);
        if (link === undefined) return;
        const { origin, pathname, searchParams } = new URL(link);
        expect(origin).toBe('https://apm.example');
        // A service that is called `..` leads up, as it does in every address; it stays with this host.
        if (!/^\.{1,2}$/.test(one.service))
          expect(decodeURIComponent(pathname)).toBe(`/find/${one.service.toWellFormed()}`);
        expect(searchParams.get('from')).toBe(String(one.startSeconds * 1000));
      }),
      RUNS,
    );
  });

  it('sends durations with a unit', () => {
    const one = { service: 'a', tags: {}, startSeconds: 1, endSeconds: 2, limit: 20, minDurationMs: 1.25 };
    expect(new URL(searchLink(jaeger, one) ?? '').searchParams.get('minDuration')).toBe('1250us');
    expect(printTraceQl(one)).toBe('{ resource.service.name = "a" && duration >= 1250us }');
  });
});

describe('a link to a trace', () => {
  const around = { spanId: 'b7', startSeconds: 10, endSeconds: 20 };

  it('points out the span', () => {
    expect(traceLink(jaeger, 'abc1', around)).toBe('https://traces.example:8443/jaeger/trace/abc1?uiFind=b7');
    expect(traceLink(template, 'abc1', around)).toBe('https://apm.example/t/abc1#x');
  });

  it('exists only for ids that are ids', () => {
    fc.assert(
      fc.property(text, (id) => {
        const isId = /^[\w-]{1,128}$/.test(id);
        expect(traceLink(jaeger, id, around) !== undefined).toBe(isId);
      }),
      RUNS,
    );
    for (const id of ['..', 'a/b', 'a?b', 'javascript:alert(1)', ''])
      expect(traceLink(jaeger, id, around)).toBeUndefined();
  });
});

describe('TraceQL', () => {
  it('keeps quotes, bars and backslashes within the text, and tells errors by status', () => {
    const tags = { upstream_cluster: 'outbound|80||"x\\', 'odd name': 'y', error: 'true' };
    expect(printTraceQl({ service: 'web.shop', tags })).toBe(
      String.raw`{ resource.service.name = "web.shop" && span.upstream_cluster = "outbound|80||\"x\\" && span."odd name" = "y" && status = error }`,
    );
  });
});

describe('a search for denials in TraceQL', () => {
  it('knows the status as text and as number, under both of its names', () => {
    const query = { service: 'web', tags: { 'http.status_code': '403', upstream_cluster: 'x' } };
    expect(printTraceQl(query)).toBe(
      '{ resource.service.name = "web" && span.upstream_cluster = "x" && ' +
        '(span.http.status_code = "403" || span.http.status_code = 403 || ' +
        'span.http.response.status_code = "403" || span.http.response.status_code = 403) }',
    );
    const hostile = { service: 'web', tags: { 'http.status_code': '403 || true' } };
    expect(printTraceQl(hostile)).not.toContain('= 403 ||');
  });
});

describe('templates for other backends', () => {
  const service = 'web.shop?x=1&y=#/../"\u202e';
  const search = { service, tags: {}, startSeconds: 1_700_000_000, endSeconds: 1_700_000_300, limit: 20 };
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const around = { startSeconds: 1_700_000_000, endSeconds: 1_700_000_300 };

  it.each([
    ['Zipkin', 'https://zipkin.example/zipkin/?serviceName={service}&endTs={endMs}', 'serviceName'],
    ['Datadog', 'https://app.datadoghq.com/apm/traces?query={service}&start={startMs}&end={endMs}', 'query'],
    ['ServiceNow', 'https://app.lightstep.com/shop/explorer?filter_service={service}', 'filter_service'],
    ['Google', 'https://console.cloud.google.com/traces/list?project=shop&filter={service}', 'filter'],
    ['AWS', 'https://eu-west-1.console.aws.amazon.com/xray/home?filter={service}', 'filter'],
  ])('lead to a search in %s, with the name as one parameter', (_name, template, parameter) => {
    const link = new URL(searchLink({ kind: 'template', search: template }, search) ?? '');
    const plain = new URL(template);
    expect(link.origin + link.pathname + link.hash).toBe(plain.origin + plain.pathname + plain.hash);
    expect([...link.searchParams.keys()]).toEqual([...plain.searchParams.keys()]);
    expect(link.searchParams.get(parameter)).toBe(service);
    for (const [key, place] of plain.searchParams) {
      if (place === '{startMs}') expect(link.searchParams.get(key)).toBe('1700000000000');
      if (place === '{endMs}') expect(link.searchParams.get(key)).toBe('1700000300000');
    }
  });

  it.each([
    ['Zipkin', 'https://zipkin.example/zipkin/traces/{traceId}', `/zipkin/traces/${traceId}`],
    ['Datadog', 'https://app.datadoghq.com/apm/trace/{traceId}', `/apm/trace/${traceId}`],
    ['Google', 'https://console.cloud.google.com/traces/list?tid={traceId}', `/traces/list?tid=${traceId}`],
    ['AWS', 'https://console.aws.amazon.com/xray/home#/traces/{traceId}', `/xray/home#/traces/${traceId}`],
  ])('lead to a trace in %s', (_name, template, place) => {
    const link = new URL(traceLink({ kind: 'template', trace: template }, traceId, around) ?? '');
    expect(link.origin).toBe(new URL(template).origin);
    expect(link.pathname + link.search + link.hash).toBe(place);
    expect(traceLink({ kind: 'template', trace: template }, 'a/../b', around)).toBeUndefined();
  });
});
