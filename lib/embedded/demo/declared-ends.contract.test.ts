import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '@/lib/adapters/http/testing/scripted-server';
import { createCluster } from '@/lib/adapters/kubernetes/cluster';
import { loadAccess, type ClusterAccess } from '@/lib/adapters/kubernetes/load-access';
import { createPrometheusClient, type PrometheusClient } from '@/lib/adapters/prometheus/client';
import { createTelemetry } from '@/lib/adapters/prometheus/telemetry';
import type { GraphAnswer, NodeFlag } from '@/lib/contracts/graph';
import { parseGraphRequest } from '@/lib/contracts/graph-request';
import { getMeshGraph } from '@/lib/services/get-mesh-graph';
import type { ClusterPort } from '@/lib/services/ports';
import { SourceLedger } from '@/lib/services/source-ledger';
import { shop } from '../worlds/shop/shop';
import { ACQUIRER_HOST, PARCEL_RATES_HOST } from '../worlds/shop/shop-names';
import { startMesh, type RunningMesh } from './start-mesh';

let mesh: RunningMesh;
let directory: string;
let access: ClusterAccess;
let client: PrometheusClient;
const clusters: ClusterPort[] = [];

beforeAll(async () => {
  mesh = await startMesh({ world: shop, historySeconds: 3_600 });
  directory = await mkdtemp(path.join(os.tmpdir(), 'telltale-ends-'));
  const kubeconfigPath = path.join(directory, 'config');
  await writeFile(kubeconfigPath, mesh.kubeconfig);
  const found = loadAccess({ kubeconfigPath });
  if (found === undefined) throw new Error('the kubeconfig was not found');
  access = found;
  client = createPrometheusClient({ url: mesh.prometheusUrl });
});

afterAll(async () => {
  await Promise.all(clusters.map((cluster) => cluster.stop()));
  client?.close();
  await mesh?.close();
  await rm(directory, { recursive: true, force: true });
});

function follow(namespaces: readonly string[] = []): ClusterPort {
  const cluster = createCluster({ access, namespaces });
  clusters.push(cluster);
  return cluster;
}

async function readGraph(cluster: ClusterPort, query: string): Promise<GraphAnswer> {
  const request = parseGraphRequest(new URLSearchParams(query));
  if (!request.ok) throw new Error(request.problem.code);
  const nowSeconds = () => Date.now() / 1000;
  const ports = {
    telemetry: createTelemetry(client),
    cluster,
    ledger: new SourceLedger(nowSeconds),
    nowSeconds,
  };
  const answer = await getMeshGraph(ports, request.value);
  if (!answer.ok) throw new Error(answer.problem.code);
  return answer.value;
}

function nodesOf({ nodes }: GraphAnswer, name: string) {
  return nodes.filter((node) => [node.workload, node.service].includes(name));
}

