import { addToSet } from '../mesh/add-to-set';
import { joinKey } from '../mesh/join-key';
import { rememberOf } from '../mesh/remember-of';
import type { Call, CalledService, Party } from './traffic-sample';

/** Fills in what a report leaves out and other reports, or the report's own other labels, tell. */
export type CompleteCall = <T extends Call>(call: T) => T;

/**
 * Learns from all reports what single ones leave out:
 * - a workload's app and version, where every report that names them names the same;
 * - the cluster of a workload, from the other side's report of the same call, else the caller's (proxies name no
 *   cluster when no endpoint was reached: https://github.com/istio/istio/issues/29373);
 * - the namespace of a workload from its service's, and a service's from its cluster host name.
 */
export function learnCalls(calls: readonly Call[]): CompleteCall {
  const names = new Map<string, NamesOf>();
  for (const party of new Set(calls.flatMap(({ source, destination }) => [source, destination])))
    learnNames(names, party);
  let clusters: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  // Most reports name all clusters themselves.
  const siblingCluster = (call: Call) => {
    clusters ??= learnClusters(calls);
    return only(clusters.get(reachedKey(call)));
  };
  const serviceOf = rememberOf(completeService);
  const namesOf = rememberOf((party: Party) => completeNames(names, party));
  return (call) => {
    const service = serviceOf(call.service);
    const source = namesOf(call.source);
    const destination = namesOf(egressGateway(call, service) ?? completePlace(call, service, siblingCluster));
    const isComplete = service === call.service && source === call.source && destination === call.destination;
    return isComplete ? call : { ...call, source, service, destination };
  };
}

/** In which clusters each call was seen to end. */
function learnClusters(calls: readonly Call[]): Map<string, Set<string>> {
  const clusters = new Map<string, Set<string>>();
  for (const call of calls) {
    const { cluster, hidden } = call.destination;
    if (cluster !== undefined && hidden !== true) addToSet(clusters, reachedKey(call), cluster);
  }
  return clusters;
}

interface NamesOf {
  readonly apps: Set<string>;
  readonly versions: Set<string>;
}

function learnNames(names: Map<string, NamesOf>, party: Party): void {
  if (party.workload === undefined) return;
  const key = workloadKey(party);
  const known = names.get(key) ?? { apps: new Set(), versions: new Set() };
  if (party.app !== undefined) known.apps.add(party.app);
  if (party.version !== undefined) known.versions.add(party.version);
  names.set(key, known);
}

function completeNames(names: ReadonlyMap<string, NamesOf>, party: Party): Party {
  if (party.workload === undefined || (party.app !== undefined && party.version !== undefined)) return party;
  const known = names.get(workloadKey(party));
  const app = party.app ?? only(known?.apps);
  const version = party.version ?? only(known?.versions);
  return {
    ...party,
    ...(app === undefined ? {} : { app }),
    ...(version === undefined ? {} : { version }),
  };
}

function completePlace(
  call: Call,
  service: CalledService,
  siblingCluster: (call: Call) => string | undefined,
): Party {
  const { source, destination } = call;
  // Whoever may not be seen stands in no place, whatever the service that was called tells of its own.
  if (destination.hidden === true) return destination;
  const isReached = destination.workload !== undefined || destination.app !== undefined;
  const namespace = destination.namespace ?? (isReached ? service.namespace : undefined);
  const isPlaced = namespace !== undefined || service.namespace !== undefined;
  const cluster = destination.cluster ?? siblingCluster(call) ?? (isPlaced ? source.cluster : undefined);
  if (namespace === destination.namespace && cluster === destination.cluster) return destination;
  return {
    ...destination,
    ...(namespace === undefined ? {} : { namespace }),
    ...(cluster === undefined ? {} : { cluster }),
  };
}

/** A cluster's own host name in place of a service's name: `reviews.bookinfo.svc.cluster.local`. */
const CLUSTER_HOST = /^([^.]+)\.([^.]+)\.svc(\..+)?$/;

function completeService(service: CalledService): CalledService {
  const { host, name, namespace } = service;
  if (namespace !== undefined || (name !== undefined && name !== host)) return service;
  const parts = CLUSTER_HOST.exec(host ?? '');
  const [, shortName, hostNamespace] = parts ?? [];
  if (shortName === undefined || hostNamespace === undefined) return service;
  return { ...service, name: shortName, namespace: hostNamespace };
}

/** Workload, app and service of Istio's egress gateway are named alike in every way to install it. */
const EGRESS_GATEWAY = 'istio-egressgateway';

/**
 * Calls to the egress gateway by its host, of which the client's proxy knew no endpoint, still reach the gateway: its
 * workload is known by convention.
 */
function egressGateway(
  { source, service: told, destination }: Call,
  service: CalledService,
): Party | undefined {
  const isReached = destination.workload !== undefined || destination.app !== undefined;
  if (isReached || service === told || service.name !== EGRESS_GATEWAY) return undefined;
  return {
    ...(source.cluster === undefined ? {} : { cluster: source.cluster }),
    ...(service.namespace === undefined ? {} : { namespace: service.namespace }),
    workload: EGRESS_GATEWAY,
    app: EGRESS_GATEWAY,
    version: 'latest',
  };
}

function workloadKey({ cluster, namespace, workload }: Party): string {
  return joinKey(cluster, namespace, workload);
}

/** One caller, one workload: only reports about the same call tell where it is. */
function reachedKey({ protocol, source, destination }: Call): string {
  return joinKey(
    protocol,
    source.cluster,
    source.namespace,
    // All that is hidden has no namespace: its own name alone tells it from a caller that nobody knows.
    source.hidden === true ? (source.workload ?? source.app) : source.workload,
    destination.namespace,
    destination.workload,
  );
}

function only(values: ReadonlySet<string> | undefined): string | undefined {
  return values?.size === 1 ? [...values][0] : undefined;
}
