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
  code: z.string().optional(),
  grpcStatus: z.string().optional(),
  flags: z.string().optional(),
  tags: z.array(z.object({ name: z.string(), value: z.string() })),
});

/** The answer of `GET /api/traces/ID`. */
export const traceAnswerSchema = z.object({
  traceId: z.string(),
  startSeconds: z.number(),
  durationMs: z.number(),
  /** Each after its parent. */
  spans: z.array(shownSpanSchema),
  /** The failed span that others may follow from. */
  causeId: z.string().optional(),
  /** Its page in the backend's own interface. */
  url: z.string().optional(),
  /** Whose page that is. */
  ui: z.enum(['jaeger', 'grafana', 'template']).optional(),
  sources: sourcesSchema,
  warnings: z.array(warningSchema),
});

export type ShownSpan = z.infer<typeof shownSpanSchema>;
export type TraceAnswer = z.infer<typeof traceAnswerSchema>;