describe('the ends of a living graph', () => {
  it('are joined with what the cluster declares of them', async () => {
    const cluster = follow();
    await until(() => cluster.status().state === 'ok', 10_000);
    const graph = await readGraph(cluster, 'level=workload&idle=true');
    for (const [host, namespace] of [
      [ACQUIRER_HOST, 'payments'],
      [PARCEL_RATES_HOST, 'fulfilment'],
    ] as const) {
      const configs = nodesOf(graph, host).map(({ config }) => config);
      expect(configs.length).toBeGreaterThan(0);
      for (const config of configs)
        expect(config).toMatchObject([
          { kind: 'ServiceEntry', namespace, summary: `MESH_EXTERNAL · ${host}` },
        ]);
    }
    expect(nodesOf(graph, 'label-printer')).toMatchObject([
      { flags: expect.arrayContaining(['noSidecar']) as unknown, pods: { total: 1, withoutProxy: 1 } },
    ]);
    expect(nodesOf(graph, 'istio-ingressgateway')[0]?.flags).toContain('gateway');
    expect(nodesOf(graph, 'points')[0]?.flags).toContain('ambient');
    expect(
      graph.nodes.filter(({ flags }) => flags.includes('gone') || flags.includes('inaccessible')),
    ).toEqual([]);
    // Nobody calls it: only the proxies' own word tells its cluster.
    expect(nodesOf(graph, 'refunds')).toMatchObject([
      { cluster: shop.clusterId, flags: expect.arrayContaining(['idle']) as unknown },
    ]);
  });

  it('tell of a pod that has a proxy beside one that has none', async () => {
    const cluster = follow();
    mesh.store.patch('replicasets', 'label-printer', { spec: { replicas: 2 } }, { namespace: 'fulfilment' });
    await until(() => cluster.status().state === 'ok', 10_000);
    const graph = await readGraph(cluster, 'level=workload');
    expect(nodesOf(graph, 'label-printer')).toMatchObject([
      {
        flags: expect.arrayContaining(['someWithoutSidecar']) as unknown,
        pods: { total: 2, withoutProxy: 1 },
      },
    ]);
  });

  it('are hidden where the account may not look, and nothing there is called gone', async () => {
    mesh.faults.set([{ server: 'kubernetes', kind: 'forbid', namespaces: ['payments'] }]);
    try {
      const cluster = follow(['storefront', 'payments']);
      const isRead = (kind: 'pods' | 'deployments') =>
        cluster.status().kinds.get(kind)?.hiddenNamespaces?.includes('payments') === true &&
        cluster.objects(kind).length > 0;
      await until(() => isRead('pods') && isRead('deployments'), 10_000);
      await until(() => cluster.status().kinds.get('daemonSets')?.hiddenNamespaces?.length === 1, 10_000);
      await until(() => cluster.status().kinds.get('statefulSets')?.hiddenNamespaces?.length === 1, 10_000);
      const graph = await readGraph(cluster, 'level=workload');
      const hidden = new Set(
        graph.nodes.filter(({ flags }) => flags.includes('inaccessible')).map(({ namespace }) => namespace),
      );
      // Those that were not named for reading are as closed as the one that refused.
      expect(hidden).toContain('payments');
      expect(hidden).toContain('fulfilment');
      expect(hidden).not.toContain('storefront');
      expect(graph.nodes.filter(({ flags }) => flags.includes('gone'))).toEqual([]);
    } finally {
      mesh.faults.clear();
    }
  });

  it('are gone once nothing is left of them', async () => {
    const cluster = follow();
    await until(() => cluster.status().state === 'ok', 10_000);
    mesh.store.delete('deployments', 'search', { namespace: 'storefront' });
    const withFlag = async (flag: NodeFlag) => {
      const graph = await readGraph(cluster, 'level=workload&window=10m&namespaces=storefront');
      return graph.nodes.filter(({ flags }) => flags.includes(flag)).map(({ workload }) => workload);
    };
    await expect.poll(() => withFlag('gone'), { timeout: 20_000, interval: 500 }).toEqual(['search']);

    expect(cluster.status().kinds.get('workloadEntries')?.state).toBe('ok');
    mesh.store.create({
      apiVersion: 'networking.istio.io/v1',
      kind: 'WorkloadEntry',
      metadata: { name: 'search', namespace: 'storefront' },
      spec: { address: '192.0.2.7' },
    });
    await expect
      .poll(() => withFlag('workloadEntry'), { timeout: 20_000, interval: 500 })
      .toEqual(['search']);
    expect(await withFlag('gone')).toEqual([]);
  });

  it('are told to be younger than the window', async () => {
    const cluster = follow();
    await until(() => cluster.status().state === 'ok', 10_000);
    const { warnings } = await readGraph(cluster, 'window=2h&namespaces=storefront,payments');
    const ages = warnings.filter(({ code }) => code === 'window-exceeds-age');
    expect(ages).toHaveLength(1);
    expect(ages[0]?.message).toMatch(/longer than the age of payments \(1h[^)]*\), storefront \(1h[^)]*\): /);
  });
});
