import * as z from 'zod';
import { configTraits } from '../core/graph/config-trait';
import { declaredCallSchema, nodeSecuritySchema } from './declared-security';
import { graphOverviewSchema } from './graph-overview';
import { sentQuerySchema, sourcesSchema, warningSchema } from './source-status';

export const graphLevels = ['versionedApp', 'app', 'workload', 'service'] as const;
export const graphLevelSchema = z.enum(graphLevels);

export const httpRates = ['none', 'requests'] as const;
/** Messages: `sent` by the client, `received` by it, or both. */
export const grpcRates = ['none', 'requests', 'sent', 'received', 'total'] as const;
/** Bytes: `sent` by the client, `received` by it, or both. */
export const tcpRates = ['none', 'sent', 'received', 'total'] as const;

export const nodeKindSchema = z.enum([
  'app',
  'workload',
  'service',
  'unknown',
  'external',
  'aggregate',
  'hidden',
]);

export const nodeFlagSchema = z.enum([
  /** Calls others and is called by nobody. */
  'root',
  /** Its namespace was not asked for. */
  'outside',
  /** This account may read neither pods nor workloads of its namespace. */
  'inaccessible',
  /** No traffic in the window. */
  'idle',
  /** A service drawn between its callers and its workloads. */
  'injectedService',
  'gateway',
  'waypoint',
  /** None of its pods has a proxy, and it is not ambient. */
  'noSidecar',
  /** Some of its pods have a proxy or are ambient, others not; `pods` says how many. */
  'someWithoutSidecar',
  'ambient',
  /** PassthroughCluster: traffic to a host the mesh does not know. */
  'passthrough',
  /** BlackHoleCluster: traffic that the mesh refused to send out. */
  'blackHole',
  /** No Deployment, StatefulSet, DaemonSet or pod is left of the workload. Said only where all of them are known. */
  'gone',
  /** Runs outside the cluster, declared by a WorkloadEntry. */
  'workloadEntry',
]);

export const healthStatusSchema = z.enum(['healthy', 'degraded', 'failing', 'notReady', 'unknown']);

export const healthSchema = z.object({
  status: healthStatusSchema,
  /** Sentences; empty for a plain `healthy`. */
  reasons: z.array(z.string()),
});

/** Requests per second. */
const requestTotalsSchema = z.object({
  in: z.number(),
  out: z.number(),
  inErr: z.number(),
  outErr: z.number(),
});

/** A weighted destination of a VirtualService's default HTTP route. */
const declaredDestinationSchema = z.object({
  host: z.string(),
  subset: z.string().optional(),
  weight: z.number(),
  /** Share of the route, 0 to 1. */
  share: z.number(),
});

/** A configuration object that applies to the node, with what it declares. */
export const appliedConfigSchema = z.object({
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  /** What the object says, in a few words: `v1 50 % · v3 50 %`, `STRICT`. */
  summary: z.string(),
  destinations: z.array(declaredDestinationSchema).optional(),
  traits: z.array(z.enum(configTraits)).optional(),
});

export const graphNodeSchema = z.object({
  /** Made of kind and names; of a workload node app and version are told beside it. */
  id: z.string(),
  kind: nodeKindSchema,
  cluster: z.string().optional(),
  namespace: z.string().optional(),
  app: z.string().optional(),
  version: z.string().optional(),
  workload: z.string().optional(),
  service: z.string().optional(),
  traffic: z.object({
    http: requestTotalsSchema,
    grpc: requestTotalsSchema,
    /** Bytes per second. */
    tcp: z.object({ in: z.number(), out: z.number() }),
  }),
  flags: z.array(nodeFlagSchema),
  health: healthSchema,
  /** Pods that have not ended, and how many of them need a proxy and have none; absent where pods are not known. */
  pods: z.object({ total: z.number(), withoutProxy: z.number() }).optional(),
  /** `key=value`, sorted, of the pods it runs as; absent where they are not known. */
  labels: z.array(z.string()).optional(),
  /** What the cluster declares for it; absent when that is not known. */
  config: z.array(appliedConfigSchema).optional(),
  /** What it accepts, by what is declared; absent where the cluster declares nothing of it. */
  security: nodeSecuritySchema.optional(),
});

export const protocolSchema = z.enum(['http', 'grpc', 'tcp']);

/** What the rates of a protocol count. Names and values are those of the request's parameters. */
export const graphRatesSchema = z.object({
  http: z.enum(httpRates),
  grpc: z.enum(grpcRates),
  tcp: z.enum(tcpRates),
});
export const rateUnitSchema = z.enum(['requests', 'messages', 'bytes']);
export const reporterSchema = z.enum(['source', 'destination', 'waypoint']);

