import { isRecord, readList, readNumber, readPath, readRecord, readString } from './json-value';
import type { KubernetesObject, ResourceType } from './object-store';

/** A column of `kubectl get` between NAME and AGE; `wide` ones only show with `-o wide`. */
export interface TableColumn {
  readonly name: string;
  readonly type: 'string' | 'integer';
  readonly wide?: boolean;
  readonly read: (object: KubernetesObject) => string | number;
}

const none = '<none>';

function text(name: string, read: (object: KubernetesObject) => string, wide = false): TableColumn {
  return { name, type: 'string', wide, read: (object) => read(object) || none };
}

function count(name: string, ...path: string[]): TableColumn {
  return { name, type: 'integer', read: (object) => readNumber(0, object, ...path) };
}

function joinStrings(value: unknown, ...path: string[]): string {
  return readList(value, ...path)
    .filter((item) => typeof item === 'string')
    .join(',');
}

function printList(name: string, ...path: string[]): TableColumn {
  return text(name, (object) => {
    const items = readList(object, ...path);
    return items.length === 0 ? '' : JSON.stringify(items);
  });
}

function ownContainers(pod: KubernetesObject): readonly unknown[] {
  const sidecars = readList(pod, 'spec', 'initContainers').filter(
    (item) => readString(item, 'restartPolicy') === 'Always',
  );
  return [...readList(pod, 'spec', 'containers'), ...sidecars];
}

function countReady(pod: KubernetesObject): string {
  const names = new Set(ownContainers(pod).map((container) => readString(container, 'name')));
  const statuses = [
    ...readList(pod, 'status', 'containerStatuses'),
    ...readList(pod, 'status', 'initContainerStatuses'),
  ];
  const ready = statuses.filter(
    (status) => names.has(readString(status, 'name')) && readPath(status, 'ready') === true,
  );
  return `${ready.length}/${names.size}`;
}

function countRestarts(pod: KubernetesObject): number {
  const statuses = readList(pod, 'status', 'containerStatuses');
  return statuses.reduce<number>((total, status) => total + readNumber(0, status, 'restartCount'), 0);
}

function printServicePorts(service: KubernetesObject): string {
  return readList(service, 'spec', 'ports')
    .map((port) => {
      const node = readNumber(0, port, 'nodePort');
      return `${readNumber(0, port, 'port')}${node === 0 ? '' : `:${node}`}/${readString(port, 'protocol') || 'TCP'}`;
    })
    .join(',');
}

function printLabels(...path: string[]): (object: KubernetesObject) => string {
  return (object) =>
    Object.entries(readRecord(object, ...path))
      .map(([key, value]) => `${key}=${String(value)}`)
      .join(',');
}

function printTemplate(field: 'name' | 'image'): (object: KubernetesObject) => string {
  return (object) =>
    readList(object, 'spec', 'template', 'spec', 'containers')
      .map((container) => readString(container, field))
      .join(',');
}

function printCondition(type: string): (object: KubernetesObject) => string {
  return (object) => {
    const found = readList(object, 'status', 'conditions').find(
      (condition) => readString(condition, 'type') === type,
    );
    return readString(found, 'status');
  };
}

const selectorColumn = text('Selector', printLabels('spec', 'selector', 'matchLabels'), true);
const templateColumns = [
  text('Containers', printTemplate('name'), true),
  text('Images', printTemplate('image'), true),
  selectorColumn,
];
const scaledReady = text(
  'Ready',
  (object) =>
    `${readNumber(0, object, 'status', 'readyReplicas')}/${readNumber(1, object, 'spec', 'replicas')}`,
);
const hosts = printList('Hosts', 'spec', 'hosts');
const hostnames = printList('Hostnames', 'spec', 'hostnames');

