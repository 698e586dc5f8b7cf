import { answerByProxy, failByItself, succeed, type Answer } from './answer';
import { combinePlans, type Arrival, type CallPlan } from './call-plan';
import { circuitKey, overflowShare } from './circuit-breaker';
import { eventKind, refusalKind } from './event-kind';
import type { Outcome } from './handling';
import type { LatencyModel } from './latency-model';
import type { MeshWorkload } from './mesh-view';
import type { EventKind, Report } from './report';
import { applyRetries } from './retry-policy';
import type { MirroredShare, RoutedShare } from './route-request';
import type { Call } from './call';
import type { Scene } from './scene';
import { attempt, REFUSAL_TIME, type HopResult } from './server-hop';

/** Who speaks through an Envoy: a workload itself, or a waypoint for somebody else. */
export interface EnvoyClient {
  readonly proxy: MeshWorkload;
  /** Whom the reports name as the source. */
  readonly source: MeshWorkload;
}

interface Seen extends Outcome {
  readonly flags: string;
  readonly kind: EventKind;
}

/** A client waits this much longer than the server works: the network and two proxies. */
export const WIRE_MS = 0.6;
export const OUTSIDE_TIME: LatencyModel = { medianMs: 45, sigma: 0.5 };

/** What the shares of a route lead to. */
export function planEnvoyCall(
  scene: Scene,
  client: EnvoyClient,
  call: Call,
  shares: readonly RoutedShare[],
): CallPlan {
  return combinePlans(
    shares.map((share) => ({ share: share.share, plan: planShare(scene, client, call, share) })),
  );
}

function planShare(scene: Scene, client: EnvoyClient, call: Call, share: RoutedShare): CallPlan {
  const plan = planWay(scene, client, call, share);
  // Aborted and redirected requests end before they are copied.
  const copies = share.failure === undefined ? (share.mirrors ?? []) : [];
  if (copies.length === 0) return plan;
  const parts = copies.map((copy) => planCopy(scene, client, call, copy));
  return {
    ...plan,
    reports: [...plan.reports, ...parts.flatMap(({ reports }) => reports)],
    arrivals: [...plan.arrivals, ...parts.flatMap(({ arrivals }) => arrivals)],
  };
}

function planWay(scene: Scene, client: EnvoyClient, call: Call, share: RoutedShare): CallPlan {
  const { workload, failure } = share;
  if (failure !== undefined) return planFailure(client, call, share, failure);
  return workload === undefined
    ? planOutside(scene, client, call, share)
    : planServed(scene, client, call, share, workload);
}

function planFailure(
  client: EnvoyClient,
  call: Call,
  share: RoutedShare,
  { code, flags, grpcStatus }: NonNullable<RoutedShare['failure']>,
): CallPlan {
  const answer = answerByProxy(call.protocol, code, grpcStatus);
  const seen: Seen = {
    share: 1,
    answer,
    time: REFUSAL_TIME,
    flags,
    kind: refusalKind(call.protocol, REFUSAL_TIME),
  };
  return finish(client, call, share, undefined, false, [seen], [], []);
}

/** Out of the mesh: nobody there reports, and no proxy knows whom it has reached. */
function planOutside(scene: Scene, client: EnvoyClient, call: Call, share: RoutedShare): CallPlan {
  const { host, namespace } = share.service;
  const { serviceTime: time = OUTSIDE_TIME, failures = [] } =
    scene.behaviours.get(`${namespace}/${host}`) ?? {};
  const see = (part: number, answer: Answer): Seen => ({
    share: part,
    answer,
    time,
    flags: '-',
    kind: eventKind(scene, undefined, call, answer, time),
  });
  const failed = failures.map((failure) => see(failure.share, failByItself(call.protocol, failure.code)));
  const left = 1 - failures.reduce((sum, failure) => sum + failure.share, 0);
  const seen = [...failed, ...(left > 0 ? [see(left, succeed(call.protocol))] : [])];
  return finish(client, call, share, undefined, false, seen, [], []);
}

