import { startScrapingPrometheus } from '../../lib/embedded/prometheus/real-prometheus';
import { startMeasured, type MeasuredApplication } from './measured-application';
import { meshSeries, type MeshSize } from './mesh-series';
import { writeRemotely } from './remote-write';
import type { Scrapes } from './scrapes';
import { startSlowProxy, type SlowProxy } from './slow-proxy';

/** An instant of the past: the same samples in every run of the bench. */
export const AT_SECONDS = 1_750_000_000;
/** Around that instant, so that each window of five minutes before it and shortly after it holds two scrapes. */
const SCRAPES: Scrapes = {
  fromSeconds: AT_SECONDS - 600,
  toSeconds: AT_SECONDS + 240,
  everySeconds: 120,
};
/** The question of most parts. */
export const GRAPH = '/api/graph?window=5m';
/** A Prometheus of another zone. */
export const FAR_MS = 20;

export interface Bench {
  readonly proxy: SlowProxy;
  readonly application: MeasuredApplication;
}

/** A real Prometheus with the samples of a mesh, behind a proxy that counts. */
export async function withPrometheus<T>(
  size: MeshSize,
  work: (proxy: SlowProxy) => Promise<T>,
  scrapes: Scrapes = SCRAPES,
): Promise<T> {
  const prometheus = await startScrapingPrometheus('global: {}\n');
  try {
    await writeRemotely(prometheus.url, meshSeries(size), scrapes);
    const proxy = await startSlowProxy(prometheus.url);
    try {
      return await work(proxy);
    } finally {
      await proxy.close();
    }
  } finally {
    await prometheus.close();
  }
}

/** Who signs in, and where it is asked what they may see. */
export interface SignIn {
  readonly kubeconfig: string;
  readonly environment: Readonly<Record<string, string>>;
}

const NOBODY: Partial<SignIn> = { environment: { TELLTALE_KUBERNETES: 'off' } };

/** A fresh process of the built application in front of a Prometheus. */
export function startBefore(
  prometheusUrl: string,
  signIn: Partial<SignIn> = NOBODY,
): Promise<MeasuredApplication> {
  return startMeasured({
    ...signIn,
    prometheusUrl,
    environment: { ...signIn.environment, TELLTALE_PROMETHEUS_TIMEOUT_SECONDS: '60' },
  });
}

export async function withApplication<T>(
  proxy: SlowProxy,
  work: (bench: Bench) => Promise<T>,
  signIn?: Partial<SignIn>,
): Promise<T> {
  const application = await startBefore(proxy.url, signIn);
  try {
    return await work({ proxy, application });
  } finally {
    await application.close();
  }
}

export function withMesh<T>(
  size: MeshSize,
  work: (bench: Bench) => Promise<T>,
  scrapes?: Scrapes,
): Promise<T> {
  return withPrometheus(size, (proxy) => withApplication(proxy, work), scrapes);
}
