import type { LoadRequest, MetricsProbe, SeriesCounts } from '../ports';
import { Unreachable } from './memory-telemetry';

export interface MemoryProbeOptions {
  /** Series of each namespace. */
  readonly series?: Readonly<Record<string, number>>;
  readonly scrapeIntervalSeconds?: number;
  readonly isDown?: boolean;
}

/** Knows how much a metrics source holds, for tests. */
export class MemoryProbe implements MetricsProbe {
  readonly #options: MemoryProbeOptions;
  readonly loads: LoadRequest[] = [];

  constructor(options: MemoryProbeOptions = {}) {
    this.#options = options;
  }

  async countLoad(request: LoadRequest): Promise<number> {
    this.loads.push(request);
    const { series = {}, isDown = false } = this.#options;
    if (isDown) throw new Unreachable();
    return Object.entries(series)
      .filter(([name]) => request.namespaces?.includes(name) ?? true)
      .reduce((sum, [, one]) => sum + one, 0);
  }

  async scrapeInterval(): Promise<number | undefined> {
    if (this.#options.isDown === true) throw new Unreachable();
    return this.#options.scrapeIntervalSeconds;
  }

  async countSeries(): Promise<SeriesCounts> {
    return { series: await this.countLoad({ atSeconds: 0 }), targets: 1, controlPlanes: 1, queries: [] };
  }

  async namespacesOutsideScope(): Promise<readonly string[]> {
    return [];
  }
}
