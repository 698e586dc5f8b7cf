import { runControllers } from '../kubernetes/controllers';
import { MemoryObjectStore } from '../kubernetes/memory-store';
import type { KubernetesObject } from '../kubernetes/object-store';
import { isStaleMarker, type Labels, type Series } from '../promql/series-source';
import { application, HTTP, type ServicePort } from '../worlds/application-recipe';
import { behave } from '../worlds/behaviour-recipe';
import { clusterAndGatewayObjects } from '../worlds/istio-objects';
import { namespaceObject } from '../worlds/object-recipes';
import type { Behaviour, Entry, OutgoingCall, SelfMadeLoad, World } from '../worlds/world';
import { waveLoad } from './load-profile';
import { SimulatedMesh } from './simulated-mesh';

/** A small language for worlds of a few workloads, in which one fact about Istio is looked at. */

export const START_MS = Date.parse('2026-01-05T08:00:00Z');
const HOUR_MS = 3_600_000;
/** Requests per second of the whole load. */
export const LOAD = 100;

export interface AppFacts {
  readonly calls?: readonly OutgoingCall[];
  readonly ports?: readonly ServicePort[];
  readonly versions?: readonly string[];
  readonly replicas?: number;
  readonly medianMs?: number;
  readonly behaviour?: Partial<Behaviour>;
}

export interface Facts {
  /** Labels of namespaces; `shop` is injected unless told otherwise. */
  readonly namespaces?: Readonly<Record<string, Record<string, string>>>;
  /** By `namespace/name`. */
  readonly apps: Readonly<Record<string, AppFacts>>;
  /** Configuration; the first is the oldest. */
  readonly config?: readonly KubernetesObject[];
  readonly objects?: readonly KubernetesObject[];
  /** Who makes the load; default `shop/web`. */
  readonly from?: string;
  readonly entries?: readonly Entry[];
  readonly selfMade?: readonly SelfMadeLoad[];
  readonly incidents?: World['incidents'];
  readonly adjust?: (object: KubernetesObject) => KubernetesObject;
}

export interface Row {
  readonly labels: Labels;
  /** What its count grew by, for each request of the load. */
  readonly perRequest: number;
}

export interface RunningFacts {
  readonly mesh: SimulatedMesh;
  readonly store: MemoryObjectStore;
  /** Series with these labels that grew in the last hour. */
  rows(wanted?: Labels, name?: string): Row[];
  /** What they grew by together, for each request of the load. */
  sum(wanted?: Labels, name?: string): number;
  /** The mean of a histogram over the last hour. */
  mean(wanted: Labels, name?: string): number;
  /** Changes something and lets another hour pass. */
  after(change: (store: MemoryObjectStore) => void): RunningFacts;
  all(name: string): Series[];
  nowMs(): number;
}

/** An object of configuration at `namespace/name`. */
export function at(place: string, kind: string, spec: object, extra: object = {}): KubernetesObject {
  const [namespace = '', name = ''] = place.split('/');
  return {
    apiVersion: API_VERSIONS[kind] ?? 'v1',
    kind,
    metadata: { name, namespace, ...extra },
    spec: { ...spec },
  };
}

const API_VERSIONS: Readonly<Record<string, string>> = {
  VirtualService: 'networking.istio.io/v1',
  DestinationRule: 'networking.istio.io/v1',
  ServiceEntry: 'networking.istio.io/v1',
  Gateway: 'networking.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  AuthorizationPolicy: 'security.istio.io/v1',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
};

/** A VirtualService of `shop/api` with these HTTP routes. */
export function apiRoutes(...http: readonly object[]): KubernetesObject {
  return at('shop/api', 'VirtualService', { hosts: ['api'], http });
}

export function toSubset(subset: string, weight?: number, host = 'api'): object {
  return { destination: { host, subset }, ...(weight === undefined ? {} : { weight }) };
}

/** Subsets v1 and v2 of `shop/api`. */
export const apiSubsets = at('shop/api', 'DestinationRule', {
  host: 'api',
  subsets: ['v1', 'v2'].map((name) => ({ name, labels: { version: name } })),
});

/** What `istio_requests_total` says where no endpoint was reached. */
export const NOBODY: Labels = {
  destination_workload: 'unknown',
  destination_workload_namespace: 'unknown',
  destination_app: 'unknown',
  destination_version: 'unknown',
  destination_principal: 'unknown',
  destination_canonical_service: 'unknown',
  destination_canonical_revision: 'latest',
  destination_cluster: 'unknown',
};

export const UNKNOWN_SOURCE: Labels = {
  source_workload: 'unknown',
  source_workload_namespace: 'unknown',
  source_principal: 'unknown',
  source_app: 'unknown',
  source_version: 'unknown',
  source_canonical_service: 'unknown',
  source_canonical_revision: 'latest',
  source_cluster: 'unknown',
};

