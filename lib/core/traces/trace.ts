/** Traces as the mesh's proxies and applications make them, whatever backend keeps them. */

/** `unknown` where a span does not say which side of a call it is. */
export type SpanKind = 'client' | 'server' | 'internal' | 'producer' | 'consumer' | 'unknown';

export interface TraceSpan {
  readonly spanId: string;
  /** The span within which it happened; absent for roots, and for spans whose parent was not kept. */
  readonly parentId?: string;
  /** Name of the service as the tracing backend knows it. */
  readonly service: string;
  readonly operation: string;
  readonly kind: SpanKind;
  /** Since the Unix epoch. */
  readonly startUs: number;
  readonly durationUs: number;
  /** Told as an error by whoever made the span. */
  readonly isError: boolean;
  /** All values as texts. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface Trace {
  readonly traceId: string;
  readonly spans: readonly TraceSpan[];
}
