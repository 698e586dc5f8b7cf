import { readRecord, readStrings } from '../json-value';
import type { KubernetesObject } from '../object-store';
import type { ControllerContext } from './controller-context';
import { makeOwnerReference } from './owner-references';
import { startPod } from './start-pod';

/** A running pod from its owner's template. */
export function makePod(
  context: ControllerContext,
  owner: KubernetesObject,
  name: string,
  options: { workload: string; labels?: Record<string, string>; nodeName?: string },
): KubernetesObject {
  const template = readRecord(owner, 'spec', 'template');
  const annotations = readStrings(template, 'metadata', 'annotations');
  const { namespace } = owner.metadata;
  const pod: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      generateName: `${owner.metadata.name}-`,
      labels: { ...readStrings(template, 'metadata', 'labels'), ...options.labels },
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      ownerReferences: [makeOwnerReference(owner)],
    },
    spec: {
      ...readRecord(template, 'spec'),
      ...(options.nodeName === undefined ? {} : { nodeName: options.nodeName }),
    },
  };
  return startPod(context, pod, options.workload);
}
