import * as z from 'zod';
import { sentQuerySchema, sourcesSchema, warningSchema } from './source-status';

/** Calls to one workload that its side did not report as mutual TLS. */
export const plaintextCallerSchema = z.object({
  /** Absent where nobody knows who called. */
  namespace: z.string().optional(),
  name: z.string().optional(),
  /** Unix seconds; the first and the last step in which there were any. */
  firstSeen: z.number(),
  lastSeen: z.number(),
});

export const plaintextWorkloadSchema = z.object({
  namespace: z.string(),
  name: z.string(),
  lastSeen: z.number(),
  /** Those seen last first. */
  callers: z.array(plaintextCallerSchema),
});

/** The answer of `GET /api/mtls/plaintext`. */
export const plaintextHistorySchema = z.object({
  /** Unix seconds of the end. */
  at: z.number(),
  /** How far back was looked; absent where nothing could be. What is not listed was clean for as long. */
  lookBackSeconds: z.number().optional(),
  /** How exact the times are. */
  stepSeconds: z.number(),
  workloads: z.array(plaintextWorkloadSchema),
  sources: sourcesSchema,
  warnings: z.array(warningSchema),
  queries: z.array(sentQuerySchema),
});

export type PlaintextHistory = z.infer<typeof plaintextHistorySchema>;
