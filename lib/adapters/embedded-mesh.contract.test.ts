import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCluster } from '@/lib/adapters/kubernetes/cluster';
import { loadAccess } from '@/lib/adapters/kubernetes/load-access';
import { createPrometheusClient, type PrometheusClient } from '@/lib/adapters/prometheus/client';
import { createTelemetry } from '@/lib/adapters/prometheus/telemetry';
import { until } from '@/lib/adapters/http/testing/scripted-server';
import { viewAll } from '@/lib/core/kubernetes/object-view';
import { viewPod } from '@/lib/core/kubernetes/pod-view';
import { viewVirtualService } from '@/lib/core/kubernetes/virtual-service-view';
import { startMesh, type RunningMesh } from '@/lib/embedded/demo/start-mesh';
import { findWorld } from '@/lib/embedded/worlds/find-world';
import { DEFAULT_RATES } from '@/lib/core/graph/mesh-graph';
import type { ClusterPort } from '@/lib/services/ports';

let mesh: RunningMesh;
let directory: string;
let cluster: ClusterPort;
let client: PrometheusClient;

beforeAll(async () => {
  const world = findWorld('bookinfo');
  if (world === undefined) throw new Error('there is no world named bookinfo');
  mesh = await startMesh({ world, historySeconds: 3_600 });
  directory = await mkdtemp(path.join(os.tmpdir(), 'telltale-mesh-'));
  const kubeconfigPath = path.join(directory, 'config');
  await writeFile(kubeconfigPath, mesh.kubeconfig);
  const access = loadAccess({ kubeconfigPath });
  if (access === undefined) throw new Error('the kubeconfig was not found');
  cluster = createCluster({ access });
  client = createPrometheusClient({ url: mesh.prometheusUrl });
});

afterAll(async () => {
  await cluster?.stop();
  client?.close();
  await mesh?.close();
  await rm(directory, { recursive: true, force: true });
});

describe('the adapters at an embedded mesh', () => {
  it('read the cluster it declares', async () => {
    await until(() => cluster.status().state === 'ok', 10_000);
    const pods = viewAll(cluster.objects('pods'), viewPod);
    expect(pods.problems).toEqual([]);
    expect(pods.views.some(({ app, hasSidecar }) => app === 'productpage' && hasSidecar)).toBe(true);
    expect(viewAll(cluster.objects('virtualServices'), viewVirtualService).problems).toEqual([]);
  });

  it('read of all ConfigMaps only the settings of the mesh, and follow them', async () => {
    await until(() => cluster.status().state === 'ok', 10_000);
    const configMap = (namespace: string, name: string, data: object) =>
      mesh.store.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name }, data });
    configMap('bookinfo', 'istio', { mesh: 'rootNamespace: pretended' });
    configMap('istio-system', 'other', { secret: 'x' });
    const held = () => cluster.objects('meshConfigs').map((object) => JSON.stringify(object));
    expect(held()).toHaveLength(1);
    expect(held()[0]).toContain('enableAutoMtls: true');
    configMap('istio-system', 'istio', { mesh: 'enableAutoMtls: false', meshNetworks: 'networks: {}' });
    await until(() => held()[0]?.includes('enableAutoMtls: false') === true, 10_000);
    expect(held()).toHaveLength(1);
    expect(held().join('')).not.toMatch(/pretended|secret|meshNetworks/);
  });

  it('read the traffic it reports, and the namespaces agree', async () => {
    const telemetry = createTelemetry(client);
    const atSeconds = (await telemetry.serverTime()).seconds;
    const { samples, skipped, warnings } = await telemetry.readTraffic({
      namespaces: ['bookinfo'],
      windowSeconds: 60,
      atSeconds,
      rates: DEFAULT_RATES,
    });
    expect({ skipped, warnings }).toEqual({ skipped: [], warnings: [] });
    expect(
      samples.some(
        ({ source, destination }) => source.app === 'productpage' && destination.app === 'reviews',
      ),
    ).toBe(true);
    const { histograms, sums } = await telemetry.readDetails({
      namespaces: ['bookinfo'],
      windowSeconds: 60,
      atSeconds,
    });
    expect(histograms[0]?.boundsMs.at(-1)).toBe(Number.POSITIVE_INFINITY);
    expect(sums.length).toBeGreaterThan(0);
    expect(await telemetry.knownNamespaces(atSeconds - 600, atSeconds)).toContain('bookinfo');
    const { series } = await telemetry.readHistory({
      calls: { source: { workload: 'productpage-v1' } },
      startSeconds: atSeconds - 600,
      endSeconds: atSeconds,
      stepSeconds: 60,
      windowSeconds: 60,
    });
    expect(series[0]?.points.length).toBeGreaterThan(5);
  });
});
