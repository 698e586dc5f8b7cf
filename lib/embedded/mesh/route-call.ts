import type { KubernetesObject, ObjectReader } from '../kubernetes/object-store';
import { asList, asRecord, asText, type MeshWorkload } from './mesh-view';

/** The service a request was for, as the client's proxy names it. */
export interface RoutedService {
  readonly host: string;
  readonly name: string;
  readonly namespace: string;
}

/** Where a share of the requests goes: to pods of one workload, or nowhere with the proxy's own answer. */
export interface RoutedShare {
  readonly share: number;
  readonly service: RoutedService;
  readonly workload?: MeshWorkload;
  readonly failure?: { readonly code: string; readonly flags: string };
  /** Added by a fault. */
  readonly delayMs?: number;
}

export interface RouteRequest {
  readonly clientNamespace: string;
  /** Full host name. */
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** `mesh` for sidecars, `namespace/name` of an Istio Gateway for requests that enter there. */
  readonly gateway: string;
}

const CLUSTER_DOMAIN = 'svc.cluster.local';
const NOWHERE: RoutedService = { host: 'unknown', name: 'unknown', namespace: 'unknown' };

/**
 * Follows the VirtualServices and DestinationRules of the embedded cluster, a small reading of its own of
 * https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export function routeCall(
  objects: ObjectReader,
  workloads: readonly MeshWorkload[],
  request: RouteRequest,
): RoutedShare[] {
  const virtualService = findVirtualService(objects, request);
  if (virtualService === undefined) {
    // A gateway knows only what a VirtualService gives it; a sidecar knows every service.
    if (request.gateway !== 'mesh')
      return [{ share: 1, service: NOWHERE, failure: { code: '404', flags: 'NR' } }];
    return routeTo(objects, workloads, { host: request.host, subset: undefined, share: 1 });
  }
  const namespace = virtualService.metadata.namespace ?? 'default';
  const http = asList(asRecord(virtualService['spec'])['http']).map(asRecord);
  const route = http.find((candidate) => matchesRequest(candidate, request));
  if (route === undefined)
    return [{ share: 1, service: serviceOf(request.host), failure: { code: '404', flags: 'NR' } }];
  return applyRoute(objects, workloads, route, namespace, request.host);
}

function applyRoute(
  objects: ObjectReader,
  workloads: readonly MeshWorkload[],
  route: Readonly<Record<string, unknown>>,
  namespace: string,
  host: string,
): RoutedShare[] {
  const fault = asRecord(route['fault']);
  const abort = asRecord(fault['abort']);
  const aborted = faultShare(abort);
  const delay = asRecord(fault['delay']);
  const delayMs = faultShare(delay) === 1 ? durationMs(asText(delay['fixedDelay'])) : 0;
  const destinations = weightedDestinations(route, namespace);
  const shares = destinations
    .flatMap((destination) => routeTo(objects, workloads, destination))
    .map((share) => ({
      ...share,
      share: share.share * (1 - aborted),
      ...(delayMs > 0 ? { delayMs } : {}),
    }));
  if (aborted > 0) {
    const code = String(abort['httpStatus'] ?? 503);
    shares.push({
      share: aborted,
      service: serviceOf(destinations[0]?.host ?? host),
      failure: { code, flags: 'FI' },
    });
  }
  return shares.filter(({ share }) => share > 0);
}

interface Destination {
  readonly host: string;
  readonly subset: string | undefined;
  readonly share: number;
}

/** Weights are relative; one destination gets everything whatever its number says. */
function weightedDestinations(route: Readonly<Record<string, unknown>>, namespace: string): Destination[] {
  const entries = asList(route['route']).map(asRecord);
  const weights = entries.map((entry) => Math.max(0, Number(entry['weight'] ?? 0)) || 0);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return entries.map((entry, index) => {
    const destination = asRecord(entry['destination']);
    const share = entries.length === 1 ? 1 : total > 0 ? (weights[index] ?? 0) / total : 0;
    return {
      host: fullHost(asText(destination['host']) ?? '', namespace),
      subset: asText(destination['subset']),
      share,
    };
  });
}

