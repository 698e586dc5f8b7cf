/** Faults that the embedded servers can be told to have, so that tests see how a client bears them. */

export type FaultServer = 'prometheus' | 'kubernetes' | 'jaeger';

/** Which requests a fault is for. Without any field: all requests of its server. */
export interface FaultScope {
  readonly server: FaultServer;
  /** The beginning of the path. */
  readonly path?: string;
  /** A text in the decoded path, query string (`name=value`) or form body. */
  readonly contains?: string;
  /** How many requests it hits before it is over; without end when absent. */
  readonly times?: number;
}

/** Answers something else instead of the truth; of several the first one that fits a request answers it. */
export type AnswerFault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number }
  | { readonly kind: 'empty' }
  /** A sign-in page with status 200. */
  | { readonly kind: 'html' }
  /** A JSON text of this size. */
  | { readonly kind: 'huge'; readonly megabytes?: number }
  /** The connection ends with a TCP reset. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'redirect'; readonly to: string; readonly status?: number }
  /** 410: as the answer's status, or for a watch as its only event. */
  | { readonly kind: 'gone'; readonly on?: 'watch' | 'list' | 'both'; readonly as?: 'status' | 'event' };

/** Changes how an answer arrives, or what a good one holds; all that fit are applied in their order. */
export type ShapeFault =
  | { readonly kind: 'delay'; readonly ms: number }
  /** One byte of the body after the other. */
  | { readonly kind: 'drip'; readonly everyMs: number }
  /** Half of the body: as if that were all (`end`), or with the connection breaking off (`reset`). */
  | { readonly kind: 'truncate'; readonly how?: 'end' | 'reset' }
  | {
      readonly kind: 'warnings';
      readonly warnings?: readonly string[];
      readonly infos?: readonly string[];
    }
  /** Only the first series of a query's result, with the warning that Prometheus adds to such answers. */
  | { readonly kind: 'partial'; readonly series: number }
  /** The result calls itself something that it is not. */
  | { readonly kind: 'wrongType'; readonly type?: 'scalar' | 'string' | 'vector' | 'matrix' }
  /** Every n-th series of a result holds native histograms instead of floats. */
  | { readonly kind: 'nativeHistograms'; readonly every?: number }
  /** Every n-th series of a result has this value, for instance `NaN`, `+Inf` or `-1`. */
  | { readonly kind: 'oddValues'; readonly value: string; readonly every?: number };

/** About running watches as well as new ones. */
export type WatchFault =
  /** Watches end after a while: cleanly, or with a TCP reset. */
  | { readonly kind: 'cutWatches'; readonly how?: 'end' | 'reset'; readonly afterMs?: number }
  /** Watches say nothing any more, not even their end. Whatever is silenced stays so until its client leaves. */
  | { readonly kind: 'silentWatches' };

/** How the world behind a server is; true for all its requests, so it knows neither paths nor a count. */
export type StandingFault =
  /** The server's clock is this far ahead, with the time stamps of its samples. */
  | { readonly kind: 'clockSkew'; readonly seconds: number }
  /** Series as if proxies did not know these labels: what only they told apart is counted together. */
  | { readonly kind: 'dropLabels'; readonly labels: readonly string[] }
  /** Every stored sample of the metrics whose names begin like this has this value. */
  | { readonly kind: 'oddSamples'; readonly value: string; readonly metric?: string }
  /** The account may not read these resources, or nothing in these namespaces nor across all of them. */
  | {
      readonly kind: 'forbid';
      readonly namespaces?: readonly string[];
      readonly resources?: readonly string[];
    }
  /** The cluster does not have these API groups. */
  | { readonly kind: 'missingGroups'; readonly groups: readonly string[] };

export type Fault = FaultScope & (AnswerFault | ShapeFault | WatchFault | StandingFault);
export type FaultKind = Fault['kind'];
export type FaultOf<K extends FaultKind> = Extract<Fault, { readonly kind: K }>;

const ANSWER_KINDS = ['status', 'empty', 'html', 'huge', 'reset', 'redirect', 'gone'] as const;

export function isAnswerFault(fault: Fault): fault is FaultScope & AnswerFault {
  return ANSWER_KINDS.some((kind) => kind === fault.kind);
}

export function isKind<K extends FaultKind>(fault: Fault, kind: K): fault is FaultOf<K> {
  return fault.kind === kind;
}
