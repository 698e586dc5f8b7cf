import type { MeshSpan, MeshTrace, TagValue } from '../mesh/traces/mesh-span';

/** A trace in the JSON of Jaeger's own user interface. */
export function printTrace({ traceId, spans }: MeshTrace): object {
  const processes = new Map<string, { id: string; serviceName: string; tags: object[] }>();
  const processOf = ({ service, ip }: MeshSpan): string => {
    const key = `${service} ${ip}`;
    const known = processes.get(key);
    if (known !== undefined) return known.id;
    const id = `p${processes.size + 1}`;
    processes.set(key, { id, serviceName: service, tags: [printTag('ip', ip)] });
    return id;
  };
  return {
    traceID: traceId,
    spans: spans.map((span) => ({
      traceID: traceId,
      spanID: span.spanId,
      operationName: span.operation,
      references:
        span.parentId === undefined ? [] : [{ refType: 'CHILD_OF', traceID: traceId, spanID: span.parentId }],
      startTime: span.startUs,
      duration: span.durationUs,
      tags: [
        ...Object.entries(span.tags).map(([key, value]) => printTag(key, value)),
        printTag('span.kind', span.kind),
      ],
      logs: [],
      processID: processOf(span),
      warnings: null,
    })),
    processes: Object.fromEntries(
      [...processes.values()].map(({ id, serviceName, tags }) => [id, { serviceName, tags }]),
    ),
    warnings: null,
  };
}

function printTag(key: string, value: TagValue): object {
  const type = typeof value === 'boolean' ? 'bool' : typeof value === 'number' ? 'int64' : 'string';
  return { key, type, value };
}
