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

/** What came of looking for one source when the server started. */
export const findingSchema = z.object({
  source: z.enum(['prometheus', 'jaeger', 'tempo', 'grafana', 'istiod']),
  /**
   * `given`: a variable names it, nobody looked. `silent`: it is there and does not answer. `notLooked`: finding is off,
   * or there is no cluster to look in.
   */
  state: z.enum(['given', 'found', 'silent', 'absent', 'notLooked']),
  /** Namespace, Service and port. */
  place: z.string().optional(),
  version: z.string().optional(),
  reason: z.string().optional(),
});

/** Whether what recording rules write of a metric can be read instead of what the proxies report, or why it is not. */
export const recordedMetricSchema = z.object({
  metric: z.string(),
  state: z.enum([
    'read',
    'absent',
    'shortWindow',
    'tooRare',
    'stale',
    'tooYoung',
    'gaps',
    'unequal',
    'incomplete',
    'scope',
    'sparse',
    'unknown',
  ]),
  /** Seconds between evaluations, where they are known. */
  everySeconds: z.number().optional(),
});

/** The answer of `GET /api/status`: what is configured and what is reachable. */
export const statusAnswerSchema = z.object({
  version: z.string(),
  sources: sourcesSchema,
  prometheus: z.object({
    configured: z.boolean(),
    version: z.string().optional(),
    /** What it is; `unknown` where it does not tell. */
    product: z.string().optional(),
    /** In what it differs from Prometheus, in sentences. */
    differences: z.array(z.string()).optional(),
    retentionSeconds: z.number().optional(),
    /** Prometheus' clock minus this server's, in seconds. */
    clockSkewSeconds: z.number().optional(),
    scope: z.string(),
    /** What is known of recorded rates for a window that ends now; absent when none are looked for. */
    recordingRules: z
      .object({
        /** Names, with `*` for the metric. */
        pattern: z.string(),
        windowSeconds: z.number(),
        metrics: z.array(recordedMetricSchema),
      })
      .optional(),
    /** Its address for browsers, for links; absent when nobody configured one. */
    publicUrl: z.string().optional(),
  }),
  kubernetes: z.object({
    configured: z.boolean(),
    /** As the API server names its version. */
    version: z.string().optional(),
    kinds: z.array(watchedKindSchema),
  }),
  findings: z.array(findingSchema),
});

export type RecordedMetric = z.infer<typeof recordedMetricSchema>;
export type Finding = z.infer<typeof findingSchema>;
export type StatusAnswer = z.infer<typeof statusAnswerSchema>;
