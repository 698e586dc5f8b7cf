import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startScriptedServer, type ScriptedServer } from '@/lib/adapters/http/testing/scripted-server';
import { createPrometheusClient } from '@/lib/adapters/prometheus/client';
import { createTelemetry } from '@/lib/adapters/prometheus/telemetry';
import { graphAnswerSchema, graphLevels, type GraphAnswer } from '@/lib/contracts/graph';
import { parseGraphRequest } from '@/lib/contracts/graph-request';
import { getMeshGraph } from '@/lib/services/get-mesh-graph';
import { SourceLedger } from '@/lib/services/source-ledger';

const NOW = 1_750_000_000;
type Series = { metric: Record<string, string>; value?: [number, string]; histogram?: unknown };

const CALL: Record<string, string> = {
  reporter: 'source',
  source_cluster: 'east',
  source_workload: 'web',
  source_workload_namespace: 'shop',
  source_canonical_service: 'web',
  source_canonical_revision: 'v1',
  source_principal: 'spiffe://x/ns/shop/sa/web',
  destination_cluster: 'east',
  destination_workload: 'cart',
  destination_workload_namespace: 'shop',
  destination_canonical_service: 'cart',
  destination_canonical_revision: 'v1',
  destination_principal: 'spiffe://x/ns/shop/sa/cart',
  destination_service: 'cart.shop.svc.cluster.local',
  destination_service_name: 'cart',
  destination_service_namespace: 'shop',
  request_protocol: 'http',
  response_code: '200',
  response_flags: '-',
  connection_security_policy: 'mutual_tls',
};
/** A call that has nothing to do with the odd ones: it must be read as if they were not there. */
const GOOD: Series = {
  metric: {
    ...CALL,
    source_workload: 'good-caller',
    source_canonical_service: 'good-caller',
    destination_workload: 'good',
    destination_canonical_service: 'good',
    destination_service_name: 'good',
    destination_service: 'good.shop.svc.cluster.local',
  },
  value: [NOW, '10'],
};
const with_ = (labels: Record<string, string>, value = '1'): Series => ({
  metric: { ...CALL, ...labels },
  value: [NOW, value],
});
const without = (label: string): Series => {
  const { [label]: _dropped, ...metric } = CALL;
  return { metric, value: [NOW, '1'] };
};

const ABSURD = [
  '__proto__',
  'constructor',
  '',
  ' ',
  '|',
  '>',
  '%zz',
  '\u0000',
  '\u202e<script>alert(1)</script>',
  '"}) or vector(1) #',
  'é'.repeat(2000),
  '💥',
];
const HOSTILE: Record<string, Series[]> = {
  'labels that are missing one by one': Object.keys(CALL).map(without),
  'labels that are unknown one by one': Object.keys(CALL).map((label) => with_({ [label]: 'unknown' })),
  'no labels at all': [{ metric: {}, value: [NOW, '1'] }],
  'labels of absurd text': Object.keys(CALL).flatMap((label) =>
    ABSURD.map((text) => with_({ [label]: text })),
  ),
  'labels nobody knows': [with_({ reporter: 'sink' }), with_({ extra: 'x' }), with_({ le: '1' })],
  'unknown protocols': ['quic', 'HTTP', 'grpc-web', 'http2', '0', 'tcp'].map((request_protocol) =>
    with_({ request_protocol }),
  ),
  'values that are no rates': ['NaN', '+Inf', '-Inf', 'Inf', '-5', '1e308', '-0', '1e-320'].map((value, i) =>
    with_({ destination_workload: `odd-${i}` }, value),
  ),
  'native histograms': [
    {
      metric: CALL,
      histogram: [NOW, { count: '5', sum: '12', buckets: [[0, '0', '1', '5']] }],
    },
  ],
  'fifty thousand series': Array.from({ length: 50_000 }, (_, i) =>
    with_({
      source_workload: `w${i % 500}`,
      destination_workload: `w${(i * 7) % 499}`,
      response_code: String(200 + (i % 300)),
      response_flags: i % 3 === 0 ? 'UF' : '-',
      reporter: i % 2 === 0 ? 'source' : 'destination',
    }),
  ),
};

