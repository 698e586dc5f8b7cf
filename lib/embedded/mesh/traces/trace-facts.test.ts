import { describe, expect, it } from 'vitest';
import { http } from '../../worlds/behaviour-recipe';
import { apiRoutes, apiSubsets, at, run, START_MS, toSubset, worldOf, type Facts } from '../facts-world';
import type { MeshSpan } from './mesh-span';
import { SimulatedTraces } from './simulated-traces';

/** The spans of some hundred requests, each all traced, of a world of a few workloads. */
function traced(facts: Facts): readonly (readonly MeshSpan[])[] {
  const { store } = run(facts);
  const nowMs = START_MS + 3_600_000;
  const traces = new SimulatedTraces({
    world: worldOf(facts),
    objects: store,
    startSeconds: START_MS / 1000,
    nowMs: () => nowMs,
    sampling: 1,
  });
  return [...traces.between(nowMs / 1000 - 5, nowMs / 1000)].map(({ spans }) => spans);
}

const web = { calls: [http('api', '/items', 1)] };
const two: Facts = { apps: { 'shop/web': web, 'shop/api': {} } };
const share = (all: readonly (readonly MeshSpan[])[], holds: (spans: readonly MeshSpan[]) => boolean) =>
  all.filter(holds).length / all.length;
const ends = ({ kind, service, tags }: MeshSpan) =>
  `${kind} ${service} ${String(tags['http.status_code'])} ${String(tags['response_flags'])}`;

describe('the spans of a request', () => {
  it("are one of the client's sidecar and within it one of the server's", () => {
    const [spans = []] = traced(two);
    expect(spans.map(ends)).toEqual(['client web.shop 200 -', 'server api.shop 200 -']);
    expect(spans[0]?.tags['upstream_cluster']).toBe('outbound|80||api.shop.svc.cluster.local');
    expect(spans[1]?.tags['upstream_cluster']).toBe('inbound|8080||');
    expect(spans[0]?.operation).toBe('api.shop.svc.cluster.local:80/*');
    expect(spans[1]?.operation).toBe(spans[0]?.operation);
  });

  it('name the VirtualService where its route has several destinations, and the subset that was chosen', () => {
    const apps = { 'shop/web': web, 'shop/api': { versions: ['v1', 'v2'] } };
    const all = traced({
      apps,
      config: [apiRoutes({ route: [toSubset('v1', 70), toSubset('v2', 30)] }), apiSubsets],
    });
    expect(new Set(all.map((spans) => spans[0]?.operation))).toEqual(new Set(['api:80/*']));
    const second = share(all, ([client]) => String(client?.tags['upstream_cluster']).includes('|v2|'));
    expect(second).toBeGreaterThan(0.2);
    expect(second).toBeLessThan(0.4);
  });

  it('are several of the server where the client tried again', () => {
    const apps = { 'shop/web': web, 'shop/api': { behaviour: { failures: [{ code: '503', share: 0.5 }] } } };
    const retries = { attempts: 2, retryOn: '5xx' };
    const all = traced({ apps, config: [apiRoutes({ route: [toSubset('v1')], retries }), apiSubsets] });
    expect(Math.max(...all.map(({ length }) => length))).toBe(4);
    for (const spans of all) {
      const [client, ...servers] = spans;
      expect(servers.every(({ parentId }) => parentId === client?.spanId)).toBe(true);
      const isLost = servers.length === 3 && servers.at(-1)?.tags['http.status_code'] === '503';
      expect(client && ends(client)).toBe(isLost ? 'client web.shop 503 URX' : 'client web.shop 200 -');
    }
  });

  it('tell of a timeout on both sides', () => {
    const apps = { 'shop/web': web, 'shop/api': { medianMs: 100 } };
    const all = traced({
      apps,
      config: [apiRoutes({ route: [toSubset('v1')], timeout: '0.001s' }), apiSubsets],
    });
    for (const spans of all)
      expect(spans.map(ends)).toEqual(['client web.shop 504 UT', 'server api.shop 0 DC']);
  });

  it('end at the client where a fault is injected, or nobody is there', () => {
    const abort = { abort: { percentage: { value: 100 }, httpStatus: 418 } };
    const injected = traced({
      ...two,
      config: [apiRoutes({ fault: abort, route: [{ destination: { host: 'api' } }] })],
    });
    expect(new Set(injected.map((spans) => spans.map(ends).join()))).toEqual(
      new Set(['client web.shop 418 FI']),
    );
    const nobody = traced({ apps: { 'shop/web': web, 'shop/api': { replicas: 0 } } });
    for (const [client, ...others] of nobody) {
      expect(others).toEqual([]);
      expect(client && ends(client)).toBe('client web.shop 503 UH');
      expect(client?.tags['upstream_address']).toBeUndefined();
      expect(client?.tags['error']).toBe(true);
    }
  });

  it("are none of a server's where it has no proxy, and begin there where the client has none", () => {
    const namespaces = { plain: {} };
    const toPlain = { calls: [http('old.plain.svc.cluster.local', '/x', 1)] };
    const there = traced({ namespaces, apps: { 'shop/web': toPlain, 'plain/old': {} } });
    expect(new Set(there.map((spans) => spans.map(ends).join()))).toEqual(new Set(['client web.shop 200 -']));
    const toApi = { calls: [http('api.shop.svc.cluster.local', '/x', 1)] };
    const back = traced({ namespaces, from: 'plain/old', apps: { 'plain/old': toApi, 'shop/api': {} } });
    expect(new Set(back.map((spans) => spans.map(ends).join()))).toEqual(new Set(['server api.shop 200 -']));
    expect(back[0]?.[0]?.parentId).toBeUndefined();
  });

  it('are refused by the server where a policy says so', () => {
    const deny = at('shop/nobody', 'AuthorizationPolicy', { selector: { matchLabels: { app: 'api' } } });
    const [spans = []] = traced({ ...two, config: [deny] });
    expect(spans.map(ends)).toEqual(['client web.shop 403 -', 'server api.shop 403 -']);
    expect(spans[0]?.tags['error']).toBeUndefined();
  });

  it('are of nobody where ztunnel alone carries the call', () => {
    const namespaces = { calm: { 'istio.io/dataplane-mode': 'ambient' } };
    const apps = { 'calm/web': web, 'calm/api': {} };
    expect(traced({ namespaces, from: 'calm/web', apps })).toEqual([]);
  });
});
