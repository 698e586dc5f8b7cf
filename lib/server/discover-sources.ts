import 'server-only';
import type { Finding } from '@/lib/contracts/status';
import { findServices } from '@/lib/adapters/kubernetes/find-services';
import type { ClusterAccess } from '@/lib/adapters/kubernetes/load-access';
import { clusterAddress, proxiedAddress } from '@/lib/adapters/kubernetes/service-proxy';
import { findSources, type FoundSource, type SourcePlace } from '@/lib/core/kubernetes/find-sources';
import { isUpstreamFailure } from '@/lib/services/upstream-failure';
import type { ServerConfig } from './config';
import type { Found, Upstream } from './found-source';
import { probeSource, type Probed } from './probe-source';

const SOURCES: readonly FoundSource[] = ['prometheus', 'jaeger', 'tempo', 'grafana', 'istiod'];
/** Where add-ons usually are, for accounts that may not list all Services. */
const USUAL_NAMESPACES = ['istio-system', 'monitoring', 'observability', 'prometheus', 'tracing', 'default'];
const LIST_DEADLINE_MS = 5_000;
/** Services of one kind that are asked. */
const MOST_CANDIDATES = 4;

/**
 * Looks into the cluster for the sources that no variable names, and asks each whether it answers: from outside
 * through the API server, from inside directly. Never rejects.
 */
export async function discoverSources(
  config: ServerConfig,
  access: ClusterAccess | undefined,
): Promise<ReadonlyMap<FoundSource, Found>> {
  const settled = SOURCES.flatMap((source) => settledBefore(source, config) ?? []);
  const open = SOURCES.filter((source) => !settled.some((finding) => finding.source === source));
  const found = new Map<FoundSource, Found>(settled.map((finding) => [finding.source, { finding }]));
  const settle = (finding: Finding) => found.set(finding.source, { finding });
  if (!config.discovery || access === undefined) {
    const reason = access === undefined ? 'There is no cluster to look in.' : 'TELLTALE_DISCOVERY is off.';
    for (const source of open) settle({ source, state: 'notLooked', reason });
    return inOrder(found);
  }
  try {
    const services = await findServices({
      access,
      namespaces: [...new Set([...config.kubernetes.namespaces, ...USUAL_NAMESPACES])],
      deadlineMs: LIST_DEADLINE_MS,
    });
    const places = findSources(services);
    const results = await Promise.all(
      open.map((source) =>
        chooseAmong(
          source,
          places.filter((place) => place.source === source),
          config,
          access,
        ),
      ),
    );
    for (const result of results) found.set(result.finding.source, result);
  } catch (error) {
    if (!isUpstreamFailure(error)) throw error;
    for (const source of open) settle({ source, state: 'notLooked', reason: error.publicMessage });
  }
  return inOrder(found);
}

/** What the configuration says of a source, so that nobody looks for it. */
function settledBefore(source: FoundSource, { prometheus, tracing }: ServerConfig): Finding | undefined {
  if (source === 'prometheus') return prometheus.url === undefined ? undefined : { source, state: 'given' };
  if (source !== 'jaeger' && source !== 'tempo') return undefined;
  if (tracing.off === true) return { source, state: 'notLooked', reason: 'TELLTALE_TRACING is none.' };
  if (tracing.backend === undefined) return undefined;
  if (tracing.backend.kind === source) return { source, state: 'given' };
  return { source, state: 'notLooked', reason: 'Another backend for traces is configured.' };
}

/** As the sources are listed everywhere. */
function inOrder(found: ReadonlyMap<FoundSource, Found>): ReadonlyMap<FoundSource, Found> {
  return new Map([...found].sort(([left], [right]) => SOURCES.indexOf(left) - SOURCES.indexOf(right)));
}

async function chooseAmong(
  source: FoundSource,
  places: readonly SourcePlace[],
  config: ServerConfig,
  access: ClusterAccess,
): Promise<Found> {
  if (places.length === 0)
    return { finding: { source, state: 'absent', reason: 'No Service looks like it.' } };
  const asked = await Promise.all(
    places.slice(0, MOST_CANDIDATES).map(async (place) => {
      try {
        const probed = await probeSource(source, reach(place, access), config.prometheus);
        return { place, probed };
      } catch (error) {
        if (!isUpstreamFailure(error)) throw error;
        const reason =
          error.kind === 'forbidden' && !isInside(access)
            ? 'The account may not reach Services through the API server (services/proxy).'
            : error.publicMessage;
        return { place, reason };
      }
    }),
  );
  const best =
    asked.find(({ probed }) => probed?.useful === true) ??
    asked.find(({ probed }) => probed !== undefined) ??
    asked[0];
  return describe(source, best);
}

function describe(
  source: FoundSource,
  best: { place: SourcePlace; probed?: Probed; reason?: string } | undefined,
): Found {
  if (best === undefined) return { finding: { source, state: 'absent' } };
  const { namespace, service, port } = best.place;
  const place = `${namespace}/${service}:${port}`;
  if (best.probed === undefined)
    return {
      finding: {
        source,
        state: 'silent',
        place,
        ...(best.reason === undefined ? {} : { reason: best.reason }),
      },
    };
  const { upstream, version, useful } = best.probed;
  return {
    upstream,
    finding: {
      source,
      state: 'found',
      place,
      ...(version === undefined ? {} : { version }),
      ...(useful ? {} : { reason: 'It has no metrics of Istio of the last hour.' }),
    },
  };
}

function reach(place: SourcePlace, access: ClusterAccess): Upstream {
  if (isInside(access)) return { url: clusterAddress(place), credentials: async () => ({ headers: {} }) };
  return {
    url: proxiedAddress(access, place),
    credentials: (refresh) => access.credentials(refresh),
    onlyGet: true,
  };
}

/** The name that the Kubernetes client gives to a pod's own service account. */
function isInside({ contextName }: ClusterAccess): boolean {
  return contextName === 'inClusterContext';
}
