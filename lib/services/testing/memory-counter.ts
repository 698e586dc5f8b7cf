import type { CallCount } from '@/lib/core/splits/call-count';
import type {
  CallCounter,
  CountReading,
  CountRequest,
  CountSeriesReading,
  CountSeriesRequest,
  ScrapesReading,
} from '../ports';

const READING = { skipped: [], queries: [{ text: 'sum(calls)', durationMs: 1 }], warnings: [] };

/** A counter that knows how often calls are made in a second, always the same, for tests. */
export class MemoryCounter implements CallCounter {
  readonly #perSecond: readonly CallCount[];
  readonly #scrapes: number | undefined;
  readonly requests: CountRequest[] = [];

  constructor(perSecond: readonly CallCount[], scrapes?: number) {
    this.#perSecond = perSecond;
    this.#scrapes = scrapes;
  }

  async countCalls(request: CountRequest): Promise<CountReading> {
    this.requests.push(request);
    return { ...READING, counts: this.#in(request.windowSeconds), absentLabels: [] };
  }

  async countCallsOverTime(request: CountSeriesRequest): Promise<CountSeriesReading> {
    const { startSeconds, atSeconds, stepSeconds, windowSeconds } = request;
    const points = Math.floor((atSeconds - startSeconds) / stepSeconds) + 1;
    const spans = Array.from({ length: points }, (_, i) => ({
      endSeconds: startSeconds + i * stepSeconds,
      counts: this.#in(windowSeconds),
    }));
    return { ...READING, spans };
  }

  async countScrapes(): Promise<ScrapesReading> {
    return { ...READING, scrapes: this.#scrapes };
  }

  #in(seconds: number): CallCount[] {
    return this.#perSecond.map((call) => ({ ...call, count: call.count * seconds }));
  }
}
