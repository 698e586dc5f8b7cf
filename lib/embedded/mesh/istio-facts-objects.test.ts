import { describe, expect, it } from 'vitest';
import type { MemoryObjectStore } from '../kubernetes/memory-store';
import { isStaleMarker, type Series } from '../promql/series-source';
import { http } from '../worlds/behaviour-recipe';
import { apiRoutes, run } from './facts-world';

const start = (replicas = 1) =>
  run({ apps: { 'shop/web': { calls: [http('api', '/', 1)] }, 'shop/api': { replicas } } });

const podsOf = (store: MemoryObjectStore, app: string) =>
  store.list('pods', { namespace: 'shop' }).filter(({ metadata }) => metadata.labels?.['app'] === app);

function restart(store: MemoryObjectStore, app: string): void {
  for (const { metadata } of podsOf(store, app)) store.delete('pods', metadata.name, { namespace: 'shop' });
}

function endsStale(series: Series, nowMs: number): boolean {
  const { values } = series.samples(0, nowMs);
  return isStaleMarker(values, values.length - 1);
}

describe('a Deployment', () => {
  it('scaled to 0 turns its callers’ requests into 503 UH, and its own series end', () => {
    const facts = start().after((store) =>
      store.patch('deployments', 'api', { spec: { replicas: 0 } }, { namespace: 'shop' }),
    );
    expect(facts.sum({ response_flags: 'UH', response_code: '503' })).toBeCloseTo(1, 2);
    const ended = facts
      .all('istio_requests_total')
      .filter(({ labels }) => labels['reporter'] === 'destination');
    expect(ended).toHaveLength(1);
    for (const series of ended) expect(endsStale(series, facts.nowMs())).toBe(true);
  });

  it('scaled up shares its requests among more pods', () => {
    const facts = start().after((store) =>
      store.patch('deployments', 'api', { spec: { replicas: 4 } }, { namespace: 'shop' }),
    );
    const rows = facts.rows({ reporter: 'destination' });
    expect(rows).toHaveLength(4);
    for (const { perRequest } of rows) expect(perRequest).toBeCloseTo(0.25, 2);
  });

  it('with several replicas has a series for each pod on its own side only', () => {
    const facts = start(3);
    expect(facts.rows({ reporter: 'destination' })).toHaveLength(3);
    expect(facts.rows({ reporter: 'source' })).toHaveLength(1);
  });
});

describe('a proxy without traffic', () => {
  it('is up all the same, with a build of its own', () => {
    const facts = run({ apps: { 'shop/web': {}, 'shop/idle': {} } });
    expect(facts.all('istio_requests_total')).toEqual([]);
    for (const name of ['up', 'istio_build'])
      expect(facts.all(name).map(({ labels }) => labels['app'])).toContain('idle');
  });
});

describe('a deleted pod', () => {
  it('is replaced by one that counts from zero, while its own series end', () => {
    const before = start();
    const [old] = podsOf(before.store, 'api');
    const facts = before.after((store) => restart(store, 'api'));
    const series = facts
      .all('istio_requests_total')
      .filter(({ labels }) => labels['reporter'] === 'destination');
    expect(series).toHaveLength(2);
    for (const one of series) {
      const isOld = one.labels['pod'] === old?.metadata.name;
      expect(endsStale(one, facts.nowMs())).toBe(isOld);
      if (!isOld) expect(one.samples(0, facts.nowMs()).values[0]).toBeLessThan(100 * 16);
    }
    expect(facts.sum({ reporter: 'destination' })).toBeCloseTo(1, 2);
  });
});

describe('injection', () => {
  const switchOff = (store: MemoryObjectStore) =>
    store.patch('namespaces', 'shop', { metadata: { labels: { 'istio-injection': 'disabled' } } });

  it('switched off changes nothing until pods restart', () => {
    const facts = start().after((store) => switchOff(store));
    expect(facts.rows({ reporter: 'destination' })).toHaveLength(1);
  });

  it('switched off leaves restarted servers to their clients’ reports', () => {
    const facts = start().after((store) => {
      switchOff(store);
      restart(store, 'api');
    });
    const rows = facts.rows({ reporter: 'source' });
    expect(facts.rows({ reporter: 'destination' })).toEqual([]);
    expect(rows.filter(({ labels }) => labels['destination_principal'] === 'unknown')).toHaveLength(1);
    expect(facts.sum({ reporter: 'source', destination_workload: 'api' })).toBeCloseTo(1, 2);
  });

  it('switched off leaves restarted clients unknown to their servers', () => {
    const facts = start().after((store) => {
      switchOff(store);
      restart(store, 'web');
    });
    expect(facts.rows({ reporter: 'source' })).toEqual([]);
    expect(facts.sum({ source_workload: 'unknown', connection_security_policy: 'none' })).toBeCloseTo(1, 2);
  });
});

describe('configuration', () => {
  it('acts from the moment it is written, and counters go on', () => {
    const abort = { abort: { httpStatus: 500, percentage: { value: 50 } } };
    const facts = start().after((store) => {
      store.apply(apiRoutes({ fault: abort, route: [{ destination: { host: 'api' } }] }));
    });
    expect(facts.sum({ response_flags: 'FI' })).toBeCloseTo(0.5, 2);
    for (const series of facts.all('istio_requests_total')) {
      const { values } = series.samples(0, facts.nowMs());
      for (let i = 1; i < values.length; i += 1) expect(values[i]! >= values[i - 1]!).toBe(true);
    }
  });

  it('taken away leaves no effect behind', () => {
    const abort = { abort: { httpStatus: 500, percentage: { value: 50 } } };
    const facts = start()
      .after((store) => store.apply(apiRoutes({ fault: abort, route: [{ destination: { host: 'api' } }] })))
      .after((store) => store.delete('virtualservices', 'api', { namespace: 'shop' }));
    expect(facts.sum({ response_flags: 'FI' })).toBe(0);
    expect(facts.sum({ reporter: 'destination' })).toBeCloseTo(1, 2);
  });

  it('written for a Service of another name means nothing', () => {
    const facts = start().after((store) => {
      const other = apiRoutes({ redirect: { uri: '/' } });
      store.apply({ ...other, spec: { hosts: ['apis'], http: [{ redirect: { uri: '/' } }] } });
    });
    expect(facts.sum({ response_code: '200', reporter: 'source' })).toBeCloseTo(1, 2);
  });
});
