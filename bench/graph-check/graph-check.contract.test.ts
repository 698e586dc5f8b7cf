import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRealPrometheus, type RealPrometheus } from '@/lib/embedded/prometheus/real-prometheus';
import { writeSteadyCounters } from '@/lib/embedded/prometheus/steady-counters';
import type { PrintedGraph } from './print-graph';

const AT = 1_700_000_000;
const party = (end: string, name: string, version: string, namespace = 'shop') => ({
  [`${end}_cluster`]: 'east',
  [`${end}_workload_namespace`]: namespace,
  [`${end}_workload`]: `${name}-${version}`,
  [`${end}_canonical_service`]: name,
  [`${end}_canonical_revision`]: version,
});
const service = {
  destination_service: 'cart.shop.svc.cluster.local',
  destination_service_name: 'cart',
  destination_service_namespace: 'shop',
};
const toCart = { ...party('source', 'web', 'v1'), ...party('destination', 'cart', 'v2'), ...service };
const fromNobody = {
  source_cluster: 'unknown',
  source_workload_namespace: 'unknown',
  source_workload: 'unknown',
  source_canonical_service: 'unknown',
  source_canonical_revision: 'unknown',
  ...party('destination', 'web', 'v1'),
};
/** One version of an app calls the other, in a namespace of their own. */
const toNextVersion = {
  ...party('source', 'menu', 'v1', 'cafe'),
  ...party('destination', 'menu', 'v2', 'cafe'),
  destination_service: 'menu.cafe.svc.cluster.local',
  destination_service_name: 'menu',
  destination_service_namespace: 'cafe',
};
const http = { request_protocol: 'http', response_flags: '-' };
const counters = [
  {
    metric: 'istio_requests_total',
    labels: { ...toCart, ...http, reporter: 'source', response_code: '200' },
    rate: 6,
  },
  {
    metric: 'istio_requests_total',
    labels: { ...toCart, ...http, reporter: 'source', response_code: '503', response_flags: 'UT' },
    rate: 2,
  },
  {
    metric: 'istio_requests_total',
    labels: { ...toCart, ...http, reporter: 'destination', response_code: '200' },
    rate: 8,
  },
  {
    metric: 'istio_requests_total',
    labels: { ...fromNobody, ...http, reporter: 'destination', response_code: '0' },
    rate: 1,
  },
  {
    metric: 'istio_tcp_received_bytes_total',
    labels: { ...toCart, reporter: 'source', response_flags: '-' },
    rate: 40,
  },
  {
    metric: 'istio_tcp_sent_bytes_total',
    labels: { ...toCart, reporter: 'source', response_flags: '-' },
    rate: 900,
  },
  {
    metric: 'istio_requests_total',
    labels: { ...toNextVersion, ...http, reporter: 'source', response_code: '200' },
    rate: 1,
  },
].map((counter) => ({ ...counter, labels: { ...counter.labels, mesh: 'one' } }));

let prometheus: RealPrometheus;
let folder: string;
beforeAll(async () => {
  prometheus = await startRealPrometheus([...writeSteadyCounters(counters, AT)].join(''));
  folder = await mkdtemp(path.join(tmpdir(), 'graph-check-'));
});
afterAll(async () => {
  await prometheus?.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the command prints for a bundle with these options. Its expectations are nonsense and must not matter. */
async function check(options: object, scope = 'mesh="one"'): Promise<PrintedGraph> {
  const file = path.join(folder, 'bundle.json');
  const asked = { graphType: 'versionedApp', namespaces: ['shop'], dur: 600, ...options };
  await writeFile(file, JSON.stringify({ queryTime: AT, options: asked, expected: 'nonsense', series: 7 }));
  const { stdout } = await promisify(execFile)(
    'npm',
    ['run', '--silent', 'graph:check', '--', file, '--prometheus', prometheus.url],
    { env: { ...process.env, TELLTALE_PROMETHEUS_SCOPE: scope } },
  );
  return JSON.parse(stdout) as PrintedGraph;
}

const rounded = (rates: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, Number(rate.toFixed(3))]));

describe('graph:check', () => {
  it('prints nodes and edges under the names of bundles', async () => {
    const { nodes, edges } = await check({ tcp: 'sent' });
    expect(nodes.map(({ key, rates }) => [key, rounded(rates)])).toEqual([
      ['app|east|shop||cart|cart-v2|v2', { httpIn: 8, httpIn5xx: 2, tcpIn: 40 }],
      ['app|east|shop||web|web-v1|v1', { httpIn: 1, httpInNoResponse: 1, httpOut: 8, tcpOut: 40 }],
      ['unknown|unknown|unknown||unknown|unknown|unknown', { httpOut: 1 }],
    ]);
    const calls = edges.find(({ from, protocol }) => from.includes('|web|') && protocol === 'http');
    expect(rounded(calls?.rates ?? {})).toEqual({
      http: 8,
      http5xx: 2,
      httpPercentErr: 25,
      httpPercentReq: 100,
    });
    expect(calls?.responses).toEqual({
      '200': { flags: { '-': '75.0' }, hosts: { 'cart.shop.svc.cluster.local': '75.0' } },
      '503': { flags: { UT: '25.0' }, hosts: { 'cart.shop.svc.cluster.local': '25.0' } },
    });
  });

  it('prints a box around two versions of an app', async () => {
    const boxesOf = async (graphType: string) =>
      (await check({ graphType, namespaces: ['cafe'] })).nodes.filter(({ key }) => key.startsWith('box'));
    expect(await boxesOf('versionedApp')).toEqual([{ key: 'box|east|cafe||menu||', rates: {} }]);
    expect(await boxesOf('app')).toEqual([]);
    expect(await boxesOf('workload')).toEqual([]);
  });

  it('names workloads with their app and version, and services between', async () => {
    const { nodes } = await check({ graphType: 'workload', inject: true, tcp: 'none' });
    expect(nodes.map(({ key }) => key)).toEqual([
      'service|east|shop|cart|||',
      'unknown|unknown|unknown||unknown|unknown|unknown',
      'workload|east|shop||cart|cart-v2|v2',
      'workload|east|shop||web|web-v1|v1',
    ]);
  });

  it('keeps to the calls of one node', async () => {
    const node = { namespace: 'shop', app: 'cart', version: 'v2' };
    const { edges } = await check({ nodeGraph: true, node, http: 'requests', tcp: 'none' });
    expect(edges.map(({ from, to }) => `${from} > ${to}`)).toEqual([
      'app|east|shop||web|web-v1|v1 > app|east|shop||cart|cart-v2|v2',
    ]);
  });

  it('finds nothing outside the scope', async () => {
    expect(await check({}, 'mesh="two"')).toEqual({ nodes: [], edges: [] });
  });

  it('says in one sentence what is wrong with a bundle', async () => {
    await expect(check({ graphType: 'galaxy' })).rejects.toThrow('The bundle cannot be read');
  });
});
