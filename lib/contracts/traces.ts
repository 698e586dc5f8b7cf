import * as z from 'zod';
import { sentQuerySchema, sourcesSchema, warningSchema } from './source-status';

export const confidences = ['exact', 'byParentChild', 'byService'] as const;
export const tracePicks = ['slowest', 'failing', 'typical'] as const;

/** The request of the edge, or the one that the node answered, as the span that tells most of it. */
export const matchedSpanSchema = z.object({
  spanId: z.string(),
  service: z.string(),
  operation: z.string(),
  /** Unix seconds. */
  startSeconds: z.number(),
  durationMs: z.number(),
  isFailure: z.boolean(),
  /** Somebody decided that it may not be: 403, or gRPC's PERMISSION_DENIED. */
  isDenied: z.boolean(),
  /** HTTP status; absent where the span tells none, `0` where there was no answer. */
  code: z.string().optional(),
  grpcStatus: z.string().optional(),
  /** Envoy's response flags. */
  flags: z.string().optional(),
  /** How sure it is that the span is of what was asked for. */
  confidence: z.enum(confidences),
});

export const traceSummarySchema = z.object({
  traceId: z.string(),
  startSeconds: z.number(),
  /** From the beginning of its first span to the end of its last one. */
  durationMs: z.number(),
  spanCount: z.number(),
  serviceCount: z.number(),
  /** Where it began. */
  root: z.object({ service: z.string(), operation: z.string() }),
  hasError: z.boolean(),
  /** The slowest of the failed ones, else the slowest. */
  span: matchedSpanSchema,
  /** How many spans of it are requests of the edge. */
  matchCount: z.number(),
  /** What it is an example of. */
  pick: z.enum(tracePicks).optional(),
  /** Its page in the backend's own interface; absent when nobody configured an address. */
  url: z.string().optional(),
});

/** The answer of `GET /api/traces`. */
export const tracesAnswerSchema = z.object({
  /** Unix seconds of the end of the window. */
  at: z.number(),
  window: z.string(),
  windowSeconds: z.number(),
  /** What was left out before searching. */
  filter: z.object({ errors: z.boolean(), minDurationMs: z.number().optional() }),
  /** The weakest of what was found; of the searches themselves where nothing was found. Absent where there is no search. */
  confidence: z.enum(confidences).optional(),
  /** Whose pages the links lead to; absent where there are none. */
  ui: z.enum(['jaeger', 'grafana', 'template']).optional(),
  /** The same searches in the backend's own interface. */
  links: z.array(z.object({ label: z.string(), url: z.string() })),
  /** The latest first. */
  traces: z.array(traceSummarySchema),
  /** Traces that were found. With `isSampledAtLeast` there are more, which were not asked for. */
  sampled: z.number(),
  isSampledAtLeast: z.boolean(),
  /** How many requests the proxies counted that the traces are a sample of; absent where that is not known. */
  requests: z.number().optional(),
  /** Why there is nothing to show, in a sentence. */
  reason: z.string().optional(),
  sources: sourcesSchema,
  warnings: z.array(warningSchema),
  /** Searches as they were sent, and PromQL. */
  queries: z.array(sentQuerySchema),
});

export type Confidence = z.infer<typeof matchedSpanSchema>['confidence'];
export type TracePick = (typeof tracePicks)[number];
export type MatchedSpan = z.infer<typeof matchedSpanSchema>;
export type TraceSummary = z.infer<typeof traceSummarySchema>;
export type TracesAnswer = z.infer<typeof tracesAnswerSchema>;
