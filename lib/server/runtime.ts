import 'server-only';
import fs from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { createCluster } from '@/lib/adapters/kubernetes/cluster';
import { loadAccess } from '@/lib/adapters/kubernetes/load-access';
import { createPrometheusClient, type PrometheusClient } from '@/lib/adapters/prometheus/client';
import { createJaeger } from '@/lib/adapters/tracing/jaeger';
import { createTempo } from '@/lib/adapters/tracing/tempo';
import { createTelemetry } from '@/lib/adapters/prometheus/telemetry';
import type { MeshPorts } from '@/lib/services/mesh-ports';
import { describeTracing } from '@/lib/services/describe-tracing';
import type { TracingPort } from '@/lib/services/ports';
import { SourceLedger } from '@/lib/services/source-ledger';
import { ChangeFeed } from './change-feed';
import { readConfig, type PrometheusConfig, type ServerConfig } from './config';
import type { TracingBackend } from './tracing-config';
import { logger } from './logger';

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

function connectPrometheus({
  url,
  scope,
  tokenFile,
  caFile,
  deadlineMs,
}: PrometheusConfig): PrometheusClient {
  return createPrometheusClient({
    url,
    scope,
    deadlineMs,
    ...readCredentials({ caFile, tokenFile }),
  });
}

function connectTracing(backend: TracingBackend): TracingPort {
  const { url, tokenFile, caFile, deadlineMs } = backend;
  const access = { url, deadlineMs, ...readCredentials({ caFile, tokenFile }) };
  if (backend.kind === 'jaeger') return createJaeger({ ...access, api: backend.api });
  return createTempo({ ...access, ...(backend.tenant === undefined ? {} : { tenant: backend.tenant }) });
}

/** Authorities are read once, tokens for each request. */
function readCredentials({
  caFile,
  tokenFile,
}: {
  readonly caFile: string | undefined;
  readonly tokenFile: string | undefined;
}) {
  return {
    ...(caFile === undefined ? {} : { tls: { ca: readFileSync(caFile) } }),
    ...(tokenFile === undefined
      ? {}
      : {
          authorization: async () => ({
            authorization: `Bearer ${(await fs.readFile(tokenFile, 'utf8')).trim()}`,
          }),
        }),
  };
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