const columnsByKind: Readonly<Record<string, readonly TableColumn[]>> = {
  Namespace: [text('Status', (object) => readString(object, 'status', 'phase'))],
  Pod: [
    text('Ready', countReady),
    text('Status', (object) => readString(object, 'status', 'phase')),
    { name: 'Restarts', type: 'integer', read: countRestarts },
    text('IP', (object) => readString(object, 'status', 'podIP'), true),
    text('Node', (object) => readString(object, 'spec', 'nodeName'), true),
  ],
  Service: [
    text('Type', (object) => readString(object, 'spec', 'type') || 'ClusterIP'),
    text('Cluster-IP', (object) => readString(object, 'spec', 'clusterIP')),
    text('External-IP', (object) => joinStrings(object, 'spec', 'externalIPs')),
    text('Port(s)', printServicePorts),
    text('Selector', printLabels('spec', 'selector'), true),
  ],
  ServiceAccount: [
    { name: 'Secrets', type: 'integer', read: (object) => readList(object, 'secrets').length },
  ],
  ConfigMap: [
    { name: 'Data', type: 'integer', read: (object) => Object.keys(readRecord(object, 'data')).length },
  ],
  Event: [
    text('Type', (object) => readString(object, 'type')),
    text('Reason', (object) => readString(object, 'reason')),
    text(
      'Object',
      (object) =>
        `${readString(object, 'involvedObject', 'kind').toLowerCase()}/${readString(object, 'involvedObject', 'name')}`,
    ),
    text('Message', (object) => readString(object, 'message')),
  ],
  Node: [
    text('Status', (object) => (printCondition('Ready')(object) === 'False' ? 'NotReady' : 'Ready')),
    text('Version', (object) => readString(object, 'status', 'nodeInfo', 'kubeletVersion')),
  ],
  Deployment: [
    scaledReady,
    count('Up-to-date', 'status', 'updatedReplicas'),
    count('Available', 'status', 'availableReplicas'),
    ...templateColumns,
  ],
  ReplicaSet: [
    count('Desired', 'spec', 'replicas'),
    count('Current', 'status', 'replicas'),
    count('Ready', 'status', 'readyReplicas'),
    ...templateColumns,
  ],
  StatefulSet: [scaledReady, ...templateColumns.slice(0, 2)],
  EndpointSlice: [
    text('AddressType', (object) => readString(object, 'addressType')),
    text('Ports', (object) =>
      readList(object, 'ports')
        .map((port) => readNumber(0, port, 'port'))
        .join(','),
    ),
    text('Endpoints', (object) =>
      readList(object, 'endpoints')
        .flatMap((endpoint) => readList(endpoint, 'addresses'))
        .join(','),
    ),
  ],
  VirtualService: [printList('Gateways', 'spec', 'gateways'), hosts],
  DestinationRule: [text('Host', (object) => readString(object, 'spec', 'host'))],
  ServiceEntry: [
    hosts,
    text('Location', (object) => readString(object, 'spec', 'location')),
    text('Resolution', (object) => readString(object, 'spec', 'resolution')),
  ],
  WorkloadEntry: [text('Address', (object) => readString(object, 'spec', 'address'))],
  PeerAuthentication: [text('Mode', (object) => readString(object, 'spec', 'mtls', 'mode'))],
  AuthorizationPolicy: [text('Action', (object) => readString(object, 'spec', 'action') || 'ALLOW')],
  HTTPRoute: [hostnames],
  GRPCRoute: [hostnames],
  TLSRoute: [hostnames],
  GatewayClass: [
    text('Controller', (object) => readString(object, 'spec', 'controllerName')),
    text('Accepted', printCondition('Accepted')),
  ],
  'Gateway.gateway.networking.k8s.io': [
    text('Class', (object) => readString(object, 'spec', 'gatewayClassName')),
    text('Address', (object) => {
      const first: unknown = readList(object, 'status', 'addresses')[0];
      return isRecord(first) ? readString(first, 'value') : '';
    }),
    text('Programmed', printCondition('Programmed')),
  ],
};

/** The columns a type shows beside name and age. */
export function readTableColumns(type: ResourceType): readonly TableColumn[] {
  return columnsByKind[`${type.kind}.${type.group}`] ?? columnsByKind[type.kind] ?? [];
}
