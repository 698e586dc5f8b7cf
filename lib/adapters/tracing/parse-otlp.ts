import type { SpanKind, Trace, TraceSpan } from '@/lib/core/traces/trace';
import type { ParsedTraces } from './parse-jaeger';
import { fieldsOf, listOf, malformed, textOf, type Fields, type TracingSource } from './read-json';
import { MOST_SPANS, TagBag } from './span-bounds';

/** By OTLP's numbers, and by their names, which some servers print. */
const KINDS: Readonly<Record<string, SpanKind>> = {
  1: 'internal',
  2: 'server',
  3: 'client',
  4: 'producer',
  5: 'consumer',
  SPAN_KIND_INTERNAL: 'internal',
  SPAN_KIND_SERVER: 'server',
  SPAN_KIND_CLIENT: 'client',
  SPAN_KIND_PRODUCER: 'producer',
  SPAN_KIND_CONSUMER: 'consumer',
};

/** Traces as OTLP tells them in JSON. @throws UpstreamError `malformed` when there is no list of resources */
export function parseOtlpTraces(source: TracingSource, answer: Fields): ParsedTraces {
  // `batches` is what Tempo calls them.
  const resources = answer['resourceSpans'] ?? answer['batches'] ?? [];
  if (!Array.isArray(resources)) throw malformed(source, 'not an answer of the query API');
  const byTrace = new Map<string, TraceSpan[]>();
  let skipped = 0;
  for (const resource of resources.map(fieldsOf)) {
    const attributes = new TagBag();
    addAttributes(attributes, fieldsOf(resource['resource'])['attributes']);
    const service = attributes.get('service.name') ?? '';
    const scopes = listOf(resource['scopeSpans'] ?? resource['instrumentationLibrarySpans']);
    for (const value of scopes.flatMap((scope) => listOf(fieldsOf(scope)['spans']))) {
      const span = fieldsOf(value);
      const traceId = readId(span['traceId']);
      const read = readSpan(span, service);
      const spans = traceId === undefined ? undefined : (byTrace.get(traceId) ?? []);
      if (traceId === undefined || read === undefined || spans === undefined || spans.length >= MOST_SPANS) {
        skipped += 1;
        continue;
      }
      byTrace.set(traceId, spans);
      spans.push(read);
    }
  }
  const traces: Trace[] = [...byTrace].map(([traceId, spans]) => ({
    traceId,
    spans: spans.sort((a, b) => a.startUs - b.startUs),
  }));
  return { traces: traces.sort((a, b) => startOf(b) - startOf(a)), skipped };
}

function startOf({ spans }: Trace): number {
  return spans[0]?.startUs ?? 0;
}

function readSpan(span: Fields, service: string): TraceSpan | undefined {
  const spanId = readId(span['spanId']);
  const startUs = readNanoseconds(span['startTimeUnixNano']);
  const endUs = readNanoseconds(span['endTimeUnixNano']);
  if (spanId === undefined || startUs === undefined || endUs === undefined) return undefined;
  const tags = new TagBag();
  addAttributes(tags, span['attributes']);
  const parentId = readId(span['parentSpanId']);
  const code = fieldsOf(span['status'])['code'];
  return {
    spanId,
    ...(parentId === undefined ? {} : { parentId }),
    service,
    operation: textOf(span['name']) ?? '',
    kind: KINDS[String(span['kind'])] ?? 'unknown',
    startUs,
    durationUs: Math.max(0, endUs - startUs),
    isError: code === 2 || code === 'STATUS_CODE_ERROR' || tags.get('error') === 'true',
    tags: tags.list(),
  };
}

function addAttributes(tags: TagBag, attributes: unknown): void {
  for (const attribute of listOf(attributes).map(fieldsOf)) {
    const value = fieldsOf(attribute['value']);
    tags.add(
      attribute['key'],
      value['stringValue'] ?? value['boolValue'] ?? value['intValue'] ?? value['doubleValue'],
    );
  }
}

/** Hexadecimal, or base64, as protobuf's own JSON writes bytes. All zeros is none. */
function readId(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  if (/^([0-9a-f]{16}|[0-9a-f]{32})$/i.test(value))
    return /^0+$/.test(value) ? undefined : value.toLowerCase();
  const bytes = /^[A-Za-z0-9+/]{11,22}={0,2}$/.test(value) ? Buffer.from(value, 'base64') : undefined;
  if (bytes === undefined || (bytes.length !== 8 && bytes.length !== 16)) return undefined;
  return bytes.every((byte) => byte === 0) ? undefined : bytes.toString('hex');
}

/** Times have more digits than a number keeps: the last three are left off before they are read as one. */
function readNanoseconds(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !/^\d{1,20}$/.test(text)) return undefined;
  return Number(text.slice(0, -3) || '0');
}
