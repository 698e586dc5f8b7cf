import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrangeTrace } from './arrange-trace';
import { explainTrace } from './explain-trace';
import { traceHops } from './trace-hops';
import type { TraceSpan } from './trace';
import type { TraceFacts } from './trace-facts';

const facts: TraceFacts = { workloads: [], services: [], subsets: [], workloadOfPod: new Map() };

const proxy = (app: string) => ({
  node_id: `sidecar~10.0.0.1~${app}-x.shop~shop.svc.cluster.local`,
  'istio.namespace': 'shop',
  'istio.canonical_service': app,
  'istio.canonical_revision': 'v1',
});

interface Given {
  readonly parent?: string;
  readonly at?: number;
  readonly took?: number;
  readonly tags?: Record<string, string>;
}

function span(
  spanId: string,
  kind: 'client' | 'server',
  app: string,
  cluster: string,
  given: Given,
): TraceSpan {
  const { parent, at = 0, took = 10, tags = {} } = given;
  return {
    spanId,
    ...(parent === undefined ? {} : { parentId: parent }),
    service: `${app}.shop`,
    operation: 'o',
    kind,
    startUs: at,
    durationUs: took,
    isError: tags['http.status_code']?.startsWith('5') === true,
    tags: { ...proxy(app), upstream_cluster: cluster, 'http.status_code': '200', ...tags },
  };
}

const call = (id: string, from: string, to: string, given: Given = {}) =>
  span(id, 'client', from, `outbound|80||${to}.shop.svc.cluster.local`, given);
const serve = (id: string, app: string, given: Given = {}) =>
  span(id, 'server', app, 'inbound|8080||', given);

function explain(...spans: TraceSpan[]) {
  const trace = { traceId: 't', spans };
  return explainTrace(arrangeTrace(trace), traceHops(trace, facts));
}

const bad = { 'http.status_code': '503', upstream_address: '10.0.0.9:8080' };

describe('what explains a trace', () => {
  it('is the call whose retries all failed, and how many calls failed with it', () => {
    const findings = explain(
      call('a', 'web', 'reviews', { took: 100, tags: bad }),
      serve('b', 'reviews', { parent: 'a', took: 90, tags: bad }),
      call('c', 'reviews', 'ratings', {
        parent: 'b',
        at: 5,
        took: 80,
        tags: { ...bad, response_flags: 'URX' },
      }),
      serve('d', 'ratings', { parent: 'c', at: 6, took: 20, tags: bad }),
      serve('e', 'ratings', { parent: 'c', at: 30, took: 20, tags: bad }),
      serve('f', 'ratings', { parent: 'c', at: 55, took: 20, tags: bad }),
    );
    expect(findings[0]).toMatchObject({
      kind: 'failed',
      spanId: 'd',
      from: 'reviews',
      to: 'ratings',
      retries: 2,
      followers: 1,
      outcome: { code: '503', flags: 'URX' },
    });
  });

  it('is a call that came through when it was tried again', () => {
    const findings = explain(
      call('a', 'web', 'cart', { took: 30, tags: { upstream_address: '10.0.0.9:8080' } }),
      serve('b', 'cart', { parent: 'a', at: 1, tags: bad }),
      serve('c', 'cart', { parent: 'a', at: 15 }),
    );
    expect(findings[0]).toMatchObject({ kind: 'retried', from: 'web', to: 'cart', retries: 1 });
    expect(findings[0]?.outcome.code).toBe('200');
  });

  it("takes Envoy's own count of attempts, which knows those that reached nobody", () => {
    const findings = explain(call('a', 'web', 'cart', { tags: { ...bad, 'retry.count': '3' } }));
    expect(findings[0]).toMatchObject({ kind: 'failed', retries: 3, to: 'cart.shop' });
  });

  it('counts calls that an application made again because they failed, and no others', () => {
    const findings = explain(
      serve('r', 'web', { took: 100 }),
      call('a', 'web', 'cart', { parent: 'r', at: 1, tags: bad }),
      call('b', 'web', 'cart', { parent: 'r', at: 20, tags: bad }),
      call('c', 'web', 'cart', { parent: 'r', at: 40 }),
      call('d', 'web', 'cart', { parent: 'r', at: 60 }),
      call('e', 'web', 'fees', { parent: 'r', at: 80 }),
    );
    expect(findings.filter(({ kind }) => kind === 'retried').map((one) => [one.spanId, one.repeats])).toEqual(
      [
        ['b', 1],
        ['c', 2],
      ],
    );
  });

  it('is a denial, though no proxy calls it an error', () => {
    const findings = explain(
      call('a', 'web', 'cart', { took: 9, tags: { 'http.status_code': '403' } }),
      serve('b', 'cart', { parent: 'a', at: 1, took: 2, tags: { 'http.status_code': '403' } }),
    );
    expect(findings[0]).toMatchObject({ kind: 'denied', spanId: 'b', from: 'web', to: 'cart' });
  });

  it('is a delay that was injected, and where the time was spent', () => {
    const findings = explain(
      call('a', 'web', 'cart', { took: 2_000, tags: { response_flags: 'DI' } }),
      serve('b', 'cart', { parent: 'a', at: 1_980, took: 15 }),
    );
    expect(findings.map(({ kind, from, to, ownUs }) => [kind, from, to, ownUs])).toEqual([
      ['delayed', 'web', 'cart', undefined],
      ['slow', 'web', 'cart', 1_985],
    ]);
    const server = explain(
      call('a', 'web', 'cart', { took: 100 }),
      serve('b', 'cart', { parent: 'a', at: 5, took: 90 }),
    );
    expect(server).toMatchObject([{ kind: 'slow', to: 'cart', ownUs: 90 }]);
    expect(server[0]?.from).toBeUndefined();
  });

  it('never throws and never says much, whatever spans say of each other', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const any = fc
      .record({
        id,
        parent: fc.option(id, { nil: undefined }),
        at: fc.nat(50),
        took: fc.nat(50),
        own: fc.boolean(),
      })
      .map(({ id: spanId, parent, own, ...rest }) => {
        const given = { ...rest, tags: own ? bad : {}, ...(parent === undefined ? {} : { parent }) };
        return own ? call(spanId, 'web', 'cart', given) : serve(spanId, 'cart', given);
      });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 10 }), (spans) => {
        const findings = explain(...spans);
        expect(findings.length).toBeLessThanOrEqual(6);
        for (const { spanId } of findings) expect(spans.some((one) => one.spanId === spanId)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
