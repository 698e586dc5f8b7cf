import { runControllers } from '../kubernetes/controllers';
import { writeKubeconfig } from '../kubernetes/kubeconfig';
import { MemoryObjectStore } from '../kubernetes/memory-store';
import { startKubernetesServer } from '../kubernetes/server';
import { SimulatedMesh } from '../mesh/simulated-mesh';
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
  /** API groups that this cluster does not have. */
  readonly withoutGroups?: readonly string[];
  /** How window edges are read: as Prometheus 2.x or 3.x does. */
  readonly semantics?: 'v2' | 'v3';
}

export interface RunningMesh {
  readonly prometheusUrl: string;
  readonly kubernetesUrl: string;
  /** YAML for kubectl and every other client. */
  readonly kubeconfig: string;
  readonly source: SimulatedMesh;
  readonly store: MemoryObjectStore;
  /** Ends all servers; further calls wait for the first. */
  close(): Promise<void>;
}

const DAY_SECONDS = 86_400;

/** Brings a world to life on loopback sockets: its Kubernetes API and its Prometheus. Rejects when a port is taken. */
export async function startMesh(options: MeshOptions): Promise<RunningMesh> {
  const { world, scrapeIntervalSeconds = 15, historySeconds = DAY_SECONDS, semantics = 'v3' } = options;
  const startMs = Math.floor(Date.now() / 1000 - historySeconds) * 1000;
  const clock = { nowMs: () => startMs };
  const store = new MemoryObjectStore({
    now: () => clock.nowMs(),
    seed: world.name,
    withoutGroups: [...(options.withoutGroups ?? [])],
  });
  store.seed(world.objects(new Date(startMs)));
  const stopControllers = runControllers(store, { seed: world.name });
  // Everything up to here has been there since the history began; from here on the clock runs.
  const source = new SimulatedMesh({
    world,
    objects: store,
    startSeconds: startMs / 1000,
    scrapeIntervalSeconds,
    nowMs: Date.now,
  });
  clock.nowMs = Date.now;

  const [prometheus, kubernetes] = await Promise.all([
    startPrometheusServer({
      source,
      nowMs: Date.now,
      scrapeIntervalSeconds,
      retentionSeconds: historySeconds,
      semantics,
      ...(options.prometheusPort === undefined ? {} : { port: options.prometheusPort }),
    }),
    startKubernetesServer({
      store,
      ...(options.kubernetesPort === undefined ? {} : { port: options.kubernetesPort }),
    }),
  ]);
  async function closeAll(): Promise<void> {
    source.close();
    stopControllers();
    await Promise.all([prometheus.close(), kubernetes.close()]);
  }
  let closing: Promise<void> | undefined;
  return {
    prometheusUrl: prometheus.url,
    kubernetesUrl: kubernetes.url,
    kubeconfig: writeKubeconfig(kubernetes.url, { namespace: world.name }),
    source,
    store,
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}
