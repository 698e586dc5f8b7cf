import type { MeshSpan, MeshTrace } from '../mesh/traces/mesh-span';
import type { TraceQuery } from './trace-query';
import type { TraceSource } from './trace-source';

/** As a store in memory has a bound: a search looks at no more traces than these, the latest ones. */
export const MOST_WALKED = 20_000;
const SLICE_MS = 10;

/** The latest traces that a search finds. Other work runs in between; an aborted search ends early. */
export async function findTraces(
  source: TraceSource,
  query: TraceQuery,
  signal?: AbortSignal,
): Promise<MeshTrace[]> {
  const found: MeshTrace[] = [];
  let walked = 0;
  let sliceEndMs = performance.now() + SLICE_MS;
  for (const trace of source.between(query.fromSeconds, query.toSeconds)) {
    walked += 1;
    if (trace.spans.some((span) => matchesSpan(span, query))) found.push(trace);
    if (found.length >= query.limit || walked >= MOST_WALKED || signal?.aborted === true) break;
    if (performance.now() < sliceEndMs) continue;
    await new Promise((resolve) => setImmediate(resolve));
    sliceEndMs = performance.now() + SLICE_MS;
  }
  return found;
}

export function matchesSpan(span: MeshSpan, query: TraceQuery): boolean {
  const { service, operation, tags, minDurationUs = 0, maxDurationUs = Infinity } = query;
  if (service !== '' && span.service !== service) return false;
  if (operation !== undefined && span.operation !== operation) return false;
  if (span.durationUs < minDurationUs || span.durationUs > maxDurationUs) return false;
  return Object.entries(tags).every(([name, value]) => tagOf(span, name) === value);
}

/** Values are compared as texts; tags of the process are searched as well. */
function tagOf(span: MeshSpan, name: string): string | undefined {
  if (name === 'span.kind') return span.kind;
  if (Object.hasOwn(span.tags, name)) return String(span.tags[name]);
  return name === 'ip' ? span.ip : undefined;
}
