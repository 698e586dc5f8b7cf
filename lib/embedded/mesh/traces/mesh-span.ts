export type SpanKind = 'client' | 'server';
export type TagValue = string | number | boolean;

/** A span as the tracing backend keeps it. Times are whole microseconds, start since the Unix epoch. */
export interface MeshSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | undefined;
  /** Name of the proxy's tracing service. */
  readonly service: string;
  readonly operation: string;
  readonly kind: SpanKind;
  readonly startUs: number;
  readonly durationUs: number;
  readonly tags: Readonly<Record<string, TagValue>>;
  /** Address of the proxy that made it. */
  readonly ip: string;
}

/** All spans of one trace, each after its parent. */
export interface MeshTrace {
  readonly traceId: string;
  readonly startUs: number;
  readonly endUs: number;
  readonly spans: readonly MeshSpan[];
}

/** A span before it is known when it happened: it lies within its parent. */
export interface SpanDraft {
  /** After the beginning of its parent. */
  offsetMs: number;
  readonly durationMs: number;
  readonly kind: SpanKind;
  readonly service: string;
  readonly operation: string;
  readonly ip: string;
  /** Most spans are never shown: their tags are put together only for those that are. */
  readonly tell: () => Readonly<Record<string, TagValue>>;
  readonly children: readonly SpanDraft[];
}
