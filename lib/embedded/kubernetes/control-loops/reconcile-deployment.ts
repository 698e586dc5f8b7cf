import {
  canonicalJson,
  isRecord,
  readList,
  readNumber,
  readPath,
  readRecord,
  readString,
  readStrings,
} from '../json-value';
import type { KubernetesObject } from '../object-store';
import type { ControllerContext } from './controller-context';
import { isControlledBy, makeOwnerReference } from './owner-references';
import { makeShortHash } from './short-hash';

const revisionKey = 'deployment.kubernetes.io/revision';
const hashLabel = 'pod-template-hash';

/** Clients with typed objects write empty members that others leave out; both mean the same template. */
function dropEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropEmpty);
  if (!isRecord(value)) return value;
  const members = Object.entries(value).map(([key, member]) => [key, dropEmpty(member)] as const);
  const full = members.filter(
    ([, member]) => member !== null && !(isRecord(member) && Object.keys(member).length === 0),
  );
  return Object.fromEntries(full);
}

function readRevision(object: KubernetesObject): number {
  return Number(object.metadata.annotations?.[revisionKey] ?? 0) || 0;
}

function listReplicaSets(context: ControllerContext, deployment: KubernetesObject): KubernetesObject[] {
  const namespace = deployment.metadata.namespace ?? '';
  return context.store
    .list('replicasets', { namespace })
    .filter((replicaSet) => isControlledBy(replicaSet, deployment));
}

function makeReplicaSet(deployment: KubernetesObject, hash: string, revision: number): KubernetesObject {
  const template = readRecord(deployment, 'spec', 'template');
  const labels = { ...readStrings(template, 'metadata', 'labels'), [hashLabel]: hash };
  const selector = readRecord(deployment, 'spec', 'selector');
  const { name, namespace } = deployment.metadata;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels,
      annotations: { [revisionKey]: String(revision) },
      ownerReferences: [makeOwnerReference(deployment)],
    },
    spec: {
      replicas: readNumber(1, deployment, 'spec', 'replicas'),
      selector: { ...selector, matchLabels: { ...readStrings(selector, 'matchLabels'), [hashLabel]: hash } },
      template: { ...template, metadata: { ...readRecord(template, 'metadata'), labels } },
    },
  };
}

/** The ReplicaSet of the present template, scaled and marked as the newest revision; created when missing. */
function settleNewest(
  context: ControllerContext,
  deployment: KubernetesObject,
  replicaSets: readonly KubernetesObject[],
): KubernetesObject | undefined {
  const { store, seed } = context;
  const template = readPath(deployment, 'spec', 'template');
  const hash = makeShortHash(`${seed}/${canonicalJson(dropEmpty(template))}`, 10);
  const name = `${deployment.metadata.name}-${hash}`;
  const newestRevision = Math.max(0, ...replicaSets.map(readRevision));
  const found = replicaSets.find((replicaSet) => replicaSet.metadata.name === name);
  if (found === undefined) {
    // A ReplicaSet of that name that belongs to somebody else is left alone.
    const taken = store.get('replicasets', name, { namespace: deployment.metadata.namespace ?? '' });
    return taken === undefined
      ? store.create(makeReplicaSet(deployment, hash, newestRevision + 1))
      : undefined;
  }
  const revision = readRevision(found) === newestRevision ? newestRevision : newestRevision + 1;
  const annotations = { ...found.metadata.annotations, [revisionKey]: String(revision) };
  const spec = { ...readRecord(found, 'spec'), replicas: readNumber(1, deployment, 'spec', 'replicas') };
  return store.update({ ...found, metadata: { ...found.metadata, annotations }, spec });
}

/** Empties the ReplicaSets of earlier templates and forgets the oldest beyond the history limit. */
function retireOthers(
  context: ControllerContext,
  deployment: KubernetesObject,
  newest: KubernetesObject,
): void {
  const { store } = context;
  const limit = readNumber(10, deployment, 'spec', 'revisionHistoryLimit');
  const others = listReplicaSets(context, deployment)
    .filter((replicaSet) => replicaSet.metadata.name !== newest.metadata.name)
    .sort((left, right) => readRevision(right) - readRevision(left));
  for (const [index, replicaSet] of others.entries()) {
    const empty = store.update({ ...replicaSet, spec: { ...readRecord(replicaSet, 'spec'), replicas: 0 } });
    if (index < limit || readNumber(0, empty, 'status', 'replicas') > 0) continue;
    store.delete('replicasets', empty.metadata.name, { namespace: empty.metadata.namespace ?? '' });
  }
}

function makeCondition(
  deployment: KubernetesObject,
  type: string,
  status: 'True' | 'False',
  reason: string,
  now: string,
): Record<string, unknown> {
  const before = readList(deployment, 'status', 'conditions').find(
    (condition) => readString(condition, 'type') === type,
  );
  const same = readString(before, 'status') === status && readString(before, 'reason') === reason;
  const lastTransitionTime = (same && readString(before, 'lastTransitionTime')) || now;
  const lastUpdateTime = (same && readString(before, 'lastUpdateTime')) || now;
  return { type, status, reason, message: `${type}: ${reason}`, lastTransitionTime, lastUpdateTime };
}

function makeStatus(
  context: ControllerContext,
  deployment: KubernetesObject,
  newest: KubernetesObject,
): Record<string, unknown> {
  const replicaSets = listReplicaSets(context, deployment);
  const sum = (field: string): number =>
    replicaSets.reduce((total, replicaSet) => total + readNumber(0, replicaSet, 'status', field), 0);
  const wanted = readNumber(1, deployment, 'spec', 'replicas');
  const available = sum('availableReplicas');
  const updated = replicaSets.find((replicaSet) => replicaSet.metadata.name === newest.metadata.name);
  const missing = Math.max(0, wanted - available);
  // By default a quarter may be missing, rounded down.
  const enough = available >= wanted - Math.floor(wanted / 4);
  const now = context.store.timestamp();
  const conditions = [
    makeCondition(
      deployment,
      'Available',
      enough ? 'True' : 'False',
      enough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
      now,
    ),
    makeCondition(
      deployment,
      'Progressing',
      'True',
      missing === 0 ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated',
      now,
    ),
  ];
  return {
    observedGeneration: deployment.metadata.generation ?? 1,
    replicas: sum('replicas'),
    updatedReplicas: readNumber(0, updated, 'status', 'replicas'),
    readyReplicas: sum('readyReplicas'),
    availableReplicas: available,
    ...(missing === 0 ? {} : { unavailableReplicas: missing }),
    conditions,
  };
}

/**
 * Keeps a Deployment's ReplicaSets: one per template, the newest with all replicas. Rollouts happen at once.
 * `spec.paused` is not obeyed.
 */
export function reconcileDeployment(context: ControllerContext, deployment: KubernetesObject): void {
  const { store } = context;
  const newest = settleNewest(context, deployment, listReplicaSets(context, deployment));
  if (newest === undefined) return;
  retireOthers(context, deployment, newest);
  const { namespace } = deployment.metadata;
  const current = store.get('deployments', deployment.metadata.name, { namespace: namespace ?? '' });
  if (current === undefined) return;
  const revision = newest.metadata.annotations?.[revisionKey] ?? '1';
  const annotations = { ...current.metadata.annotations, [revisionKey]: revision };
  const marked = store.update({ ...current, metadata: { ...current.metadata, annotations } });
  store.update({ ...marked, status: makeStatus(context, marked, newest) }, { scope: 'status' });
}
