import type { Confidence, MatchedSpan, TracePick, TracesAnswer } from '@/lib/contracts/traces';
import type { TraceAnswer, TraceFinding } from '@/lib/contracts/trace';
import { formatCount, formatMilliseconds } from './format-numbers';
import { describeMatches } from './find-words';
import type { MarkedPath } from './trace-path';
import { makeVisible } from './visible-text';

export const PICK_WORDS: Readonly<Record<TracePick, string>> = {
  slowest: 'slowest',
  failing: 'failing',
  typical: 'typical',
};

export const CONFIDENCE_WORDS: Readonly<
  Record<Confidence, { readonly short: string; readonly long: string }>
> = {
  exact: {
    short: 'exactly',
    long: 'The proxy that made the span names this call: where it went, or both ends.',
  },
  byParentChild: {
    short: 'by parent and child',
    long: 'The span of one side lies within the span of the other.',
  },
  byService: {
    short: 'by service only',
    long: 'Only the names of the services fit: spans of other calls between them may be among these.',
  },
};

/** Where links lead. */
export const UI_WORDS: Readonly<Record<NonNullable<TracesAnswer['ui']>, string>> = {
  jaeger: 'Jaeger',
  grafana: 'Grafana',
  template: 'the tracing backend',
};

/** What Envoy's response flags mean, for one request. */
const FLAG_WORDS: Readonly<Record<string, string>> = {
  UH: 'no healthy endpoint',
  UF: 'the connection to the server failed',
  UO: 'the connection pool was full',
  UT: 'the server took longer than the timeout',
  UR: 'the server reset the request',
  UC: 'the server closed the connection',
  URX: 'every retry failed',
  NR: 'no route matched',
  NC: 'the cluster does not exist, for instance a subset that nobody defined',
  DC: 'the client went away',
  LR: 'the proxy reset the request',
  LH: 'the local health check failed',
  DI: 'a delay was injected',
  FI: 'a failure was injected',
  RL: 'the rate limit was reached',
  UAEX: 'an external authorizer denied it',
  SI: 'nothing was sent for too long',
  DPE: 'the client broke the protocol',
  UPE: 'the server broke the protocol',
  UMSDR: 'it took longer than any request may',
  OM: 'the proxy was overloaded',
  DF: 'the host name did not resolve',
  DT: 'the connection lasted longer than any may',
};

const GRPC_WORDS: Readonly<Record<string, string>> = {
  1: 'CANCELLED',
  2: 'UNKNOWN',
  3: 'INVALID_ARGUMENT',
  4: 'DEADLINE_EXCEEDED',
  5: 'NOT_FOUND',
  6: 'ALREADY_EXISTS',
  7: 'PERMISSION_DENIED',
  8: 'RESOURCE_EXHAUSTED',
  9: 'FAILED_PRECONDITION',
  10: 'ABORTED',
  11: 'OUT_OF_RANGE',
  12: 'UNIMPLEMENTED',
  13: 'INTERNAL',
  14: 'UNAVAILABLE',
  15: 'DATA_LOSS',
  16: 'UNAUTHENTICATED',
};

/** How a request ended, in a few words: `503 · no healthy endpoint`, `gRPC 14 UNAVAILABLE`. */
export function describeOutcome({
  code,
  grpcStatus,
  flags,
}: Pick<MatchedSpan, 'code' | 'grpcStatus' | 'flags'>): string {
  const parts: string[] = [];
  if (grpcStatus !== undefined && (code === undefined || code === '200'))
    parts.push(`gRPC ${makeVisible(grpcStatus)} ${GRPC_WORDS[grpcStatus] ?? ''}`.trim());
  else if (code === '0') parts.push('no response');
  else if (code !== undefined) parts.push(makeVisible(code));
  for (const flag of (flags ?? '').split(',').filter((one) => one !== ''))
    parts.push(Object.hasOwn(FLAG_WORDS, flag) ? `${FLAG_WORDS[flag]} (${flag})` : makeVisible(flag));
  return parts.length === 0 ? 'no status' : parts.join(' · ');
}

/** What explains a trace, in a sentence: `reviews → ratings failed after 2 retries: 503 · every retry failed (URX)`. */
export function describeFinding(finding: TraceFinding, traceMs: number): string {
  const { kind, from, to, retries, repeats, followers, ownMs = 0 } = finding;
  const place = from === undefined ? makeVisible(to) : `${makeVisible(from)} → ${makeVisible(to)}`;
  const again = describeAttempts(retries, repeats);
  const others = followers === 0 ? '' : `. ${plural(followers, 'other call')} did not succeed either`;
  const outcome = describeOutcome(finding);
  switch (kind) {
    case 'failed':
      return `${place} failed${again === '' ? '' : ` after ${again}`}: ${outcome}${others}`;
    case 'denied':
      return `${place} was denied${again === '' ? '' : ` after ${again}`}: ${outcome}${others}`;
    case 'retried': {
      const end = finding.isFailure ? `failed: ${outcome}` : finding.isDenied ? 'was denied' : 'succeeded';
      return `${place} ${end} after ${again === '' ? 'a failed attempt' : again}`;
    }
    case 'delayed':
      return `${place}: ${FLAG_WORDS['DI']} (DI)`;
    case 'slow': {
      const share = Math.round((ownMs / Math.max(traceMs, 0.001)) * 100);
      const where = from === undefined ? `${place} itself` : `the way ${place}, outside of other spans`;
      return `${formatMilliseconds(ownMs)} of ${formatMilliseconds(traceMs)} (${share} %) went into ${where}`;
    }
  }
}

function describeAttempts(retries: number, repeats: number): string {
  const parts = [
    ...(retries === 0 ? [] : [retries === 1 ? '1 retry' : `${formatCount(retries)} retries`]),
    ...(repeats === 0 ? [] : [`${plural(repeats, 'earlier call')} that failed`]),
  ];
  return parts.join(' and ');
}

function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** What of a trace's path a graph shows: `5 calls over 6 nodes, 5 edges.` */
export function describePath({ nodes, edges, failing, calls, missing }: MarkedPath): string {
  if (nodes.size + edges.size === 0)
    return 'Nothing of it is drawn here: choose its namespaces and its time, or show what is hidden.';
  const bar = failing.size === 0 ? '' : '; a broad band is where it failed';
  const rest =
    missing === 0 ? '' : ` ${plural(missing, 'call')} of it ${missing === 1 ? 'is' : 'are'} not drawn here.`;
  return `${plural(calls, 'call')} over ${describeMatches({ nodes, edges })}, the rest is faded${bar}.${rest}`;
}

/** How the trace whose path is shown ended, or why it took so long. */
export function describePathEnd({ findings, durationMs }: TraceAnswer): string | undefined {
  const [first] = findings;
  return first === undefined ? undefined : describeFinding(first, durationMs);
}

/** `41 of about 2 300 requests traced`. */
export function describeSampling({
  sampled,
  isSampledAtLeast,
  requests,
  filter,
}: Pick<TracesAnswer, 'sampled' | 'isSampledAtLeast' | 'requests' | 'filter'>): string {
  const found = `${formatCount(sampled)}${isSampledAtLeast ? ' or more' : ''}`;
  const kind = filter.errors ? 'failed or denied requests' : 'requests';
  if (requests === undefined) return `${found} traces found`;
  // Rates are estimates: two digits are what a count from them is good for.
  const about = requests < 100 ? Math.round(requests) : Number(requests.toPrecision(2));
  return `${found} of about ${formatCount(about)} ${kind} traced`;
}
