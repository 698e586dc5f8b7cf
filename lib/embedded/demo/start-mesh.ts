import { addOnServices } from '../add-ons/add-on-services';
import { startAddOnServers } from '../add-ons/add-on-servers';
import { startFaultControl } from '../faults/control-server';
import type { Fault } from '../faults/fault';
import { FaultSwitches } from '../faults/fault-switches';
import { makeFaultySource } from '../faults/faulty-source';
import { forbidAccess } from '../faults/forbid-access';
import { withFaults } from '../faults/with-faults';
import { startJaegerServer } from '../jaeger/start-server';
import type { EmbeddedUser, ReadGrant } from '../kubernetes/access-users';
import { runControllers } from '../kubernetes/controllers';
import { writeKubeconfig } from '../kubernetes/kubeconfig';
import { MemoryObjectStore } from '../kubernetes/memory-store';
import { startKubernetesServer } from '../kubernetes/server';
import { SimulatedMesh } from '../mesh/simulated-mesh';
import { SimulatedTraces } from '../mesh/traces/simulated-traces';
import { sendTraces } from '../otlp/send-traces';
import { startPrometheusServer } from '../prometheus/start-server';
import type { World } from '../worlds/world';

export interface MeshOptions {
  readonly world: World;
  /** Istio's sample Prometheus scrapes every 15 s. */
  readonly scrapeIntervalSeconds?: number;
  /** How much history exists at the start. */
  readonly historySeconds?: number;
  /** 0 or absent: any free port. */
  readonly prometheusPort?: number;
  readonly kubernetesPort?: number;
  readonly jaegerPort?: number;
  /** Share of requests that are traced, 0 to 1; 0.05 unless told. */
  readonly traceSampling?: number;
  /** Whether Prometheus, Jaeger, Grafana and istiod are Services of the cluster, as Istio's samples install them. */
  readonly addOns?: boolean;
  /** A receiver of OTLP/HTTP that gets all traces, without `/v1/traces`; nobody when absent. */
  readonly otlpUrl?: string;
  /** Told what becomes of sending them, in sentences for people. */
  readonly say?: (sentence: string) => void;
  /** API groups that this cluster does not have. */
  readonly withoutGroups?: readonly string[];
  /** Who else the API server knows, and what they may read. */
  readonly users?: readonly EmbeddedUser[];
  readonly grants?: readonly ReadGrant[];
  /** How window edges are read: as Prometheus 2.x or 3.x does. */
  readonly semantics?: 'v2' | 'v3';
  /** Faults that the servers have from the start. */
  readonly faults?: readonly Fault[];
  /** Where faults can be switched over HTTP, 0 for any free port; nowhere when absent. */
  readonly faultPort?: number;
}

export interface RunningMesh {
  readonly prometheusUrl: string;
  readonly kubernetesUrl: string;
  readonly jaegerUrl: string;
  /** YAML for kubectl and every other client. */
  readonly kubeconfig: string;
  readonly source: SimulatedMesh;
  readonly traces: SimulatedTraces;
  readonly store: MemoryObjectStore;
  /** What the servers do wrong; shared with the control port. */
  readonly faults: FaultSwitches;
  /** Where faults are switched over HTTP, if asked for. */
  readonly faultUrl?: string;
  /** Ends all servers; further calls wait for the first. */
  close(): Promise<void>;
}

const DAY_SECONDS = 86_400;
/** Istio's own default is one request in a hundred: too few to look at in a small mesh. */
const TRACE_SAMPLING = 0.05;

/**
 * Brings a world to life on loopback sockets: its Kubernetes API, its Prometheus and its
 * Jaeger. Rejects when a port is taken, or
 * with a `FaultError` when a fault cannot be meant.
 */
