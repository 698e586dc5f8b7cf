import { joinKey } from '../mesh/join-key';
import type { Call, CalledService, Party, Reporter } from './traffic-sample';

/** All reports about one caller and one callee over one protocol, kept apart by reporter. */
export interface CallPair<T extends Call> {
  /** Whose numbers count: the client's if it reports, else the waypoint's, else the server's. */
  readonly chosen: Reporter;
  readonly reports: ReadonlyMap<Reporter, readonly T[]>;
}

const PREFERENCE: readonly Reporter[] = ['source', 'waypoint', 'destination'];

/**
 * Groups reports of the same call, so that one reporter can be chosen and none is ever added to another.
 * Calls that reached a workload are paired by the workload: the server may name another service than the client,
 * since an inbound listener carries only one of the services that select its pods. Calls that reached none are
 * paired by the service. A reporter whose samples are all idle is chosen only when every other's are idle, too.
 */
export function pairCalls<T extends Call>(
  samples: readonly T[],
  isIdle: (sample: T) => boolean = () => false,
): ReadonlyMap<string, CallPair<T>> {
  const groups = new Map<string, Map<Reporter, T[]>>();
  const keyOf = rememberLastCall(pairKey);
  for (const sample of samples) {
    const key = keyOf(sample);
    let reports = groups.get(key);
    if (reports === undefined) groups.set(key, (reports = new Map()));
    const list = reports.get(sample.reporter);
    if (list === undefined) reports.set(sample.reporter, [sample]);
    else list.push(sample);
  }
  const pairs = new Map<string, CallPair<T>>();
  for (const [key, reports] of groups) pairs.set(key, { chosen: chooseReporter(reports, isIdle), reports });
  return pairs;
}

/** Two reports are about the same call when their keys are equal. */
export function pairKey({ source, destination, service, protocol }: Call): string {
  const { cluster, namespace, workload } = destination;
  const target =
    workload === undefined
      ? joinKey('service', service.namespace, service.name ?? service.host)
      : joinKey('workload', cluster, namespace, workload);
  return joinKey(protocol) + callerKey(source) + target;
}

function callerKey({ cluster, namespace, workload, app, version }: Party): string {
  return workload === undefined
    ? joinKey(cluster, namespace, undefined, app, version)
    : joinKey(cluster, namespace, workload);
}

/** `find` for calls that come one after another: what was found of the last one holds for all that name the same ends. */
export function rememberLastCall<V>(find: (call: Call) => V): (call: Call) => V {
  let last: { readonly call: Call; readonly found: V } | undefined;
  return (call) => {
    if (last === undefined || !isSameCall(last.call, call)) last = { call, found: find(call) };
    return last.found;
  };
}

/** Leaves out of calls that come one after another those that name the same ends as the one before. */
export function isNewCall(): (call: Call) => boolean {
  let last: Call | undefined;
  return (call) => {
    const isNew = last === undefined || !isSameCall(last, call);
    last = call;
    return isNew;
  };
}

/** Whether both name the very same ends; equal ones of other objects count as others. */
function isSameCall(a: Call, b: Call): boolean {
  return (
    a.source === b.source &&
    a.destination === b.destination &&
    a.service === b.service &&
    a.protocol === b.protocol &&
    a.reporter === b.reporter
  );
}

function chooseReporter<T>(
  reports: ReadonlyMap<Reporter, readonly T[]>,
  isIdle: (sample: T) => boolean,
): Reporter {
  return (
    PREFERENCE.find((reporter) => reports.get(reporter)?.some((sample) => !isIdle(sample))) ??
    PREFERENCE.find((reporter) => reports.has(reporter)) ??
    'destination'
  );
}

/** Equal for two reports that name the same service. */
export function serviceKey({ namespace, name, host }: CalledService): string {
  return joinKey(namespace, name ?? host);
}
