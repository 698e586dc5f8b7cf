import type { ControllerContext } from './control-loops/controller-context';
import { matchLabels } from './control-loops/match-selector';
import { findController } from './control-loops/owner-references';
import { reconcileDeployment } from './control-loops/reconcile-deployment';
import { reconcileNamedPods } from './control-loops/reconcile-named-pods';
import { reconcileReplicaSet } from './control-loops/reconcile-replica-set';
import { reconcileService } from './control-loops/reconcile-service';
import { startPod } from './control-loops/start-pod';
import { isDeepEqual, readString, readStrings } from './json-value';
import type { MemoryObjectStore } from './memory-store';
import type { KubernetesObject, StoreChange } from './object-store';

export interface ControllerOptions {
  /** Decides generated names. Default `telltale`. */
  seed?: string;
  /** Injected proxies are init containers that keep running. Default true. */
  nativeSidecars?: boolean;
  /** Default `docker.io/istio/proxyv2:1.29.0`. */
  proxyImage?: string;
  /** The revision `istio-injection=enabled` stands for. Default `default`. */
  defaultRevision?: string;
  /** By which proxies name their cluster. Default `Kubernetes`, as Istio's. */
  clusterId?: string;
  /** Nodes pods run on while the cluster has no Node objects. */
  nodes?: readonly string[];
}

type Reconcile = (context: ControllerContext, object: KubernetesObject) => void;

const reconcilers: Readonly<Record<string, Reconcile>> = {
  deployments: reconcileDeployment,
  replicasets: reconcileReplicaSet,
  statefulsets: reconcileNamedPods,
  daemonsets: reconcileNamedPods,
  services: reconcileService,
  pods: startBarePod,
};

const pluralByOwnerKind: Readonly<Record<string, string>> = {
  Deployment: 'deployments',
  ReplicaSet: 'replicasets',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
  Service: 'services',
};

const ownedPlurals = ['replicasets', 'pods', 'endpointslices'];

/** A pod that somebody created by hand runs at once. */
function startBarePod(context: ControllerContext, pod: KubernetesObject): void {
  if (readString(pod, 'status', 'podIP') !== '') return;
  context.store.update(startPod(context, pod, pod.metadata.name));
}

/** Addresses 10.244.x.y that no pod has, handed out in order. */
class PodAddresses {
  readonly #taken = new Set<string>();
  #last = 0;

  note(pod: KubernetesObject): void {
    const address = readString(pod, 'status', 'podIP');
    if (address !== '') this.#taken.add(address);
  }

  free(pod: KubernetesObject): void {
    this.#taken.delete(readString(pod, 'status', 'podIP'));
  }

  allocate(): string {
    for (;;) {
      this.#last = (this.#last + 1) % 64_000;
      const address = `10.244.${Math.floor(this.#last / 250)}.${(this.#last % 250) + 2}`;
      if (this.#taken.has(address)) continue;
      this.#taken.add(address);
      return address;
    }
  }
}

/** Objects waiting to be looked at, each once, in the order they were named. */
class WorkQueue {
  readonly #keys = new Set<string>();

  add(plural: string, namespace: string | undefined, name: string): void {
    this.#keys.add(`${plural}/${namespace ?? ''}/${name}`);
  }