/** Towards the server and back; a direction that was not asked for is absent. */
const bothWaysSchema = z.object({ toServer: z.number().optional(), toClient: z.number().optional() });

/** What one reporter counted, in the edge's unit per second. */
const reporterCountSchema = z.object({ rate: z.number(), errorRate: z.number() });

export const latencySchema = z.object({
  avg: z.number().optional(),
  p50: z.number().optional(),
  p95: z.number().optional(),
  p99: z.number().optional(),
});

export const graphEdgeSchema = z.object({
  id: z.string(),
  source: z.string(),
  target: z.string(),
  protocol: protocolSchema,
  /** What `rate` counts per second. */
  unit: rateUnitSchema,
  rate: z.number(),
  /**
   * Failed requests per second (HTTP 5xx or no response, gRPC status other than 0 or a transport failure). Of TCP, the
   * bytes per second of connections that ended with a failure flag.
   */
  errorRate: z.number(),
  /** TCP only: bytes per second. */
  bytes: bothWaysSchema.optional(),
  /** TCP only, connections per second: `closed` ended well, `failed` with a failure flag or before they came about. */
  connections: z.object({ opened: z.number(), closed: z.number(), failed: z.number() }).optional(),
  /** gRPC messages per second, when they were asked for. */
  messages: bothWaysSchema.optional(),
  /** Bytes per second of HTTP and gRPC bodies and headers. */
  throughput: z.object({ request: z.number(), response: z.number() }).optional(),
  responses: z.array(
    z.object({
      /** HTTP or gRPC status; `-` where there was no response, and for TCP; `unknown` where it is not reported. */
      code: z.string(),
      /** Envoy's response flags; `-` for none. */
      flags: z.string(),
      host: z.string(),
      rate: z.number(),
    }),
  ),
  /** What each reporter counted, and whose numbers the edge shows. Reporters are never added up. */
  reportedBy: z.object({
    source: reporterCountSchema.optional(),
    destination: reporterCountSchema.optional(),
    waypoint: reporterCountSchema.optional(),
    chosen: reporterSchema,
  }),
  /** A sentence, where reporters differ by more than sampling explains. */
  disagreement: z.string().optional(),
  /** Waypoints the traffic passes, as `namespace/name`, whose own legs are folded into this edge. */
  via: z.array(z.string()).optional(),
  /** Rates by what the server side saw; all in `unknown` when only the client reported. */
  mtls: z.object({ mutual: z.number(), plaintext: z.number(), unknown: z.number() }),
  /** What both its sides come to by what is declared; absent where one of them is not declared. */
  declared: declaredCallSchema.optional(),
  principals: z.object({ source: z.array(z.string()), destination: z.array(z.string()) }),
  latencyMs: latencySchema.optional(),
  health: healthSchema,
});

/** The answer of `GET /api/graph`. */
export const graphAnswerSchema = z.object({
  /** As Prometheus writes durations: `5m`. */
  window: z.string(),
  windowSeconds: z.number(),
  /** Unix seconds of the instant the graph shows. */
  at: z.number(),
  level: graphLevelSchema,
  serviceNodes: z.boolean(),
  rates: graphRatesSchema,
  /** Whether waypoints and the transport legs to and from them are drawn. */
  legs: z.boolean(),
  /** The namespaces asked for; all known ones when none was named. */
  namespaces: z.array(z.string()),
  sources: sourcesSchema,
  warnings: z.array(warningSchema),
  queries: z.array(sentQuerySchema),
  nodes: z.array(graphNodeSchema),
  edges: z.array(graphEdgeSchema),
  /** Present where this is only what is drawn first of a large graph, without latencies and sizes. */
  overview: graphOverviewSchema.optional(),
});

export type GraphLevel = z.infer<typeof graphLevelSchema>;
export type NodeKind = z.infer<typeof nodeKindSchema>;
export type NodeFlag = z.infer<typeof nodeFlagSchema>;
export type HealthStatus = z.infer<typeof healthStatusSchema>;
export type Health = z.infer<typeof healthSchema>;
export type AppliedConfig = z.infer<typeof appliedConfigSchema>;
export type GraphNode = z.infer<typeof graphNodeSchema>;
export type GraphEdge = z.infer<typeof graphEdgeSchema>;
export type GraphRates = z.infer<typeof graphRatesSchema>;
export type GraphAnswer = z.infer<typeof graphAnswerSchema>;
