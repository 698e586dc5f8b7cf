import type { ObjectReader } from '../kubernetes/object-store';
import { durationMs } from './duration';
import { asList, asRecord, asText, type MeshWorkload } from './mesh-view';
import { routeTo, type Destination } from './route-destination';
import type { MirroredShare, RouteRequest, RoutedShare } from './route-request';
import { fullHost, serviceOf } from './service-names';

type Fields = Readonly<Record<string, unknown>>;

/** What one route of a VirtualService does with requests: faults first, then weights, retries and mirrors. */
export function applyRoute(
  objects: ObjectReader,
  workloads: readonly MeshWorkload[],
  route: Fields,
  namespace: string,
  request: RouteRequest,
): RoutedShare[] {
  const direct = answerDirectly(route, request);
  if (direct !== undefined) return [direct];
  const fault = asRecord(route['fault']);
  const abort = asRecord(fault['abort']);
  const aborted = faultShare(abort);
  const delay = asRecord(fault['delay']);
  const delayMs = durationMs(asText(delay['fixedDelay']));
  const delayed = delayMs > 0 ? faultShare(delay) : 0;
  const destinations = weightedDestinations(asList(route['route']), namespace);
  const timeoutMs = durationMs(asText(route['timeout']));
  const retries = readRetries(route['retries']);
  const mirrors = readMirrors(objects, workloads, route, namespace, request);
  const routed = destinations
    .flatMap((destination) => routeTo(objects, workloads, request, destination))
    .map((share) => ({
      ...share,
      ...(timeoutMs > 0 ? { timeoutMs } : {}),
      ...(retries === undefined ? {} : { retries }),
      ...(mirrors.length === 0 ? {} : { mirrors }),
    }));
  // The fault filter works before the router: an abort is final.
  const shares = routed.map((share) => ({ ...share, share: share.share * (1 - aborted) }));
  if (aborted > 0) shares.push(abortedShare(abort, aborted, destinations[0]?.host ?? request.host));
  return shares.flatMap((share) => splitDelayed(share, delayed, delayMs)).filter(({ share }) => share > 0);
}

/** Redirects and direct responses never leave the client's proxy. */
function answerDirectly(route: Fields, { host }: RouteRequest): RoutedShare | undefined {
  const code =
    route['redirect'] === undefined
      ? asRecord(route['directResponse'])['status']
      : (asRecord(route['redirect'])['redirectCode'] ?? 301);
  if (code === undefined) return undefined;
  return { share: 1, service: serviceOf(host), failure: { code: String(code), flags: '-' } };
}

function abortedShare(abort: Fields, share: number, host: string): RoutedShare {
  const code = String(abort['httpStatus'] ?? 503);
  const grpcStatus = asText(abort['grpcStatus']);
  return {
    share,
    service: serviceOf(host),
    failure: { code, flags: 'FI', ...(grpcStatus === undefined ? {} : { grpcStatus }) },
  };
}

function splitDelayed(share: RoutedShare, delayed: number, delayMs: number): RoutedShare[] {
  if (delayed === 0) return [share];
  const slow = { ...share, share: share.share * delayed, delayMs };
  return delayed === 1 ? [slow] : [slow, { ...share, share: share.share * (1 - delayed) }];
}

/** Weights are relative; one destination gets everything whatever its number says. */
export function weightedDestinations(route: readonly unknown[], namespace: string): Destination[] {
  const entries = route.map(asRecord);
  const weights = entries.map((entry) => Math.max(0, Number(entry['weight'] ?? 0)) || 0);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return entries.map((entry, index) => {
    const destination = asRecord(entry['destination']);
    const port = asRecord(destination['port'])['number'];
    return {
      host: fullHost(asText(destination['host']) ?? '', namespace),
      subset: asText(destination['subset']),
      share: entries.length === 1 ? 1 : total > 0 ? (weights[index] ?? 0) / total : 0,
      port: typeof port === 'number' ? port : undefined,
    };
  });
}

function readRetries(value: unknown): RoutedShare['retries'] {
  if (value === undefined) return undefined;
  const { attempts, retryOn } = asRecord(value);
  const count = Math.min(20, Math.max(0, Math.floor(Number(attempts ?? 0)) || 0));
  return { attempts: count, on: (asText(retryOn) ?? '').split(',').map((word) => word.trim()) };
}

/** A mirror without a percentage gets a copy of everything. */
function readMirrors(
  objects: ObjectReader,
  workloads: readonly MeshWorkload[],
  route: Fields,
  namespace: string,
  request: RouteRequest,
): MirroredShare[] {
  const single =
    route['mirror'] === undefined
      ? []
      : [{ destination: route['mirror'], percentage: route['mirrorPercentage'] }];
  const entries = [...single, ...asList(route['mirrors']).map(asRecord)];
  return entries.flatMap((entry) => {
    const [target] = weightedDestinations([{ destination: entry['destination'] }], namespace);
    if (target === undefined) return [];
    const share = entry['percentage'] === undefined ? 1 : faultShare(entry);
    return routeTo(objects, workloads, request, { ...target, share }).flatMap(toMirror);
  });
}

export function toMirror(share: RoutedShare): MirroredShare[] {
  const { workload, service, targetPort = 0, servicePort = 0 } = share;
  return workload === undefined || share.share <= 0
    ? []
    : [{ share: share.share, service, workload, targetPort, servicePort }];
}

/** A percentage that is left out injects nothing; delays may still use the older whole number. */
function faultShare(fault: Fields): number {
  const value = Number(asRecord(fault['percentage'])['value'] ?? fault['percent'] ?? 0);
  return Number.isFinite(value) ? Math.min(100, Math.max(0, value)) / 100 : 0;
}
