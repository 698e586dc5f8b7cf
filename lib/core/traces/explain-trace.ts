import type { ArrangedSpan, ArrangedTrace } from './arrange-trace';
import type { SpanOutcome } from './span-facts';
import type { SpanParty } from './span-party';
import type { TraceHop } from './trace-hops';

/** What explains how a trace went: a failure, a denial, a call that was tried again, a delay, or where the time was spent. */
export interface TraceFinding {
  readonly kind: 'failed' | 'denied' | 'retried' | 'delayed' | 'slow';
  readonly spanId: string;
  /** Both ends by their names; only `to` where something happened in one place. */
  readonly from?: string;
  readonly to: string;
  readonly outcome: SpanOutcome;
  readonly retries: number;
  readonly repeats: number;
  /** How many calls around it did not succeed either; 0 for all but the cause. */
  readonly followers: number;
  /** Of `slow`: time that no span within explains. */
  readonly ownUs?: number;
}

/** A part of the whole time that is worth a word. */
const TELLING_SHARE = 0.4;
const MOST_FINDINGS = 6;

/** The most telling first: what failed or was denied, then retries and delays, then where most of the time was spent. */
export function explainTrace(arranged: ArrangedTrace, hops: readonly TraceHop[]): TraceFinding[] {
  const byId = new Map(arranged.spans.map((one) => [one.span.spanId, one]));
  const cause = arranged.causeId === undefined ? undefined : byId.get(arranged.causeId);
  const causeHop = cause && hopOf(cause, hops);
  const others = hops.filter((hop) => hop !== causeHop);
  return [
    ...(cause === undefined ? [] : [tellCause(cause, causeHop, others, byId)]),
    ...others.flatMap((hop) => tellRetry(hop, byId) ?? tellDelay(hop, byId) ?? []),
    ...(causeHop !== undefined && isDelayed(causeHop.outcome) ? [tellHop('delayed', causeHop, byId)] : []),
    ...tellSlow(arranged, hops, byId),
  ].slice(0, MOST_FINDINGS);
}

type Spans = ReadonlyMap<string, ArrangedSpan>;

function hopOf({ span: { spanId } }: ArrangedSpan, hops: readonly TraceHop[]): TraceHop | undefined {
  return hops.find((hop) => hop.spanId === spanId || hop.serverIds.includes(spanId));
}

function tellCause(
  cause: ArrangedSpan,
  hop: TraceHop | undefined,
  others: readonly TraceHop[],
  byId: Spans,
): TraceFinding {
  const kind = cause.outcome.isDenied ? 'denied' : 'failed';
  const { spanId } = cause.span;
  const followers = others.filter(({ outcome }) => outcome.isFailure || outcome.isDenied).length;
  if (hop !== undefined) {
    // The caller's proxy has seen all attempts: it tells how the call ended.
    const told = tellHop(kind, hop, byId);
    const isEnd = hop.outcome.isFailure || hop.outcome.isDenied;
    return { ...told, spanId, followers, kind: isEnd ? kind : 'retried' };
  }
  const { outcome } = cause;
  return { kind, spanId, to: cause.span.service, outcome, retries: 0, repeats: 0, followers };
}

function tellRetry(hop: TraceHop, byId: Spans): TraceFinding | undefined {
  return hop.retries + hop.repeats > 0 ? tellHop('retried', hop, byId) : undefined;
}

/** A delay that was injected, or a server that took too long. */
function tellDelay(hop: TraceHop, byId: Spans): TraceFinding | undefined {
  return isDelayed(hop.outcome) ? tellHop('delayed', hop, byId) : undefined;
}

function isDelayed({ flags = '' }: SpanOutcome): boolean {
  return flags.split(',').includes('DI');
}

function tellHop(kind: TraceFinding['kind'], hop: TraceHop, byId: Spans): TraceFinding {
  const { spanId, outcome, retries, repeats } = hop;
  const ends = namesOf(hop, byId);
  return { kind, spanId, ...ends, outcome, retries, repeats, followers: 0 };
}

function namesOf(hop: TraceHop, byId: Spans): { readonly from?: string; readonly to: string } {
  const own = byId.get(hop.spanId)?.span.service ?? '';
  const target = hop.targets.at(-1);
  const to = target === undefined ? hostName(hop.host ?? own) : nameOf(target);
  if (hop.source === undefined) return hop.targets.length > 0 ? { to } : { from: own, to };
  return { from: nameOf(hop.source), to };
}

/** Of a Service its name and namespace: the rest is the same for all. */
function hostName(host: string): string {
  return host.split('.svc.')[0] ?? host;
}

function nameOf({ app, workload, namespace }: SpanParty): string {
  return app ?? workload ?? namespace;
}

/** The span that took most of the time by itself, where that is much of the whole. */
function tellSlow(
  { spans, durationUs }: ArrangedTrace,
  hops: readonly TraceHop[],
  byId: Spans,
): TraceFinding[] {
  const [first, ...rest] = spans;
  if (first === undefined || durationUs === 0) return [];
  const slowest = rest.reduce((most, one) => (one.ownUs > most.ownUs ? one : most), first);
  if (slowest.ownUs < TELLING_SHARE * durationUs) return [];
  const { spanId, service } = slowest.span;
  const { outcome, ownUs } = slowest;
  const hop = hopOf(slowest, hops);
  const asServer = hop?.serverIds.includes(spanId) === true;
  const ends = hop === undefined ? { to: service } : namesOf(hop, byId);
  const place = asServer ? { to: ends.to } : ends;
  return [{ kind: 'slow', spanId, ...place, outcome, retries: 0, repeats: 0, followers: 0, ownUs }];
}
