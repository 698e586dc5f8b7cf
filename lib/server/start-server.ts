import 'server-only';
import { startAdminServer } from './admin-server';
import { publishEdge } from './edge/publish-edge';
import { ConfigError } from './environment';
import { noteRequestFacts } from './identity/request-facts';
import { logger } from './logger';
import { printFindings } from './print-findings';
import { prepareRuntime, type Runtime } from './runtime';
import { selfMetrics } from './self-metrics';
import { ServerStop } from './stop-server';

const NOTHING_TO_SHOW =
  'Telltale has nothing to show: set TELLTALE_PROMETHEUS_URL or make a cluster reachable through your kubeconfig, or try a simulated mesh with `npm run demo`.';
const PATIENCE_MS = 8_000;

/** Starts following the mesh; ends the process with one sentence when there is nothing to follow. */
export async function startServer(): Promise<void> {
  try {
    noteRequestFacts();
    const runtime = await prepareRuntime();
    if (runtime.config.identity.mode !== 'none' && runtime.access === undefined)
      give(
        'Telltale cannot start: TELLTALE_AUTH needs a cluster, whose API server is asked who may see what.',
      );
    publishEdge(runtime.config.edge);
    tellFindings(runtime);
    await beStoppable(runtime);
    if (runtime.ports.telemetry !== undefined) return;
    if (!(await reachesCluster(runtime))) give(NOTHING_TO_SHOW);
    logger.warn('No Prometheus is configured: the graph stays without traffic');
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    give(`Telltale cannot start: ${error.message}`);
  }
}

/** A table for people who started the program by hand, else one line for the log. */
function tellFindings({ findings }: Runtime): void {
  if (process.env['TELLTALE_FINDINGS'] === 'table') process.stdout.write(printFindings(findings));
  else logger.info({ findings }, 'Looked for sources');
}

/** Health, metrics and an orderly end, which deploy/start.mjs leaves to us. */
async function beStoppable(runtime: Runtime): Promise<void> {
  const { admin, drainSeconds } = runtime.config;
  const metrics = selfMetrics();
  const ending = new ServerStop({ runtime, metrics, drainSeconds });
  if (process.env['NEXT_MANUAL_SIG_HANDLE'] !== undefined) {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void ending.stop());
  }
  if (admin === undefined) return;
  await startAdminServer({ ...admin, runtime, metrics, isStopping: () => ending.isStopping }).catch(() => {
    throw new ConfigError(`TELLTALE_ADMIN_PORT: nothing can listen on port ${admin.port}.`);
  });
}

async function reachesCluster({ ports: { cluster } }: Runtime): Promise<boolean> {
  if (cluster === undefined) return false;
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const { state } = cluster.status();
    if (state === 'ok' || state === 'degraded' || state === 'forbidden') return true;
    if (state === 'unavailable') return false;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

function give(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
