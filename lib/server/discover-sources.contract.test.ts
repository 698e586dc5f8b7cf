import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  sendJson,
  startScriptedServer,
  type ScriptedServer,
} from '@/lib/adapters/http/testing/scripted-server';
import { loadAccess, type ClusterAccess } from '@/lib/adapters/kubernetes/load-access';
import { startMesh, type RunningMesh } from '@/lib/embedded/demo/start-mesh';
import type { AccessRequest } from '@/lib/embedded/kubernetes/api-context';
import { writeKubeconfig } from '@/lib/embedded/kubernetes/kubeconfig';
import { startKubernetesServer, type KubernetesServer } from '@/lib/embedded/kubernetes/server';
import { bookinfo } from '@/lib/embedded/worlds/bookinfo';
import { readConfig } from './config';
import { connectPrometheus } from './connect-prometheus';
import { discoverSources } from './discover-sources';

const TOKEN = 'canary-91b2';

let folder: string;
let mesh: RunningMesh;
const others: (KubernetesServer | ScriptedServer)[] = [];

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'telltale-discovery-'));
  mesh = await startMesh({ world: bookinfo, historySeconds: 1_800, addOns: true });
});

afterEach(async () => {
  await Promise.all(others.splice(0).map((server) => server.close()));
});

afterAll(async () => {
  await mesh?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

function accessOf(kubeconfig: string): ClusterAccess {
  const kubeconfigPath = path.join(folder, 'config');
  fs.writeFileSync(kubeconfigPath, kubeconfig);
  const access = loadAccess({ kubeconfigPath });
  if (access === undefined) throw new Error('the kubeconfig was not found');
  return access;
}

/** Another API server for the same cluster, with rights and places of its own. */
async function accessWith(
  authorize: (request: AccessRequest) => boolean,
  backend: string = mesh.prometheusUrl,
): Promise<ClusterAccess> {
  const server = await startKubernetesServer({
    store: mesh.store,
    authorize,
    token: TOKEN,
    findBackend: (_namespace, service) => (service === 'prometheus' ? backend : undefined),
  });
  others.push(server);
  return accessOf(writeKubeconfig(server.url, { token: TOKEN }));
}

async function look(access: ClusterAccess | undefined, env: Record<string, string> = {}) {
  const config = readConfig(env);
  const found = await discoverSources(config, access);
  const findings = [...found.values()].map(({ finding }) => finding);
  expect(JSON.stringify(findings)).not.toContain(TOKEN);
  return {
    config,
    found,
    of: (source: string) => findings.find((finding) => finding.source === source),
  };
}

describe('a laptop with nothing but a kubeconfig', () => {
  it('finds what is beside the mesh through the API server, and says what is not there', async () => {
    const { of } = await look(accessOf(mesh.kubeconfig));
    expect(of('prometheus')).toMatchObject({ state: 'found', place: 'istio-system/prometheus:9090' });
    expect(of('prometheus')?.version).toMatch(/^\d+\.\d+/);
    expect(of('prometheus')?.reason).toBeUndefined();
    expect(of('jaeger')).toEqual({ source: 'jaeger', state: 'found', place: 'istio-system/tracing:80' });
    expect(of('grafana')).toMatchObject({ state: 'found', version: '12.1.0' });
    expect(of('istiod')).toMatchObject({ state: 'found', version: '1.30.0-demo-Clean' });
    expect(of('tempo')).toEqual({ source: 'tempo', state: 'absent', reason: 'No Service looks like it.' });
  });

  it('reads metrics that way, with a token that the metrics’ server never sees', async () => {
    const seen = await startScriptedServer(({ path: asked }, response) => {
      const data = asked.includes('/label/') ? ['shop'] : { resultType: 'scalar', result: [7, '7'] };
      sendJson(response, 200, { status: 'success', data });
    });
    others.push(seen);
    const { config, found } = await look(await accessWith(() => true, seen.url));
    const client = connectPrometheus(config.prometheus, found.get('prometheus')?.upstream);
    expect((await client?.serverTime())?.seconds).toBe(7);
    client?.close();
    expect(seen.seen.length).toBeGreaterThan(2);
    for (const { headers, method } of seen.seen) {
      expect(headers.authorization).toBeUndefined();
      expect(method).toBe('GET');
    }
  });

  it('needs the right to get services/proxy, and no other', async () => {
    const onlyGet = await accessWith(({ subresource, verb }) => subresource !== 'proxy' || verb === 'get');
    expect((await look(onlyGet)).of('prometheus')?.state).toBe('found');
    const none = await accessWith(({ subresource }) => subresource !== 'proxy');
    expect((await look(none)).of('prometheus')).toEqual({
      source: 'prometheus',
      state: 'silent',
      place: 'istio-system/prometheus:9090',
      reason: 'The account may not reach Services through the API server (services/proxy).',
    });
  });

  it('finds them in the usual namespaces, and those it was told, where it may not list all Services', async () => {
    const access = await accessWith(({ namespace, resource }) => resource !== 'services' || namespace !== '');
    expect((await look(access)).of('prometheus')?.state).toBe('found');
    const closed = await accessWith(({ resource }) => resource !== 'services');
    expect((await look(closed)).of('prometheus')).toMatchObject({ state: 'notLooked' });
    expect((await look(closed)).of('prometheus')?.reason).toContain('does not allow');
  });

  it('says so where a Service has nobody behind it, or something else', async () => {
    const nobody = await look(await accessWith(() => true, 'http://127.0.0.1:1'));
    expect(nobody.of('prometheus')?.state).toBe('silent');
    expect(nobody.of('grafana')?.state).toBe('silent');
    const page = await startScriptedServer(
      (_request, response) => void response.writeHead(200).end('<html>'),
    );
    others.push(page);
    const other = await look(await accessWith(() => true, page.url));
    expect(other.of('prometheus')?.reason).toContain('something other than JSON');
  });

  it('says of a Prometheus without the mesh’s metrics that it has none', async () => {
    const env = { TELLTALE_PROMETHEUS_SCOPE: 'mesh_id="elsewhere"' };
    expect((await look(accessOf(mesh.kubeconfig), env)).of('prometheus')).toMatchObject({
      state: 'found',
      reason: 'It has no metrics of Istio of the last hour.',
    });
  });

  it('leaves alone what it was given, or told to leave', async () => {
    const access = accessOf(mesh.kubeconfig);
    const env = { TELLTALE_PROMETHEUS_URL: 'http://mine:9090', TELLTALE_TRACING: 'none' };
    const { of, found } = await look(access, env);
    expect([of('prometheus')?.state, of('jaeger')?.state]).toEqual(['given', 'notLooked']);
    expect(found.get('prometheus')?.upstream).toBeUndefined();
    const jaeger = await look(access, { TELLTALE_JAEGER_URL: 'http://mine:16686' });
    expect(jaeger.of('jaeger')).toEqual({ source: 'jaeger', state: 'given' });
    expect(jaeger.of('tempo')?.reason).toBe('Another backend for traces is configured.');
    expect([...jaeger.found.keys()]).toEqual(['prometheus', 'jaeger', 'tempo', 'grafana', 'istiod']);
    const off = await look(access, { TELLTALE_DISCOVERY: 'off' });
    expect(off.of('prometheus')).toMatchObject({ state: 'notLooked', reason: 'TELLTALE_DISCOVERY is off.' });
  });

  it('goes on without a cluster, or with one that cannot be reached', async () => {
    expect((await look(undefined)).of('istiod')?.state).toBe('notLooked');
    const gone = await look(accessOf(writeKubeconfig('http://127.0.0.1:1')));
    expect(gone.of('istiod')).toMatchObject({
      state: 'notLooked',
      reason: 'The Kubernetes API cannot be reached',
    });
  });
});
