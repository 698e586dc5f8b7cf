import { abandoned, answerByProxy, failByItself, failForOthers, succeed, type Answer } from '../answer';
import type { Call } from '../call';
import { GATEWAY_MS, UNDESCRIBED_TIME } from '../handle-request';
import type { LatencyModel } from '../latency-model';
import type { MeshPod, MeshWorkload } from '../mesh-view';
import { OUTSIDE_TIME, WIRE_MS, withDelay } from '../plan-envoy-call';
import { isLetInAtGateway } from '../plan-traffic';
import { exhausted, isWorthRetrying } from '../retry-policy';
import type { Scene } from '../scene';
import { REFUSAL_TIME } from '../server-hop';
import { modeOf } from '../workload-mode';
import type { Draws } from './draws';
import type { SpanDraft, SpanKind, TagValue } from './mesh-span';
import { spanTags, tracingService, waypointTags } from './span-tags';
import type { TraceLane } from './trace-lanes';
import type { TracedCalls, TracedWay, TracedWork } from './traced-call';

/** What came of one call or of the work on one request. */
interface Deed {
  readonly answer: Answer;
  readonly durationMs: number;
  /** How slow it was of its kind: a draw from the standard normal distribution. */
  readonly slowness: number;
  /** How much slowness matters to it. */
  readonly sigma: number;
  /** Injected delays within it. */
  readonly delayedMs: number;
  readonly spans: readonly SpanDraft[];
}

/** What came of an attempt, as the client's proxy sees it. */
interface Try extends Deed {
  readonly flags: string;
  readonly upstreamAddress: string | undefined;
}

/** Where a request is on its way. */
interface Hop {
  readonly client: MeshWorkload;
  readonly pod: MeshPod;
  readonly call: Call;
}

/** Loops that configuration or behaviour may build end here. */
const MOST_CALLS = 40;
/** A workload needs at least this part of its own time, however long it waits for others. */
const LEAST_OWN_PART = 0.15;

/**
 * One request of a lane as it really went, drawn from the same shares and times that the counters grow by: the spans
 * that its proxies make. Several, where nothing passes on the headers that would join them.
 */
export class RequestRealiser {
  readonly #scene: Scene;
  readonly #calls: TracedCalls;
  readonly #clusterId: string;
  readonly #underway = new Set<object>();
  readonly #draws: Draws;
  readonly #requestId: string;
  #operation = '';

  constructor(scene: Scene, calls: TracedCalls, clusterId: string, draws: Draws) {
    this.#scene = scene;
    this.#calls = calls;
    this.#clusterId = clusterId;
    this.#draws = draws;
    this.#requestId = `${draws.hex(8)}-${draws.hex(4)}-4${draws.hex(3)}-a${draws.hex(3)}-${draws.hex(12)}`;
  }

  realise(lane: TraceLane): readonly SpanDraft[] {
    const workload = this.#scene.workloads.find(
      ({ namespace, name }) => namespace === lane.namespace && name === lane.workload,
    );
    const pod = workload && this.#draws.pick(workload.pods);
    if (workload === undefined || pod === undefined) return [];
    const { request } = lane;
    if (workload.isGateway && !isLetInAtGateway(this.#scene, workload, request))
      return this.#refuseAtGateway({ client: workload, pod, call: request });
    return this.#handle(workload, pod, request).spans;
  }

  #refuseAtGateway(hop: Hop): readonly SpanDraft[] {
    const way = this.#draws.pickByShare(this.#calls.of(hop.client, hop.call).ways);
    if (way === undefined) return [];
    const answer = answerByProxy(hop.call.protocol, '403');
    const tried = {
      answer,
      ...this.#take(REFUSAL_TIME),
      delayedMs: 0,
      spans: [],
      flags: '-',
      upstreamAddress: undefined,
    };
    return [this.#clientSpan(hop, hop.client, hop.client, way, tried)];
  }

  /** The work of a workload on a request, as its proxy sees it. */
  #handle(workload: MeshWorkload, pod: MeshPod, request: Call): Deed {
    const work = this.#calls.workOf(workload, request.headers);
    // Whoever is asked again while it works on the same request answers at once, as it does in the plan.
    if (this.#underway.has(work)) {
      const time = work.behaviour?.serviceTime ?? UNDESCRIBED_TIME;
      return { answer: succeed(request.protocol), ...this.#take(time), delayedMs: 0, spans: [] };
    }
    this.#underway.add(work);
    const deed = workload.isGateway
      ? this.#passOn({ client: workload, pod, call: request })
      : this.#work(work, { client: workload, pod, call: request });
    this.#underway.delete(work);
    return deed;
  }

  #passOn(hop: Hop): Deed {
    const deed = this.#call(hop);
    return { ...deed, durationMs: deed.durationMs + GATEWAY_MS };
  }

