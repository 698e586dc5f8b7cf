import { describe, expect, it } from 'vitest';
import { runControllers } from './controllers';
import { readList, readPath, readRecord, readString } from './json-value';
import { MemoryObjectStore } from './memory-store';
import type { KubernetesObject } from './object-store';

const namespace = 'harbour';
const address = { namespace };

function makeDeployment(
  name: string,
  replicas: number,
  labels: Record<string, string> = { app: name },
): KubernetesObject {
  const ports = [{ name: 'http', containerPort: 8080 }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { serviceAccountName: name, containers: [{ name, image: `${name}:1`, ports }] },
      },
    },
  };
}

const service: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'quay', namespace },
  spec: { selector: { app: 'quay' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
};

function makeCluster(objects: KubernetesObject[] = [makeDeployment('quay', 2), service]): MemoryObjectStore {
  const store = new MemoryObjectStore({ now: () => 0 });
  store.seed([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, ...objects]);
  runControllers(store, { seed: 'test' });
  return store;
}

function listNames(store: MemoryObjectStore, plural: string): string[] {
  return store.list(plural, address).map((object) => object.metadata.name);
}

function listAddresses(store: MemoryObjectStore): unknown[] {
  const slices = store.list('endpointslices', address);
  return slices
    .flatMap((slice) => readList(slice, 'endpoints').flatMap((endpoint) => readList(endpoint, 'addresses')))
    .sort();
}

describe('runControllers', () => {
  it('makes running pods with distinct addresses, owned through a ReplicaSet', () => {
    const store = makeCluster();
    const [first, second] = store.list('pods', address);
    const [replicaSet] = store.list('replicasets', address);
    expect(first?.metadata.name).toMatch(/^quay-[a-z0-9]{10}-[a-z0-9]{5}$/);
    expect(first?.metadata.ownerReferences).toMatchObject([
      { kind: 'ReplicaSet', name: replicaSet?.metadata.name, controller: true },
    ]);
    expect(replicaSet?.metadata.ownerReferences).toMatchObject([{ kind: 'Deployment', name: 'quay' }]);
    expect(readString(first, 'status', 'phase')).toBe('Running');
    expect(readString(first, 'spec', 'serviceAccountName')).toBe('quay');
    expect(readString(first, 'status', 'podIP')).toMatch(/^10\.244\./);
    expect(readString(first, 'status', 'podIP')).not.toBe(readString(second, 'status', 'podIP'));
  });

  it('gives the same names in every cluster of the same seed', () => {
    expect(listNames(makeCluster(), 'pods')).toEqual(listNames(makeCluster(), 'pods'));
  });

  it('reports what it did in the status of the Deployment', () => {
    const store = makeCluster();
    const status = readRecord(store.get('deployments', 'quay', address), 'status');
    expect(status).toMatchObject({
      observedGeneration: 1,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
    });
    expect(status['conditions']).toMatchObject([
      { type: 'Available', status: 'True' },
      { type: 'Progressing', status: 'True' },
    ]);
  });

  it('keeps endpoints in step with scaling, deletion and labels', () => {
    const store = makeCluster();
    const readIps = (): string[] =>
      store
        .list('pods', address)
        .filter((pod) => pod.metadata.labels?.['app'] === 'quay')
        .map((pod) => readString(pod, 'status', 'podIP'))
        .sort();
    expect(listAddresses(store)).toEqual(readIps());
    store.patch('deployments', 'quay', { spec: { replicas: 5 } }, address);
    expect(listAddresses(store)).toHaveLength(5);
    const [gone = ''] = listNames(store, 'pods');
    store.delete('pods', gone, address);
    expect(listNames(store, 'pods')).toHaveLength(5);
    expect(listNames(store, 'pods')).not.toContain(gone);
    expect(listAddresses(store)).toEqual(readIps());
    store.patch('services', 'quay', { spec: { selector: { app: 'other' } } }, address);
    expect(listAddresses(store)).toEqual([]);
    store.patch('services', 'quay', { spec: { selector: { app: 'quay' } } }, address);
    store.patch('deployments', 'quay', { spec: { replicas: 0 } }, address);
    expect([listNames(store, 'pods'), listAddresses(store)]).toEqual([[], []]);
  });

  it('resolves named target ports', () => {
    const [slice] = makeCluster().list('endpointslices', address);
    expect(slice?.['ports']).toEqual([{ name: 'http', port: 8080, protocol: 'TCP' }]);
    expect(slice?.metadata.labels).toMatchObject({ 'kubernetes.io/service-name': 'quay' });
  });

  it('replaces a pod whose label is taken off, keeps the pod, and takes it back in', () => {
    const store = makeCluster();
    const [name = ''] = listNames(store, 'pods');
    store.patch('pods', name, { metadata: { labels: { app: 'aside' } } }, address);
    expect(listNames(store, 'pods')).toHaveLength(3);
    expect(store.get('pods', name, address)?.metadata.ownerReferences).toBeUndefined();
    expect(listAddresses(store)).toHaveLength(2);
    store.patch('pods', name, { metadata: { labels: { app: 'quay' } } }, address);
    expect(listNames(store, 'pods')).toHaveLength(2);
  });

  it('takes unready pods out of the endpoints and out of the available replicas', () => {
    const store = makeCluster();
    const [name = ''] = listNames(store, 'pods');
    store.patch('pods', name, { status: { conditions: [{ type: 'Ready', status: 'False' }] } }, address);
    const [slice] = store.list('endpointslices', address);
    const ready = readList(slice, 'endpoints').map((endpoint) => readPath(endpoint, 'conditions', 'ready'));
    expect(ready.sort()).toEqual([false, true]);
    const status = readRecord(store.get('deployments', 'quay', address), 'status');
    expect(status).toMatchObject({ readyReplicas: 1, unavailableReplicas: 1 });
    expect(readList(status, 'conditions')[0]).toMatchObject({ type: 'Available', status: 'False' });
  });

  it('rolls out a new template and returns to the old ReplicaSet on the way back', () => {
    const store = makeCluster();
    const before = listNames(store, 'replicasets');
    const setImage = (image: string): void => {
      const containers = [{ name: 'quay', image, ports: [{ name: 'http', containerPort: 8080 }] }];
      store.patch('deployments', 'quay', { spec: { template: { spec: { containers } } } }, address);
    };
    setImage('quay:2');
    expect(listNames(store, 'replicasets')).toHaveLength(2);
    const images = store
      .list('pods', address)
      .map((pod) => readString(readList(pod, 'spec', 'containers')[0], 'image'));
    expect(images).toEqual(['quay:2', 'quay:2']);
    setImage('quay:1');
    expect(listNames(store, 'replicasets')).toHaveLength(2);
    expect(readPath(store.get('replicasets', before[0] ?? '', address), 'spec', 'replicas')).toBe(2);
    expect(store.get('deployments', 'quay', address)?.metadata.annotations).toEqual({
      'deployment.kubernetes.io/revision': '3',
    });
  });

  it('deletes what a Deployment or Service owned along with it', () => {
    const store = makeCluster();
    store.delete('deployments', 'quay', address);
    expect([listNames(store, 'replicasets'), listNames(store, 'pods'), listAddresses(store)]).toEqual([
      [],
      [],
      [],
    ]);
    store.delete('services', 'quay', address);
    expect(listNames(store, 'endpointslices')).toEqual([]);
  });

  it('recreates a deleted ReplicaSet and a deleted EndpointSlice', () => {
    const store = makeCluster();
    const pods = listNames(store, 'pods');
    store.delete('replicasets', listNames(store, 'replicasets')[0] ?? '', address);
    expect(listNames(store, 'replicasets')).toHaveLength(1);
    expect(listNames(store, 'pods')).toHaveLength(pods.length);
    store.delete('endpointslices', listNames(store, 'endpointslices')[0] ?? '', address);
    expect(listAddresses(store)).toHaveLength(2);
  });

  it('leaves nothing behind when a namespace is deleted', () => {
    const store = makeCluster();
    store.delete('namespaces', namespace);
    for (const plural of ['pods', 'replicasets', 'deployments', 'services', 'endpointslices'])
      expect(listNames(store, plural)).toEqual([]);
  });

  it('injects new pods only: a label on the namespace shows after a restart of the workload', () => {
    const store = makeCluster();
    const countProxies = (): number =>
      store.list('pods', address).filter((pod) => readList(pod, 'spec', 'initContainers').length > 0).length;
    store.patch('namespaces', namespace, { metadata: { labels: { 'istio-injection': 'enabled' } } });
    expect(countProxies()).toBe(0);
    const annotations = { 'kubectl.kubernetes.io/restartedAt': 'now' };
    store.patch('deployments', 'quay', { spec: { template: { metadata: { annotations } } } }, address);
    expect(countProxies()).toBe(2);
  });

  it('numbers the pods of StatefulSets and runs one DaemonSet pod on each node', () => {
    const selector = { matchLabels: { app: 'db' } };
    const template = {
      metadata: { labels: { app: 'db' } },
      spec: { containers: [{ name: 'db', image: 'db:1' }] },
    };
    const makeSet = (kind: string, name: string): KubernetesObject => ({
      apiVersion: 'apps/v1',
      kind,
      metadata: { name, namespace },
      spec: { replicas: 2, selector, template },
    });
    const makeNode = (name: string): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name },
    });
    const store = makeCluster([
      makeSet('StatefulSet', 'db'),
      makeSet('DaemonSet', 'agent'),
      makeNode('n1'),
      makeNode('n2'),
    ]);
    expect(listNames(store, 'pods').filter((name) => name.startsWith('db'))).toEqual(['db-0', 'db-1']);
    store.create(makeNode('n3'));
    const agents = store.list('pods', address).filter((pod) => pod.metadata.name.startsWith('agent'));
    expect(agents.map((pod) => readString(pod, 'spec', 'nodeName')).sort()).toEqual(['n1', 'n2', 'n3']);
    store.patch('statefulsets', 'db', { spec: { replicas: 1 } }, address);
    expect(listNames(store, 'pods').filter((name) => name.startsWith('db'))).toEqual(['db-0']);
  });

  it('comes to rest: a settled cluster is not written to again', () => {
    const store = makeCluster();
    const version = store.resourceVersion;
    runControllers(store, { seed: 'test' });
    expect(store.resourceVersion).toBe(version);
  });

  it('settles a mesh of 400 services and 1200 pods', () => {
    const objects = Array.from({ length: 400 }, (_unused, index) => {
      const name = `svc-${index}`;
      const spec = { selector: { app: name }, ports: [{ port: 80 }] };
      return [
        makeDeployment(name, 3),
        { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec },
      ];
    }).flat();
    const store = makeCluster(objects);
    expect(store.list('pods')).toHaveLength(1200);
  });
});
