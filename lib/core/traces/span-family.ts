import type { Trace, TraceSpan } from './trace';

/** Parents and children of a trace. Spans may name parents that are not there, themselves, or each other. */
export class SpanFamily {
  readonly #byId: ReadonlyMap<string, TraceSpan>;
  readonly #children = new Map<string, TraceSpan[]>();

  constructor({ spans }: Trace) {
    this.#byId = new Map(spans.map((span) => [span.spanId, span]));
    for (const span of spans) {
      if (span.parentId === undefined || span.parentId === span.spanId) continue;
      const siblings = this.#children.get(span.parentId);
      if (siblings === undefined) this.#children.set(span.parentId, [span]);
      else siblings.push(span);
    }
  }

  parentOf({ spanId, parentId }: TraceSpan): TraceSpan | undefined {
    return parentId === undefined || parentId === spanId ? undefined : this.#byId.get(parentId);
  }

  childrenOf({ spanId }: TraceSpan): readonly TraceSpan[] {
    return this.#children.get(spanId) ?? [];
  }
}
