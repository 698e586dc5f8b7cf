import { isRecord, readList, readNumber, readRecord, readString, type JsonRecord } from './json-value';
import type { KubernetesObject, ResourceType } from './object-store';

/** What defaulting needs to know beyond the object. */
export interface DefaultingContext {
  /** A free address for a new Service. */
  allocateClusterIp(): string;
}

function defaultService(object: KubernetesObject, context: DefaultingContext): KubernetesObject {
  const spec = readRecord(object, 'spec');
  const type = readString(spec, 'type') || 'ClusterIP';
  const ports = readList(spec, 'ports').map((port) => {
    if (!isRecord(port)) return port;
    return { ...port, protocol: port['protocol'] ?? 'TCP', targetPort: port['targetPort'] ?? port['port'] };
  });
  const defaulted: JsonRecord = { ...spec, type };
  if (ports.length > 0) defaulted['ports'] = ports;
  if (type !== 'ExternalName') {
    const clusterIp = readString(spec, 'clusterIP') || context.allocateClusterIp();
    Object.assign(defaulted, { clusterIP: clusterIp, clusterIPs: [clusterIp], ipFamilies: ['IPv4'] });
    Object.assign(defaulted, {
      ipFamilyPolicy: 'SingleStack',
      sessionAffinity: 'None',
      internalTrafficPolicy: 'Cluster',
    });
    Object.assign(defaulted, spec['clusterIPs'] === undefined ? {} : { clusterIPs: spec['clusterIPs'] });
  }
  return { ...object, spec: defaulted };
}

function defaultReplicas(object: KubernetesObject): KubernetesObject {
  const spec = readRecord(object, 'spec');
  return { ...object, spec: { ...spec, replicas: readNumber(1, spec, 'replicas') } };
}

function defaultNamespace(object: KubernetesObject): KubernetesObject {
  const labels = { ...object.metadata.labels, 'kubernetes.io/metadata.name': object.metadata.name };
  return {
    ...object,
    metadata: { ...object.metadata, labels },
    spec: { finalizers: ['kubernetes'], ...readRecord(object, 'spec') },
    status: { phase: 'Active', ...readRecord(object, 'status') },
  };
}

/** Fills in the few defaults of a real API server that others read; what is written stays as it is. */
export function defaultObject(
  type: ResourceType,
  object: KubernetesObject,
  context: DefaultingContext,
): KubernetesObject {
  if (type.group === '' && type.kind === 'Service') return defaultService(object, context);
  if (type.group === '' && type.kind === 'Namespace') return defaultNamespace(object);
  if (type.group === 'apps' && type.subresources?.includes('scale')) return defaultReplicas(object);
  return object;
}
