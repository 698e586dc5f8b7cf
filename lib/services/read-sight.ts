import type { ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import type { PolicySight } from '@/lib/core/mtls/index-policies';
import type { ObjectReading } from './read-objects';

/** Whether objects of a kind can be read, and where. A kind that is not installed has none: that is known. */
export function readSight(reading: ObjectReading, kind: ResourceKind): PolicySight {
  const status = reading.status(kind);
  return {
    known: reading.isKnown(kind) || status?.state === 'notInstalled',
    ...(status?.visibleNamespaces === undefined ? {} : { onlyIn: status.visibleNamespaces }),
    ...(status?.hiddenNamespaces === undefined ? {} : { hiddenIn: status.hiddenNamespaces }),
  };
}
