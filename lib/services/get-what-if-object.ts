import type { ObjectReference } from '@/lib/contracts/what-if-kinds';
import type { WhatIfObject } from '@/lib/contracts/what-if-object';
import { asObject, type JsonObject } from '@/lib/core/kubernetes/json';
import { readName, readNamespace } from '@/lib/core/kubernetes/object-view';
import type { ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';
import type { MeshPorts } from './mesh-ports';
import { printObjectYaml } from './print-object-yaml';
import { ObjectReading } from './read-objects';

const KINDS: Readonly<Record<ObjectReference['kind'], ResourceKind>> = {
  AuthorizationPolicy: 'authorizationPolicies',
  PeerAuthentication: 'peerAuthentications',
  DestinationRule: 'destinationRules',
  VirtualService: 'virtualServices',
  HTTPRoute: 'httpRoutes',
};

/** An object as it is declared, to change a copy of it. */
export async function getWhatIfObject(
  { cluster }: MeshPorts,
  { kind, namespace, name }: ObjectReference,
): Promise<Outcome<WhatIfObject>> {
  const known = KINDS[kind];
  if (cluster === undefined || !new ObjectReading(cluster).isKnown(known))
    return fail('object-not-found', `The cluster does not tell of any ${kind} now.`, 'kind');
  const object = cluster
    .objects(known)
    .find((one) => readName(one) === name && (readNamespace(one) ?? 'default') === namespace);
  if (object === undefined)
    return fail('object-not-found', `The cluster declares no such ${kind} there.`, 'name');
  return succeed({ yaml: printObjectYaml(withoutNotes(object), kind, []).text });
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** What its author wrote: neither its version in the cluster nor kubectl's copy of it. */
function withoutNotes(object: object): JsonObject {
  const { metadata, ...rest } = asObject(object);
  const { resourceVersion: _1, creationTimestamp: _2, annotations, ...own } = asObject(metadata);
  const { [LAST_APPLIED]: _3, ...kept } = asObject(annotations);
  return {
    ...rest,
    metadata: { ...own, ...(Object.keys(kept).length > 0 ? { annotations: kept } : {}) },
  };
}