  take(): { plural: string; namespace: string; name: string } | undefined {
    for (const key of this.#keys) {
      this.#keys.delete(key);
      const [plural = '', namespace = '', name = ''] = key.split('/');
      return { plural, namespace, name };
    }
    return undefined;
  }
}

/** Deletes what an object that is gone controlled. */
function collectGarbage(store: MemoryObjectStore, owner: KubernetesObject): void {
  const namespace = owner.metadata.namespace ?? '';
  for (const plural of ownedPlurals) {
    for (const object of store.list(plural, { namespace })) {
      if (findController(object)?.uid === owner.metadata.uid)
        store.delete(plural, object.metadata.name, { namespace });
    }
  }
}

/** Names the Services whose endpoints a pod's change may touch. */
function queueServices(store: MemoryObjectStore, queue: WorkQueue, { object, previous }: StoreChange): void {
  const namespace = object.metadata.namespace ?? '';
  for (const service of store.list('services', { namespace })) {
    const selector = readStrings(service, 'spec', 'selector');
    const touched = [object, previous].some(
      (pod) => pod !== undefined && matchLabels(selector, pod.metadata.labels ?? {}),
    );
    if (touched) queue.add('services', namespace, service.metadata.name);
  }
}

/** Whether a change of a pod is one that its owners and Services care about. */
function isRelevant({ type, object, previous }: StoreChange): boolean {
  if (type !== 'MODIFIED' || previous === undefined) return true;
  const { resourceVersion: _now, ...metadata } = object.metadata;
  const { resourceVersion: _before, ...metadataBefore } = previous.metadata;
  return !isDeepEqual(metadata, metadataBefore) || !isDeepEqual(object['status'], previous['status']);
}

/**
 * Plays the cluster's controllers: ReplicaSets, Pods and EndpointSlices follow Deployments, StatefulSets, DaemonSets
 * and Services in the same call that changes them. Proxies are injected as the namespace and pod labels say when a pod
 * is made. The returned function stops following.
 */
export function runControllers(store: MemoryObjectStore, options: ControllerOptions = {}): () => void {
  const queue = new WorkQueue();
  const addresses = new PodAddresses();
  const spareNodes = options.nodes ?? ['node-a', 'node-b', 'node-c'];
  if (spareNodes.length === 0) throw new Error('The controllers need at least one node.');
  const context: ControllerContext = {
    store,
    seed: options.seed ?? 'telltale',
    injection: {
      nativeSidecars: options.nativeSidecars ?? true,
      proxyImage: options.proxyImage ?? 'docker.io/istio/proxyv2:1.29.0',
      defaultRevision: options.defaultRevision ?? 'default',
      clusterId: options.clusterId ?? 'Kubernetes',
    },
    listNodes: () => {
      const names = store.list('nodes').map((node) => node.metadata.name);
      return names.length === 0 ? spareNodes : names;
    },
    allocatePodIp: () => addresses.allocate(),
  };
  let working = false;

  const work = (): void => {
    if (working) return;
    working = true;
    try {
      for (let next = queue.take(); next !== undefined; next = queue.take()) {
        const object = store.get(next.plural, next.name, { namespace: next.namespace });
        if (object !== undefined) reconcilers[next.plural]?.(context, object);
      }
    } finally {
      working = false;
    }
  };

  const notice = (change: StoreChange): void => {
    const { object, resource, type } = change;
    const { name, namespace } = object.metadata;
    const { plural } = resource;
    const builtIn = ['', 'apps', 'discovery.k8s.io'].includes(resource.group);
    if (!builtIn) return;
    if (plural === 'pods') {
      if (type === 'DELETED') addresses.free(object);
      else addresses.note(object);
      if (isRelevant(change)) queueServices(store, queue, change);
    }
    if (type !== 'DELETED' && plural in reconcilers) queue.add(plural, namespace, name);
    if (type === 'DELETED' && Object.hasOwn(pluralByOwnerKind, object.kind)) collectGarbage(store, object);
    for (const version of [object, change.previous]) {
      const owner = version === undefined ? undefined : findController(version);
      const ownerPlural = owner === undefined ? undefined : pluralByOwnerKind[owner.kind];
      if (owner !== undefined && ownerPlural !== undefined) queue.add(ownerPlural, namespace, owner.name);
    }
    // A pod that lost its labels or its owner may fit another ReplicaSet, which then takes it in.
    if (plural === 'pods' && type !== 'DELETED' && findController(object) === undefined) {
      for (const set of store.list('replicasets', { namespace: namespace ?? '' }))
        queue.add('replicasets', namespace, set.metadata.name);
    }
    if (plural === 'nodes') {
      for (const set of store.list('daemonsets'))
        queue.add('daemonsets', set.metadata.namespace, set.metadata.name);
    }
    work();
  };

  for (const pod of store.list('pods')) addresses.note(pod);
  for (const plural of Object.keys(reconcilers)) {
    for (const object of store.list(plural))
      queue.add(plural, object.metadata.namespace, object.metadata.name);
  }
  const stop = store.subscribe(notice);
  work();
  return stop;
}
