import { isRecord, readNumber, readStrings, type JsonRecord } from './json-value';
import type { KubernetesObject } from './object-store';

/** The `Scale` object of a workload, as its scale subresource shows it. */
export function makeScale(object: KubernetesObject): KubernetesObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = Object.entries(readStrings(object, 'spec', 'selector', 'matchLabels'))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
    },
    spec: { replicas: readNumber(0, object, 'spec', 'replicas') },
    status: { replicas: readNumber(0, object, 'status', 'replicas'), selector },
  };
}

/** The workload with the replica count of a written `Scale`. */
export function applyScale(object: KubernetesObject, scale: KubernetesObject): KubernetesObject {
  const spec: JsonRecord = isRecord(object['spec']) ? object['spec'] : {};
  const { resourceVersion } = scale.metadata;
  const metadata = { ...object.metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) };
  return { ...object, metadata, spec: { ...spec, replicas: readNumber(0, scale, 'spec', 'replicas') } };
}
