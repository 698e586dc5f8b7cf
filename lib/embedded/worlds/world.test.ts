import { describe, expect, it } from 'vitest';
import { viewPod } from '@/lib/core/kubernetes/pod-view';
import { runControllers } from '../kubernetes/controllers';
import { readList, readNumber, readPath, readString, readStrings } from '../kubernetes/json-value';
import { MemoryObjectStore } from '../kubernetes/memory-store';
import type { KubernetesObject } from '../kubernetes/object-store';
import { findWorld } from './find-world';
import type { Behaviour, OutgoingCall, World } from './world';

const NAMES = ['bookinfo', 'shop', 'large:10', 'large:120'];
const STARTED_AT = new Date('2026-03-02T06:00:00Z');
/** The shop's one mistake, see its tour. */
const MISSING_SUBSETS = ['storefront/lookbook → lookbook spring'];

function getWorld(name: string): World {
  const world = findWorld(name);
  if (world === undefined) throw new Error(`There is no world ${name}.`);
  return world;
}

function seedCluster(world: World): MemoryObjectStore {
  const store = new MemoryObjectStore({ now: () => STARTED_AT.getTime(), seed: world.name });
  store.seed(world.objects(STARTED_AT));
  runControllers(store, { seed: world.name, clusterId: world.clusterId });
  return store;
}

function fullHost(host: string, namespace: string): string {
  return host.includes('.') ? host : `${host}.${namespace}.svc.cluster.local`;
}

/** Every call of a world with the full name of its host. */
function listDials(world: World): { from: string; host: string; call: OutgoingCall }[] {
  return world.behaviours.flatMap(({ workload, namespace, calls }) =>
    calls.map((call) => ({ from: workload, host: fullHost(call.host, namespace), call })),
  );
}

function findService(store: MemoryObjectStore, host: string): KubernetesObject | undefined {
  const [name = '', namespace = ''] = host.split('.');
  return host.endsWith('.svc.cluster.local') ? store.get('services', name, { namespace }) : undefined;
}

function listExternalHosts(store: MemoryObjectStore): string[] {
  return store.list('serviceentries').flatMap((entry) => readList(entry, 'spec', 'hosts').map(String));
}

function listWorkloads(store: MemoryObjectStore): KubernetesObject[] {
  return ['deployments', 'statefulsets', 'daemonsets', 'replicasets'].flatMap((plural) =>
    store.list(plural).filter((set) => set.metadata.ownerReferences === undefined),
  );
}

