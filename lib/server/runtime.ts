import 'server-only';
import fs from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { createCluster } from '@/lib/adapters/kubernetes/cluster';
import { loadAccess } from '@/lib/adapters/kubernetes/load-access';
import { createPrometheusClient, type PrometheusClient } from '@/lib/adapters/prometheus/client';
import { createTelemetry } from '@/lib/adapters/prometheus/telemetry';
import type { MeshPorts } from '@/lib/services/mesh-ports';
import { SourceLedger } from '@/lib/services/source-ledger';
import { ChangeFeed } from './change-feed';
import { readConfig, type PrometheusConfig, type ServerConfig } from './config';
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
  };
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
    ...(caFile === undefined ? {} : { tls: { ca: readFileSync(caFile) } }),
    ...(tokenFile === undefined
      ? {}
      : {
          authorization: async () => ({
            authorization: `Bearer ${(await fs.readFile(tokenFile, 'utf8')).trim()}`,
          }),
        }),
  });
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
