import { maskTrace } from '@/lib/core/visibility/mask-trace';
import type { Visibility } from '@/lib/core/visibility/visibility';
import { maskCluster } from './mask-cluster';
import { maskCounter, maskProbe, maskTelemetry } from './mask-telemetry';
import type { MeshPorts } from './mesh-ports';
import type { TracingPort } from './ports';
import { keepVisibleNames } from './visible-trace-names';

/**
 * The outside as somebody may see it. Everything is masked where it comes in, so that no use case can show what it does
 * not know; caches below hold what our own account reads, and are shared.
 */
export function maskPorts(ports: MeshPorts, visibility: Visibility): MeshPorts {
  if (visibility === 'all') return ports;
  const { telemetry, counter, probe, cluster, tracing, ...rest } = ports;
  const seen: MeshPorts = {
    ...rest,
    ...(telemetry === undefined ? {} : { telemetry: maskTelemetry(telemetry, visibility) }),
    ...(counter === undefined ? {} : { counter: maskCounter(counter, visibility) }),
    ...(probe === undefined ? {} : { probe: maskProbe(probe, visibility) }),
    ...(cluster === undefined ? {} : { cluster: maskCluster(cluster, visibility, ports.mesh) }),
  };
  return tracing === undefined ? seen : { ...seen, tracing: maskTracing(tracing, seen, visibility) };
}

/** `seen` is the rest of what may be seen. */
function maskTracing(tracing: TracingPort, seen: MeshPorts, visibility: ReadonlySet<string>): TracingPort {
  return {
    async services(signal) {
      return keepVisibleNames(await tracing.services(signal), seen, visibility);
    },
    async search(search) {
      const reading = await tracing.search(search);
      return { ...reading, traces: reading.traces.flatMap((trace) => maskTrace(trace, visibility) ?? []) };
    },
    async trace(traceId, signal) {
      const trace = await tracing.trace(traceId, signal);
      return trace && maskTrace(trace, visibility);
    },
    close: () => {},
  };
}
