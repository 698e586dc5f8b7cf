import type { ClientTlsMode } from '../kubernetes/destination-rule-view';
import { joinKey } from '../mesh/join-key';
import type { Protocol } from '../telemetry/traffic-sample';
import { clientTls, type ClientTls } from './client-tls';
import type { Outcome } from './accept-tls';
import { serviceHost } from '../routing/full-host';
import { judgeConnection } from './judge-connection';
import { judgePods } from './judge-pods';
import { hasEnvoy, type MtlsContext } from './mtls-context';
import type { MtlsMode } from './mtls-mode';
import { targetOf, type MtlsService, type MtlsWorkload } from './mtls-workload';
import type { ObservedCall, ObservedCaller } from './observe-security';
import type { PodShape } from './pod-shape';
import type { PolicyIndex } from './index-policies';
import { portProtocol, type PortProtocol } from '../kubernetes/port-protocol';
import { resolveNamespace, resolvePolicies } from './resolve-policies';
import { isTagged } from './send-tls';

/** One way in which a caller may reach a workload, as it is now and as it would be. */
export interface CallWay {
  readonly client: PodShape;
  readonly now: Outcome;
  /** As it would be. */
  readonly after: Outcome;
  /** Whether anything that decides it changes. */
  readonly isAffected: boolean;
  /** Why `after`: a sentence. */
  readonly reason: string;
  /** The DestinationRule that decides what is sent. */
  readonly rule?: string;
  /** What DestinationRules ask of the client: `AUTO` where they leave it to auto mTLS, or nobody asks it. */
  readonly asked: ClientTlsMode | 'AUTO';
  /** What the server accepts there, as it is now. */
  readonly accepts: MtlsMode;
}

/** A port of the workload, by way of a service or without one. */
export interface Entrance {
  readonly service?: MtlsService;
  readonly servicePort?: number;
  readonly subsets: readonly (string | undefined)[];
  readonly targetPort?: number;
  readonly shape: PodShape;
  readonly protocol: PortProtocol;
}

/** Who calls, as far as its name goes. */
export type CallerName = Pick<ObservedCaller, 'cluster' | 'namespace' | 'name'>;

const NO_RULE: ClientTls = { namesCredential: false };

/**
 * Every way in which a caller may reach a workload: reports name neither port nor subset, so that all that fit are
 * taken. `clients` are the kinds of pods that may be calling; `then` are the policies of tomorrow.
 */
export function judgeCall(
  context: MtlsContext,
  then: PolicyIndex,
  question: {
    readonly caller: CallerName;
    readonly clients: readonly PodShape[];
    readonly workload: MtlsWorkload;
    readonly call: Pick<ObservedCall, 'protocol' | 'seenByServer'>;
    /** Hosts that were called, where that is known; else what traffic tells of the caller. */
    readonly hosts?: ReadonlySet<string>;
  },
): CallWay[] {
  const { caller, clients, workload } = question;
  const { namespace } = workload;
  const entrances = findEntrances(context, question);
  const ways = new Map<string, CallWay>();
  for (const client of clients) {
    for (const entrance of entrances) {
      for (const subset of entrance.subsets) {
        const tls = askedOf(context, caller, client, entrance, subset);
        const judge = (index: PolicyIndex) => {
          const { shape, targetPort, service } = entrance;
          const resolution = resolvePolicies(index, { namespace, labels: shape.labels });
          const { mode } = judgePods(shape, resolution, targetPort);
          const namespaceMode = resolveNamespace(index, namespace).mode;
          const judged = judgeConnection({
            client,
            tls,
            autoMtls: context.facts.settings.autoMtls,
            namespaceMode,
            ...(service?.headless === true
              ? { allEndpointsTakeMtls: allTagged(context, index, service) }
              : {}),
            server: { shape, mode },
            protocol: entrance.protocol,
          });
          return { ...judged, mode, told: `${mode} ${namespaceMode}` };
        };
        const before = judge(context.index);
        const after = then === context.index ? before : judge(then);
        const way: CallWay = {
          client,
          now: before.outcome,
          after: after.outcome,
          isAffected: before.told !== after.told,
          reason: after.reason,
          ...(after.rule === undefined ? {} : { rule: after.rule }),
          asked: hasEnvoy(client) ? (tls.mode ?? tls.fallback ?? 'AUTO') : 'AUTO',
          accepts: before.mode,
        };
        const { asked, accepts } = way;
        ways.set(
          joinKey(client.proxy, way.now, way.after, way.rule, String(way.isAffected), asked, accepts),
          way,
        );
      }
    }
  }
  return [...ways.values()];
}

