import type { KubernetesObject, ObjectReader } from '../kubernetes/object-store';

/** A running pod, as far as traffic is concerned. */
export interface MeshPod {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly nodeName: string;
  readonly ip?: string;
  readonly hasProxy: boolean;
  /** Its traffic is redirected to the node's ztunnel. */
  readonly isRedirected?: boolean;
  /** Numbers of the ports that its containers name. */
  readonly namedPorts?: Readonly<Record<string, number>>;
}

/** A workload as its proxies name it. */
export interface MeshWorkload {
  readonly namespace: string;
  readonly name: string;
  readonly app: string;
  readonly version: string;
  readonly canonicalService: string;
  readonly canonicalRevision: string;
  readonly principal: string;
  readonly isGateway: boolean;
  readonly isWaypoint?: boolean;
  readonly pods: readonly MeshPod[];
}

/** All workloads with at least one ready pod. */
export function readWorkloads(objects: ObjectReader, trustDomain: string): MeshWorkload[] {
  const replicaSetOwner = new Map(
    objects.list('replicasets').map((set) => [qualified(set), controllerName(set) ?? set.metadata.name]),
  );
  const pods = new Map<string, { object: KubernetesObject; pod: MeshPod }[]>();
  for (const object of objects.list('pods')) {
    if (!isReady(object)) continue;
    const owner = object.metadata.ownerReferences?.find((reference) => reference.controller === true);
    const namespace = object.metadata.namespace ?? '';
    const workload =
      owner === undefined
        ? object.metadata.name
        : owner.kind === 'ReplicaSet'
          ? (replicaSetOwner.get(`${namespace}/${owner.name}`) ?? owner.name)
          : owner.name;
    const key = `${namespace}/${workload}`;
    pods.set(key, [...(pods.get(key) ?? []), { object, pod: readPod(object) }]);
  }
  return [...pods].map(([key, members]) => readWorkload(key, members, trustDomain));
}

function readWorkload(
  key: string,
  members: readonly { object: KubernetesObject; pod: MeshPod }[],
  trustDomain: string,
): MeshWorkload {
  const [namespace = '', name = ''] = key.split('/');
  const first = members[0];
  const labels = first?.pod.labels ?? {};
  const spec = asRecord(first?.object['spec']);
  const account = typeof spec['serviceAccountName'] === 'string' ? spec['serviceAccountName'] : 'default';
  const annotations = first?.object.metadata.annotations ?? {};
  return {
    namespace,
    name: labels['service.istio.io/workload-name'] ?? name,
    app: labels['app'] ?? 'unknown',
    version: labels['version'] ?? 'unknown',
    canonicalService:
      labels['service.istio.io/canonical-name'] ?? labels['app.kubernetes.io/name'] ?? labels['app'] ?? name,
    canonicalRevision:
      labels['service.istio.io/canonical-revision'] ??
      labels['app.kubernetes.io/version'] ??
      labels['version'] ??
      'latest',
    principal: `spiffe://${trustDomain}/ns/${namespace}/sa/${account}`,
    isGateway:
      annotations['inject.istio.io/templates'] === 'gateway' ||
      labels['istio'] === 'ingressgateway' ||
      labels['gateway.istio.io/managed'] === 'istio.io-gateway-controller',
    isWaypoint: labels['gateway.istio.io/managed'] === 'istio.io-mesh-controller',
    pods: members.map(({ pod }) => pod),
  };
}

function readPod(object: KubernetesObject): MeshPod {
  const spec = asRecord(object['spec']);
  const containers = [...asList(spec['containers']), ...asList(spec['initContainers'])];
  return {
    name: object.metadata.name,
    namespace: object.metadata.namespace ?? '',
    uid: object.metadata.uid ?? object.metadata.name,
    labels: object.metadata.labels ?? {},
    nodeName: typeof spec['nodeName'] === 'string' ? spec['nodeName'] : '',
    ip: asText(asRecord(object['status'])['podIP']) ?? '',
    hasProxy: containers.some((container) => asRecord(container)['name'] === 'istio-proxy'),
    isRedirected: object.metadata.annotations?.['ambient.istio.io/redirection'] === 'enabled',
    namedPorts: readNamedPorts(containers),
  };
}

function readNamedPorts(containers: readonly unknown[]): Record<string, number> {
  const ports = containers.flatMap((container) => asList(asRecord(container)['ports']).map(asRecord));
  return Object.fromEntries(
    ports.flatMap(({ name, containerPort }) =>
      typeof name === 'string' && typeof containerPort === 'number' ? [[name, containerPort]] : [],
    ),
  );
}

function isReady(pod: KubernetesObject): boolean {
  const status = asRecord(pod['status']);
  if (status['phase'] !== 'Running' || pod.metadata.deletionTimestamp !== undefined) return false;
  const ready = asList(status['conditions']).find((condition) => asRecord(condition)['type'] === 'Ready');
  return ready === undefined || asRecord(ready)['status'] === 'True';
}

function controllerName(object: KubernetesObject): string | undefined {
  return object.metadata.ownerReferences?.find((reference) => reference.controller === true)?.name;
}

function qualified(object: KubernetesObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

/** An object's fields, or none: specs come from whoever may write to the cluster. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
