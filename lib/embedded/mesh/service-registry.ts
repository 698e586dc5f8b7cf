import type { KubernetesObject, ObjectReader } from '../kubernetes/object-store';
import { asList, asRecord, asText, type MeshWorkload } from './mesh-view';
import { isExportedTo, namespaceOf, oldestFirst, selects, specOf, stringRecord } from './object-order';
import { hostMatches, hostWeight, parseClusterHost, type RoutedService } from './service-names';

/** A host that proxies know, from a Service or a ServiceEntry. */
export interface RegisteredService {
  readonly service: RoutedService;
  readonly object: KubernetesObject;
  /** Its endpoints lie outside the mesh. */
  readonly isExternal: boolean;
  readonly ports: readonly ServicePort[];
}

export interface ServicePort {
  readonly number: number;
  readonly name: string;
  /** A number, or the name of a container's port. */
  readonly target: number | string;
}

/** Kubernetes Services go before ServiceEntries of the same host; among those the oldest wins. */
export function findRegistered(
  objects: ObjectReader,
  host: string,
  clientNamespace: string,
): RegisteredService | undefined {
  const parsed = parseClusterHost(host);
  const object =
    parsed === undefined
      ? undefined
      : objects.get('services', parsed.name, { group: '', namespace: parsed.namespace });
  if (object !== undefined && parsed !== undefined)
    return { service: { host, ...parsed }, object, isExternal: false, ports: readPorts(object) };
  return findServiceEntry(objects, host, clientNamespace);
}

function findServiceEntry(
  objects: ObjectReader,
  host: string,
  clientNamespace: string,
): RegisteredService | undefined {
  const found = oldestFirst(objects.list('serviceentries'))
    .filter((entry) => isExportedTo(entry, clientNamespace))
    .flatMap((object) =>
      asList(specOf(object)['hosts'])
        .map(String)
        .filter((pattern) => hostMatches(pattern, host))
        .map((pattern) => ({ object, pattern })),
    )
    .reduce<{ object: KubernetesObject; pattern: string } | undefined>(
      (best, next) =>
        best === undefined || hostWeight(next.pattern) > hostWeight(best.pattern) ? next : best,
      undefined,
    );
  if (found === undefined) return undefined;
  const { object, pattern } = found;
  return {
    service: { host: pattern, name: pattern, namespace: namespaceOf(object) },
    object,
    isExternal: asRecord(specOf(object)['workloadSelector'])['labels'] === undefined,
    ports: readPorts(object),
  };
}

function readPorts(object: KubernetesObject): ServicePort[] {
  return asList(specOf(object)['ports'])
    .map(asRecord)
    .flatMap((port) => {
      const number = Number(port['port'] ?? port['number']);
      if (!Number.isFinite(number)) return [];
      const target = port['targetPort'];
      return [
        {
          number,
          name: asText(port['name']) ?? '',
          target: typeof target === 'number' || typeof target === 'string' ? target : number,
        },
      ];
    });
}

/** The port a caller means: the one it names, else the first that is named for its protocol, else the first. */
export function choosePort(
  { ports }: RegisteredService,
  wanted: number | undefined,
  protocol: string,
): ServicePort | undefined {
  if (wanted !== undefined) return ports.find(({ number }) => number === wanted) ?? ports[0];
  return ports.find(({ name }) => name === protocol || name.startsWith(`${protocol}-`)) ?? ports[0];
}

/** The port of a workload's containers behind a Service's port. */
export function targetPortOf(port: ServicePort | undefined, { pods }: MeshWorkload): number {
  if (port === undefined) return 0;
  const { target } = port;
  return typeof target === 'number' ? target : (pods[0]?.namedPorts?.[target] ?? port.number);
}

/** Workloads behind a service, narrowed to a subset's labels, with the number of their ready pods. */
export function findEndpoints(
  { object, service }: RegisteredService,
  subsetLabels: Readonly<Record<string, string>>,
  workloads: readonly MeshWorkload[],
): { workload: MeshWorkload; ready: number }[] {
  const spec = specOf(object);
  const own = stringRecord(
    object.kind === 'Service' ? spec['selector'] : asRecord(spec['workloadSelector'])['labels'],
  );
  if (Object.keys(own).length === 0) return [];
  const selector = { ...own, ...subsetLabels };
  return workloads
    .filter(({ namespace }) => namespace === service.namespace)
    .map((workload) => ({
      workload,
      ready: workload.pods.filter(({ labels }) => selects(selector, labels)).length,
    }))
    .filter(({ ready }) => ready > 0);
}
