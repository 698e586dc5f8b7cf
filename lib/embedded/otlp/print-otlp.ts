import type { MeshSpan, MeshTrace, TagValue } from '../mesh/traces/mesh-span';

/** Traces as OTLP tells them in JSON: by resource, with times in nanoseconds as texts. */
export function printOtlp(traces: readonly MeshTrace[]): object {
  const byResource = new Map<string, { service: string; ip: string; spans: MeshSpan[] }>();
  for (const span of traces.flatMap(({ spans }) => spans)) {
    const key = `${span.service} ${span.ip}`;
    const known = byResource.get(key) ?? { service: span.service, ip: span.ip, spans: [] };
    byResource.set(key, known);
    known.spans.push(span);
  }
  return {
    resourceSpans: [...byResource.values()].map(({ service, ip, spans }) => ({
      resource: { attributes: [printAttribute('service.name', service), printAttribute('ip', ip)] },
      scopeSpans: [{ scope: {}, spans: spans.map(printOtlpSpan) }],
    })),
  };
}

const OTLP_KINDS = { server: 2, client: 3 } as const;

function printOtlpSpan(span: MeshSpan): object {
  const { error, ...tags } = span.tags;
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentId === undefined ? {} : { parentSpanId: span.parentId }),
    name: span.operation,
    kind: OTLP_KINDS[span.kind],
    startTimeUnixNano: `${span.startUs}000`,
    endTimeUnixNano: `${span.startUs + span.durationUs}000`,
    attributes: Object.entries(tags).map(([key, value]) => printAttribute(key, value)),
    status: error === true ? { code: 2 } : {},
  };
}

function printAttribute(key: string, value: TagValue): object {
  if (typeof value === 'boolean') return { key, value: { boolValue: value } };
  if (typeof value === 'number') return { key, value: { intValue: String(value) } };
  return { key, value: { stringValue: value } };
}
