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
  for (const sample of samples) {
    const key = pairKey(sample);
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
export function pairKey(call: Call): string {
  const { source, destination, service, protocol } = call;
  const target =
    destination.workload === undefined
      ? ['service', service.namespace, service.name ?? service.host]
      : ['workload', destination.cluster, destination.namespace, destination.workload];
  return joinKey(protocol, ...callerKey(source), ...target);
}

function callerKey({ cluster, namespace, workload, app, version }: Party): (string | undefined)[] {
  return workload === undefined
    ? [cluster, namespace, undefined, app, version]
    : [cluster, namespace, workload];
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
