import type { HealthRules } from '@/lib/core/health/health-rules';
import type { ClusterPort, TelemetryPort } from './ports';
import type { SourceLedger } from './source-ledger';

/** Everything a use case may ask. A port is absent when nobody configured it. */
export interface MeshPorts {
  readonly telemetry?: TelemetryPort;
  readonly cluster?: ClusterPort;
  /** What people configured; without it the built-in rules count. */
  readonly health?: HealthRules;
  readonly ledger: SourceLedger;
  /** This server's clock, Unix seconds. */
  readonly nowSeconds: () => number;
}
