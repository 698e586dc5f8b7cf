import { describe, expect, it } from 'vitest';
import { domainOfHosts, domainOfTrace, inDomain } from './cluster-domain';
import { planQueries } from './plan-queries';
import { traceEnd } from './trace-ends';
import type { TraceFacts } from './trace-facts';

const workload = (app: string) => ({
  namespace: 'shop',
  name: app,
  app,
  version: 'v1',
  podLabels: { app },
  proxy: 'sidecar' as const,
});
const host = 'cart.shop.svc.cluster.local';
const facts: TraceFacts = {
  workloads: [workload('web'), workload('cart')],
  services: [
    { namespace: 'shop', name: 'cart', host, ports: [80], selector: { app: 'cart' } },
    { namespace: 'shop', name: 'api.example.com', host: 'api.example.com', ports: [443], selector: {} },
  ],
  subsets: [{ host, name: 'v1', labels: {}, isRouted: true }],
  workloadOfPod: new Map(),
};
const app = (name: string) => ({ kind: 'app' as const, namespace: 'shop', app: name, version: 'v1' });

describe("a cluster's own domain", () => {
  it('is what the hosts of its Services end with', () => {
    expect(domainOfHosts(['', 'unknown', 'api.example.com', 'cart.shop.svc.corp.example'])).toBe(
      'corp.example',
    );
    expect(domainOfHosts(['a.b.svc.!!', 'www.svc.example'])).toBeUndefined();
  });

  it('is told by the proxies of a trace', () => {
    const span = {
      spanId: 'a',
      service: 's',
      operation: 'o',
      kind: 'client',
      startUs: 0,
      durationUs: 1,
    } as const;
    const told = (nodeId: string) =>
      domainOfTrace({ traceId: 't', spans: [{ ...span, isError: false, tags: { node_id: nodeId } }] });
    expect(told('sidecar~10.0.0.1~web-1.shop~shop.svc.corp.example')).toBe('corp.example');
    expect(told('garbage')).toBeUndefined();
  });

  it('is in the searches, for Services declared and not, and changes no other host', () => {
    const own = inDomain(facts, 'corp.example');
    const clusters = (target: Parameters<typeof traceEnd>[0]) =>
      planQueries(
        { kind: 'edge', source: traceEnd(app('web'), own), target: traceEnd(target, own), reach: 'any' },
        own,
        { known: undefined },
      ).queries.map(({ tags }) => tags['upstream_cluster']);
    expect(clusters(app('cart'))).toContain('outbound|80||cart.shop.svc.corp.example');
    expect(own.subsets[0]?.host).toBe('cart.shop.svc.corp.example');
    expect(clusters({ kind: 'external', namespace: 'shop', service: 'api.example.com' })).toEqual([
      'outbound|443||api.example.com',
    ]);
    const gone = traceEnd({ kind: 'service', namespace: 'shop', service: 'gone' }, own);
    expect(gone.services[0]?.host).toBe('gone.shop.svc.corp.example');
    expect(inDomain(facts, undefined)).toBe(facts);
  });
});
