import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  sendJson,
  startScriptedServer,
  until,
  type ScriptedServer,
  type SeenRequest,
} from '@/lib/adapters/http/testing/scripted-server';
import { readName } from '@/lib/core/kubernetes/object-view';
import type { ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import type { ClusterPort } from '@/lib/services/ports';
import { createCluster, type ClusterOptions } from './cluster';

const TIMING = {
  quietMs: 2_000,
  retryBaseMs: 10,
  retryCapMs: 50,
  recheckMs: 50,
  pollMs: 40,
  listDeadlineMs: 1_000,
};

/** Group → version → plurals, as an API would serve them. */
type Served = Record<string, Record<string, string[]>>;

const ISTIO_NETWORKING = [
  'virtualservices',
  'destinationrules',
  'gateways',
  'serviceentries',
  'workloadentries',
  'sidecars',
];
const MODERN: Served = {
  apps: { v1: ['deployments', 'statefulsets', 'daemonsets', 'deployments/status'] },
  'networking.istio.io': {
    v1: ISTIO_NETWORKING,
    v1beta1: ISTIO_NETWORKING,
    v1alpha3: [...ISTIO_NETWORKING, 'envoyfilters'],
  },
  'telemetry.istio.io': { v1: ['telemetries'] },
  'extensions.istio.io': { v1alpha1: ['wasmplugins'] },
  'security.istio.io': { v1: ['peerauthentications', 'authorizationpolicies', 'requestauthentications'] },
  'gateway.networking.k8s.io': {
    v1: ['gateways', 'httproutes', 'grpcroutes', 'tcproutes', 'tlsroutes', 'referencegrants'],
  },
};

let server: ScriptedServer;
const clusters: ClusterPort[] = [];

beforeEach(async () => {
  server = await startScriptedServer();
});

afterEach(async () => {
  await Promise.all(clusters.splice(0).map((cluster) => cluster.stop()));
  await server.close();
});

function follow(options: Partial<ClusterOptions> = {}): ClusterPort {
  const cluster = createCluster({
    access: { baseUrl: server.url, credentials: async () => ({ headers: {} }) },
    random: () => 0.5,
    timing: TIMING,
    batchMs: 30,
    ...options,
  });
  clusters.push(cluster);
  return cluster;
}

/** An API server that serves `served`, refuses the paths in `statuses`, and has one object `one` in each list. */
function serve(
  served: Served,
  statuses: Record<string, number> = {},
  watch?: (request: SeenRequest, response: ServerResponse) => void,
): void {
  server.play((request, response) => {
    const status = statuses[request.path];
    if (status !== undefined) return sendJson(response, status, { kind: 'Status' });
    const [, root, group = '', version = '', ...rest] = request.path.split('/');
    if (request.path === '/apis') {
      const groups = Object.entries(served).map(([name, versions]) => ({
        name,
        versions: Object.keys(versions).map((one) => ({ version: one })),
      }));
      return sendJson(response, 200, { kind: 'APIGroupList', groups });
    }
    const isCore = root === 'api';
    const plurals = isCore ? ['namespaces', 'services', 'pods', 'configmaps'] : served[group]?.[version];
    const below = isCore ? [version, ...rest].filter((part) => part !== '') : rest;
    if (plurals === undefined) return sendJson(response, 404, {});
    if (below.length === 0) return sendJson(response, 200, { resources: plurals.map((name) => ({ name })) });
    const namespace = below[0] === 'namespaces' && below.length === 3 ? below[1] : undefined;
    if (!plurals.includes(below.at(-1) ?? '')) return sendJson(response, 404, {});
    if (request.query.get('watch') === 'true') {
      response.writeHead(200).flushHeaders();
      watch?.(request, response);
      return;
    }
    sendJson(response, 200, {
      metadata: { resourceVersion: '5' },
      items: [{ metadata: { name: 'one', namespace: namespace ?? 'x' } }],
    });
  });
}

const settled = (cluster: ClusterPort) => (): boolean =>
  [...cluster.status().kinds.values()].every(({ state }) => state !== 'syncing');
const stateOf = (cluster: ClusterPort, kind: ResourceKind) => cluster.status().kinds.get(kind);

describe('a cluster', () => {
  it('follows every kind, best version first', async () => {
    serve(MODERN);
    const cluster = follow();
    await until(() => cluster.status().state === 'ok');
    const { kinds } = cluster.status();
    expect(kinds.size).toBe(25);
    // Two kinds of Istio's have never come further.
    const early: Partial<Record<ResourceKind, string>> = {
      envoyFilters: 'v1alpha3',
      wasmPlugins: 'v1alpha1',
    };
    for (const [kind, status] of kinds) {
      const version = early[kind] ?? 'v1';
      expect(status).toMatchObject({ state: 'ok', version, count: 1, problems: [] });
    }
    expect(cluster.objects('httpRoutes').map(readName)).toEqual(['one']);
    expect(server.seen.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('asks for one ConfigMap and never for all, to list and to watch it', async () => {
    serve(MODERN);
    const cluster = follow({
      kinds: ['meshConfigs'],
      namespaces: ['a', 'b'],
      meshConfig: { namespace: 'mesh', name: 'istio-1-30' },
    });
    await until(() => cluster.status().state === 'ok');
    const asked = server.seen.filter(({ path }) => path.includes('configmaps'));
    expect(asked.length).toBeGreaterThan(1);
    for (const { path, query } of asked) {
      expect(path).toBe('/api/v1/namespaces/mesh/configmaps');
      expect(query.get('fieldSelector')).toBe('metadata.name=istio-1-30');
    }
  });

  it('loses that ConfigMap and nothing else where it may not be read', async () => {
    serve(MODERN, { '/api/v1/namespaces/istio-system/configmaps': 403 });
    const cluster = follow({ namespaces: ['a', 'b'] });
    await until(settled(cluster));
    expect(stateOf(cluster, 'meshConfigs')?.state).toBe('forbidden');
    expect(stateOf(cluster, 'pods')?.state).toBe('ok');
    const asked = server.seen.map(({ path }) => path).filter((path) => path.includes('configmaps'));
    expect(new Set(asked)).toEqual(new Set(['/api/v1/namespaces/istio-system/configmaps']));
  });

  it('remembers what of routes was seen to change while it follows them, and of nothing else', async () => {
    const event = (hosts: string[]) =>
      `${JSON.stringify({ type: 'MODIFIED', object: { metadata: { name: 'one', namespace: 'x', resourceVersion: '6' }, spec: { hosts } } })}\n`;
    serve(MODERN, {}, (_request, response) => {
      response.write(event(['a']));
    });
    const startMs = Date.now();
    const cluster = follow({ kinds: ['virtualServices', 'gateways'] });
    await until(() => cluster.changes('virtualServices').length > 0 && cluster.status().state === 'ok');
    expect(cluster.changes('virtualServices')[0]).toMatchObject({ namespace: 'x', name: 'one' });
    expect(cluster.changes('virtualServices')[0]?.atMs).toBeGreaterThanOrEqual(startMs);
    expect(cluster.changes('gateways')).toEqual([]);
    expect(cluster.changes('pods')).toEqual([]);
  });

  it('reads older versions, and says what is not installed without calling it a fault (R16)', async () => {
    serve({
      apps: MODERN['apps'] ?? {},
      'networking.istio.io': {
        v1alpha3: ['virtualservices', 'destinationrules', 'gateways'],
        v1beta1: ['virtualservices'],
      },
    });
    const cluster = follow();
    await until(() => cluster.status().state === 'ok' && settled(cluster)());
    expect(stateOf(cluster, 'virtualServices')).toMatchObject({ state: 'ok', version: 'v1beta1' });
    expect(stateOf(cluster, 'destinationRules')).toMatchObject({ state: 'ok', version: 'v1alpha3' });
    for (const kind of ['sidecars', 'peerAuthentications', 'httpRoutes'] as const)
      expect(stateOf(cluster, kind)?.state).toBe('notInstalled');
    expect(server.seen.some(({ path }) => path.includes('httproutes'))).toBe(false);
  });

  it('finds a kind that is installed later', async () => {
    serve({ apps: MODERN['apps'] ?? {} });
    const cluster = follow({ kinds: ['virtualServices', 'services'] });
    await until(() => stateOf(cluster, 'virtualServices')?.state === 'notInstalled');
    serve(MODERN);
    await until(() => stateOf(cluster, 'virtualServices')?.state === 'ok');
  });

  it('follows a kind into another version', async () => {
    serve({ 'networking.istio.io': { v1beta1: ['virtualservices'] } }, {}, (_request, response) =>
      response.end(),
    );
    const cluster = follow({ kinds: ['virtualServices'] });
    await until(
      () =>
        stateOf(cluster, 'virtualServices')?.version === 'v1beta1' &&
        cluster.objects('virtualServices').length === 1,
    );
    server.play((request, response) => {
      const isWatch = request.query.get('watch') === 'true';
      // The old address is gone, for lists and watches alike.
      if (request.path.includes('v1beta1')) return sendJson(response, isWatch ? 410 : 404, {});
      if (request.path === '/apis')
        return sendJson(response, 200, {
          groups: [{ name: 'networking.istio.io', versions: [{ version: 'v1' }] }],
        });
      if (request.path.endsWith('/v1'))
        return sendJson(response, 200, { resources: [{ name: 'virtualservices' }] });
      if (isWatch) return void response.writeHead(200).flushHeaders();
      sendJson(response, 200, { metadata: { resourceVersion: '1' }, items: [] });
    });
    await until(
      () =>
        stateOf(cluster, 'virtualServices')?.version === 'v1' &&
        stateOf(cluster, 'virtualServices')?.state === 'ok',
    );
  });

  it('lets one forbidden kind be forbidden and all else work (R16)', async () => {
    serve(MODERN, { '/api/v1/pods': 403 });
    const cluster = follow();
    await until(
      () =>
        stateOf(cluster, 'pods')?.state === 'forbidden' &&
        stateOf(cluster, 'services')?.state === 'ok' &&
        settled(cluster)(),
    );
    expect(cluster.status()).toMatchObject({ state: 'degraded', reason: 'Some kinds may not be read.' });
    expect(cluster.objects('pods')).toEqual([]);
  });

  it('reads namespace by namespace where the whole cluster may not be read (R16)', async () => {
    serve(MODERN, { '/api/v1/services': 403, '/api/v1/namespaces/c/services': 403 });
    const cluster = follow({ kinds: ['services'], namespaces: ['a', 'b', 'c'] });
    await until(
      () => cluster.objects('services').length === 2 && stateOf(cluster, 'services')?.state === 'degraded',
    );
    expect(stateOf(cluster, 'services')).toMatchObject({
      count: 2,
      hiddenNamespaces: ['c'],
      visibleNamespaces: ['a', 'b'],
      reason: 'Some namespaces may not be read.',
    });
    const names = cluster
      .objects('services')
      .map((object) => (object as { metadata: { namespace: string } }).metadata.namespace);
    expect(names.sort()).toEqual(['a', 'b']);
  });

  it('tells which namespaces it reads, also where it may read all that it was told to', async () => {
    serve(MODERN, { '/api/v1/services': 403 });
    const cluster = follow({ kinds: ['services'], namespaces: ['a', 'b'] });
    await until(() => stateOf(cluster, 'services')?.state === 'ok');
    expect(stateOf(cluster, 'services')).toMatchObject({
      hiddenNamespaces: [],
      visibleNamespaces: ['a', 'b'],
    });
  });

  it('names no namespaces where it reads the whole cluster', async () => {
    serve(MODERN);
    const cluster = follow({ kinds: ['services'], namespaces: ['a', 'b'] });
    await until(() => stateOf(cluster, 'services')?.state === 'ok');
    expect(stateOf(cluster, 'services')?.visibleNamespaces).toBeUndefined();
  });

  it('assumes the newest versions when it may not discover', async () => {
    serve(MODERN, { '/apis': 403 });
    const cluster = follow();
    await until(() => cluster.status().state === 'ok');
    expect(stateOf(cluster, 'virtualServices')?.version).toBe('v1');
  });

  it('is unavailable while the API is, and recovers by itself', async () => {
    server.play((_request, response) => sendJson(response, 503, {}));
    const cluster = follow();
    await until(() => cluster.status().state === 'unavailable');
    serve(MODERN);
    await until(() => cluster.status().state === 'ok');
  });

  it('tells changes in batches that name their kinds', async () => {
    let burst: (() => void) | undefined;
    serve(MODERN, {}, (request, response) => {
      if (!request.path.endsWith('/services')) return;
      burst = () => {
        for (let index = 0; index < 50; index += 1) {
          response.write(
            `${JSON.stringify({ type: 'ADDED', object: { metadata: { name: `s${index}`, namespace: 'x', resourceVersion: '6' } } })}\n`,
          );
        }
      };
    });
    const cluster = follow();
    await until(() => cluster.status().state === 'ok' && burst !== undefined);
    await new Promise((resolve) => setTimeout(resolve, 60));
    const heard: ResourceKind[][] = [];
    cluster.onChange(() => {
      throw new Error('a listener with a defect');
    });
    const unsubscribe = cluster.onChange((kinds) => heard.push([...kinds]));
    burst?.();
    await until(() => cluster.objects('services').length === 51 && heard.length > 0);
    expect(heard.length).toBeLessThanOrEqual(3);
    expect(heard[0]).toEqual(['services']);
    unsubscribe();
  });

  it('stops while everything is under way', async () => {
    server.play(() => undefined);
    const cluster = follow();
    await until(() => server.seen.length > 0);
    await cluster.stop();
    await until(() => server.openSockets() === 0);
  });
});
