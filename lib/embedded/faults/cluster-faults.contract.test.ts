import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '@/lib/adapters/http/testing/scripted-server';
import { createCluster } from '@/lib/adapters/kubernetes/cluster';
import { loadAccess } from '@/lib/adapters/kubernetes/load-access';
import type { ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import type { ClusterPort } from '@/lib/services/ports';
import { startMesh, type RunningMesh } from '../demo/start-mesh';
import { bookinfo } from '../worlds/bookinfo';
import type { Fault } from './fault';

const KINDS: readonly ResourceKind[] = ['services', 'pods', 'virtualServices', 'httpRoutes'];
const ROUTES = '/apis/networking.istio.io/v1/virtualservices';

let mesh: RunningMesh;
let directory: string;
let cluster: ClusterPort;

beforeAll(async () => {
  mesh = await startMesh({ world: bookinfo, historySeconds: 60 });
  directory = await mkdtemp(path.join(os.tmpdir(), 'telltale-faults-'));
  await writeFile(path.join(directory, 'config'), mesh.kubeconfig);
});

afterAll(async () => {
  await mesh?.close();
  await rm(directory, { recursive: true, force: true });
});

beforeEach(async () => {
  const access = loadAccess({ kubeconfigPath: path.join(directory, 'config') });
  if (access === undefined) throw new Error('the kubeconfig was not found');
  cluster = createCluster({
    access,
    kinds: KINDS,
    namespaces: ['bookinfo', 'istio-system'],
    timing: {
      quietMs: 400,
      retryBaseMs: 20,
      retryCapMs: 100,
      recheckMs: 200,
      pollMs: 200,
      listDeadlineMs: 400,
    },
  });
  await until(() => cluster.status().state === 'ok', 10_000);
});

afterEach(async () => {
  mesh.faults.clear();
  await cluster.stop();
});

function stateOf(kind: ResourceKind): string | undefined {
  return cluster.status().kinds.get(kind)?.state;
}

function reasonOf(kind: ResourceKind): string {
  return cluster.status().kinds.get(kind)?.reason ?? '';
}

function firstWeight(): unknown {
  return /"weight":(\d+)/.exec(JSON.stringify(cluster.objects('virtualServices')))?.[1];
}

async function setFirstWeight(weight: number): Promise<void> {
  const url = `${mesh.kubernetesUrl}/apis/networking.istio.io/v1/namespaces/bookinfo/virtualservices/reviews`;
  const body = JSON.stringify([{ op: 'replace', path: '/spec/http/1/route/0/weight', value: weight }]);
  const headers = { 'content-type': 'application/json-patch+json' };
  expect((await fetch(url, { method: 'PATCH', headers, body })).status).toBe(200);
}

/** The watch of the path ends and cannot be resumed: the list has to be asked for. */
function relist(path: string): Fault[] {
  return [
    { server: 'kubernetes', kind: 'cutWatches', path, times: 1 },
    { server: 'kubernetes', kind: 'gone', on: 'watch', path, times: 1 },
  ];
}

describe('a followed cluster with faults', () => {
  it('finds what a silent watch did not tell', async () => {
    mesh.faults.set([{ server: 'kubernetes', kind: 'silentWatches', path: ROUTES, times: 1 }]);
    await setFirstWeight(61);
    await until(() => firstWeight() === '61', 5_000);
    expect(mesh.faults.list()).toEqual([]);
  });

  it.each(['status', 'event'] as const)('lists anew after a storm of 410 as %s', async (as) => {
    mesh.faults.set([
      { server: 'kubernetes', kind: 'cutWatches', how: 'reset', path: ROUTES, times: 1 },
      { server: 'kubernetes', kind: 'gone', on: 'watch', as, path: ROUTES, times: 5 },
      { server: 'kubernetes', kind: 'gone', on: 'list', path: ROUTES, times: 3 },
    ]);
    const weight = as === 'status' ? 62 : 63;
    await setFirstWeight(weight);
    await until(() => firstWeight() === String(weight), 5_000);
    await until(() => mesh.faults.list().length === 0 && stateOf('virtualServices') === 'ok', 5_000);
  });

  it('calls a kind whose group vanishes not installed, and finds it again', async () => {
    mesh.faults.set([{ server: 'kubernetes', kind: 'missingGroups', groups: ['networking.istio.io'] }]);
    await until(() => stateOf('virtualServices') === 'notInstalled', 5_000);
    expect(cluster.objects('virtualServices')).toEqual([]);
    expect(stateOf('services')).toBe('ok');
    mesh.faults.clear();
    await until(() => stateOf('virtualServices') === 'ok', 5_000);
    expect(cluster.objects('virtualServices').length).toBeGreaterThan(0);
  });

  it('reads the allowed namespaces one by one, and says which are hidden', async () => {
    mesh.faults.set([
      ...relist('/api/v1/services'),
      { server: 'kubernetes', kind: 'forbid', namespaces: ['istio-system'] },
    ]);
    await until(() => stateOf('services') === 'degraded', 5_000);
    await until(
      () => cluster.status().kinds.get('services')?.hiddenNamespaces?.includes('istio-system') === true,
      5_000,
    );
    expect(JSON.stringify(cluster.objects('services'))).not.toContain('"namespace":"istio-system"');
    expect(cluster.objects('services').length).toBeGreaterThan(0);
    mesh.faults.clear();
    await until(() => stateOf('services') === 'ok', 5_000);
  });

  it.each<[string, Fault, RegExp]>([
    ['a dripping body', { server: 'kubernetes', kind: 'drip', everyMs: 50 }, /in time/],
    ['a slow answer', { server: 'kubernetes', kind: 'delay', ms: 2_000 }, /in time/],
    ['a cut body', { server: 'kubernetes', kind: 'truncate', how: 'end' }, /cannot be read/],
    ['a broken body', { server: 'kubernetes', kind: 'truncate', how: 'reset' }, /cannot be (read|reached)/],
    ['an empty body', { server: 'kubernetes', kind: 'empty' }, /with nothing/],
    ['a sign-in page', { server: 'kubernetes', kind: 'html' }, /sign-in page/],
    ['a huge body', { server: 'kubernetes', kind: 'huge' }, /more than is allowed|in time/],
    ['a redirect', { server: 'kubernetes', kind: 'redirect', to: 'http://127.0.0.1:1/' }, /redirect/],
    ['refused credentials', { server: 'kubernetes', kind: 'status', status: 401 }, /credentials/],
  ])('names %s, keeps what it had, and recovers', async (_name, fault, reason) => {
    const before = cluster.objects('services').length;
    mesh.faults.set([...relist('/api/v1/services'), { ...fault, path: '/api/v1/services' }]);
    await until(() => reason.test(reasonOf('services')), 5_000);
    expect(stateOf('services')).toBe('degraded');
    expect(cluster.objects('services')).toHaveLength(before);
    // Other kinds go on, though a busy machine may just be late with them.
    await until(() => stateOf('pods') === 'ok', 10_000);
    mesh.faults.clear();
    await until(() => stateOf('services') === 'ok', 10_000);
  });
});
