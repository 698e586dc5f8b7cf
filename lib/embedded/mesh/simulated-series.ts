import {
  writeStaleMarker,
  type CounterWindow,
  type Labels,
  type Samples,
  type Series,
} from '../promql/series-source';
import { firstScrapeMs, lastScrapeMs, type ScrapeClock } from './scrape-clock';

/** The life of a scraped process: no samples before its start, a staleness marker after its end. */
export interface Lifetime {
  readonly startMs: number;
  /** When its process restarted, in order: its counters began again at zero. */
  readonly restartsMs: readonly number[];
  /** Undefined while it lives. */
  endMs?: number;
}

/** A value at an instant, for a process that has been running since another one. Unix seconds. */
export type ValueSince = (sinceSeconds: number, atSeconds: number) => number;

/** A series whose value is a function of time, seen at the scrapes of its instance. */
export class SimulatedSeries implements Series {
  readonly labels: Labels;
  readonly #clock: ScrapeClock;
  readonly #firstMs: number;
  readonly #life: Lifetime;
  readonly #nowMs: () => number;
  readonly #valueSince: ValueSince;

  constructor(options: {
    labels: Labels;
    clock: ScrapeClock;
    /** The first event: proxies export a series only after it. */
    bornMs: number;
    life: Lifetime;
    nowMs: () => number;
    valueSince: ValueSince;
  }) {
    this.labels = options.labels;
    this.#clock = options.clock;
    this.#life = options.life;
    this.#firstMs = firstScrapeMs(options.clock, Math.max(options.bornMs, options.life.startMs));
    this.#nowMs = options.nowMs;
    this.#valueSince = options.valueSince;
  }

  samples(fromMs: number, toMs: number): Samples {
    const { firstMs, lastMs } = this.#span(fromMs, toMs);
    const stale = this.#staleMs();
    const hasStale = stale !== undefined && stale >= fromMs && stale <= Math.min(toMs, this.#nowMs());
    const live = firstMs > lastMs ? 0 : Math.round((lastMs - firstMs) / this.#clock.intervalMs) + 1;
    const timestampsMs = new Float64Array(live + (hasStale ? 1 : 0));
    const values = new Float64Array(timestampsMs.length);
    for (let i = 0; i < live; i += 1) {
      const t = firstMs + i * this.#clock.intervalMs;
      timestampsMs[i] = t;
      values[i] = this.#valueAt(t);
    }
    if (hasStale) {
      timestampsMs[live] = stale;
      writeStaleMarker(values, live);
    }
    return { timestampsMs, values };
  }

  counterWindow(fromExclusiveMs: number, toMs: number): CounterWindow | undefined {
    const stale = this.#staleMs();
    if (stale !== undefined && stale > fromExclusiveMs && stale <= toMs) return undefined;
    const { firstMs, lastMs } = this.#span(fromExclusiveMs + 0.5, toMs);
    if (firstMs > lastMs) return { count: 0, firstMs: 0, firstValue: 0, lastMs: 0, lastValue: 0 };
    const beforeDrops = this.#valuesBeforeDrops(firstMs, lastMs);
    return {
      ...(beforeDrops.length > 0 ? { beforeDrops } : {}),
      count: Math.round((lastMs - firstMs) / this.#clock.intervalMs) + 1,
      firstMs,
      firstValue: this.#valueAt(firstMs),
      lastMs,
      lastValue: this.#valueAt(lastMs),
    };
  }

  /** Whether any sample, a staleness marker included, lies in [fromMs, toMs]. */
  hasSampleIn(fromMs: number, toMs: number): boolean {
    const { firstMs, lastMs } = this.#span(fromMs, toMs);
    if (firstMs <= lastMs) return true;
    const stale = this.#staleMs();
    return stale !== undefined && stale >= fromMs && stale <= Math.min(toMs, this.#nowMs());
  }

  /** First and last ordinary sample in the range; first > last when there is none. */
  #span(fromMs: number, toMs: number): { firstMs: number; lastMs: number } {
    const end = this.#life.endMs;
    const until = Math.min(toMs, this.#nowMs(), end === undefined ? Infinity : end - 1);
    return {
      firstMs: Math.max(this.#firstMs, firstScrapeMs(this.#clock, fromMs)),
      lastMs: lastScrapeMs(this.#clock, until),
    };
  }

  /** Scrapes before and after a restart show the fall, if the counter had risen at all. */
  #valuesBeforeDrops(firstMs: number, lastMs: number): number[] {
    return this.#life.restartsMs.flatMap((restartMs) => {
      if (restartMs <= firstMs || restartMs > lastMs) return [];
      const after = firstScrapeMs(this.#clock, restartMs);
      const before = this.#valueAt(after - this.#clock.intervalMs);
      return this.#valueAt(after) < before ? [before] : [];
    });
  }

  #valueAt(atMs: number): number {
    const since = this.#life.restartsMs.findLast((restart) => restart <= atMs) ?? this.#life.startMs;
    return this.#valueSince(since / 1000, atMs / 1000);
  }

  #staleMs(): number | undefined {
    const end = this.#life.endMs;
    if (end === undefined) return undefined;
    const at = firstScrapeMs(this.#clock, end);
    return at > this.#firstMs ? at : undefined;
  }
}
