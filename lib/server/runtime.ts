import 'server-only';
import { createCluster } from '@/lib/adapters/kubernetes/cluster';
import { loadAccess } from '@/lib/adapters/kubernetes/load-access';
import type { PrometheusClient } from '@/lib/adapters/prometheus/client';
import { createJaeger } from '@/lib/adapters/tracing/jaeger';
import { createTempo } from '@/lib/adapters/tracing/tempo';
import { createTelemetry } from '@/lib/adapters/prometheus/telemetry';
import type { MeshPorts } from '@/lib/services/mesh-ports';
import { describeTracing } from '@/lib/services/describe-tracing';
import type { TracingPort } from '@/lib/services/ports';
import { SourceLedger } from '@/lib/services/source-ledger';
import { ChangeFeed } from './change-feed';
import { readConfig, type ServerConfig } from './config';
import { connectPrometheus } from './connect-prometheus';
import type { TracingBackend } from './tracing-config';
import { logger } from './logger';
import { presentCredentials } from './present-credentials';

/** Everything of which a process has one. */
export interface Runtime {
  readonly config: ServerConfig;
  readonly ports: MeshPorts;
  readonly prometheus?: PrometheusClient;
  readonly changes: ChangeFeed;
}

const KEY = Symbol.for('telltale.runtime');
type GlobalWithRuntime = typeof globalThis & { [KEY]?: Runtime };

/** Next loads this module separately for instrumentation, pages and route handlers: the one instance is global. */
export function getRuntime(): Runtime {
  const home: GlobalWithRuntime = globalThis;
  home[KEY] ??= createRuntime(readConfig(process.env));
  return home[KEY];
}

function createRuntime(config: ServerConfig): Runtime {
  const nowSeconds = () => Date.now() / 1000;
  const prometheus = config.prometheus === undefined ? undefined : connectPrometheus(config.prometheus);
  const { backend, ui, naming } = config.tracing;
  const telemetry = prometheus && createTelemetry(prometheus, config.prometheus?.names);
  const access = findCluster(config);
  const { namespaces } = config.kubernetes;
  const cluster =
    access === undefined ? undefined : createCluster({ access, namespaces, meshConfig: config.mesh.config });
  const ports: MeshPorts = {
    health: config.health,
    mesh: config.mesh,
    ledger: new SourceLedger(nowSeconds),
    nowSeconds,
    ...(telemetry === undefined ? {} : { telemetry, counter: telemetry }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(backend === undefined ? {} : { tracing: connectTracing(backend) }),
    ...(ui === undefined ? {} : { traceUi: ui }),
    ...(naming === undefined ? {} : { traceNaming: naming }),
  };
  // A first look, so that the first answer can tell how that source is.
  describeTracing(ports);
  return {
    config,
    ports,
    changes: new ChangeFeed(cluster, nowSeconds),
    ...(prometheus === undefined ? {} : { prometheus }),
  };
}

function connectTracing(backend: TracingBackend): TracingPort {
  const { url, access } = backend;
  const options = { url, deadlineMs: access.deadlineMs, ...presentCredentials(access) };
  return backend.kind === 'jaeger' ? createJaeger({ ...options, api: backend.api }) : createTempo(options);
}

function findCluster({ kubernetes: { enabled, contextName } }: ServerConfig) {
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
