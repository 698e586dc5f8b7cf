import type { NamespacesAnswer } from '@/lib/contracts/namespaces';
import { readDataPlane } from '@/lib/core/mesh/data-plane';
import { viewAll, viewObject } from '@/lib/core/kubernetes/object-view';
import { clusterNamespaces } from './check-namespaces';
import { describeSources } from './describe-sources';
import type { MeshPorts } from './mesh-ports';
import { isUpstreamFailure, type UpstreamFailure } from './upstream-failure';

const RECENT_SECONDS = 3600;

type Entry = NamespacesAnswer['namespaces'][number];

/** All namespaces that the cluster declares or the metrics of the last hour name. */
export async function getNamespaces(ports: MeshPorts, signal?: AbortSignal): Promise<NamespacesAnswer> {
  let failure: UpstreamFailure | undefined;
  const observed = await observedNamespaces(ports, signal).catch((error: unknown) => {
    if (!isUpstreamFailure(error) || error.kind === 'canceled') throw error;
    failure = error;
    return [];
  });
  const entries = new Map<string, Entry>();
  if (clusterNamespaces(ports) !== undefined) {
    const declared = viewAll(ports.cluster?.objects('namespaces') ?? [], (object) =>
      viewObject(object, () => ({})),
    );
    for (const { name, labels } of declared.views) {
      entries.set(name, { name, knownBy: ['kubernetes'], dataPlane: readDataPlane(labels) });
    }
  }
  for (const name of observed) {
    const known = entries.get(name);
    if (known === undefined) entries.set(name, { name, knownBy: ['prometheus'] });
    else known.knownBy.push('prometheus');
  }
  return {
    namespaces: [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    sources: describeSources(ports, failure),
  };
}

async function observedNamespaces(
  { telemetry }: MeshPorts,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  if (telemetry === undefined) return [];
  const { seconds: nowSeconds } = await telemetry.serverTime(signal);
  return telemetry.knownNamespaces(nowSeconds - RECENT_SECONDS, nowSeconds, signal);
}
