import type { Confidence, MatchedSpan, TracePick, TracesAnswer } from '@/lib/contracts/traces';
import { formatCount } from './format-numbers';
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

/** `41 of about 2 300 requests traced`. */
export function describeSampling({
  sampled,
  isSampledAtLeast,
  requests,
  filter,
}: Pick<TracesAnswer, 'sampled' | 'isSampledAtLeast' | 'requests' | 'filter'>): string {
  const found = `${formatCount(sampled)}${isSampledAtLeast ? ' or more' : ''}`;
  const kind = filter.errors ? 'failed requests' : 'requests';
  if (requests === undefined) return `${found} traces found`;
  // Rates are estimates: two digits are what a count from them is good for.
  const about = requests < 100 ? Math.round(requests) : Number(requests.toPrecision(2));
  return `${found} of about ${formatCount(about)} ${kind} traced`;
}
