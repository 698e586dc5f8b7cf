import type { Trace } from '@/lib/core/traces/trace';
import type { TraceReading, TraceSearch, TracingPort } from '../ports';
import type { UpstreamFailure } from '../upstream-failure';

/** What a tracing backend that cannot be reached rejects with. */
export class TracingDown extends Error implements UpstreamFailure {
  override readonly name = 'UpstreamError';
  readonly source = 'jaeger';
  readonly kind = 'unreachable';
  readonly publicMessage = 'Jaeger cannot be reached';
}

/** A tracing backend that finds every trace by every search, for tests. */
export class MemoryTracing implements TracingPort {
  readonly #traces: readonly Trace[];
  readonly searches: TraceSearch[] = [];
  isDown = false;

  constructor(traces: readonly Trace[] = []) {
    this.#traces = traces;
  }

  async services(): Promise<readonly string[]> {
    if (this.isDown) throw new TracingDown();
    return [...new Set(this.#traces.flatMap(({ spans }) => spans.map(({ service }) => service)))];
  }

  async search(search: TraceSearch): Promise<TraceReading> {
    this.searches.push(search);
    return { traces: this.#traces, skipped: 0, query: { text: `find ${search.service}`, durationMs: 1 } };
  }

  async trace(traceId: string): Promise<Trace | undefined> {
    if (this.isDown) throw new TracingDown();
    return this.#traces.find((trace) => trace.traceId === traceId);
  }

  close(): void {}
}
