import { canonicalJson, readList, readNumber, readPath, readString, readStrings } from '../json-value';
import type { KubernetesObject } from '../object-store';
import type { ControllerContext } from './controller-context';
import { matchLabels } from './match-selector';
import { isControlledBy, makeOwnerReference } from './owner-references';
import { makeShortHash } from './short-hash';
import { isPodReady } from './start-pod';

const managedBy = 'endpointslice-controller.k8s.io';

interface SlicePort {
  name: string;
  port: number;
  protocol: string;
  appProtocol?: string;
}

function findContainerPort(pod: KubernetesObject, name: string, protocol: string): number {
  const containers = [...readList(pod, 'spec', 'containers'), ...readList(pod, 'spec', 'initContainers')];
  const ports = containers.flatMap((container) => readList(container, 'ports'));
  const found = ports.find(
    (port) => readString(port, 'name') === name && (readString(port, 'protocol') || 'TCP') === protocol,
  );
  return readNumber(0, found, 'containerPort');
}

/** The ports a pod offers for a Service; those whose named target it lacks are left out. */
function resolvePorts(service: KubernetesObject, pod: KubernetesObject): SlicePort[] {
  return readList(service, 'spec', 'ports').flatMap((port): SlicePort[] => {
    const protocol = readString(port, 'protocol') || 'TCP';
    const target = readPath(port, 'targetPort') ?? readPath(port, 'port');
    const number =
      typeof target === 'string'
        ? findContainerPort(pod, target, protocol)
        : readNumber(0, { target }, 'target');
    const appProtocol = readString(port, 'appProtocol');
    if (number === 0) return [];
    return [
      {
        name: readString(port, 'name'),
        port: number,
        protocol,
        ...(appProtocol === '' ? {} : { appProtocol }),
      },
    ];
  });
}

function makeEndpoint(
  context: ControllerContext,
  service: KubernetesObject,
  pod: KubernetesObject,
): Record<string, unknown> {
  const { name, namespace, uid } = pod.metadata;
  const nodeName = readString(pod, 'spec', 'nodeName');
  const zone = readString(
    context.store.get('nodes', nodeName),
    'metadata',
    'labels',
    'topology.kubernetes.io/zone',
  );
  const serving = isPodReady(pod);
  const ready = serving || readPath(service, 'spec', 'publishNotReadyAddresses') === true;
  return {
    addresses: [readString(pod, 'status', 'podIP')],
    conditions: { ready, serving, terminating: false },
    nodeName,
    ...(zone === '' ? {} : { zone }),
    targetRef: { kind: 'Pod', name, namespace, uid },
  };
}

function makeSlice(
  service: KubernetesObject,
  suffix: string,
  ports: readonly SlicePort[],
  endpoints: readonly unknown[],
): KubernetesObject {
  const { name, namespace } = service.metadata;
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${name}-${suffix}`,
      ...(namespace === undefined ? {} : { namespace }),
      generateName: `${name}-`,
      labels: {
        ...service.metadata.labels,
        'endpointslice.kubernetes.io/managed-by': managedBy,
        'kubernetes.io/service-name': name,
      },
      ownerReferences: [makeOwnerReference(service)],
    },
    addressType: 'IPv4',
    ports,
    endpoints,
  };
}

/** One slice for each set of resolved ports among the selected pods; one empty slice when none is selected. */
function makeSlices(context: ControllerContext, service: KubernetesObject): KubernetesObject[] {
  const selector = readStrings(service, 'spec', 'selector');
  if (Object.keys(selector).length === 0 || readString(service, 'spec', 'type') === 'ExternalName') return [];
  const pods = context.store
    .list('pods', { namespace: service.metadata.namespace ?? '' })
    .filter(
      (pod) => readString(pod, 'status', 'podIP') !== '' && matchLabels(selector, pod.metadata.labels ?? {}),
    );
  const groups = new Map<string, { ports: SlicePort[]; endpoints: unknown[] }>();
  for (const pod of pods) {
    const ports = resolvePorts(service, pod);
    const key = canonicalJson(ports);
    const group = groups.get(key) ?? { ports, endpoints: [] };
    group.endpoints.push(makeEndpoint(context, service, pod));
    groups.set(key, group);
  }
  if (groups.size === 0) groups.set('[]', { ports: [], endpoints: [] });
  return [...groups.values()].map((group, index) => {
    const suffix = makeShortHash(`${context.seed}/${service.metadata.name}/${index}`, 5);
    return makeSlice(service, suffix, group.ports, group.endpoints);
  });
}

/** Keeps the EndpointSlices of a Service in step with the pods its selector matches. */
export function reconcileService(context: ControllerContext, service: KubernetesObject): void {
  const { store } = context;
  const namespace = service.metadata.namespace ?? '';
  const wanted = makeSlices(context, service);
  const names = new Set(wanted.map((slice) => slice.metadata.name));
  for (const slice of store.list('endpointslices', { namespace })) {
    if (!isControlledBy(slice, service) || names.has(slice.metadata.name)) continue;
    store.delete('endpointslices', slice.metadata.name, { namespace });
  }
  for (const slice of wanted) store.apply(slice);
}
