import type { KubernetesObject, ObjectReader } from '../kubernetes/object-store';
import { durationMs } from './duration';
import { matchesPattern } from './match-request';
import { asList, asRecord, asText, type MeshWorkload } from './mesh-view';
import { namespaceOf, oldestFirst, specOf } from './object-order';
import { routeTo } from './route-destination';
import type { MirroredShare, RouteRequest, RoutedShare } from './route-request';
import { toMirror } from './apply-route';
import { fullHost, hostMatches, parseClusterHost, serviceOf } from './service-names';

type Fields = Readonly<Record<string, unknown>>;

interface Candidate {
  readonly rule: Fields;
  readonly namespace: string;
  readonly weight: readonly number[];
}

const GROUP = { group: 'gateway.networking.k8s.io' };

/** HTTPRoutes that are attached to a Service: those of the client's own namespace go before the service owner's. */
export function findServiceRoutes(objects: ObjectReader, request: RouteRequest): KubernetesObject[] {
  const target = parseClusterHost(request.host);
  if (target === undefined || request.protocol === 'tcp') return [];
  const attached = oldestFirst(objects.list('httproutes', GROUP)).filter((route) =>
    parentsOf(route).some(
      (parent) =>
        asText(parent['kind']) === 'Service' &&
        asText(parent['name']) === target.name &&
        (asText(parent['namespace']) ?? namespaceOf(route)) === target.namespace &&
        (parent['port'] === undefined || request.port === undefined || parent['port'] === request.port),
    ),
  );
  const consumers = attached.filter((route) => namespaceOf(route) !== target.namespace);
  const own = consumers.filter((route) => namespaceOf(route) === request.clientNamespace);
  return own.length > 0 ? own : attached.filter((route) => namespaceOf(route) === target.namespace);
}

/** HTTPRoutes that are attached to a Gateway of the Gateway API and take a host. */
export function findGatewayRoutes(objects: ObjectReader, gateway: string, host: string): KubernetesObject[] {
  return oldestFirst(objects.list('httproutes', GROUP)).filter((route) => {
    const hostnames = asList(specOf(route)['hostnames']).map(String);
    const isAttached = parentsOf(route).some((parent) => {
      const place = asText(parent['namespace']) ?? namespaceOf(route);
      return (
        (asText(parent['kind']) ?? 'Gateway') === 'Gateway' &&
        `${place}/${asText(parent['name'])}` === gateway
      );
    });
    return isAttached && (hostnames.length === 0 || hostnames.some((pattern) => hostMatches(pattern, host)));
  });
}

/** Follows the most specific of the routes' rules that a request matches. */
export function applyHttpRoutes(
  objects: ObjectReader,
  workloads: readonly MeshWorkload[],
  routes: readonly KubernetesObject[],
  request: RouteRequest,
): RoutedShare[] {
  const best = routes
    .flatMap((route) => candidatesOf(route, request))
    .sort((a, b) => compareWeights(b.weight, a.weight))[0];
  if (best === undefined)
    return [{ share: 1, service: serviceOf(request.host), failure: { code: '404', flags: 'NR' } }];
  return applyRule(objects, workloads, best, request);
}

function parentsOf(route: KubernetesObject): Fields[] {
  return asList(specOf(route)['parentRefs']).map(asRecord);
}

function candidatesOf(route: KubernetesObject, request: RouteRequest): Candidate[] {
  const namespace = namespaceOf(route);
  return asList(specOf(route)['rules'])
    .map(asRecord)
    .flatMap((rule) => {
      const matches = asList(rule['matches']).map(asRecord);
      return (matches.length === 0 ? [{}] : matches)
        .filter((match) => isMatched(match, request))
        .map((match) => ({ rule, namespace, weight: weightOf(match) }));
    });
}

