import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countQueries, scrapesQuery } from '@/lib/adapters/prometheus/count-queries';
import { historyQuery } from '@/lib/adapters/prometheus/history-queries';
import {
  flowQueries,
  latencyBucketQueries,
  messageMeasures,
  requestQueries,
  sumQueries,
  tcpMeasures,
  type GraphQueryScope,
} from '@/lib/adapters/prometheus/queries';
import { DEFAULT_RATES } from '@/lib/core/graph/mesh-graph';
import { ISTIO_NAMES } from '@/lib/core/telemetry/istio-names';
import { TIME_EXPRESSION } from '@/lib/core/promql/expression';
import type { Matcher } from '@/lib/core/promql/matcher';
import { findDisagreement, readAnswer } from '../prometheus/compare-answers';
import { writeOpenMetrics } from '../prometheus/open-metrics';
import { startRealPrometheus, type RealPrometheus } from '../prometheus/real-prometheus';
import { bookinfo } from '../worlds/bookinfo';
import { startMesh, type RunningMesh } from './start-mesh';

const HISTORY_SECONDS = 3600;
const SCOPES: readonly (readonly Matcher[])[] = [[], [{ name: 'source_cluster', op: '=~', value: 'Kube.*' }]];
const NAMESPACES: readonly (readonly string[] | undefined)[] = [
  undefined,
  ['bookinfo'],
  ['bookinfo', 'istio-system'],
];
const BUILDERS = [
  (of: GraphQueryScope) => requestQueries(DEFAULT_RATES, of),
  (of: GraphQueryScope) => requestQueries({ ...DEFAULT_RATES, http: 'none' }, of),
  (of: GraphQueryScope) => flowQueries(messageMeasures({ ...DEFAULT_RATES, grpc: 'total' }), of),
  (of: GraphQueryScope) => flowQueries(tcpMeasures(DEFAULT_RATES), of),
  sumQueries,
  latencyBucketQueries,
  (of: GraphQueryScope) => countQueries('requests', of),
  (of: GraphQueryScope) => countQueries('connectionsOpened', of),
  (of: GraphQueryScope) =>
    countQueries('requests', { ...of, hosts: ['reviews.bookinfo.svc.cluster.local', 'ratings'] }),
  (of: GraphQueryScope) => [scrapesQuery(of)],
];

let mesh: RunningMesh;
let real: RealPrometheus;
let endSeconds: number;

beforeAll(async () => {
  mesh = await startMesh({ world: bookinfo, historySeconds: HISTORY_SECONDS, semantics: 'v2' });
  endSeconds = Math.floor(Date.now() / 1000) - 1;
  const everyMetric = [[{ name: '__name__', op: '=~', value: '.+' }]] as const;
  const text = writeOpenMetrics(
    mesh.source,
    everyMetric,
    (endSeconds - HISTORY_SECONDS) * 1000,
    endSeconds * 1000,
  );
  real = await startRealPrometheus([...text].join(''));
});

afterAll(async () => {
  await real?.close();
  await mesh?.close();
});

async function disagreement(path: string, parameters: Record<string, string>): Promise<string | undefined> {
  const [wanted, got] = await Promise.all([
    readAnswer(`${real.url}/api/v1/${path}`, parameters),
    readAnswer(`${mesh.prometheusUrl}/api/v1/${path}`, parameters),
  ]);
  expect(wanted.status).toBe(200);
  return findDisagreement(wanted, got);
}

describe('the embedded Prometheus and a real one with the samples of Bookinfo agree', () => {
  const texts = BUILDERS.flatMap((build) =>
    SCOPES.flatMap((scope) =>
      NAMESPACES.flatMap((namespaces) =>
        [30, 60, 300, 1800].flatMap((windowSeconds) =>
          build({
            names: ISTIO_NAMES,
            scope,
            windowSeconds,
            ...(namespaces === undefined ? {} : { namespaces }),
          }),
        ),
      ),
    ),
  );

  it('on every query of a graph, at several instants', async () => {
    expect(texts.length).toBeGreaterThanOrEqual(100);
    const found: string[] = [];
    for (const query of texts) {
      for (const back of [0, 31.7, 611]) {
        const found1 = await disagreement('query', { query, time: String(endSeconds - back) });
        if (found1 !== undefined) found.push(`${query}: ${found1}`);
      }
    }
    expect(found).toEqual([]);
  });

  it('on every query of a chart', async () => {
    const calls = [
      { source: { namespace: 'bookinfo', workload: 'productpage-v1' } },
      { destination: { namespace: 'bookinfo', workload: null }, protocol: 'http' },
      { service: { name: 'reviews', namespace: 'bookinfo' }, protocol: 'http' },
      { destination: { namespace: 'bookinfo' }, unprotected: true },
    ] as const;
    const found: string[] = [];
    for (const filter of calls) {
      const charts = (['requests', 'tcpSent', 'tcpReceived'] as const).map((measure) =>
        historyQuery(measure, filter, { names: ISTIO_NAMES, scope: [], windowSeconds: 60 }),
      );
      for (const query of charts) {
        const span = { start: String(endSeconds - 900), end: String(endSeconds), step: '15' };
        const found1 = await disagreement('query_range', { query, ...span });
        if (found1 !== undefined) found.push(`${query}: ${found1}`);
      }
    }
    expect(found).toEqual([]);
  });

  it('on the time', async () => {
    expect(await disagreement('query', { query: TIME_EXPRESSION, time: String(endSeconds) })).toBeUndefined();
  });

  it('on the namespaces that metrics name', async () => {
    const parameters = new URLSearchParams({
      'match[]': 'istio_requests_total',
      start: String(endSeconds - 900),
      end: String(endSeconds),
    });
    const [wanted, got] = await Promise.all(
      [real.url, mesh.prometheusUrl].map(async (url) => {
        const answer = await fetch(`${url}/api/v1/label/destination_workload_namespace/values?${parameters}`);
        return (await answer.json()) as { data: string[] };
      }),
    );
    expect(wanted?.data).toContain('bookinfo');
    expect(got?.data).toEqual(wanted?.data);
  });
});
