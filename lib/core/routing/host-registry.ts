import { labelOf, type Labels } from '../kubernetes/field-reader';
import type { ServiceEntryView } from '../kubernetes/service-entry-view';
import type { ServiceView } from '../kubernetes/service-view';
import { compareText } from '../mesh/compare-text';
import { indexServiceEntries } from './find-service-entry';
import { serviceHost } from './full-host';
import { isExportedTo } from './is-exported-to';
import { matchesHost, plainHost } from './match-host';
import { portKind, type PortKind } from './port-kind';
import type { RoutedService } from './route-plan';

export interface KnownPort {
  readonly port: number;
  readonly kind: PortKind;
}

/** A service that proxies know by a host. */
export interface KnownService extends RoutedService {
  readonly host: string;
  readonly ports: readonly KnownPort[];
  readonly labels: Labels;
}

/** What is known of a host: `unknown` where what could have it cannot be read. */
export type Lookup =
  | { readonly state: 'found'; readonly service: KnownService }
  | { readonly state: 'absent' | 'unknown' };

export interface HostRegistry {
  /** The service that clients of a namespace reach by a host. */
  find(host: string, client: string): Lookup;
  /** All that clients of a namespace can see, in the order of hosts. */
  visibleTo(client: string): readonly KnownService[];
  /** Hosts of a Service or ServiceEntry by its object's name; empty where there is none. */
  hostsOf(kind: RoutedService['kind'], namespace: string, name: string): readonly string[];
  /** Whether all Services, or all ServiceEntries, can be read. */
  readonly knows: { readonly services: boolean; readonly entries: boolean };
}

const EXPORT_ANNOTATION = 'networking.istio.io/exportTo';
/** Whatever the cluster's domain is. */
const SERVICE_HOST = /^([^.]+)\.([^.]+)\.svc\../;

/** A Kubernetes Service goes before a ServiceEntry of the same host; among those the oldest. */
export function indexHosts(
  services: readonly ServiceView[] | undefined,
  entries: readonly ServiceEntryView[] | undefined,
  exportedByDefault: readonly string[] | undefined,
): HostRegistry {
  const known = new Map<string, { service: KnownService; exportTo: readonly string[] }>();
  for (const view of services ?? []) {
    const service = fromService(view);
    known.set(service.host, { service, exportTo: exportsOf(view) });
  }
  const findEntry = indexServiceEntries(entries ?? [], exportedByDefault);
  const knows = { services: services !== undefined, entries: entries !== undefined };
  const visible = new Map<string, readonly KnownService[]>();

  function findService(host: string, client: string): KnownService | undefined {
    const [, name = '', namespace = ''] = SERVICE_HOST.exec(host) ?? [];
    const found = known.get(serviceHost({ namespace, name }));
    if (found === undefined) return undefined;
    const exported = { namespace: found.service.namespace, exportTo: found.exportTo };
    return isExportedTo(exported, client, exportedByDefault) ? found.service : undefined;
  }

  const lookups = new Map<string, Map<string, Lookup>>();

  function find(host: string, client: string): Lookup {
    const ofClient = lookups.get(client) ?? new Map<string, Lookup>();
    lookups.set(client, ofClient);
    const found = ofClient.get(host) ?? lookUp(host, client);
    ofClient.set(host, found);
    return found;
  }

  function lookUp(host: string, client: string): Lookup {
    const service = findService(host, client);
    if (service !== undefined) return { state: 'found', service };
    const entry = findEntry([host], client);
    if (entry !== undefined) return { state: 'found', service: fromEntry(entry, host) };
    const mayExist = !knows.entries || (!knows.services && SERVICE_HOST.test(host));
    return { state: mayExist ? 'unknown' : 'absent' };
  }

  return {
    find,
    knows,
    visibleTo(client) {
      const found = visible.get(client) ?? listVisible(client);
      visible.set(client, found);
      return found;
    },
    hostsOf(kind, namespace, name) {
      if (kind === 'Service') {
        const host = serviceHost({ namespace, name });
        return known.has(host) ? [host] : [];
      }
      const entry = entries?.find((one) => one.name === name && one.namespace === namespace);
      return (entry?.hosts ?? []).map(plainHost);
    },
  };

  function listVisible(client: string): KnownService[] {
    const hosts = [...known.keys(), ...(entries ?? []).flatMap((entry) => entry.hosts.map(plainHost))];
    return [...new Set(hosts)].sort(compareText).flatMap((host) => {
      const found = find(host, client);
      return found.state === 'found' && found.service.host === host ? [found.service] : [];
    });
  }
}

/** Whether a host only looks like that of a Service: `reviews.bookinfo` is not completed. */
export function looksLikeService(registry: HostRegistry, host: string): boolean {
  const [, name = '', namespace = ''] = /^([^.]+)\.([^.]+)(?:\.svc)?$/.exec(host) ?? [];
  return registry.hostsOf('Service', namespace, name).length > 0;
}

/** The longest wildcard among some that takes a host in. */
export function longestWildcard(patterns: Iterable<string>, host: string): string | undefined {
  let best: string | undefined;
  for (const pattern of patterns) {
    if (!pattern.startsWith('*') || !matchesHost(pattern, host)) continue;
    if (best === undefined || pattern.length > best.length) best = pattern;
  }
  return best;
}

function exportsOf({ annotations }: ServiceView): string[] {
  return (labelOf(annotations, EXPORT_ANNOTATION) ?? '')
    .split(',')
    .map((target) => target.trim())
    .filter((target) => target !== '');
}

function fromService({ namespace = 'default', name, ports, labels }: ServiceView): KnownService {
  return {
    kind: 'Service',
    namespace,
    name,
    labels,
    host: serviceHost({ namespace, name }),
    ports: ports
      .filter(({ protocol }) => protocol === 'TCP')
      .map((one) => ({ port: one.port, kind: portKind(one.port, one.name, one.appProtocol) })),
  };
}

function fromEntry(
  { namespace = 'default', name, ports, labels }: ServiceEntryView,
  host: string,
): KnownService {
  return {
    kind: 'ServiceEntry',
    namespace,
    name,
    labels,
    host,
    ports: ports.map((one) => ({ port: one.number, kind: portKind(one.number, one.protocol, undefined) })),
  };
}
