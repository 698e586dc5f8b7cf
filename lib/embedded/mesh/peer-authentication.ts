import type { KubernetesObject, ObjectReader } from '../kubernetes/object-store';
import { ROOT_NAMESPACE } from './destination-rule';
import { asRecord, type MeshWorkload } from './mesh-view';
import { namespaceOf, oldestFirst, selects, specOf, stringRecord } from './object-order';

export type MtlsMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE';

/**
 * The mode in which a workload's proxy listens on a port: mesh, namespace, workload, port, each above the one before.
 * Of several at one level the oldest holds, even when it leaves the mode open.
 * https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export function findServerMode(objects: ObjectReader, workload: MeshWorkload, targetPort: number): MtlsMode {
  const base = findNamespaceMode(objects, workload.namespace) ?? 'PERMISSIVE';
  if (workload.namespace === ROOT_NAMESPACE) return base;
  const labels = workload.pods[0]?.labels ?? {};
  const own = oldestFirst(objects.list('peerauthentications', { namespace: workload.namespace })).find(
    (policy) => {
      const selector = selectorOf(policy);
      return Object.keys(selector).length > 0 && selects(selector, labels);
    },
  );
  if (own === undefined) return base;
  const ofWorkload = readMode(specOf(own)['mtls']) ?? base;
  const port = asRecord(specOf(own)['portLevelMtls'])[String(targetPort)];
  return readMode(port) ?? ofWorkload;
}

/** What clients look at before they prepare TLS at all: only the policies without a selector. */
export function findNamespaceMode(objects: ObjectReader, namespace: string): MtlsMode | undefined {
  const mesh = readMode(specOfOldest(objects, ROOT_NAMESPACE)['mtls']);
  if (namespace === ROOT_NAMESPACE) return mesh;
  return readMode(specOfOldest(objects, namespace)['mtls']) ?? mesh;
}

function specOfOldest(objects: ObjectReader, namespace: string): Readonly<Record<string, unknown>> {
  const found = oldestFirst(objects.list('peerauthentications')).find(
    (policy) => namespaceOf(policy) === namespace && Object.keys(selectorOf(policy)).length === 0,
  );
  return found === undefined ? {} : specOf(found);
}

function selectorOf(policy: KubernetesObject): Record<string, string> {
  return stringRecord(asRecord(specOf(policy)['selector'])['matchLabels']);
}

function readMode(mtls: unknown): MtlsMode | undefined {
  const { mode } = asRecord(mtls);
  return mode === 'STRICT' || mode === 'PERMISSIVE' || mode === 'DISABLE' ? mode : undefined;
}