export function run(facts: Facts): RunningFacts {
  const clock = { ms: START_MS };
  const store = new MemoryObjectStore({ now: () => clock.ms, seed: 'facts' });
  const adjust = facts.adjust ?? ((object) => object);
  store.seed(objectsOf(facts).map(adjust));
  runControllers(store, { seed: 'facts' });
  const mesh = new SimulatedMesh({
    world: worldOf(facts),
    objects: store,
    startSeconds: START_MS / 1000,
    scrapeIntervalSeconds: 15,
    nowMs: () => clock.ms,
  });
  clock.ms += HOUR_MS;
  return observe(mesh, store, clock);
}

function observe(mesh: SimulatedMesh, store: MemoryObjectStore, clock: { ms: number }): RunningFacts {
  const from = () => clock.ms - HOUR_MS + 60_000;
  const select = (wanted: Labels, name: string) => {
    const matchers = Object.entries({ __name__: name, ...wanted }).map(([label, value]) => ({
      name: label,
      op: '=' as const,
      value,
    }));
    return [...mesh.select(matchers, START_MS, clock.ms)];
  };
  const growth = (series: Series) => {
    const { timestampsMs, values } = series.samples(from(), clock.ms);
    const live = [...values.keys()].filter((index) => !isStaleMarker(values, index));
    const [first, last] = [live[0], live.at(-1)];
    if (first === undefined || last === undefined || first === last) return 0;
    const seconds = ((timestampsMs[last] ?? 0) - (timestampsMs[first] ?? 0)) / 1000;
    return ((values[last] ?? 0) - (values[first] ?? 0)) / seconds / LOAD;
  };
  const rows = (wanted: Labels = {}, name = 'istio_requests_total') =>
    select(wanted, name)
      .map((series) => ({ labels: series.labels, perRequest: growth(series) }))
      .filter(({ perRequest }) => perRequest > 0);
  const sum = (wanted: Labels = {}, name = 'istio_requests_total') =>
    rows(wanted, name).reduce((total, { perRequest }) => total + perRequest, 0);
  return {
    mesh,
    store,
    rows,
    sum,
    mean: (wanted, name = 'istio_request_duration_milliseconds') =>
      sum(wanted, `${name}_sum`) / sum(wanted, `${name}_count`),
    after(change) {
      change(store);
      // A look makes the mesh take notice at once.
      select({}, 'up');
      clock.ms += HOUR_MS;
      return observe(mesh, store, clock);
    },
    all: (name) => select({}, name),
    nowMs: () => clock.ms,
  };
}

function objectsOf({ namespaces = {}, apps, config = [], objects = [] }: Facts): KubernetesObject[] {
  const startedAt = new Date(START_MS);
  const places: Record<string, Record<string, string>> = {
    shop: { 'istio-injection': 'enabled' },
    ...namespaces,
  };
  return [
    ...clusterAndGatewayObjects(startedAt),
    ...Object.entries(places).map(([name, labels]) => namespaceObject(name, startedAt, labels)),
    ...Object.entries(apps).flatMap(([place, { ports = [HTTP], versions, replicas }]) => {
      const [namespace = '', name = ''] = place.split('/');
      return application({
        namespace,
        name,
        startedAt,
        maker: 'facts',
        ports,
        ...(versions === undefined ? {} : { versions }),
        ...(replicas === undefined ? {} : { replicas }),
      });
    }),
    ...objects,
    ...config.map((object, index) => ({
      ...object,
      metadata: {
        creationTimestamp: new Date(START_MS - 1_000_000 + index * 1000).toISOString(),
        ...object.metadata,
      },
    })),
  ];
}

/** The world that such facts describe. */
export function worldOf({ apps, from = 'shop/web', entries = [], selfMade, incidents }: Facts): World {
  const [namespace = '', workload = ''] = from.split('/');
  return {
    name: 'facts',
    clusterId: 'Kubernetes',
    homeNamespace: 'shop',
    trustDomain: 'cluster.local',
    load: waveLoad(LOAD, []),
    entries,
    selfMade: selfMade ?? (entries.length > 0 ? [] : [{ namespace, workload, share: 1 }]),
    behaviours: Object.entries(apps).flatMap(
      ([place, { versions = ['v1'], calls, medianMs = 5, behaviour }]) => {
        const [its = '', name = ''] = place.split('/');
        return versions.map((version) => ({
          ...behave(its, versions.length === 1 ? name : `${name}-${version}`, { medianMs }, calls ?? []),
          ...behaviour,
        }));
      },
    ),
    ...(incidents === undefined ? {} : { incidents }),
    objects: () => [],
  };
}
