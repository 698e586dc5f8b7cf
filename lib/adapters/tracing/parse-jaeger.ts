import type { SpanKind, Trace, TraceSpan } from '@/lib/core/traces/trace';
import { fieldsOf, isFields, listOf, malformed, textOf, type Fields } from './read-json';
import { MOST_SPANS, readMicroseconds, TagBag } from './span-bounds';

export interface ParsedTraces {
  readonly traces: readonly Trace[];
  /** Traces and spans that are none. */
  readonly skipped: number;
}

const KINDS: readonly SpanKind[] = ['client', 'server', 'internal', 'producer', 'consumer'];

/** Traces in the JSON of Jaeger's user interface. @throws UpstreamError `malformed` when there is no list of them */
export function parseJaegerTraces(answer: Fields): ParsedTraces {
  const data = answer['data'];
  if (!Array.isArray(data)) throw malformed('jaeger', 'not an answer of the query API');
  let skipped = 0;
  const traces = data.flatMap((value) => {
    const traceId = textOf(fieldsOf(value)['traceID']);
    if (!isFields(value) || traceId === undefined || traceId === '') {
      skipped += 1;
      return [];
    }
    const processes = fieldsOf(value['processes']);
    const all = listOf(value['spans']);
    const spans = all.slice(0, MOST_SPANS).flatMap((span) => readSpan(span, processes) ?? []);
    skipped += all.length - spans.length;
    return [{ traceId, spans }];
  });
  return { traces, skipped };
}

function readSpan(value: unknown, processes: Fields): TraceSpan | undefined {
  const span = fieldsOf(value);
  const spanId = textOf(span['spanID']);
  const startUs = readMicroseconds(span['startTime']);
  const durationUs = readMicroseconds(span['duration']);
  if (spanId === undefined || startUs === undefined || durationUs === undefined) return undefined;
  const tags = new TagBag();
  for (const tag of listOf(span['tags']).map(fieldsOf)) tags.add(tag['key'], tag['value']);
  const parentId = readParent(span);
  const processId = textOf(span['processID']) ?? '';
  const process = fieldsOf(Object.hasOwn(processes, processId) ? processes[processId] : span['process']);
  const kind = tags.get('span.kind');
  return {
    spanId,
    ...(parentId === undefined ? {} : { parentId }),
    service: textOf(process['serviceName']) ?? '',
    operation: textOf(span['operationName']) ?? '',
    kind: KINDS.find((one) => one === kind) ?? 'unknown',
    startUs,
    durationUs,
    isError: tags.get('error') === 'true',
    tags: tags.list(),
  };
}

function readParent(span: Fields): string | undefined {
  const references = listOf(span['references']).map(fieldsOf);
  const found = references.find(({ refType }) => refType === 'CHILD_OF') ?? references[0];
  // Older servers had a field of its own for that.
  return textOf(found?.['spanID']) ?? (textOf(span['parentSpanID']) || undefined);
}
