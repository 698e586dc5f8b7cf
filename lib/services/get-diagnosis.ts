import type { DoctorAnswer } from '@/lib/contracts/doctor';
import { DEFAULT_WINDOW_SECONDS } from '@/lib/contracts/graph-request';
import { diagnose } from '@/lib/core/doctor/diagnose';
import type { MetricsEvidence, NamespaceEvidence, SourceEvidence } from '@/lib/core/doctor/evidence';
import { readTelemetrySwitches } from '@/lib/core/doctor/telemetry-switches';
import { DEFAULT_RATES } from '@/lib/core/graph/mesh-graph';
import { viewObject } from '@/lib/core/kubernetes/object-view';
import { viewPod } from '@/lib/core/kubernetes/pod-view';
import { RESOURCE_ADDRESSES } from '@/lib/core/kubernetes/resource-kinds';
import { readDataPlane } from '@/lib/core/mesh/data-plane';
import { groupBy } from '@/lib/core/mesh/group-by';
import { describeSources } from './describe-sources';
import type { MeshPorts } from './mesh-ports';
import type { ClusterPort, MetricsProbe, UpstreamQuery } from './ports';
import { readMeshConfig } from './read-mesh-config';
import { ObjectReading } from './read-objects';
import { isUpstreamFailure, type UpstreamFailure } from './upstream-failure';

const RECENT_SECONDS = 3600;
/** How far back an instant query looks for a sample, unless the server is told otherwise. */
const LOOK_BACK_SECONDS = 300;

/** Looks for reasons why the graph is empty or odd. */
export async function getDiagnosis(ports: MeshPorts, signal?: AbortSignal): Promise<DoctorAnswer> {
  let failure: UpstreamFailure | undefined;
  const asked = await askMetrics(ports, signal).catch((error: unknown) => {
    if (!isUpstreamFailure(error) || error.kind === 'canceled') throw error;
    failure = error;
    return undefined;
  });
  const reading = ports.cluster && new ObjectReading(ports.cluster);
  const namespaces = reading && readNamespaces(reading);
  const { settings } = reading ? readMeshConfig(reading, ports.mesh) : { settings: undefined };
  const metrics = asked?.metrics;
  return {
    diagnoses: diagnose({
      prometheus: describePrometheus(ports, failure),
      cluster: describeCluster(ports.cluster),
      scope: ports.scope ?? '',
      windowSeconds: DEFAULT_WINDOW_SECONDS,
      rootNamespace: settings?.rootNamespace ?? 'istio-system',
      switches: reading?.isKnown('telemetries')
        ? readTelemetrySwitches(ports.cluster?.objects('telemetries') ?? [])
        : [],
      refusedKinds: [...(ports.cluster?.status().kinds ?? [])]
        .filter(([, { state }]) => state === 'forbidden')
        .map(([kind]) => RESOURCE_ADDRESSES[kind].plural),
      ...(metrics === undefined ? {} : { metrics }),
      ...(namespaces === undefined ? {} : { namespaces }),
    }),
    ...(metrics?.scrapeIntervalSeconds === undefined
      ? {}
      : { scrapeIntervalSeconds: metrics.scrapeIntervalSeconds }),
    sources: describeSources(ports, failure),
    queries: (asked?.queries ?? []).map((query) => ({ purpose: 'doctor', ...query })),
  };
}

interface Asked {
  readonly metrics: MetricsEvidence;
  readonly queries: readonly UpstreamQuery[];
}

async function askMetrics(
  { telemetry, counter, probe, scope = '', nowSeconds }: MeshPorts,
  signal: AbortSignal | undefined,
): Promise<Asked | undefined> {
  if (telemetry === undefined || probe === undefined) return undefined;
  const askedSeconds = nowSeconds();
  const { seconds: atSeconds, query } = await telemetry.serverTime(signal);
  // Half the round trip lies between the question and the clock's reading.
  const clockSkewSeconds = atSeconds - (askedSeconds + nowSeconds()) / 2;
  const request = {
    windowSeconds: LOOK_BACK_SECONDS,
    atSeconds,
    ...(signal === undefined ? {} : { signal }),
  };
  const [counts, namespaces, scrapes, traffic] = await Promise.all([
    probe.countSeries(atSeconds, signal),
    telemetry.knownNamespaces(atSeconds - RECENT_SECONDS, atSeconds, signal),
    counter?.countScrapes(request),
    telemetry.readTraffic({ ...request, rates: DEFAULT_RATES }),
  ]);
  const anywhere = await askOutside(probe, { scope, namespaces, atSeconds }, signal);
  const interval = scrapeInterval(scrapes?.scrapes);
  return {
    metrics: {
      series: counts.series,
      targets: counts.targets,
      controlPlanes: counts.controlPlanes,
      namespaces,
      absentLabels: traffic.absentLabels,
      clockSkewSeconds,
      ...(anywhere === undefined ? {} : { namespacesAnywhere: anywhere }),
      ...(interval === undefined ? {} : { scrapeIntervalSeconds: interval }),
    },
    queries: [query, ...counts.queries, ...(scrapes?.queries ?? []), ...traffic.queries],
  };
}

/** Only where the scope may be to blame: all that is outside may be much. */
async function askOutside(
  probe: MetricsProbe,
  { scope, namespaces, atSeconds }: { scope: string; namespaces: readonly string[]; atSeconds: number },
  signal: AbortSignal | undefined,
): Promise<readonly string[] | undefined> {
  if (scope === '' || namespaces.length > 0) return undefined;
  return probe.namespacesOutsideScope(atSeconds - RECENT_SECONDS, atSeconds, signal);
}

function scrapeInterval(scrapes: number | undefined): number | undefined {
  return scrapes === undefined || scrapes <= 0 ? undefined : Math.round(LOOK_BACK_SECONDS / scrapes);
}

function describePrometheus({ telemetry }: MeshPorts, failure: UpstreamFailure | undefined): SourceEvidence {
  if (telemetry === undefined) return { state: 'missing' };
  return failure === undefined ? { state: 'ok' } : { state: 'silent', reason: failure.publicMessage };
}

function describeCluster(cluster: ClusterPort | undefined): SourceEvidence {
  if (cluster === undefined) return { state: 'missing' };
  const { state, reason } = cluster.status();
  if (state !== 'unavailable') return { state: 'ok' };
  return { state: 'silent', reason: reason ?? 'The Kubernetes API does not answer' };
}

function readNamespaces(reading: ObjectReading): readonly NamespaceEvidence[] | undefined {
  const namespaces = reading.views('namespaces', viewNamespace);
  const pods = reading.status('pods')?.state === 'ok' ? reading.views('pods', viewPod) : undefined;
  const byNamespace =
    pods &&
    groupBy(
      pods.filter(({ phase, hostNetwork }) => phase === 'Running' && !hostNetwork),
      ({ namespace = '' }) => namespace,
    );
  return namespaces?.map(({ name, labels }) => {
    const own = byNamespace?.get(name) ?? [];
    const withoutProxy = own.filter(({ hasSidecar, ambient }) => !hasSidecar && !ambient).length;
    return {
      name,
      dataPlane: readDataPlane(labels),
      ...(byNamespace === undefined ? {} : { pods: { total: own.length, withoutProxy } }),
    };
  });
}

function viewNamespace(object: unknown) {
  return viewObject(object, () => ({}));
}