function planServed(
  scene: Scene,
  client: EnvoyClient,
  call: Call,
  share: RoutedShare,
  server: MeshWorkload,
): CallPlan {
  const { service, subset, servicePort = 0, targetPort = 0, timeoutMs } = share;
  const hop = attempt(scene, {
    client: client.proxy,
    server,
    service,
    subset,
    servicePort,
    targetPort,
    call,
    timeoutMs: call.protocol === 'tcp' ? undefined : timeoutMs,
  });
  const { attempts, outcomes } = applyRetries(hop.outcomes, share.retries);
  const circuit = { client: client.proxy, service, subset, servicePort };
  const slowest = hop.outcomes.at(-1)?.time ?? REFUSAL_TIME;
  const overflow = overflowShare(scene, circuit, call.protocol, slowest);
  const left = 1 - overflow;
  const seen: Seen[] = outcomes.map((outcome) => ({ ...outcome, share: outcome.share * left }));
  if (overflow > 0) seen.push(overflowed(call, overflow));
  const isProven = hop.security.wire === 'mutual' && hop.security.broken === undefined;
  return finish(
    client,
    call,
    share,
    server,
    isProven,
    seen,
    hop.reports.map((report) => ({ ...report, factor: report.factor * attempts * left })),
    arrivalsOf(hop, server, call, attempts * left),
  );
}

function overflowed(call: Call, share: number): Seen {
  const answer = answerByProxy(call.protocol, '503');
  return { share, answer, time: REFUSAL_TIME, flags: 'UO', kind: refusalKind(call.protocol, REFUSAL_TIME) };
}

/** Copies are told of by the server's side alone. */
function planCopy(
  scene: Scene,
  client: EnvoyClient,
  call: Call,
  copy: MirroredShare,
): Pick<CallPlan, 'reports' | 'arrivals'> {
  const hop = attempt(scene, {
    client: client.proxy,
    server: copy.workload,
    service: copy.service,
    subset: undefined,
    servicePort: copy.servicePort,
    targetPort: copy.targetPort,
    call,
    timeoutMs: undefined,
  });
  return {
    reports: hop.reports.map((report) => ({ ...report, factor: report.factor * copy.share })),
    arrivals: arrivalsOf(hop, copy.workload, call, copy.share),
  };
}

function arrivalsOf(hop: HopResult, workload: MeshWorkload, call: Call, share: number): Arrival[] {
  return hop.isHandled ? [{ workload, call, share }] : [];
}

/** Adds what the client's proxy reports, and what the caller gets and how long it waits. */
function finish(
  { proxy, source }: EnvoyClient,
  call: Call,
  share: RoutedShare,
  server: MeshWorkload | undefined,
  isProven: boolean,
  seen: readonly Seen[],
  reports: readonly Report[],
  arrivals: readonly Arrival[],
): CallPlan {
  const { delayMs = 0, timeoutMs = Infinity } = share;
  const isWaypoint = proxy.isWaypoint === true;
  const isKnown = isProven || (isWaypoint && server !== undefined);
  const own = seen.map(({ share: part, answer, flags, kind }): Report => ({
    reporter: isWaypoint ? 'waypoint' : 'source',
    teller: proxy,
    isByZtunnel: false,
    source,
    destination: server,
    sourcePrincipal: isKnown || isWaypoint ? source.principal : undefined,
    destinationPrincipal: isKnown ? server?.principal : undefined,
    service: share.service,
    protocol: call.protocol,
    code: answer.code,
    grpcStatus: answer.grpcStatus,
    flags: delayMs > 0 ? withDelay(flags) : flags,
    security: isWaypoint ? 'mutual_tls' : 'unknown',
    factor: part,
    kind: { ...kind, duration: lengthen(kind.duration, delayMs) },
  }));
  return {
    reports: [...own, ...reports],
    arrivals,
    outcomes: seen,
    waitMs: seen.reduce((sum, { share: part, time }) => sum + part * Math.min(time.medianMs, timeoutMs), 0),
    delayedMs: delayMs + seen.reduce((sum, { share: part, time }) => sum + part * (time.plusMs ?? 0), 0),
  };
}

/** Envoy writes the flags of faults after those of the upstream, and a delay before an abort. */
export function withDelay(flags: string): string {
  if (flags === '-') return 'DI';
  return flags === 'FI' ? 'DI,FI' : `${flags},DI`;
}

function lengthen(time: LatencyModel, delayMs: number): LatencyModel {
  const { plusMs = 0, atMostMs } = time;
  return {
    ...time,
    medianMs: time.medianMs + WIRE_MS,
    ...(plusMs + delayMs > 0 ? { plusMs: plusMs + delayMs } : {}),
    ...(atMostMs === undefined ? {} : { atMostMs: atMostMs + delayMs }),
  };
}

/** How much of a call's load goes through each circuit, for those that have one. */
export function circuitsOf(
  client: MeshWorkload,
  shares: readonly RoutedShare[],
): { readonly key: string; readonly share: number }[] {
  return shares.flatMap(({ workload, service, subset, servicePort = 0, share }) =>
    workload === undefined ? [] : [{ key: circuitKey({ client, service, subset, servicePort }), share }],
  );
}
