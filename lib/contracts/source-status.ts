import * as z from 'zod';

export const sourceStateSchema = z.enum(['ok', 'degraded', 'unavailable', 'forbidden', 'notConfigured']);

/** How one upstream (Prometheus, Kubernetes, tracing) is doing, as far as this answer knows. */
export const sourceStatusSchema = z.object({
  status: sourceStateSchema,
  /** Unix seconds since when this status holds. */
  since: z.number(),
  /** Why it is not ok, in a sentence. */
  reason: z.string().optional(),
});

export const sourcesSchema = z.object({
  prometheus: sourceStatusSchema,
  kubernetes: sourceStatusSchema,
  tracing: sourceStatusSchema,
});

/** Something the answer lacks or that needs care; never a failure of the whole answer. */
export const warningSchema = z.object({ code: z.string(), message: z.string() });

/** One PromQL text that was sent for this answer. */
export const sentQuerySchema = z.object({
  purpose: z.string(),
  text: z.string(),
  durationMs: z.number(),
  /** It reads what recording rules wrote, and not what the proxies report. */
  recorded: z.literal(true).optional(),
});

export type SourceState = z.infer<typeof sourceStateSchema>;
export type SourceStatus = z.infer<typeof sourceStatusSchema>;
export type Sources = z.infer<typeof sourcesSchema>;
export type Warning = z.infer<typeof warningSchema>;
export type SentQuery = z.infer<typeof sentQuerySchema>;
