import type { DataPlane } from '@/lib/core/mesh/data-plane';
import type { TelemetrySwitch } from './telemetry-switches';

/** How a source is; the reason is a fixed sentence. */
export type SourceEvidence =
  | { readonly state: 'ok' }
  | { readonly state: 'missing' }
  | { readonly state: 'silent'; readonly reason: string };

/** What Prometheus has, as far as it was asked. */
export interface MetricsEvidence {
  /** Series of `istio_requests_total` and `istio_tcp_received_bytes_total` in the scope, reported in the last five minutes. */
  readonly series: number;
  /** Namespaces that the metrics of the last hour name, in the scope. */
  readonly namespaces: readonly string[];
  /** The same without the scope; absent where it was not asked, because there is no scope or it matches. */
  readonly namespacesAnywhere?: readonly string[];
  /** Targets that Prometheus scrapes at all, of whatever kind. */
  readonly targets: number;
  /** Series by which istiod tells its version. */
  readonly controlPlanes: number;
  /** As a rule, between two samples of one series; absent where nobody counted. */
  readonly scrapeIntervalSeconds?: number;
  /** Labels that Istio always reports and no series has. */
  readonly absentLabels: readonly string[];
  /** Prometheus' clock minus ours. */
  readonly clockSkewSeconds: number;
}

/** What the cluster declares of its namespaces. */
export interface NamespaceEvidence {
  readonly name: string;
  readonly dataPlane: DataPlane;
  /** Pods that run, and how many of them have neither a proxy nor ztunnel. Absent: not known. */
  readonly pods?: { readonly total: number; readonly withoutProxy: number };
}

/** All the doctor looks at. What is absent is not known, and nothing is concluded from it. */
export interface DoctorEvidence {
  readonly prometheus: SourceEvidence;
  readonly cluster: SourceEvidence;
  /** As configured; empty means all series. */
  readonly scope: string;
  /** The window that a graph has unless another is chosen. */
  readonly windowSeconds: number;
  readonly rootNamespace: string;
  readonly metrics?: MetricsEvidence;
  readonly namespaces?: readonly NamespaceEvidence[];
  readonly switches: readonly TelemetrySwitch[];
  /** Kinds, as the API names them, that the account may not read. */
  readonly refusedKinds: readonly string[];
}