  /** What it calls, one after the other, and its own time in between. */
  #work({ behaviour, errands }: TracedWork, { client, pod, call: request }: Hop): Deed {
    const { protocol } = request;
    if (behaviour === undefined)
      return { answer: succeed(protocol), ...this.#take(UNDESCRIBED_TIME), delayedMs: 0, spans: [] };
    const { serviceTime, failures = [] } = behaviour;
    const failed = this.#draws.uniform();
    let reached = 0;
    for (const { code, share } of failures) {
      reached += share;
      if (failed < reached)
        return { answer: failByItself(protocol, code), ...this.#take(serviceTime), delayedMs: 0, spans: [] };
    }
    const made: Deed[] = [];
    const parts = [{ weightMs: serviceTime.medianMs, slowness: this.#draws.normal() }];
    let isFailing = false;
    let medianMs = serviceTime.medianMs;
    for (const { call, perRequest, waitMs, isNeeded } of errands) {
      const deeds: readonly Deed[] = isFailing ? [] : this.#callOften({ client, pod, call }, perRequest);
      made.push(...deeds);
      medianMs += deeds.length * waitMs;
      // A needed call that was not made any more would have taken its time: counters give it to failures, too.
      if (isFailing) medianMs += perRequest * waitMs;
      parts.push(...deeds.map(({ slowness }) => ({ weightMs: waitMs, slowness })));
      isFailing ||= isNeeded && deeds.some(({ answer }) => !answer.isOk);
    }
    const slowness = joinSlowness(parts);
    const waitedMs = made.reduce((sum, { durationMs }) => sum + durationMs, 0);
    const delayedMs = made.reduce((sum, deed) => sum + deed.delayedMs, 0);
    const wantedMs = medianMs * Math.exp(serviceTime.sigma * slowness) + delayedMs;
    const leastMs = waitedMs + LEAST_OWN_PART * serviceTime.medianMs;
    const durationMs = Math.max(wantedMs, leastMs);
    return {
      answer: isFailing ? failForOthers(protocol) : succeed(protocol),
      durationMs,
      slowness,
      sigma: serviceTime.sigma,
      delayedMs,
      spans: layOut(made, durationMs - waitedMs),
    };
  }

  #callOften(hop: Hop, perRequest: number): Deed[] {
    const whole = Math.floor(perRequest);
    const count = Math.min(MOST_CALLS, whole + (this.#draws.chance(perRequest - whole) ? 1 : 0));
    return Array.from({ length: count }, () => this.#call(hop));
  }

  #call(hop: Hop): Deed {
    const { proxy, ways } = this.#calls.of(hop.client, hop.call);
    const way = this.#draws.pickByShare(ways);
    if (way === undefined) {
      const answer = { isOk: hop.client.isGateway === false && modeOf(hop.client) !== 'sidecar', code: '' };
      return { answer, durationMs: 0.01, slowness: this.#draws.normal(), sigma: 0, delayedMs: 0, spans: [] };
    }
    const speaker = proxy === undefined ? undefined : this.#speakerOf(proxy, hop);
    const outer = this.#operation;
    this.#operation = way.operation;
    const asker = { ...hop, client: proxy ?? hop.client };
    const tried = this.#follow(asker, way);
    const copies = this.#copy(asker, way);
    const delayMs = proxy === undefined ? 0 : (way.route.delayMs ?? 0);
    const wireMs = proxy === undefined ? 0 : WIRE_MS * Math.exp(tried.sigma * tried.slowness);
    const deed: Try = {
      ...tried,
      durationMs: tried.durationMs + delayMs + wireMs,
      delayedMs: tried.delayedMs + delayMs,
      flags: delayMs > 0 ? withDelay(tried.flags) : tried.flags,
      spans: shift([...tried.spans, ...copies], delayMs + wireMs / 2),
    };
    const isTraced = hop.call.protocol !== 'tcp' && speaker !== undefined && proxy !== undefined;
    const span = isTraced
      ? this.#clientSpan({ ...hop, pod: speaker }, proxy, hop.client, way, deed)
      : undefined;
    this.#operation = outer;
    return span === undefined ? deed : { ...deed, spans: [span] };
  }

  /** Pods without a proxy of their own make no span. */
  #speakerOf(proxy: MeshWorkload, { client, pod }: Hop): MeshPod | undefined {
    if (proxy !== client) return this.#draws.pick(proxy.pods);
    return proxy.isGateway || proxy.isWaypoint === true || pod.hasProxy ? pod : undefined;
  }

  /** Copies carry the same headers, but nobody waits for them. */
  #copy(hop: Hop, { copies }: TracedWay): readonly SpanDraft[] {
    return copies.flatMap((copy) => (this.#draws.chance(copy.share) ? this.#try(hop, copy).spans : []));
  }

  /** To the end of the way, as often as the route tries. */
  #follow(hop: Hop, way: TracedWay): Try {
    const { route, hop: reached, overflow } = way;
    const { protocol } = hop.call;
    const none = { delayedMs: 0, spans: [], upstreamAddress: undefined };
    if (route.failure !== undefined) {
      const { code, flags, grpcStatus } = route.failure;
      return {
        answer: answerByProxy(protocol, code, grpcStatus),
        ...this.#take(REFUSAL_TIME),
        ...none,
        flags,
      };
    }
    if (reached === undefined) return { ...this.#goOutside(hop.call, way), ...none, flags: '-' };
    if (this.#draws.chance(overflow))
      return { answer: answerByProxy(protocol, '503'), ...this.#take(REFUSAL_TIME), ...none, flags: 'UO' };
    const { retries } = route;
    const tries: Try[] = [];
    for (let attempt = 0; attempt <= (retries?.attempts ?? 0); attempt += 1) {
      const tried = this.#try(hop, way);
      tries.push(tried);
      if (retries === undefined || !isWorthRetrying(retries, tried)) return joinTries(tries, tried.flags);
    }
    const last = tries.at(-1)?.flags ?? '-';
    return joinTries(tries, tries.length > 1 ? exhausted(last) : last);
  }

  #goOutside(call: Call, { route }: TracedWay): Pick<Deed, 'answer' | 'durationMs' | 'slowness' | 'sigma'> {
    const { host, namespace } = route.service;
    const behaviour = this.#scene.behaviours.get(`${namespace}/${host}`);
    const failed = this.#draws.uniform();
    let reached = 0;
    for (const { code, share } of behaviour?.failures ?? []) {
      reached += share;
      if (failed < reached)
        return {
          answer: failByItself(call.protocol, code),
          ...this.#take(behaviour?.serviceTime ?? OUTSIDE_TIME),
        };
    }
    return { answer: succeed(call.protocol), ...this.#take(behaviour?.serviceTime ?? OUTSIDE_TIME) };
  }

  #try(hop: Hop, { route, hop: reached }: TracedWay): Try {
    const server = route.workload;
    const pod = server && this.#draws.pick(server.pods);
    const targetPort = route.targetPort ?? 0;
    if (reached === undefined || server === undefined || pod === undefined)
      throw new RangeError('An attempt has a server.');
    const upstreamAddress = `${pod.ip ?? ''}:${targetPort}`;
    const { call } = hop;
    if (!reached.isHandled) {
      const outcome = this.#draws.pickByShare(reached.outcomes);
      const answer = outcome?.answer ?? abandoned();
      const deed = { answer, ...this.#take(REFUSAL_TIME), delayedMs: 0, spans: [] };
      // Only a sidecar that refuses by a policy tells of it.
      const isTold = reached.reports.some(({ isByZtunnel }) => !isByZtunnel);
      const spans = isTold ? this.#serverSpans(hop, server, pod, targetPort, deed, '-') : [];
      return { ...deed, spans, flags: outcome?.flags ?? '-', upstreamAddress };
    }
    const deed = this.#handle(server, pod, call);
    const { timeoutMs } = route;
    if (call.protocol === 'tcp' || timeoutMs === undefined || deed.durationMs <= timeoutMs) {
      const spans = this.#serverSpans(hop, server, pod, targetPort, deed, '-');
      return { ...deed, spans, flags: '-', upstreamAddress };
    }
    // The server goes on working for nobody.
    const cut = { ...deed, answer: abandoned(), durationMs: timeoutMs };
    return {
      ...deed,
      answer: answerByProxy(call.protocol, '504'),
      durationMs: timeoutMs,
      spans: this.#serverSpans(hop, server, pod, targetPort, cut, 'DC'),
      flags: 'UT',
      upstreamAddress,
    };
  }

  /** The span of a server's sidecar around what the server did; a server without one leaves only that. */
  #serverSpans(
    { pod: caller, call }: Hop,
    server: MeshWorkload,
    pod: MeshPod,
    targetPort: number,
    deed: Deed,
    flags: string,
  ): readonly SpanDraft[] {
    if (call.protocol === 'tcp' || server.isGateway || modeOf(server) !== 'sidecar' || !pod.hasProxy)
      return deed.spans;
    const cluster = `inbound|${targetPort}||`;
    const address = `${pod.ip ?? ''}:${targetPort}`;
    return [
      this.#span('server', { proxy: server, pod, call, deed, flags, cluster, address, peer: caller.ip }),
    ];
  }

  #clientSpan(
    { pod, call }: Hop,
    proxy: MeshWorkload,
    source: MeshWorkload,
    { route, cluster }: TracedWay,
    deed: Try,
  ): SpanDraft {
    const { flags, upstreamAddress: address } = deed;
    const asked = { proxy, pod, call, deed, flags, cluster, address, peer: pod.ip };
    if (modeOf(proxy) !== 'waypoint') return this.#span('client', asked);
    // A waypoint is a server to one side and a client to the other.
    const both = route.workload === undefined ? {} : waypointTags(source, route.workload);
    const inner = this.#span('client', asked, both);
    const outer = { ...deed, durationMs: deed.durationMs + 0.1, spans: shift([inner], 0.05) };
    return this.#span('server', { ...asked, deed: outer }, both);
  }

  #span(
    kind: SpanKind,
    asked: {
      readonly proxy: MeshWorkload;
      readonly pod: MeshPod;
      readonly call: Call;
      readonly deed: Deed;
      readonly flags: string;
      readonly cluster: string | undefined;
      readonly address: string | undefined;
      readonly peer: string | undefined;
    },
    extra: Readonly<Record<string, TagValue>> = {},
  ): SpanDraft {
    const { proxy, pod, call, deed, flags, cluster, address, peer } = asked;
    const facts = {
      proxy,
      pod,
      call,
      answer: deed.answer,
      flags,
      cluster,
      upstreamAddress: address,
      peerAddress: peer,
      requestId: this.#requestId,
      clusterId: this.#clusterId,
      size: this.#draws.uniform(),
    };
    return {
      offsetMs: 0,
      durationMs: deed.durationMs,
      kind,
      service: tracingService(proxy),
      operation: this.#operation,
      ip: pod.ip ?? '',
      tell: () => ({ ...spanTags(facts), ...extra }),
      children: deed.spans,
    };
  }

  #take({ medianMs, sigma, plusMs = 0 }: LatencyModel): Pick<Deed, 'durationMs' | 'slowness' | 'sigma'> {
    const slowness = this.#draws.normal();
    return { durationMs: plusMs + medianMs * Math.exp(sigma * slowness), slowness, sigma };
  }
}

/** Independent draws, each by its weight, make one draw from the same distribution. */
function joinSlowness(parts: readonly { readonly weightMs: number; readonly slowness: number }[]): number {
  const squares = parts.reduce((sum, { weightMs }) => sum + weightMs ** 2, 0);
  const sum = parts.reduce((total, { weightMs, slowness }) => total + weightMs * slowness, 0);
  return squares > 0 ? sum / Math.sqrt(squares) : 0;
}

/** Calls one after the other, with the workload's own time before, between and after them. */
function layOut(deeds: readonly Deed[], ownMs: number): SpanDraft[] {
  const gapMs = ownMs / (deeds.length + 1);
  let at = gapMs;
  return deeds.flatMap(({ spans, durationMs }) => {
    const placed = shift(spans, at);
    at += durationMs + gapMs;
    return placed;
  });
}

function joinTries(tries: readonly Try[], flags: string): Try {
  const last = tries.at(-1);
  if (last === undefined) throw new RangeError('There is at least one try.');
  if (tries.length === 1) return { ...last, flags };
  return {
    ...last,
    flags,
    durationMs: tries.reduce((sum, { durationMs }) => sum + durationMs, 0),
    delayedMs: tries.reduce((sum, { delayedMs }) => sum + delayedMs, 0),
    spans: layOut(tries, 0),
  };
}

function shift(spans: readonly SpanDraft[], byMs: number): SpanDraft[] {
  return spans.map((span) => ({ ...span, offsetMs: span.offsetMs + byMs }));
}
