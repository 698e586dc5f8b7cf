import * as z from 'zod';
import { sentQuerySchema, sourcesSchema, warningSchema } from './source-status';

/** An object of the cluster, and where in it: `spec.http[0].route[1].weight`; empty for the whole object. */
export const routingObjectSchema = z.object({
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
});

/** What is wrong with a routing object, or has no effect. */
export const routingProblemSchema = z.object({
  code: z.string(),
  message: z.string(),
  object: routingObjectSchema,
  path: z.string(),
});

/**
 * Of one rule or of a whole route, as docs/routing.md explains. `noSplit`: it sends nothing to any destination. With all
 * for one destination it is `inLine` as soon as a call reached it.
 */
export const splitVerdicts = [
  'inLine',
  'drifting',
  'tooLittleTraffic',
  'notAttributable',
  'dead',
  'justChanged',
  'noSplit',
] as const;
export const splitVerdictSchema = z.enum(splitVerdicts);

/** What was seen of a destination. */
export const observedShareSchema = z.object({
  /** Of the span that is compared, connections where it is about TCP; no whole number, as Prometheus extrapolates. */
  requests: z.number(),
  /** Of the requests that the rule divided, 0 to 1. */
  share: z.number(),
  /** Bounds of its confidence interval, 0 to 1. */
  low: z.number(),
  high: z.number(),
});

export const routedDestinationSchema = z.object({
  /** In full, as proxies name it. */
  host: z.string(),
  subset: z.string().nullable(),
  port: z.number().nullable(),
  /** As declared; null where none is. */
  weight: z.number().nullable(),
  /** As effective, 0 to 1. */
  share: z.number(),
  /** Where it is declared: `spec.http[0].route[1]`. */
  path: z.string(),
  /** Null where nothing was counted, or where nobody can tell whose it was. */
  observed: observedShareSchema.nullable(),
  /** `ok`, or why it can take nothing; `unknown` where the cluster does not tell. */
  state: z.enum(['ok', 'dead', 'unknown']),
  /** Why, in a sentence; empty when all is well. */
  reason: z.string(),
  /** What runs behind it, with ready pods where they are known. */
  workloads: z.array(
    z.object({
      namespace: z.string(),
      name: z.string(),
      version: z.string().optional(),
      ready: z.number().optional(),
    }),
  ),
});

/** Something a rule does besides dividing traffic, in words: `delay 7s for 10 %`, `timeout 3s`. */
export const ruleActionSchema = z.object({
  kind: z.enum([
    'mirror',
    'delay',
    'abort',
    'timeout',
    'retries',
    'redirect',
    'rewrite',
    'directResponse',
    'headers',
  ]),
  text: z.string(),
  path: z.string(),
});

/** Shares of a rule's destinations over the window, in their order; null where nothing was counted in a step. */
export const shareProgressSchema = z.object({
  /** Unix seconds, ends of the steps. */
  times: z.array(z.number()),
  shares: z.array(z.array(z.number().nullable())),
});

export const routedRuleSchema = z.object({
  index: z.number(),
  /** As the object names it. */
  name: z.string().nullable(),
  protocol: z.enum(['http', 'tcp', 'tls']),
  /** The object and place that it comes from. */
  object: routingObjectSchema,
  path: z.string(),
  /** In words; `everything` without conditions. */
  match: z.string(),
  /** As written. */
  matchRaw: z.array(z.record(z.string(), z.unknown())),
  destinations: z.array(routedDestinationSchema),
  actions: z.array(ruleActionSchema),
  /** The rule before it that takes all that could get here; null when it can be reached. */
  shadowedBy: z.number().nullable(),
  verdict: splitVerdictSchema,
  /** Sentences. */
  reasons: z.array(z.string()),
  /** Requests that the verdict rests on; null where they cannot be told. */
  requests: z.number().nullable(),
  /** How many more would narrow each share to one point to each side; null where that makes no sense. */
  requestsNeeded: z.number().nullable(),
  /** Only where one host was asked for. */
  progress: shareProgressSchema.optional(),
});

export const routedHostSchema = z.object({
  /** Tells it from the others: the host as seen by somebody. */
  id: z.string(),
  host: z.string(),
  source: z.object({ ...routingObjectSchema.shape, gateways: z.array(z.string()) }),
  /** Who follows these rules: sidecars, a gateway's or a waypoint's proxies. */
  viewpoint: z.object({
    kind: z.enum(['sidecar', 'gateway', 'waypoint']),
    /** In words: `sidecars of shop and web`, `gateway istio-system/public`. */
    text: z.string(),
    /** Of the clients; empty means all. */
    namespaces: z.array(z.string()),
  }),
  /** The Service that has the host, if one does. */
  service: z.object({ namespace: z.string(), name: z.string() }).nullable(),
  rules: z.array(routedRuleSchema),
  /** The most serious of its rules. */
  verdict: splitVerdictSchema,
  reasons: z.array(z.string()),
  problems: z.array(routingProblemSchema),
  /**
   * When objects that decide changed within the window, the newest first. `seen`: noticed while watching; `managedFields`
   * or `created`: told by the object itself.
   */
  changes: z.array(
    z.object({
      at: z.number(),
      object: routingObjectSchema,
      from: z.enum(['seen', 'managedFields', 'created']),
    }),
  ),
  /** Unix seconds since when traffic is compared: the window's start, or the newest change. */
  comparedSince: z.number(),
  /** The objects as YAML, with the lines, from 1, of every path that the rules name; only where one host was asked for. */
  yaml: z
    .array(
      z.object({
        object: routingObjectSchema,
        text: z.string(),
        places: z.array(z.object({ path: z.string(), firstLine: z.number(), lastLine: z.number() })),
      }),
    )
    .optional(),
});

/** The answer of `GET /api/routing`. */
export const routingAnswerSchema = z.object({
  window: z.string(),
  windowSeconds: z.number(),
  /** Unix seconds of the instant that traffic is told of; what is declared is always as it is now. */
  at: z.number(),
  /** How intervals are made. */
  method: z.string(),
  routes: z.array(routedHostSchema),
  /** Of objects that have no part in any route. */
  problems: z.array(routingProblemSchema),
  sources: sourcesSchema,
  warnings: z.array(warningSchema),
  queries: z.array(sentQuerySchema),
});

export type RoutingObject = z.infer<typeof routingObjectSchema>;
export type RoutingProblem = z.infer<typeof routingProblemSchema>;
export type SplitVerdict = z.infer<typeof splitVerdictSchema>;
export type ObservedShare = z.infer<typeof observedShareSchema>;
export type RoutedDestination = z.infer<typeof routedDestinationSchema>;
export type RuleAction = z.infer<typeof ruleActionSchema>;
export type RoutedRule = z.infer<typeof routedRuleSchema>;
export type RoutedHost = z.infer<typeof routedHostSchema>;
export type ObjectYaml = NonNullable<RoutedHost['yaml']>[number];
export type RoutingAnswer = z.infer<typeof routingAnswerSchema>;
