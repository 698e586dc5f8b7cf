import { readNumber, readPath } from '../json-value';
import type { KubernetesObject } from '../object-store';
import type { ControllerContext } from './controller-context';
import { makePod } from './make-pod';
import { matchSelector } from './match-selector';
import { findController, isControlledBy, makeOwnerReference, releaseObject } from './owner-references';
import { makeShortHash } from './short-hash';
import { isPodReady } from './start-pod';

/** Lets go of pods whose labels no longer match and takes in matching ones nobody controls. */
function settleOwnership(context: ControllerContext, replicaSet: KubernetesObject): KubernetesObject[] {
  const { store } = context;
  const selector = readPath(replicaSet, 'spec', 'selector');
  const owned: KubernetesObject[] = [];
  for (const pod of store.list('pods', { namespace: replicaSet.metadata.namespace ?? '' })) {
    const matches = matchSelector(selector, pod.metadata.labels ?? {});
    if (isControlledBy(pod, replicaSet)) {
      if (matches) owned.push(pod);
      else store.update(releaseObject(pod));
    } else if (matches && findController(pod) === undefined) {
      const ownerReferences = [...(pod.metadata.ownerReferences ?? []), makeOwnerReference(replicaSet)];
      owned.push(store.update({ ...pod, metadata: { ...pod.metadata, ownerReferences } }));
    }
  }
  return owned;
}

/** Pods to give up first: those not ready, then the youngest. */
function compareForRemoval(left: KubernetesObject, right: KubernetesObject): number {
  const ready = Number(isPodReady(left)) - Number(isPodReady(right));
  if (ready !== 0) return ready;
  return (
    readNumber(0, { v: Number(right.metadata.resourceVersion) }, 'v') - Number(left.metadata.resourceVersion)
  );
}

function createPods(context: ControllerContext, replicaSet: KubernetesObject, count: number): void {
  const { store, seed } = context;
  const { name, namespace } = replicaSet.metadata;
  const workload = findController(replicaSet)?.name ?? name;
  for (let made = 0, attempt = 0; made < count; attempt += 1) {
    // The version makes a replacement differ from the pod it replaces.
    const podName = `${name}-${makeShortHash(`${seed}/${name}/${attempt}/${store.resourceVersion}`, 5)}`;
    if (store.get('pods', podName, { namespace: namespace ?? '' }) !== undefined) continue;
    store.create(makePod(context, replicaSet, podName, { workload }));
    made += 1;
  }
}

/** Keeps as many running pods as a ReplicaSet asks for and counts them in its status. */
export function reconcileReplicaSet(context: ControllerContext, replicaSet: KubernetesObject): void {
  const { store } = context;
  const wanted = readNumber(1, replicaSet, 'spec', 'replicas');
  const owned = settleOwnership(context, replicaSet);
  if (owned.length < wanted) createPods(context, replicaSet, wanted - owned.length);
  const surplus = owned.toSorted(compareForRemoval).slice(0, Math.max(0, owned.length - wanted));
  for (const pod of surplus) {
    store.delete('pods', pod.metadata.name, { namespace: pod.metadata.namespace ?? '' });
  }
  const pods = store
    .list('pods', { namespace: replicaSet.metadata.namespace ?? '' })
    .filter((pod) => isControlledBy(pod, replicaSet));
  const ready = pods.filter(isPodReady).length;
  const status = {
    replicas: pods.length,
    fullyLabeledReplicas: pods.length,
    readyReplicas: ready,
    availableReplicas: ready,
    observedGeneration: replicaSet.metadata.generation ?? 1,
  };
  const current = store.get('replicasets', replicaSet.metadata.name, {
    namespace: replicaSet.metadata.namespace ?? '',
  });
  if (current !== undefined) store.update({ ...current, status }, { scope: 'status' });
}
