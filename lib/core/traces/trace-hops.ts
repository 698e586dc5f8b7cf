import { countRetries } from './count-retries';
import { clusterOf, isProxySpan, outcomeOf, reachedEndpoint, type SpanOutcome } from './span-facts';
import { SpanFamily } from './span-family';
import { partyNamed, partyOf, type SpanParty } from './span-party';
import type { Trace, TraceSpan } from './trace';
import { selectsPods, type TraceFacts, type TracedWorkload } from './trace-facts';

/** One call of a trace: the caller's span and those of whoever answered it. */
export interface TraceHop {
  /** The caller's span; the server's where the caller makes none. */
  readonly spanId: string;
  /** Spans of those who were asked: several where it was tried again. */
  readonly serverIds: readonly string[];
  /** Absent where nobody knows the caller. */
  readonly source?: SpanParty;
  /** Whom it reached, each once. */
  readonly targets: readonly SpanParty[];
  /** The host that was called, in full. */
  readonly host?: string;
  readonly isReached: boolean;
  /** How often the proxy tried again. */
  readonly retries: number;
  /** How many calls like it failed right before it, for the same request. */
  readonly repeats: number;
  readonly outcome: SpanOutcome;
  readonly durationUs: number;
}

/** The calls of a trace in the order of their beginning. */
export function traceHops(trace: Trace, facts: TraceFacts): TraceHop[] {
  const family = new SpanFamily(trace);
  const calls = trace.spans
    .flatMap((span) => readHop(span, family, facts) ?? [])
    .sort((a, b) => a.span.startUs - b.span.startUs);
  return calls.map(({ span, hop }) => ({ ...hop, repeats: countRepeats(span, family) }));
}

interface ReadHop {
  readonly span: TraceSpan;
  readonly hop: Omit<TraceHop, 'repeats'>;
}

function readHop(span: TraceSpan, family: SpanFamily, facts: TraceFacts): ReadHop | undefined {
  const parent = family.parentOf(span);
  const waypointTarget = partyNamed(span, 'destination');
  if (waypointTarget !== undefined) {
    // The waypoint's two sides are one call, and so is that of a sidecar which asked it.
    const isTold =
      parent !== undefined && (isSameWay(parent, span) || serversOf(parent, family, facts).includes(span));
    return isTold ? undefined : toHop(span, partyNamed(span, 'source'), [waypointTarget], []);
  }
  if (!isProxySpan(span)) return readPair(span, parent, facts);
  if (isCaller(span)) {
    const servers = serversOf(span, family, facts);
    const targets = servers.flatMap((one) => partyNamed(one, 'destination') ?? partyOf(one, facts) ?? []);
    return toHop(
      span,
      partyOf(span, facts),
      targets,
      servers,
      countRetries(span, servers, family.childrenOf(span)),
    );
  }
  // Who has no proxy begins no trace: the server's proxy does.
  const target = parent === undefined ? partyOf(span, facts) : undefined;
  return target === undefined ? undefined : toHop(span, undefined, [target], []);
}

/** Between applications that make their own spans. */
function readPair(span: TraceSpan, parent: TraceSpan | undefined, facts: TraceFacts): ReadHop | undefined {
  if (parent === undefined || isProxySpan(parent) || parent.service === span.service) return undefined;
  const source = partyOf(parent, facts);
  const target = partyOf(span, facts);
  return source === undefined || target === undefined ? undefined : toHop(span, source, [target], []);
}

function toHop(
  span: TraceSpan,
  source: SpanParty | undefined,
  targets: readonly SpanParty[],
  servers: readonly TraceSpan[],
  retries = 0,
): ReadHop {
  const host = clusterOf(span)?.host ?? '';
  return {
    span,
    hop: {
      spanId: span.spanId,
      serverIds: servers.map(({ spanId }) => spanId),
      ...(source === undefined ? {} : { source }),
      targets: [...new Map(targets.map((one) => [JSON.stringify(one), one])).values()],
      ...(host === '' ? {} : { host }),
      isReached: targets.length > 0 || reachedEndpoint(span),
      retries,
      outcome: outcomeOf(span),
      durationUs: span.durationUs,
    },
  };
}

/** A proxy's span of a call that it passes on, rather than takes in. */
function isCaller(span: TraceSpan): boolean {
  const cluster = clusterOf(span);
  return cluster === undefined ? span.kind === 'client' : cluster.direction === 'outbound';
}

/** Whether a waypoint made both of one call. Where ambient workloads call each other, its spans lie within each other. */
function isSameWay(one: TraceSpan, other: TraceSpan): boolean {
  return (['source', 'destination'] as const).every((end) => {
    const [a, b] = [partyNamed(one, end), partyNamed(other, end)];
    return a !== undefined && a.workload === b?.workload && a.namespace === b?.namespace;
  });
}

/**
 * Spans of those who took a call in. Where the called one makes none, what it called in turn comes next: those are not
 * of whom the cluster leads to, or say that somebody else called.
 */
function serversOf(span: TraceSpan, family: SpanFamily, facts: TraceFacts): TraceSpan[] {
  if (!isProxySpan(span) || !isCaller(span)) return [];
  const caller = partyOf(span, facts);
  const behind = workloadsBehind(clusterOf(span)?.host, facts);
  return family.childrenOf(span).filter((child) => {
    if (!isProxySpan(child) || isCaller(child)) return false;
    const named = partyNamed(child, 'source');
    if (named !== undefined) return caller !== undefined && isSameApp(named, caller);
    const party = partyOf(child, facts);
    return behind.length === 0 || (party !== undefined && behind.some((one) => isSameApp(one, party)));
  });
}

/** As far as the cluster declares it. */
function workloadsBehind(host: string | undefined, { services, workloads }: TraceFacts): TracedWorkload[] {
  const called = services.filter((service) => service.host === host);
  return workloads.filter((workload) => called.some((service) => selectsPods(service, workload)));
}

function isSameApp(one: Pick<SpanParty, 'namespace' | 'app'>, other: SpanParty): boolean {
  return one.namespace === other.namespace && one.app === other.app;
}

/** Calls of the same place to the same place, one after the other, each of which failed. */
function countRepeats(span: TraceSpan, family: SpanFamily): number {
  const parent = family.parentOf(span);
  if (parent === undefined) return 0;
  const like = family
    .childrenOf(parent)
    .filter((one) => one.startUs < span.startUs && isAlike(one, span))
    .sort((a, b) => b.startUs - a.startUs);
  let untilUs = span.startUs;
  let repeats = 0;
  for (const one of like) {
    if (!outcomeOf(one).isFailure || one.startUs + one.durationUs > untilUs) break;
    repeats += 1;
    untilUs = one.startUs;
  }
  return repeats;
}

function isAlike(one: TraceSpan, other: TraceSpan): boolean {
  return (
    one.service === other.service &&
    one.operation === other.operation &&
    one.kind === other.kind &&
    one.tags['upstream_cluster'] === other.tags['upstream_cluster']
  );
}
