import { readList, readPath, readRecord, readString, readStrings } from '../json-value';
import type { KubernetesObject } from '../object-store';
import type { ControllerContext } from './controller-context';
import { injectSidecar } from './inject-sidecar';
import { makeShortHash } from './short-hash';

function describeContainer(
  container: unknown,
  startedAt: string,
  keepsRunning: boolean,
): Record<string, unknown> {
  const image = readString(container, 'image');
  const state = keepsRunning
    ? { running: { startedAt } }
    : { terminated: { exitCode: 0, reason: 'Completed', startedAt, finishedAt: startedAt } };
  return {
    name: readString(container, 'name'),
    image,
    imageID: '',
    ready: true,
    started: keepsRunning,
    restartCount: 0,
    state,
  };
}

/** The status of a pod all of whose containers run. */
function makeRunningStatus(
  spec: Record<string, unknown>,
  podIp: string,
  startedAt: string,
): Record<string, unknown> {
  const conditions = ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'];
  const initContainers = readList(spec, 'initContainers');
  const initStatuses = initContainers.map((container) =>
    describeContainer(container, startedAt, readString(container, 'restartPolicy') === 'Always'),
  );
  return {
    phase: 'Running',
    podIP: podIp,
    podIPs: [{ ip: podIp }],
    startTime: startedAt,
    qosClass: 'Burstable',
    conditions: conditions.map((type) => ({ type, status: 'True', lastTransitionTime: startedAt })),
    ...(initStatuses.length === 0 ? {} : { initContainerStatuses: initStatuses }),
    containerStatuses: readList(spec, 'containers').map((container) =>
      describeContainer(container, startedAt, true),
    ),
  };
}

/** The pod as it looks once it is injected, scheduled and running. `workload` names what it belongs to. */
export function startPod(
  context: ControllerContext,
  pod: KubernetesObject,
  workload: string,
): KubernetesObject {
  const { store } = context;
  const namespaceName = pod.metadata.namespace ?? '';
  const labels = readStrings(store.get('namespaces', namespaceName), 'metadata', 'labels');
  const injected = injectSidecar(pod, { name: namespaceName, labels }, workload, context.injection);
  const nodes = context.listNodes();
  // The hash spreads pods over nodes and does not depend on the order of creation.
  const place = parseInt(Buffer.from(makeShortHash(pod.metadata.name, 3)).toString('hex'), 16) % nodes.length;
  const spec = {
    ...readRecord(injected, 'spec'),
    nodeName: readString(injected, 'spec', 'nodeName') || (nodes[place] ?? ''),
    serviceAccountName: readString(injected, 'spec', 'serviceAccountName') || 'default',
    restartPolicy: readString(injected, 'spec', 'restartPolicy') || 'Always',
  };
  return { ...injected, spec, status: makeRunningStatus(spec, context.allocatePodIp(), store.timestamp()) };
}

export function isPodReady(pod: KubernetesObject): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  const conditions = readList(pod, 'status', 'conditions');
  return conditions.some(
    (condition) => readString(condition, 'type') === 'Ready' && readPath(condition, 'status') === 'True',
  );
}
