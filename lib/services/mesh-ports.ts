import type { ClusterPort, TelemetryPort } from './ports';
import type { SourceLedger } from './source-ledger';

/** Everything a use case may ask. A port is absent when nobody configured it. */
export interface MeshPorts {
  readonly telemetry?: TelemetryPort;
  readonly cluster?: ClusterPort;
  readonly ledger: SourceLedger;
  /** This server's clock, Unix seconds. */
  readonly nowSeconds: () => number;
}
