import * as z from 'zod';
import { sourcesSchema } from './source-status';

/** State of one kind of object that is followed in the cluster. */
export const watchedKindSchema = z.object({
  kind: z.string(),
  apiVersion: z.string().optional(),
  state: z.enum(['syncing', 'ok', 'degraded', 'forbidden', 'notInstalled', 'unavailable']),
  count: z.number(),
  reason: z.string().optional(),
});

/** The answer of `GET /api/status`: what is configured and what is reachable. */
export const statusAnswerSchema = z.object({
  version: z.string(),
  sources: sourcesSchema,
  prometheus: z.object({
    configured: z.boolean(),
    version: z.string().optional(),
    retentionSeconds: z.number().optional(),
    /** Prometheus' clock minus this server's, in seconds. */
    clockSkewSeconds: z.number().optional(),
    scope: z.string(),
    /** Its address for browsers, for links; absent when nobody configured one. */
    publicUrl: z.string().optional(),
  }),
  kubernetes: z.object({ configured: z.boolean(), kinds: z.array(watchedKindSchema) }),
});

export type StatusAnswer = z.infer<typeof statusAnswerSchema>;
