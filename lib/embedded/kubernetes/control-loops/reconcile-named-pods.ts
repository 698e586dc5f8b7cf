import { readNumber, readRecord, readString } from '../json-value';
import type { KubernetesObject } from '../object-store';
import type { ControllerContext } from './controller-context';
import { makePod } from './make-pod';
import { isControlledBy } from './owner-references';
import { makeShortHash } from './short-hash';
import { isPodReady } from './start-pod';

interface WantedPod {
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly nodeName?: string;
}

/** Pods numbered from 0 for a StatefulSet, one for each node for a DaemonSet. */
function listWantedPods(context: ControllerContext, owner: KubernetesObject): WantedPod[] {
  const { name } = owner.metadata;
  if (owner.kind === 'DaemonSet') {
    return context.listNodes().map((nodeName) => ({
      name: `${name}-${makeShortHash(`${context.seed}/${name}/${nodeName}`, 5)}`,
      labels: {},
      nodeName,
    }));
  }
  return Array.from({ length: readNumber(1, owner, 'spec', 'replicas') }, (_unused, index) => ({
    name: `${name}-${index}`,
    labels: {
      'statefulset.kubernetes.io/pod-name': `${name}-${index}`,
      'apps.kubernetes.io/pod-index': String(index),
    },
  }));
}

function makeStatus(
  owner: KubernetesObject,
  pods: readonly KubernetesObject[],
  wanted: number,
): Record<string, unknown> {
  const ready = pods.filter(isPodReady).length;
  const observedGeneration = owner.metadata.generation ?? 1;
  if (owner.kind === 'DaemonSet') {
    return {
      observedGeneration,
      desiredNumberScheduled: wanted,
      currentNumberScheduled: pods.length,
      updatedNumberScheduled: pods.length,
      numberReady: ready,
      numberAvailable: ready,
      numberMisscheduled: 0,
    };
  }
  const counts = { replicas: pods.length, currentReplicas: pods.length, updatedReplicas: pods.length };
  return { observedGeneration, ...counts, readyReplicas: ready, availableReplicas: ready };
}

/** Keeps the pods of a StatefulSet or DaemonSet. Pods made from an earlier template are replaced at once. */
export function reconcileNamedPods(context: ControllerContext, owner: KubernetesObject): void {
  const { store, seed } = context;
  const namespace = owner.metadata.namespace ?? '';
  const template = JSON.stringify(readRecord(owner, 'spec', 'template'));
  const revision = `${owner.metadata.name}-${makeShortHash(`${seed}/${template}`, 10)}`;
  const wanted = listWantedPods(context, owner);
  const names = new Set(wanted.map((pod) => pod.name));
  const listOwned = (): KubernetesObject[] =>
    store.list('pods', { namespace }).filter((pod) => isControlledBy(pod, owner));
  for (const pod of listOwned()) {
    const current = readString(pod, 'metadata', 'labels', 'controller-revision-hash') === revision;
    if (!names.has(pod.metadata.name) || !current) store.delete('pods', pod.metadata.name, { namespace });
  }
  for (const { name, labels, nodeName } of wanted) {
    if (store.get('pods', name, { namespace }) !== undefined) continue;
    const allLabels = { ...labels, 'controller-revision-hash': revision };
    const place = nodeName === undefined ? {} : { nodeName };
    store.create(
      makePod(context, owner, name, { workload: owner.metadata.name, labels: allLabels, ...place }),
    );
  }
  store.update({ ...owner, status: makeStatus(owner, listOwned(), wanted.length) }, { scope: 'status' });
}