/** What DestinationRules ask of a caller by one way in. */
export function askedOf(
  { findRules }: MtlsContext,
  caller: CallerName,
  client: PodShape,
  { service, servicePort }: Entrance,
  subset: string | undefined,
): ClientTls {
  if (service === undefined || caller.namespace === undefined) return NO_RULE;
  const host = serviceHost(service);
  const rules = findRules.find(
    { namespace: caller.namespace, labels: client.labels },
    { host, namespace: service.namespace },
  );
  return clientTls(rules, subset, servicePort);
}

/** The ways into a workload that fit what was seen of a call. */
export function findEntrances(
  context: MtlsContext,
  {
    workload,
    caller,
    call,
    hosts,
  }: {
    workload: MtlsWorkload;
    caller: CallerName;
    call: Pick<ObservedCall, 'protocol' | 'seenByServer'>;
    hosts?: ReadonlySet<string>;
  },
): Entrance[] {
  const services = context.servicesOf(workload);
  const called = services.filter((service) =>
    hosts === undefined ? isCalledBy(context, service, caller) : hosts.has(serviceHost(service)),
  );
  const all = (called.length > 0 ? called : services).flatMap((service) => enter(context, service, workload));
  if (all.length === 0)
    return workload.shapes.map((shape) => ({ subsets: [undefined], shape, protocol: 'auto' }));
  const fitting = prefer(all, (entrance) => mayCarry(entrance.protocol, call.protocol));
  // Where the server's side reports, it has a proxy that does.
  return call.seenByServer ? prefer(fitting, ({ shape }) => shape.proxy !== 'none') : fitting;
}

function prefer<T>(all: readonly T[], isPreferred: (one: T) => boolean): T[] {
  const preferred = all.filter(isPreferred);
  return preferred.length > 0 ? preferred : [...all];
}

function enter({ facts, podsOf }: MtlsContext, service: MtlsService, workload: MtlsWorkload): Entrance[] {
  const routed = facts.routedSubsets?.get(serviceHost(service)) ?? [];
  const behind = podsOf(service).filter((pods) => pods.workload === workload);
  return behind.flatMap(({ shape }) =>
    service.ports.map((port): Entrance => ({
      service,
      servicePort: port.port,
      subsets: [undefined, ...routed],
      targetPort: targetOf(port, shape),
      shape,
      protocol: portProtocol(port.name, port.appProtocol),
    })),
  );
}

/** ztunnel reports bytes whatever is said on a connection, so that bytes fit every port. */
function mayCarry(declared: PortProtocol, seen: Protocol): boolean {
  return seen === 'tcp' || declared !== 'tcp';
}

function isCalledBy(
  { observed }: MtlsContext,
  { namespace, name }: MtlsService,
  caller: CallerName,
): boolean {
  return (
    observed
      ?.ofService(namespace, name)
      .callers.some(
        (one) =>
          one.name === caller.name && one.namespace === caller.namespace && one.cluster === caller.cluster,
      ) === true
  );
}

/** Clients of a headless service use mutual TLS only where all of its pods take it. */
export function allTagged({ podsOf }: MtlsContext, index: PolicyIndex, service: MtlsService): boolean {
  const { namespace } = service;
  const behind = podsOf(service).filter(({ shape }) => shape.count > 0);
  return (
    behind.length > 0 &&
    behind.every(({ shape }) => {
      const resolution = resolvePolicies(index, { namespace, labels: shape.labels });
      return service.ports.every((port) =>
        isTagged({ shape, mode: judgePods(shape, resolution, targetOf(port, shape)).mode }),
      );
    })
  );
}
