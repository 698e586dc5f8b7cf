import type { MeshTrace } from '../mesh/traces/mesh-span';

/** Where the embedded Jaeger finds traces. */
export interface TraceSource {
  get(traceId: string): MeshTrace | undefined;
  /** Traces of requests that began between two instants, Unix seconds; the latest request first. */
  between(fromSeconds: number, toSeconds: number): Iterable<MeshTrace>;
}
