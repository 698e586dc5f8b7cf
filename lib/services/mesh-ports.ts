import type { HealthRules } from '@/lib/core/health/health-rules';
import type { ObjectAddress } from '@/lib/core/kubernetes/resource-kinds';
import type { TraceUi } from '@/lib/core/traces/trace-links';
import type { CallCounter, ClusterPort, MetricsProbe, TelemetryPort, TracingPort } from './ports';
import type { SourceLedger } from './source-ledger';

/** Everything a use case may ask. A port is absent when nobody configured it. */
export interface MeshPorts {
  readonly telemetry?: TelemetryPort;
  /** Asks the same Prometheus; absent together with `telemetry`. */
  readonly counter?: CallCounter;
  /** Asks the same Prometheus; absent together with `telemetry`. */
  readonly probe?: MetricsProbe;
  /** The scope of all questions to it, as it was written; absent or empty means all its series. */
  readonly scope?: string;
  readonly cluster?: ClusterPort;
  readonly tracing?: TracingPort;
  /** Where people look at traces; without it there are no links. */
  readonly traceUi?: TraceUi;
  /** How the mesh names its services in traces; without it what is usual is tried. */
  readonly traceNaming?: string;
  /** What people configured; without it the built-in rules count. */
  readonly health?: HealthRules;
  /** What people configured of the mesh's own settings. */
  readonly mesh?: MeshPlace;
  readonly ledger: SourceLedger;
  /** This server's clock, Unix seconds. */
  readonly nowSeconds: () => number;
}

export interface MeshPlace {
  /** The ConfigMap with the mesh's settings. */
  readonly config: ObjectAddress;
  /** Goes before what the ConfigMap says. */
  readonly rootNamespace?: string;
}
