import type { DeclaredCall } from '../mtls/declared-call';
import type { DecidedMode } from '../mtls/mtls-mode';
import type { ProxyKind } from '../mtls/pod-shape';
import type { ConfigTrait } from './config-trait';
import type { Protocol, Reporter } from '../telemetry/traffic-sample';

/** The service graph as core builds it. The wire contract has the same shape. */

export type GraphLevel = 'versionedApp' | 'app' | 'workload' | 'service';
/** `hidden` is everything that whoever asks may not see: one node for all of it. */
export type NodeKind = 'app' | 'workload' | 'service' | 'unknown' | 'external' | 'aggregate' | 'hidden';
export type NodeFlag =
  | 'root'
  | 'outside'
  | 'inaccessible'
  | 'idle'
  | 'injectedService'
  | 'gateway'
  | 'waypoint'
  | 'noSidecar'
  | 'someWithoutSidecar'
  | 'ambient'
  | 'passthrough'
  | 'blackHole'
  | 'gone'
  | 'workloadEntry';
export type HealthStatus = 'healthy' | 'degraded' | 'failing' | 'notReady' | 'unknown';

/** What the rates of each protocol count; `sent` and `received` are as the client sees it. */
export interface GraphRates {
  readonly http: 'none' | 'requests';
  readonly grpc: 'none' | 'requests' | 'sent' | 'received' | 'total';
  readonly tcp: 'none' | 'sent' | 'received' | 'total';
}

export const DEFAULT_RATES: GraphRates = { http: 'requests', grpc: 'requests', tcp: 'total' };

export type RateUnit = 'requests' | 'messages' | 'bytes';

export interface Health {
  status: HealthStatus;
  /** Sentences, most serious first; empty for a plain `healthy`. */
  reasons: string[];
}

/** Requests per second. */
export interface RequestTotals {
  in: number;
  out: number;
  inErr: number;
  outErr: number;
}

export interface NodeTraffic {
  http: RequestTotals;
  grpc: RequestTotals;
  /** Bytes per second. */
  tcp: { in: number; out: number };
}

/** What a node is. Together these make its id. Fields are absent where nobody knows them. */
export interface NodeIdentity {
  kind: NodeKind;
  cluster?: string;
  namespace?: string;
  app?: string;
  version?: string;
  workload?: string;
  service?: string;
}

export interface DeclaredDestination {
  host: string;
  subset?: string;
  weight: number;
  /** Share of its route, 0 to 1. */
  share: number;
}

/** A configuration object that applies to a node, with what it declares in a few words. */
export interface AppliedConfig {
  kind: string;
  namespace: string;
  name: string;
  summary: string;
  destinations?: DeclaredDestination[];
  traits?: ConfigTrait[];
}

/** Pods that have not ended, and how many of them need a proxy and have none. */
export interface NodePods {
  total: number;
  withoutProxy: number;
}

/** What a node accepts, by what is declared. */
export interface NodeSecurity extends Pick<DecidedMode, 'mode'> {
  /** Which proxy stands before it. */
  readonly proxy: ProxyKind | 'mixed';
  /** Why the mode: sentences. */
  readonly reason: string;
}

export interface GraphNode extends NodeIdentity {
  /** Of a workload node app and version are told beside its id, not in it. */
  id: string;
  traffic: NodeTraffic;
  flags: NodeFlag[];
  health: Health;
  /** Absent where pods are not known. */
  pods?: NodePods;
  /** `key=value`, sorted, of the pods it runs as; absent where they are not known. */
  labels?: string[];
  config?: AppliedConfig[];
  /** Absent where the cluster declares nothing of it. */
  security?: NodeSecurity;
}

export interface ResponseShare {
  /** HTTP or gRPC status; `-` where there was no response, and for TCP; `unknown` where it is not reported. */
  code: string;
  /** Short flags; `-` for none. */
  flags: string;
  host: string;
  rate: number;
}

export interface LatencyMs {
  avg?: number;
  p50?: number;
  p95?: number;
  p99?: number;
}

/** Towards the server and back; a direction that was not asked for is absent. */
export interface BothWays {
  toServer?: number;
  toClient?: number;
}

/** What one reporter counted, in the edge's unit per second. */
export interface ReporterCount {
  rate: number;
  errorRate: number;
}

export interface GraphEdge {
  id: string;
  source: string;
  target: string;
  protocol: Protocol;
  /** What `rate` counts per second. */
  unit: RateUnit;
  rate: number;
  errorRate: number;
  /** TCP only: bytes per second towards the server and back. */
  bytes?: BothWays;
  /** TCP only, per second: `closed` ended well, `failed` with a failure flag or before they came about. */
  connections?: { opened: number; closed: number; failed: number };
  /** gRPC messages per second, when they were asked for. */
  messages?: BothWays;
  /** Bytes per second of HTTP and gRPC. */
  throughput?: { request: number; response: number };
  responses: ResponseShare[];
  reportedBy: { [reporter in Reporter]?: ReporterCount } & { chosen: Reporter };
  /** A sentence, where reporters differ by more than sampling explains. */
  disagreement?: string;
  /** Waypoints the traffic passes, as `namespace/name`, whose own legs are folded into this edge. */
  via?: string[];
  mtls: { mutual: number; plaintext: number; unknown: number };
  /** What both sides come to by what is declared; absent where one of them is not declared. */
  declared?: DeclaredCall;
  principals: { source: string[]; destination: string[] };
  latencyMs?: LatencyMs;
  health: Health;
}

export interface MeshGraph {
  nodes: GraphNode[];
  edges: GraphEdge[];
}
