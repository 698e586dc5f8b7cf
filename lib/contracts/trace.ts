import * as z from 'zod';
import { sourcesSchema, warningSchema } from './source-status';

export const shownSpanSchema = z.object({
  spanId: z.string(),
  /** How many spans it lies within. */
  depth: z.number(),
  service: z.string(),
  operation: z.string(),
  kind: z.enum(['client', 'server', 'internal', 'producer', 'consumer', 'unknown']),
  /** After the beginning of the trace. */
  offsetMs: z.number(),
  durationMs: z.number(),
  /** Time of its own, in which no span within it was under way. */
  ownMs: z.number(),
  isFailure: z.boolean(),
  /** Somebody decided that it may not be: 403, or gRPC's PERMISSION_DENIED. */
  isDenied: z.boolean(),
  code: z.string().optional(),
  grpcStatus: z.string().optional(),
  flags: z.string().optional(),
  tags: z.array(z.object({ name: z.string(), value: z.string() })),
});

/** Who took part in a call, as far as spans and the cluster tell. */
export const spanPartySchema = z.object({
  namespace: z.string(),
  workload: z.string().optional(),
  app: z.string().optional(),
  version: z.string().optional(),
});

/** One call of a trace. */
export const traceHopSchema = z.object({
  /** The caller's span; the server's where the caller makes none. */
  spanId: z.string(),
  /** Spans of those who were asked: several where it was tried again. */
  serverIds: z.array(z.string()),
  source: spanPartySchema.optional(),
  /** Whom it reached, each once. */
  targets: z.array(spanPartySchema),
  host: z.string().optional(),
  isReached: z.boolean(),
  isFailure: z.boolean(),
  isDenied: z.boolean(),
});

/** What explains how a trace went. */
export const traceFindingSchema = z.object({
  kind: z.enum(['failed', 'denied', 'retried', 'delayed', 'slow']),
  spanId: z.string(),
  /** Absent where something happened in one place. */
  from: z.string().optional(),
  to: z.string(),
  isFailure: z.boolean(),
  isDenied: z.boolean(),
  code: z.string().optional(),
  grpcStatus: z.string().optional(),
  flags: z.string().optional(),
  /** How often the proxy tried again. */
  retries: z.number(),
  /** How many calls like it failed right before it. */
  repeats: z.number(),
  /** How many other calls did not succeed either; 0 for all but the cause. */
  followers: z.number(),
  /** Of `slow`: time that no span within explains. */
  ownMs: z.number().optional(),
});

/** The answer of `GET /api/traces/ID`. */
export const traceAnswerSchema = z.object({
  traceId: z.string(),
  startSeconds: z.number(),
  durationMs: z.number(),
  /** Each after its parent. */
  spans: z.array(shownSpanSchema),
  /** Its calls, in the order of their beginning: where it is drawn in a graph. */
  hops: z.array(traceHopSchema),
  /** The most telling first. */
  findings: z.array(traceFindingSchema),
  /** The failed or denied span that others may follow from. */
  causeId: z.string().optional(),
  /** Its page in the backend's own interface. */
  url: z.string().optional(),
  /** Whose page that is. */
  ui: z.enum(['jaeger', 'grafana', 'template']).optional(),
  sources: sourcesSchema,
  warnings: z.array(warningSchema),
});

export type ShownSpan = z.infer<typeof shownSpanSchema>;
export type TraceHop = z.infer<typeof traceHopSchema>;
export type TraceFinding = z.infer<typeof traceFindingSchema>;
export type TraceAnswer = z.infer<typeof traceAnswerSchema>;
