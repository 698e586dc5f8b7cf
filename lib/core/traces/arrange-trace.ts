import { compareText } from '../mesh/compare-text';
import { isBad, outcomeOf, type SpanOutcome } from './span-facts';
import type { Trace, TraceSpan } from './trace';

/** A span in its place below its parent. */
export interface ArrangedSpan {
  readonly span: TraceSpan;
  readonly depth: number;
  readonly outcome: SpanOutcome;
  /** Time of its own, in which no span within it was under way. */
  readonly ownUs: number;
}

export interface ArrangedTrace {
  readonly startUs: number;
  readonly durationUs: number;
  /** Each after its parent, siblings by their beginning. Every span is among them once. */
  readonly spans: readonly ArrangedSpan[];
  /**
   * The failure, or the denial, that others may follow from: of such spans that have none like them within, the first.
   */
  readonly causeId?: string;
}

/** Puts spans in the order of their calls. Whatever they say of their parents, nothing is lost and nothing loops. */
export function arrangeTrace({ spans }: Trace): ArrangedTrace {
  const distinct = [...new Map(spans.map((span) => [span.spanId, span])).values()].sort(
    (a, b) => a.startUs - b.startUs || compareText(a.spanId, b.spanId),
  );
  const ids = new Set(distinct.map(({ spanId }) => spanId));
  const children = new Map<string, TraceSpan[]>();
  const roots: TraceSpan[] = [];
  for (const span of distinct) {
    const { spanId, parentId } = span;
    if (parentId === undefined || parentId === spanId || !ids.has(parentId)) roots.push(span);
    else children.set(parentId, [...(children.get(parentId) ?? []), span]);
  }
  const arranged: ArrangedSpan[] = [];
  const placed = new Set<string>();
  // Without recursion: a trace may be as deep as it has spans.
  const place = (root: TraceSpan) => {
    const waiting: { span: TraceSpan; depth: number }[] = [{ span: root, depth: 0 }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { span, depth } = next;
      if (placed.has(span.spanId)) continue;
      placed.add(span.spanId);
      const within = children.get(span.spanId) ?? [];
      arranged.push({ span, depth, outcome: outcomeOf(span), ownUs: ownTime(span, within) });
      for (const child of within.toReversed()) waiting.push({ span: child, depth: depth + 1 });
    }
  };
  roots.forEach(place);
  // Spans that only name each other as parents hang on no root.
  distinct.forEach((span) => placed.has(span.spanId) || place(span));
  const startUs = distinct[0]?.startUs ?? 0;
  const endUs = distinct.reduce((most, span) => Math.max(most, span.startUs + span.durationUs), startUs);
  const causeId = findCause(arranged, children);
  return {
    startUs,
    durationUs: endUs - startUs,
    spans: arranged,
    ...(causeId === undefined ? {} : { causeId }),
  };
}

function findCause(
  arranged: readonly ArrangedSpan[],
  children: ReadonlyMap<string, readonly TraceSpan[]>,
): string | undefined {
  const failed = new Set(arranged.flatMap(({ span, outcome }) => (isBad(outcome) ? [span.spanId] : [])));
  return arranged
    .filter(({ span }) => failed.has(span.spanId))
    .filter(({ span }) => !(children.get(span.spanId) ?? []).some(({ spanId }) => failed.has(spanId)))
    .reduce<ArrangedSpan | undefined>(
      (first, one) => (first === undefined || one.span.startUs < first.span.startUs ? one : first),
      undefined,
    )?.span.spanId;
}

/** A span's time less the times of those within it, which may overlap and outlast it. */
function ownTime({ startUs, durationUs }: TraceSpan, within: readonly TraceSpan[]): number {
  const endUs = startUs + durationUs;
  let coveredUs = 0;
  let untilUs = startUs;
  // They come by their beginning.
  for (const child of within) {
    const from = Math.max(untilUs, child.startUs);
    const to = Math.min(endUs, child.startUs + child.durationUs);
    if (to > from) {
      coveredUs += to - from;
      untilUs = to;
    }
  }
  return Math.max(0, durationUs - coveredUs);
}
