import * as z from 'zod';
import { sentQuerySchema, sourcesSchema, warningSchema } from './source-status';

/** One line of a small chart. Values are per second; null where there is no sample. */
export const historySeriesSchema = z.object({
  name: z.enum(['rate', 'errorRate']),
  values: z.array(z.number().nullable()),
});

/** The answer of `GET /api/history`: an edge or a node over the last window. */
export const historyAnswerSchema = z.object({
  at: z.number(),
  windowSeconds: z.number(),
  stepSeconds: z.number(),
  /** `requests` per second or `bytes` per second. */
  unit: z.enum(['requests', 'bytes']),
  /** Unix seconds, one per value. */
  timestamps: z.array(z.number()),
  series: z.array(historySeriesSchema),
  sources: sourcesSchema,
  warnings: z.array(warningSchema),
  queries: z.array(sentQuerySchema),
});

export type HistoryAnswer = z.infer<typeof historyAnswerSchema>;
