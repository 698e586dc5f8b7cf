import 'server-only';
import type { Finding } from '@/lib/contracts/status';
import { createCluster } from '@/lib/adapters/kubernetes/cluster';
import { loadAccess, type ClusterAccess } from '@/lib/adapters/kubernetes/load-access';
import type { PrometheusClient } from '@/lib/adapters/prometheus/client';
import { createJaeger } from '@/lib/adapters/tracing/jaeger';
import { createTempo } from '@/lib/adapters/tracing/tempo';
import { createMetricsProbe } from '@/lib/adapters/prometheus/probe-metrics';
import { createRecordedRates, type RecordedRates } from '@/lib/adapters/prometheus/recorded-rates';
import { createTelemetry } from '@/lib/adapters/prometheus/telemetry';
import type { FoundSource } from '@/lib/core/kubernetes/find-sources';
import type { MeshPorts } from '@/lib/services/mesh-ports';
import { describeTracing } from '@/lib/services/describe-tracing';
import type { TracingPort } from '@/lib/services/ports';
import { SourceLedger } from '@/lib/services/source-ledger';
import { ChangeFeed } from './change-feed';
import { readConfig, type ServerConfig } from './config';
import { connectPrometheus } from './connect-prometheus';
import { discoverSources } from './discover-sources';
import type { Found } from './found-source';
import type { TracingConfig } from './tracing-config';
import { logger } from './logger';
import { presentCredentials } from './present-credentials';

/** Everything of which a process has one. */
export interface Runtime {
  readonly config: ServerConfig;
  readonly ports: MeshPorts;
  readonly prometheus?: PrometheusClient;
  /** Absent: no recorded series are looked for. */
  readonly recordedRates?: RecordedRates;
  /** Absent: no cluster is configured. */
  readonly access?: ClusterAccess;
  readonly changes: ChangeFeed;
  /** What came of looking for sources, when the process started. */
  readonly findings: readonly Finding[];
}

type AllFound = ReadonlyMap<FoundSource, Found>;

const KEY = Symbol.for('telltale.runtime');
type GlobalWithRuntime = typeof globalThis & { [KEY]?: Runtime };

/** Next loads this module separately for instrumentation, pages and route handlers: the one instance is global. */
export function getRuntime(): Runtime {
  const home: GlobalWithRuntime = globalThis;
  if (home[KEY] === undefined) {
    const config = readConfig(process.env);
    home[KEY] = createRuntime(config, findCluster(config), new Map());
  }
  return home[KEY];
}

/** The same, after looking for sources in the cluster; to be called once, before anything is answered. */
export async function prepareRuntime(): Promise<Runtime> {
  const home: GlobalWithRuntime = globalThis;
  const config = readConfig(process.env);
  const access = findCluster(config);
  const found = await discoverSources(config, access);
  home[KEY] ??= createRuntime(config, access, found);
  return home[KEY];
}

function createRuntime(config: ServerConfig, access: ClusterAccess | undefined, found: AllFound): Runtime {
  const nowSeconds = () => Date.now() / 1000;
  const prometheus = connectPrometheus(config.prometheus, found.get('prometheus')?.upstream);
  const { ui, naming } = config.tracing;
  const { names, rules } = config.prometheus;
  const recordedRates = prometheus && rules && createRecordedRates(prometheus, rules, names);
  const telemetry = prometheus && createTelemetry(prometheus, names, recordedRates);
  const tracing = connectTracing(config.tracing, found);
  const { namespaces } = config.kubernetes;
  const cluster =
    access === undefined ? undefined : createCluster({ access, namespaces, meshConfig: config.mesh.config });
  const ports: MeshPorts = {
    health: config.health,
    mesh: config.mesh,
    ledger: new SourceLedger(nowSeconds),
    nowSeconds,
    scope: config.prometheus.scopeText,
    ...(telemetry === undefined ? {} : { telemetry, counter: telemetry }),
    ...(prometheus === undefined ? {} : { probe: createMetricsProbe(prometheus, names) }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(tracing === undefined ? {} : { tracing }),
    ...(ui === undefined ? {} : { traceUi: ui }),
    ...(naming === undefined ? {} : { traceNaming: naming }),
  };
  // A first look, so that the first answer can tell how that source is.
  describeTracing(ports);
  return {
    config,
    ports,
    changes: new ChangeFeed(cluster, nowSeconds),
    findings: [...found.values()].map(({ finding }) => finding),
    ...(prometheus === undefined ? {} : { prometheus }),
    ...(recordedRates === undefined ? {} : { recordedRates }),
    ...(access === undefined ? {} : { access }),
  };
}

function connectTracing({ backend, off }: TracingConfig, found: AllFound): TracingPort | undefined {
  if (backend !== undefined) {
    const { url, access } = backend;
    const options = { url, deadlineMs: access.deadlineMs, credentials: presentCredentials(access) };
    return backend.kind === 'jaeger' ? createJaeger({ ...options, api: backend.api }) : createTempo(options);
  }
  if (off === true) return undefined;
  const [jaeger, tempo] = [found.get('jaeger')?.upstream, found.get('tempo')?.upstream];
  if (jaeger !== undefined) return createJaeger(jaeger);
  return tempo && createTempo(tempo);
}

function findCluster({ kubernetes: { enabled, contextName } }: ServerConfig): ClusterAccess | undefined {
  if (!enabled) return undefined;
  try {
    return loadAccess(contextName === undefined ? {} : { contextName });
  } catch (error) {
    // A broken kubeconfig takes away the cluster's layer only.
    logger.warn(
      { reason: error instanceof Error ? error.message : 'unknown' },
      'The kubeconfig cannot be used',
    );
    return undefined;
  }
}
