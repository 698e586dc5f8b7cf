import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';
import { readName } from '@/lib/core/kubernetes/object-view';
import type { MeshPorts } from './mesh-ports';

/** Traffic this long ago still makes a namespace known, even if the cluster has forgotten it. */
const KNOWN_FOR_SECONDS = 3600;

/** Names in the cluster; undefined when the cluster cannot be asked or may not be listed. */
export function clusterNamespaces({ cluster }: MeshPorts): readonly string[] | undefined {
  const status = cluster?.status().kinds.get('namespaces');
  if (cluster === undefined || (status?.state !== 'ok' && status?.state !== 'degraded')) return undefined;
  return cluster.objects('namespaces').flatMap((object) => readName(object) ?? []);
}

/**
 * Refuses names that neither the cluster nor the metrics know. When one of the two cannot be asked, the other alone
 * does not prove that a namespace does not exist: then everything passes.
 */
export async function checkNamespaces(
  ports: MeshPorts,
  wanted: readonly string[],
  span: { atSeconds: number; windowSeconds: number },
  signal: AbortSignal | undefined,
): Promise<Outcome<true>> {
  const declared = clusterNamespaces(ports);
  const missing = wanted.filter((name) => declared?.includes(name) !== true);
  if (missing.length === 0 || ports.telemetry === undefined) return succeed(true);
  // A copy of the cluster that may be old proves nothing either.
  if (ports.cluster?.status().kinds.get('namespaces')?.state !== 'ok') return succeed(true);
  const start = span.atSeconds - Math.max(span.windowSeconds, KNOWN_FOR_SECONDS);
  const observed = await ports.telemetry
    .knownNamespaces(start, span.atSeconds, signal)
    .catch(() => undefined);
  if (observed === undefined) return succeed(true);
  const unknown = missing.filter((name) => !observed.includes(name));
  if (unknown.length === 0) return succeed(true);
  const message = `Neither the cluster nor the metrics know ${unknown.length === 1 ? 'the namespace' : 'the namespaces'} ${unknown.join(', ')}.`;
  return fail('namespace-not-found', message, 'namespaces');
}