let server: ScriptedServer;
beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server?.close());

/** A Prometheus that answers every query about requests, flows, sizes and latencies with these series. */
function answerWith(series: readonly Series[]): void {
  server.play(({ path, query, body }, response) => {
    const text = query.get('query') ?? new URLSearchParams(body).get('query') ?? '';
    const measures = [...text.matchAll(/"telltale_measure", "(\w+)"/g)].map((match) => match[1] ?? '');
    const result =
      measures.length === 0
        ? series
        : measures.flatMap((telltale_measure) =>
            series.slice(0, 1000).map((one) => ({ ...one, metric: { ...one.metric, telltale_measure } })),
          );
    const data = path.endsWith('/query')
      ? text === 'time()'
        ? { resultType: 'scalar', result: [NOW, String(NOW)] }
        : { resultType: 'vector', result: text.includes('_bucket') ? [] : result }
      : path.endsWith('/flags')
        ? {}
        : [];
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ status: 'success', data }));
  });
}

async function graphOf(series: readonly Series[], query: string): Promise<GraphAnswer> {
  answerWith(series);
  const request = parseGraphRequest(new URLSearchParams(query));
  if (!request.ok) throw new Error(request.problem.message);
  const client = createPrometheusClient({ url: server.url, maxSeries: 1_000_000, maxBytes: 1 << 30 });
  const nowSeconds = () => NOW;
  const ports = { telemetry: createTelemetry(client), ledger: new SourceLedger(nowSeconds), nowSeconds };
  try {
    const graph = await getMeshGraph(ports, request.value);
    if (!graph.ok) throw new Error(graph.problem.message);
    return graph.value;
  } finally {
    client.close();
  }
}

describe('a graph of hostile series', () => {
  it.each(Object.keys(HOSTILE).flatMap((name) => graphLevels.map((level) => [name, level] as const)))(
    'with %s stands and is right about everything else: %s',
    async (name, level) => {
      const hostile = HOSTILE[name] ?? [];
      const graph = await graphOf(
        [...hostile.slice(0, 7), GOOD, ...hostile.slice(7)],
        `level=${level}&idle=true`,
      );
      expect(graph.sources.prometheus.status).toBe('ok');
      // What JSON cannot carry (NaN, infinities, undefined) would not come back the same.
      expect(graphAnswerSchema.parse(JSON.parse(JSON.stringify(graph)))).toEqual(graph);
      const good = graph.edges.filter(
        ({ target, protocol }) => /\|good(\||$)/.test(target) && protocol === 'http',
      );
      expect(good.map(({ rate, errorRate }) => [rate, errorRate])).toEqual([[10, 0]]);
      const ids = new Set(graph.nodes.map(({ id }) => id));
      for (const { source, target } of graph.edges) expect(ids.has(source) && ids.has(target)).toBe(true);
    },
  );

  it('counts what it could not place, and says why', async () => {
    const odd = [...HOSTILE['unknown protocols']!, ...HOSTILE['values that are no rates']!];
    const { warnings } = await graphOf([GOOD, ...odd], 'level=workload');
    const reasons = warnings
      .filter(({ code }) => code === 'series-not-placed')
      .map(({ message }) => message.replace(/ One of them.*/s, ''));
    expect(reasons).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^\d+ series .*the protocol of the requests is neither http nor grpc/),
        expect.stringMatching(/^\d+ series .*the value is infinite/),
        expect.stringMatching(/^\d+ series .*the rate is negative/),
        expect.stringMatching(/^\d+ series .*the value is not a number/),
      ]),
    );
  });

  it('names a label that no series has, and what is not known without it (R7)', async () => {
    const { warnings } = await graphOf([without('connection_security_policy')], 'level=workload');
    expect(warnings).toContainEqual({
      code: 'label-absent',
      message: 'No series has the label connection_security_policy: mTLS reads unknown.',
    });
    expect((await graphOf([GOOD], 'level=workload')).warnings).toEqual([]);
  });
});
