import type { IstioLabel } from '@/lib/core/telemetry/istio-names';
import type { TrafficSample } from '@/lib/core/telemetry/traffic-sample';
import type { DetailReading, ServerTime, TelemetryPort, TrafficReading, TrafficRequest } from '../ports';
import type { UpstreamFailure } from '../upstream-failure';

/** What a metrics source that cannot be reached rejects with. */
export class Unreachable extends Error implements UpstreamFailure {
  override readonly name = 'UpstreamError';
  readonly source = 'prometheus';
  readonly kind = 'unreachable';
  readonly publicMessage = 'Prometheus cannot be reached.';
}

export interface MemoryTelemetryOptions {
  readonly traffic?: readonly TrafficSample[];
  readonly absentLabels?: readonly IstioLabel[];
  readonly nowSeconds?: number;
  readonly isDown?: boolean;
}

/** A metrics source that holds a few rates of traffic and nothing else, for tests. */
export class MemoryTelemetry implements TelemetryPort {
  readonly #options: MemoryTelemetryOptions;
  readonly requests: TrafficRequest[] = [];

  constructor(options: MemoryTelemetryOptions = {}) {
    this.#options = options;
  }

  async readTraffic(request: TrafficRequest): Promise<TrafficReading> {
    this.requests.push(request);
    const { traffic = [], absentLabels = [] } = this.#options;
    const query = { text: 'sum(traffic)', durationMs: 1 };
    return { samples: traffic, absentLabels, skipped: [], queries: [query], warnings: [] };
  }

  async readDetails(): Promise<DetailReading> {
    return { buckets: [], sums: [], skipped: [], queries: [], warnings: [] };
  }

  async readHistory(): Promise<never> {
    throw new Error('It remembers nothing.');
  }

  async serverTime(): Promise<ServerTime> {
    const { isDown = false, nowSeconds = 0 } = this.#options;
    if (isDown) throw new Unreachable();
    return { seconds: nowSeconds, query: { text: 'time()', durationMs: 1 } };
  }

  async retentionSeconds(): Promise<undefined> {
    return undefined;
  }

  async knownNamespaces(): Promise<readonly string[]> {
    return (this.#options.traffic ?? []).flatMap(({ destination }) => destination.namespace ?? []);
  }
}
