import type { ConfigTrait } from '../config-trait';
import type { Protocol, Reporter } from '../../telemetry/traffic-sample';
import type { HealthStatus, LatencyMs, NodeFlag, NodeKind, NodeTraffic, RateUnit } from '../mesh-graph';

/** What find and hide read of a graph. The graph that core builds fits, and so does the answer of the server. */
export interface FindGraph<Node extends FindNode = FindNode, Edge extends FindEdge = FindEdge> {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

export interface FindNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly cluster?: string | undefined;
  readonly namespace?: string | undefined;
  readonly app?: string | undefined;
  readonly version?: string | undefined;
  readonly workload?: string | undefined;
  readonly service?: string | undefined;
  readonly traffic: NodeTraffic;
  readonly flags: readonly NodeFlag[];
  readonly health: { readonly status: HealthStatus };
  /** Absent where pods are not known. */
  readonly pods?: { readonly total: number; readonly withoutProxy: number } | undefined;
  /** `key=value` of the pods it runs as; absent where they are not known. */
  readonly labels?: readonly string[] | undefined;
  /** Absent when the cluster could not be asked. */
  readonly config?: readonly FindConfig[] | undefined;
}

export interface FindConfig {
  readonly kind: string;
  readonly name: string;
  readonly summary: string;
  readonly destinations?: readonly { readonly weight: number }[] | undefined;
  readonly traits?: readonly ConfigTrait[] | undefined;
}

export interface FindEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly protocol: Protocol;
  readonly unit: RateUnit;
  readonly rate: number;
  readonly errorRate: number;
  readonly connections?: { readonly opened: number; readonly failed: number } | undefined;
  readonly throughput?: { readonly request: number; readonly response: number } | undefined;
  readonly responses: readonly {
    readonly code: string;
    readonly flags: string;
    readonly host: string;
    readonly rate: number;
  }[];
  readonly reportedBy: { readonly chosen: Reporter };
  readonly disagreement?: string | undefined;
  readonly via?: readonly string[] | undefined;
  readonly mtls: { readonly mutual: number; readonly plaintext: number; readonly unknown: number };
  readonly principals: { readonly source: readonly string[]; readonly destination: readonly string[] };
  readonly latencyMs?: { readonly [quantile in keyof LatencyMs]?: number | undefined } | undefined;
  readonly health: { readonly status: HealthStatus };
}