function key({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** Workloads that a call may reach, whatever routes say. */
function listTargets(store: MemoryObjectStore, from: Behaviour, call: OutgoingCall): string[] {
  const service = findService(store, fullHost(call.host, from.namespace));
  const selector = Object.entries(readStrings(service, 'spec', 'selector'));
  if (selector.length === 0) return [];
  return listWorkloads(store)
    .filter((workload) => workload.metadata.namespace === service?.metadata.namespace)
    .filter((workload) => {
      const labels = readStrings(workload, 'spec', 'template', 'metadata', 'labels');
      return selector.every(([name, value]) => labels[name] === value);
    })
    .map(key);
}

/** Workloads that can reach themselves. */
function findCycles(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[] = [];
  const visit = (node: string): void => {
    if (state.get(node) === 'open') cycles.push(node);
    if (state.has(node)) return;
    state.set(node, 'open');
    for (const next of edges.get(node) ?? []) visit(next);
    state.set(node, 'done');
  };
  for (const node of edges.keys()) visit(node);
  return cycles;
}

describe.each(NAMES)('the world %s', (name) => {
  const world = getWorld(name);
  const store = seedCluster(world);
  const objects = world.objects(STARTED_AT);

  it('declares every object once', () => {
    const keys = objects.map((object) => `${object.apiVersion} ${object.kind} ${key(object)}`);
    expect(keys).toHaveLength(new Set(keys).size);
  });

  it('lets every workload have all its pods, running', () => {
    const running = store.list('pods').filter((pod) => readString(pod, 'status', 'phase') === 'Running');
    const counts = listWorkloads(store).map((workload) => {
      const selector = Object.entries(readStrings(workload, 'spec', 'selector', 'matchLabels'));
      const own = running.filter(
        ({ metadata }) =>
          metadata.namespace === workload.metadata.namespace &&
          selector.every(([label, value]) => metadata.labels?.[label] === value),
      );
      const wanted = workload.kind === 'DaemonSet' ? 3 : readNumber(1, workload, 'spec', 'replicas');
      return { workload: key(workload), wanted, found: own.length };
    });
    expect(counts.filter(({ wanted, found }) => wanted < 1 || found !== wanted)).toEqual([]);
  });

  it('tells every proxy the id of the cluster, by which metrics name it', () => {
    const pods = store.list('pods').map((pod) => viewPod(pod).view);
    const proxies = pods.filter((pod) => pod?.hasSidecar === true);
    expect(proxies.length).toBeGreaterThan(0);
    expect(proxies.filter((pod) => pod?.clusterId !== world.clusterId)).toEqual([]);
  });

  it('names only workloads that exist in behaviours, entries, own load and incidents', () => {
    const known = new Set(listWorkloads(store).map(key));
    const named = [
      ...world.behaviours.map(({ namespace, workload }) => `${namespace}/${workload}`),
      ...world.entries.map((entry) => `${entry.gatewayNamespace}/${entry.gatewayWorkload}`),
      ...[...(world.selfMade ?? []), ...(world.incidents ?? [])].map(
        ({ namespace, workload }) => `${namespace}/${workload}`,
      ),
    ];
    expect(named.filter((workload) => !known.has(workload))).toEqual([]);
    const behaving = world.behaviours.map(({ namespace, workload }) => `${namespace}/${workload}`);
    expect(behaving).toHaveLength(new Set(behaving).size);
  });

  it('dials only services and ports that exist', () => {
    const entries = store.list('serviceentries');
    const wrong = listDials(world).filter(({ host, call }) => {
      const service = findService(store, host);
      const entry = entries.find((one) => readList(one, 'spec', 'hosts').includes(host));
      const ports = [
        ...readList(service, 'spec', 'ports').map((port) => readPath(port, 'port')),
        ...readList(entry, 'spec', 'ports').map((port) => readPath(port, 'number')),
      ];
      return call.port === undefined ? ports.length !== 1 : !ports.includes(call.port);
    });
    expect(wrong).toEqual([]);
  });

  it('calls each port in the protocol of its name', () => {
    const wrong = listDials(world).filter(({ host, call }) => {
      const service = findService(store, host);
      if (service === undefined) return false;
      const ports = readList(service, 'spec', 'ports');
      const port = ports.find((one) => call.port === undefined || readPath(one, 'port') === call.port);
      return readString(port, 'name').split('-')[0] !== (call.protocol ?? 'http');
    });
    expect(wrong).toEqual([]);
    const withBytes = listDials(world).filter(({ call }) => call.bytes !== undefined);
    expect(withBytes).toEqual(listDials(world).filter(({ call }) => call.protocol === 'tcp'));
  });

  it('routes to subsets that exist, but for the mistake it makes on purpose', () => {
    const subsets = new Set(
      store.list('destinationrules').flatMap((rule) => {
        const host = fullHost(readString(rule, 'spec', 'host'), rule.metadata.namespace ?? '');
        return readList(rule, 'spec', 'subsets').map((subset) => `${host} ${readString(subset, 'name')}`);
      }),
    );
    const missing = store.list('virtualservices').flatMap((object) =>
      readList(object, 'spec', 'http')
        .flatMap((route) => readList(route, 'route'))
        .map((entry) => ({
          host: readString(entry, 'destination', 'host'),
          subset: readString(entry, 'destination', 'subset'),
        }))
        .filter(({ subset }) => subset !== '')
        .filter(
          ({ host, subset }) => !subsets.has(`${fullHost(host, object.metadata.namespace ?? '')} ${subset}`),
        )
        .map(({ host, subset }) => `${key(object)} → ${host} ${subset}`),
    );
    expect(missing).toEqual(name === 'shop' ? MISSING_SUBSETS : []);
  });

  it('routes only to services that exist', () => {
    const external = listExternalHosts(store);
    const hosts = store.list('virtualservices').flatMap((object) =>
      readList(object, 'spec', 'http')
        .flatMap((route) => readList(route, 'route'))
        .map((entry) => fullHost(readString(entry, 'destination', 'host'), object.metadata.namespace ?? '')),
    );
    expect(
      hosts.filter((host) => findService(store, host) === undefined && !external.includes(host)),
    ).toEqual([]);
  });

  it('shares its load among entries that sum to one', () => {
    const sum = world.entries.reduce((total, { share }) => total + share, 0);
    expect(sum).toBeCloseTo(1, 9);
    for (const { share } of [...world.entries, ...(world.selfMade ?? [])]) expect(share).toBeGreaterThan(0);
  });

  it('has no workload that calls itself, even through others', () => {
    const edges = new Map(
      world.behaviours.map((from) => [
        `${from.namespace}/${from.workload}`,
        from.calls.flatMap((call) => listTargets(store, from, call)),
      ]),
    );
    expect(findCycles(edges)).toEqual([]);
  });

  it('fails shares that are possible', () => {
    const failures = [...world.behaviours, ...(world.incidents ?? [])].flatMap((one) => one.failures ?? []);
    for (const { code, share } of failures) {
      expect(code).toMatch(/^(\d{1,2}|[45]\d\d)$/);
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThanOrEqual(1);
    }
  });
});
