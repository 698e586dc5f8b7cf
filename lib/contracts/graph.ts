import * as z from 'zod';
import { sentQuerySchema, sourcesSchema, warningSchema } from './source-status';

export const graphLevels = ['versionedApp', 'app', 'workload', 'service'] as const;
export const graphLevelSchema = z.enum(graphLevels);

export const nodeKindSchema = z.enum(['app', 'workload', 'service', 'unknown', 'external', 'aggregate']);

export const nodeFlagSchema = z.enum([
  /** Calls others and is called by nobody. */
  'root',
  /** Its namespace was not asked for. */
  'outside',
  /** This account may not read its namespace. */
  'inaccessible',
  /** No traffic in the window. */
  'idle',
  /** A service drawn between its callers and its workloads. */
  'injectedService',
  'gateway',
  'waypoint',
  /** None of its pods has a proxy, and it is not ambient. */
  'noSidecar',
  'ambient',
  /** PassthroughCluster: traffic to a host the mesh does not know. */
  'passthrough',
  /** BlackHoleCluster: traffic that the mesh refused to send out. */
  'blackHole',
  /** The cluster no longer holds the workload. */
  'gone',
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
});

export const graphNodeSchema = z.object({
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
  /** What the cluster declares for it; absent when Kubernetes could not be asked. */
  config: z.array(appliedConfigSchema).optional(),
});

export const protocolSchema = z.enum(['http', 'grpc', 'tcp']);
export const reporterSchema = z.enum(['source', 'destination', 'waypoint']);

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
  /** Requests per second; bytes per second for TCP. */
  rate: z.number(),
  /** Failed requests per second (HTTP 5xx or no response, gRPC status other than 0 or a transport failure). */
  errorRate: z.number(),
  /** TCP only: bytes per second towards the server and back. */
  bytes: z.object({ toServer: z.number(), toClient: z.number() }).optional(),
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
    source: z.number().optional(),
    destination: z.number().optional(),
    waypoint: z.number().optional(),
    chosen: reporterSchema,
  }),
  /** Rates by what the server side saw; all in `unknown` when only the client reported. */
  mtls: z.object({ mutual: z.number(), plaintext: z.number(), unknown: z.number() }),
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
  /** The namespaces asked for; all known ones when none was named. */
  namespaces: z.array(z.string()),
  sources: sourcesSchema,
  warnings: z.array(warningSchema),
  queries: z.array(sentQuerySchema),
  nodes: z.array(graphNodeSchema),
  edges: z.array(graphEdgeSchema),
});

export type GraphLevel = z.infer<typeof graphLevelSchema>;
export type NodeKind = z.infer<typeof nodeKindSchema>;
export type NodeFlag = z.infer<typeof nodeFlagSchema>;
export type HealthStatus = z.infer<typeof healthStatusSchema>;
export type Health = z.infer<typeof healthSchema>;
export type AppliedConfig = z.infer<typeof appliedConfigSchema>;
export type GraphNode = z.infer<typeof graphNodeSchema>;
export type GraphEdge = z.infer<typeof graphEdgeSchema>;
export type GraphAnswer = z.infer<typeof graphAnswerSchema>;
