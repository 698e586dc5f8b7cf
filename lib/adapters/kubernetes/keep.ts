import type { ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import { asArray, asObject, asText, isJsonObject, type JsonObject } from '@/lib/core/kubernetes/json';
import { CLUSTER_ID_VARIABLES, PROXY_CONTAINER } from '@/lib/core/kubernetes/pod-view';

/** Trims an object to what is used, to bound memory. */
export type Keep = (object: JsonObject) => JsonObject;

const MAX_ANNOTATION_LENGTH = 4096;
const MAX_CLUSTER_ID_LENGTH = 253;
const MAX_MESH_CONFIG_LENGTH = 256 * 1024;
const METADATA_FIELDS = [
  'name',
  'namespace',
  'uid',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'labels',
];

function pick(from: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(
    fields.filter((field) => from[field] !== undefined).map((field) => [field, from[field]]),
  );
}

function keepAnnotations(annotations: unknown): JsonObject {
  const kept = Object.entries(asObject(annotations)).filter(
    ([key, value]) =>
      key !== 'kubectl.kubernetes.io/last-applied-configuration' &&
      typeof value === 'string' &&
      value.length <= MAX_ANNOTATION_LENGTH,
  );
  return Object.fromEntries(kept);
}

function keepMetadata(metadata: unknown): JsonObject {
  const from = asObject(metadata);
  const annotations = keepAnnotations(from['annotations']);
  return { ...pick(from, METADATA_FIELDS), ...(Object.keys(annotations).length > 0 && { annotations }) };
}

function keepHead(object: JsonObject): JsonObject {
  return { ...pick(object, ['apiVersion', 'kind']), metadata: keepMetadata(object['metadata']) };
}

const keepConfiguration: Keep = (object) => ({ ...keepDatedHead(object), ...pick(object, ['spec']) });

const keepRoute: Keep = (object) => ({ ...keepDatedHead(object), ...pick(object, ['spec', 'status']) });

function keepDatedHead(object: JsonObject): JsonObject {
  const metadata = keepMetadata(object['metadata']);
  return { ...keepHead(object), metadata: { ...metadata, ...keepWriteTime(object) } };
}

/** Of all that is written about who wrote what only when the spec was written to last: the rest is large. */
function keepWriteTime(object: JsonObject): JsonObject {
  const times = asArray(asObject(object['metadata'])['managedFields'])
    .map(asObject)
    .filter(
      (entry) => entry['subresource'] === undefined && asObject(entry['fieldsV1'])['f:spec'] !== undefined,
    )
    .flatMap((entry) => asText(entry['time']) ?? [])
    .filter((time) => !Number.isNaN(Date.parse(time)))
    .sort((a, b) => Date.parse(a) - Date.parse(b));
  const last = times.at(-1);
  return last === undefined ? {} : { managedFields: [{ time: last }] };
}

const keepService: Keep = (object) => ({
  ...keepHead(object),
  spec: pick(asObject(object['spec']), ['type', 'clusterIP', 'externalName', 'ports', 'selector']),
});

function keepContainers(containers: unknown): JsonObject[] {
  return asArray(containers)
    .filter(isJsonObject)
    .map((container) => ({
      ...pick(container, ['name']),
      ...keepPorts(container),
      ...keepClusterId(container),
    }));
}

/** A Service may mean a port by the name that a container gives it. */
function keepPorts(container: JsonObject): JsonObject {
  const ports = asArray(container['ports']).map((port) => pick(asObject(port), ['name', 'containerPort']));
  return ports.length === 0 ? {} : { ports };
}

/** Of all environments only what tells a proxy its cluster's id: the rest is large and nobody's business. */
function keepClusterId(container: JsonObject): JsonObject {
  if (container['name'] !== PROXY_CONTAINER) return {};
  const env = asArray(container['env'])
    .map((variable) => pick(asObject(variable), ['name', 'value']))
    .filter(
      ({ name, value }) =>
        CLUSTER_ID_VARIABLES.includes(asText(name) ?? '') &&
        (asText(value) ?? '').length <= MAX_CLUSTER_ID_LENGTH,
    );
  return env.length === 0 ? {} : { env };
}

const keepPod: Keep = (object) => {
  const spec = asObject(object['spec']);
  const status = asObject(object['status']);
  return {
    ...keepHead(object),
    metadata: {
      ...keepMetadata(object['metadata']),
      ...pick(asObject(object['metadata']), ['ownerReferences']),
    },
    spec: {
      ...pick(spec, ['serviceAccountName', 'hostNetwork']),
      containers: keepContainers(spec['containers']),
      initContainers: keepContainers(spec['initContainers']),
    },
    status: pick(status, ['phase']),
  };
};

const WORKLOAD_STATUS = [
  'replicas',
  'readyReplicas',
  'availableReplicas',
  'updatedReplicas',
  'desiredNumberScheduled',
  'currentNumberScheduled',
  'numberReady',
  'numberAvailable',
];

const keepWorkload: Keep = (object) => {
  const spec = asObject(object['spec']);
  const template = asObject(spec['template']);
  return {
    ...keepHead(object),
    spec: {
      ...pick(spec, ['replicas', 'selector']),
      template: {
        metadata: keepMetadata(template['metadata']),
        spec: pick(asObject(template['spec']), ['serviceAccountName']),
      },
    },
    status: pick(asObject(object['status']), WORKLOAD_STATUS),
  };
};

/** The mesh's settings as Istio's control plane reads them, and nothing else that may lie beside them. */
const keepMeshConfig: Keep = (object) => {
  const mesh = asText(asObject(object['data'])['mesh']);
  const isKept = mesh !== undefined && mesh.length <= MAX_MESH_CONFIG_LENGTH;
  return { ...keepHead(object), ...(isKept && { data: { mesh } }) };
};

/** What is kept of a kind's objects. */
export function keepFor(kind: ResourceKind): Keep {
  switch (kind) {
    case 'namespaces':
      return keepHead;
    case 'services':
      return keepService;
    case 'pods':
      return keepPod;
    case 'deployments':
    case 'statefulSets':
    case 'daemonSets':
      return keepWorkload;
    case 'meshConfigs':
      return keepMeshConfig;
    case 'gatewayApiGateways':
    case 'httpRoutes':
    case 'grpcRoutes':
    case 'tcpRoutes':
    case 'tlsRoutes':
      return keepRoute;
    default:
      return keepConfiguration;
  }
}