export async function startMesh(options: MeshOptions): Promise<RunningMesh> {
  const { world, scrapeIntervalSeconds = 15, historySeconds = DAY_SECONDS, semantics = 'v3' } = options;
  const faults = new FaultSwitches();
  faults.set(options.faults ?? []);
  const startMs = Math.floor(Date.now() / 1000 - historySeconds) * 1000;
  const clock = { nowMs: () => startMs };
  const store = new MemoryObjectStore({
    now: () => clock.nowMs(),
    seed: world.name,
    withoutGroups: [...(options.withoutGroups ?? [])],
  });
  store.seed(world.objects(new Date(startMs)));
  if (options.addOns === true) store.seed(addOnServices(new Date(startMs)));
  const stopControllers = runControllers(store, { seed: world.name, clusterId: world.clusterId });
  // Everything up to here has been there since the history began; from here on the clock runs.
  const source = new SimulatedMesh({
    world,
    objects: store,
    startSeconds: startMs / 1000,
    scrapeIntervalSeconds,
    nowMs: Date.now,
  });
  const traces = new SimulatedTraces({
    world,
    objects: store,
    startSeconds: startMs / 1000,
    sampling: options.traceSampling ?? TRACE_SAMPLING,
    nowMs: Date.now,
  });
  clock.nowMs = Date.now;

  const places = new Map<string, string>();
  const [prometheus, kubernetes, jaeger, control, addOns] = await Promise.all([
    startPrometheusServer({
      source: makeFaultySource(source, faults),
      nowMs: () => Date.now() + faults.skewMs('prometheus'),
      wrap: (handler) => withFaults(handler, faults, 'prometheus'),
      scrapeIntervalSeconds,
      retentionSeconds: historySeconds,
      semantics,
      ...(options.prometheusPort === undefined ? {} : { port: options.prometheusPort }),
    }),
    startKubernetesServer({
      store,
      authorize: forbidAccess(
        faults,
        (group, resource) => store.types.resolve(resource, group)?.namespaced === true,
      ),
      ...(options.users === undefined ? {} : { users: options.users }),
      ...(options.grants === undefined ? {} : { grants: options.grants }),
      findBackend: (namespace, service, port) => places.get(`${namespace}/${service}:${port}`),
      wrap: (handler) => withFaults(handler, faults, 'kubernetes'),
      ...(options.kubernetesPort === undefined ? {} : { port: options.kubernetesPort }),
    }),
    startJaegerServer({
      source: traces,
      nowMs: Date.now,
      wrap: (handler) => withFaults(handler, faults, 'jaeger'),
      ...(options.jaegerPort === undefined ? {} : { port: options.jaegerPort }),
    }),
    options.faultPort === undefined ? undefined : startFaultControl(faults, options.faultPort),
    options.addOns === true ? startAddOnServers() : undefined,
  ]);
  if (addOns !== undefined) {
    places.set('istio-system/prometheus:9090', prometheus.url);
    places.set('istio-system/tracing:80', jaeger.url);
    places.set('istio-system/grafana:3000', addOns.grafanaUrl);
    places.set('istio-system/istiod:15014', addOns.istiodUrl);
  }
  const sender =
    options.otlpUrl === undefined
      ? undefined
      : sendTraces({
          source: traces,
          url: options.otlpUrl,
          nowMs: Date.now,
          ...(options.say === undefined ? {} : { say: options.say }),
        });
  async function closeAll(): Promise<void> {
    await sender?.close();
    source.close();
    traces.close();
    stopControllers();
    await Promise.all([
      prometheus.close(),
      kubernetes.close(),
      jaeger.close(),
      control?.close(),
      addOns?.close(),
    ]);
  }
  let closing: Promise<void> | undefined;
  return {
    prometheusUrl: prometheus.url,
    kubernetesUrl: kubernetes.url,
    jaegerUrl: jaeger.url,
    kubeconfig: writeKubeconfig(kubernetes.url, { namespace: world.homeNamespace }),
    source,
    traces,
    store,
    faults,
    ...(control === undefined ? {} : { faultUrl: control.url }),
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}
