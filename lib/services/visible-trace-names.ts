import { NAMINGS, nameService } from '@/lib/core/traces/service-candidates';
import type { MeshPorts } from './mesh-ports';
import { readClusterFacts } from './read-cluster-facts';
import { readTraceFacts } from './read-trace-facts';

/**
 * Of the names that a tracing backend knows those that something visible may have: else whoever guesses a name would
 * learn from the backend whether it is one. `ports` hold what may be seen.
 */
export function keepVisibleNames(
  names: readonly string[],
  ports: MeshPorts,
  visibility: ReadonlySet<string>,
): readonly string[] {
  const { workloads } = readTraceFacts(ports, readClusterFacts(ports));
  const patterns = ports.traceNaming === undefined ? NAMINGS : [ports.traceNaming];
  const own = new Set(patterns.flatMap((pattern) => workloads.map((one) => nameService(pattern, one))));
  // Where workloads may not be read, a name still says in which namespace it is.
  return names.filter((name) => own.has(name) || visibility.has(name.slice(name.lastIndexOf('.') + 1)));
}