function routeTo(
  objects: ObjectReader,
  workloads: readonly MeshWorkload[],
  { host, subset, share }: Destination,
): RoutedShare[] {
  const service = serviceOf(host);
  const object = objects.get('services', service.name, { group: '', namespace: service.namespace });
  if (object === undefined) return [{ share, service, failure: { code: '503', flags: 'NC' } }];
  const subsetLabels = subset === undefined ? {} : findSubset(objects, host, subset);
  if (subsetLabels === undefined) return [{ share, service, failure: { code: '503', flags: 'NC' } }];
  const selector = { ...stringRecord(asRecord(object['spec'])['selector']), ...subsetLabels };
  const endpoints = workloads
    .filter(({ namespace }) => namespace === service.namespace)
    .map((workload) => ({
      workload,
      ready: workload.pods.filter(({ labels }) => selects(selector, labels)).length,
    }))
    .filter(({ ready }) => ready > 0);
  const total = endpoints.reduce((sum, { ready }) => sum + ready, 0);
  if (total === 0 || Object.keys(selector).length === 0)
    return [{ share, service, failure: { code: '503', flags: 'UH' } }];
  return endpoints.map(({ workload, ready }) => ({ share: (share * ready) / total, service, workload }));
}

function findVirtualService(objects: ObjectReader, request: RouteRequest): KubernetesObject | undefined {
  return [...objects.list('virtualservices')]
    .sort((a, b) => compareAge(a, b))
    .find((object) => {
      const spec = asRecord(object['spec']);
      const namespace = object.metadata.namespace ?? 'default';
      const gateways = asList(spec['gateways']).map(String);
      const bound =
        gateways.length === 0
          ? request.gateway === 'mesh'
          : gateways.some((name) => qualifyGateway(name, namespace) === request.gateway);
      return (
        bound &&
        asList(spec['hosts']).some((host) => hostMatches(fullHost(String(host), namespace), request.host))
      );
    });
}

function compareAge(a: KubernetesObject, b: KubernetesObject): number {
  return (a.metadata.creationTimestamp ?? '') < (b.metadata.creationTimestamp ?? '') ? -1 : 1;
}

function qualifyGateway(name: string, namespace: string): string {
  if (name === 'mesh') return name;
  if (name.startsWith('./')) return `${namespace}/${name.slice(2)}`;
  return name.includes('/') ? name : `${namespace}/${name}`;
}

function hostMatches(pattern: string, host: string): boolean {
  if (pattern === '*') return true;
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : pattern === host;
}

/** Conditions that the simulated requests cannot fulfil (methods, query parameters, source labels) never match. */
function matchesRequest(route: Readonly<Record<string, unknown>>, request: RouteRequest): boolean {
  const matches = asList(route['match']).map(asRecord);
  return matches.length === 0 || matches.some((match) => matchesAll(match, request));
}

function matchesAll(match: Readonly<Record<string, unknown>>, { path, headers }: RouteRequest): boolean {
  return Object.entries(match).every(([condition, value]) => {
    if (condition === 'name' || condition === 'ignoreUriCase') return true;
    if (condition === 'uri') return matchesText(value, path);
    if (condition !== 'headers') return false;
    return Object.entries(asRecord(value)).every(([name, pattern]) =>
      matchesText(pattern, headers[name.toLowerCase()]),
    );
  });
}

function matchesText(pattern: unknown, text: string | undefined): boolean {
  if (text === undefined) return false;
  const { exact, prefix } = asRecord(pattern);
  if (exact !== undefined) return text === exact;
  return typeof prefix === 'string' && text.startsWith(prefix);
}

function findSubset(objects: ObjectReader, host: string, subset: string): Record<string, string> | undefined {
  for (const rule of objects.list('destinationrules')) {
    const spec = asRecord(rule['spec']);
    if (fullHost(String(spec['host'] ?? ''), rule.metadata.namespace ?? 'default') !== host) continue;
    const found = asList(spec['subsets'])
      .map(asRecord)
      .find(({ name }) => name === subset);
    if (found !== undefined) return stringRecord(found['labels']);
  }
  return undefined;
}

/** A short name is completed by the namespace of the object that says it; a name with a dot is taken as it is. */
export function fullHost(host: string, namespace: string): string {
  return host === '' || host.includes('.') || host.includes('*')
    ? host
    : `${host}.${namespace}.${CLUSTER_DOMAIN}`;
}

function serviceOf(host: string): RoutedService {
  const [name = host, namespace = 'unknown'] = host.split('.');
  return { host, name, namespace };
}

/** A percentage that is left out injects nothing. */
function faultShare(fault: Readonly<Record<string, unknown>>): number {
  const value = Number(asRecord(fault['percentage'])['value'] ?? 0);
  return Number.isFinite(value) ? Math.min(100, Math.max(0, value)) / 100 : 0;
}

function durationMs(text: string | undefined): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text ?? '') ?? [];
  return Number(amount ?? 0) * ({ ms: 1, s: 1000, m: 60_000 }[unit ?? 'ms'] ?? 1);
}

function selects(
  selector: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(selector).every(([name, value]) => labels[name] === value);
}

function stringRecord(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(asRecord(value)).map(([name, text]) => [name, String(text)]));
}
