import { describe, expect, it } from 'vitest';
import { runControllers } from '../kubernetes/controllers';
import { MemoryObjectStore } from '../kubernetes/memory-store';
import type { KubernetesObject } from '../kubernetes/object-store';
import type { Labels } from '../promql/series-source';
import { bookinfo } from '../worlds/bookinfo';
import { SimulatedMesh } from './simulated-mesh';

const START = Date.parse('2026-01-05T08:00:00Z');
const HOUR = 3_600_000;

const withoutProxy = { 'sidecar.istio.io/inject': 'false' };

/** Bookinfo in which the pods of some apps were made without a proxy. */
function startWithout(apps: readonly string[], adjust: (store: MemoryObjectStore) => void = () => undefined) {
  const clock = { ms: START };
  const store = new MemoryObjectStore({ now: () => clock.ms, seed: 'test' });
  store.seed(bookinfo.objects(new Date(START)).map((object) => withoutInjection(object, apps)));
  const stopControllers = runControllers(store, { seed: 'test' });
  stopControllers();
  adjust(store);
  const mesh = new SimulatedMesh({
    world: bookinfo,
    objects: store,
    startSeconds: START / 1000,
    scrapeIntervalSeconds: 15,
    nowMs: () => clock.ms,
  });
  clock.ms = START + HOUR;
  return (wanted: Labels) => {
    const matchers = Object.entries({ __name__: 'istio_requests_total', ...wanted }).map(([name, value]) => ({
      name,
      op: '=' as const,
      value,
    }));
    return [...mesh.select(matchers, START, clock.ms)].map(({ labels }) => ({ labels }));
  };
}

function withoutInjection(object: KubernetesObject, apps: readonly string[]): KubernetesObject {
  if (object.kind !== 'Deployment' || !apps.includes(object.metadata.labels?.['app'] ?? '')) return object;
  const copy = structuredClone(object);
  const { template } = copy['spec'] as { template: { metadata: { labels: Record<string, string> } } };
  template.metadata.labels = { ...template.metadata.labels, ...withoutProxy };
  return copy;
}

describe('a server without a proxy', () => {
  const told = startWithout(['details']);

  it('is told of by its clients alone, as a workload that is known', () => {
    const found = told({ destination_service_name: 'details' });
    expect(found.map(({ labels }) => labels)).toEqual([
      expect.objectContaining({
        reporter: 'source',
        destination_workload: 'details-v1',
        destination_version: 'v1',
        destination_cluster: 'Kubernetes',
      }),
    ]);
  });

  it('proves nobody’s identity: there is no TLS to take it from', () => {
    for (const { labels } of told({ destination_workload: 'details-v1' })) {
      expect(labels).toMatchObject({
        source_principal: 'unknown',
        destination_principal: 'unknown',
        connection_security_policy: 'unknown',
      });
    }
  });
});

describe('a client without a proxy', () => {
  const told = startWithout(['productpage']);

  it('is unknown to the servers, which tell of plaintext', () => {
    const found = told({ destination_workload: 'details-v1' });
    expect(found.map(({ labels }) => labels)).toEqual([
      expect.objectContaining({
        reporter: 'destination',
        source_workload: 'unknown',
        source_workload_namespace: 'unknown',
        source_app: 'unknown',
        source_version: 'unknown',
        source_canonical_service: 'unknown',
        source_canonical_revision: 'latest',
        source_principal: 'unknown',
        source_cluster: 'unknown',
        destination_principal: 'unknown',
        connection_security_policy: 'none',
      }),
    ]);
  });
});

describe('a workload of which only some pods have a proxy', () => {
  it('is told of by those only', () => {
    const told = startWithout([], (store) => {
      const pod = store
        .list('pods', { namespace: 'bookinfo' })
        .find(({ metadata }) => metadata.labels?.['app'] === 'details');
      if (pod === undefined) throw new Error('There is no pod of details.');
      const copy = structuredClone(pod);
      copy.metadata.name = 'details-v1-bare';
      delete copy.metadata.uid;
      delete copy.metadata.resourceVersion;
      const spec = copy['spec'] as { containers: { name: string }[]; initContainers?: unknown };
      spec.containers = spec.containers.filter(({ name }) => name !== 'istio-proxy');
      delete spec.initContainers;
      copy.metadata.labels = { ...copy.metadata.labels, ...withoutProxy };
      store.create(copy);
    });
    const reporting = told({ destination_workload: 'details-v1', reporter: 'destination' });
    expect(reporting).toHaveLength(1);
    expect(reporting[0]?.labels['pod']).not.toBe('details-v1-bare');
  });
});