function isMatched(match: Fields, request: RouteRequest): boolean {
  const path = asRecord(match['path']);
  if (!matchesPath(asText(path['type']) ?? 'PathPrefix', asText(path['value']) ?? '/', request.path))
    return false;
  if (match['method'] !== undefined && match['method'] !== (request.method ?? 'GET')) return false;
  if (asList(match['queryParams']).length > 0) return false;
  return asList(match['headers'])
    .map(asRecord)
    .every((header) => {
      const text = request.headers[(asText(header['name']) ?? '').toLowerCase()];
      const value = asText(header['value']) ?? '';
      if (text === undefined) return false;
      return header['type'] === 'RegularExpression' ? matchesPattern(value, text) : value === text;
    });
}

/** Prefixes are taken by whole segments of the path. */
function matchesPath(type: string, value: string, path: string): boolean {
  if (type === 'Exact') return path === value;
  if (type === 'RegularExpression') return matchesPattern(value, path);
  const prefix = value.endsWith('/') ? value.slice(0, -1) : value;
  return path === prefix || path.startsWith(`${prefix}/`) || (prefix === '' && path === '');
}

/** Exact paths first, then longer prefixes, a method, more headers. */
function weightOf(match: Fields): number[] {
  const path = asRecord(match['path']);
  return [
    path['type'] === 'Exact' ? 1 : 0,
    (asText(path['value']) ?? '/').length,
    match['method'] === undefined ? 0 : 1,
    asList(match['headers']).length,
  ];
}

function compareWeights(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function applyRule(
  objects: ObjectReader,
  workloads: readonly MeshWorkload[],
  { rule, namespace }: Candidate,
  request: RouteRequest,
): RoutedShare[] {
  const filters = asList(rule['filters']).map(asRecord);
  const redirect = filters.find(({ type }) => type === 'RequestRedirect');
  const service = serviceOf(request.host);
  if (redirect !== undefined) {
    const code = String(asRecord(redirect['requestRedirect'])['statusCode'] ?? 302);
    return [{ share: 1, service, failure: { code, flags: '-' } }];
  }
  const backends = asList(rule['backendRefs']).map(asRecord);
  const weights = backends.map(({ weight }) => Math.max(0, Number(weight ?? 1)) || 0);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  // Without anything to send to, the proxy answers 500.
  if (total === 0) return [{ share: 1, service, failure: { code: '500', flags: '-' } }];
  const timeoutMs = durationMs(asText(asRecord(rule['timeouts'])['request']));
  const mirrors = mirrorsOf(objects, workloads, filters, namespace, request);
  return backends.flatMap((backend, index) => {
    const share = (weights[index] ?? 0) / total;
    if (share === 0) return [];
    return routeToBackend(objects, workloads, backend, share, namespace, request).map((found) => ({
      ...found,
      ...(timeoutMs > 0 ? { timeoutMs } : {}),
      ...(mirrors.length === 0 ? {} : { mirrors }),
    }));
  });
}

function routeToBackend(
  objects: ObjectReader,
  workloads: readonly MeshWorkload[],
  backend: Fields,
  share: number,
  namespace: string,
  request: RouteRequest,
): RoutedShare[] {
  const name = asText(backend['name']) ?? '';
  const host =
    backend['kind'] === 'Hostname' ? name : fullHost(name, asText(backend['namespace']) ?? namespace);
  const port = typeof backend['port'] === 'number' ? backend['port'] : undefined;
  return routeTo(objects, workloads, request, { host, subset: undefined, share, port }).map((found) =>
    // A backend that does not exist keeps its weight and answers 500.
    found.failure?.flags === 'NC' ? { ...found, failure: { code: '500', flags: '-' } } : found,
  );
}

function mirrorsOf(
  objects: ObjectReader,
  workloads: readonly MeshWorkload[],
  filters: readonly Fields[],
  namespace: string,
  request: RouteRequest,
): MirroredShare[] {
  return filters
    .filter(({ type }) => type === 'RequestMirror')
    .map((filter) => asRecord(filter['requestMirror']))
    .flatMap((mirror) => {
      const percent = Number(mirror['percent'] ?? 100);
      const share = Number.isFinite(percent) ? Math.min(100, Math.max(0, percent)) / 100 : 0;
      const backend = asRecord(mirror['backendRef']);
      return routeToBackend(objects, workloads, backend, share, namespace, request).flatMap(toMirror);
    });
}
