import type { IstioLabel } from '@/lib/core/telemetry/istio-names';
import type { TrafficSample } from '@/lib/core/telemetry/traffic-sample';
import type {
  CallHistory,
  DetailReading,
  HistoryReading,
  HistoryRequest,
  ServerTime,
  TelemetryPort,
  TrafficReading,
  TrafficRequest,
} from '../ports';
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
  /** Told to every question about the past. */
  readonly history?: readonly CallHistory[];
  /** Since when anything is known, Unix seconds. */
  readonly sinceSeconds?: number;
}

/** A metrics source that holds a few rates of traffic and nothing else, for tests. */
export class MemoryTelemetry implements TelemetryPort {
  readonly #options: MemoryTelemetryOptions;
  readonly requests: TrafficRequest[] = [];
  readonly histories: HistoryRequest[] = [];

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
    return { histograms: [], countedOnly: 0, sums: [], skipped: [], queries: [], warnings: [] };
  }

  async readHistory(request: HistoryRequest): Promise<HistoryReading> {
    this.histories.push(request);
    const { history = [] } = this.#options;
    const series = history.filter(
      ({ protocol }) => (protocol === 'tcp') === (request.calls.protocol === 'tcp'),
    );
    return { series, skipped: [], queries: [{ text: 'rate(past)', durationMs: 1 }], warnings: [] };
  }

  async serverTime(): Promise<ServerTime> {
    const { isDown = false, nowSeconds = 0 } = this.#options;
    if (isDown) throw new Unreachable();
    return { seconds: nowSeconds, query: { text: 'time()', durationMs: 1 } };
  }

  async retentionSeconds(): Promise<undefined> {
    return undefined;
  }

  async knownNamespaces(_startSeconds: number, endSeconds: number): Promise<readonly string[]> {
    if (endSeconds < (this.#options.sinceSeconds ?? 0)) return [];
    return (this.#options.traffic ?? []).flatMap(({ destination }) => destination.namespace ?? []);
  }
}
