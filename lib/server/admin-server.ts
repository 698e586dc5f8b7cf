import 'server-only';
import { createServer } from 'node:http';
import { RESOURCE_ADDRESSES, type ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import packageJson from '../../package.json';
import type { Runtime } from './runtime';
import type { SelfMetrics } from './self-metrics';

export interface AdminOptions {
  readonly port: number;
  readonly host: string;
  readonly runtime: Pick<Runtime, 'ports'>;
  readonly metrics: SelfMetrics;
  /** Whether the process is about to end. */
  readonly isStopping: () => boolean;
}

export interface AdminServer {
  readonly port: number;
  close(): void;
}

const SOURCES = ['prometheus', 'kubernetes', 'tracing'] as const;

/** Health and metrics of this process, on a port of their own that people's browsers never reach. */
export async function startAdminServer(options: AdminOptions): Promise<AdminServer> {
  const server = createServer((request, response) => {
    const send = (status: number, body: string, type = 'text/plain; charset=utf-8') =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(405, 'Only GET.\n');
    switch (request.url) {
      case '/healthz':
        // Alive, whatever others are: a restart of ours repairs nobody else.
        return send(200, 'ok\n');
      case '/readyz': {
        const reason = unreadyReason(options);
        return reason === undefined ? send(200, 'ok\n') : send(503, `${reason}\n`);
      }
      case '/metrics':
        return send(200, printMetrics(options), 'text/plain; version=0.0.4; charset=utf-8');
      default:
        return send(404, 'Not here.\n');
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A source that fails takes away its layer, never the pod: only the first look at the cluster is waited for. */
function unreadyReason({ runtime, isStopping }: AdminOptions): string | undefined {
  if (isStopping()) return 'stopping';
  return runtime.ports.cluster?.status().state === 'syncing'
    ? 'reading the cluster for the first time'
    : undefined;
}

function printMetrics({ runtime, metrics }: AdminOptions): string {
  const { ledger, cluster } = runtime.ports;
  const kinds = [...(cluster?.status().kinds ?? [])];
  const memory = process.memoryUsage();
  return [
    '# HELP telltale_build_info The version that runs.',
    '# TYPE telltale_build_info gauge',
    `telltale_build_info{version="${packageJson.version}",node="${process.versions.node}"} 1`,
    ...metrics.print(),
    '# HELP telltale_source_up Whether a source answered when it was last asked.',
    '# TYPE telltale_source_up gauge',
    ...SOURCES.flatMap((source) => {
      const status = ledger.last(source)?.status;
      if (status === undefined || status === 'notConfigured') return [];
      return [`telltale_source_up{source="${source}"} ${status === 'ok' || status === 'degraded' ? 1 : 0}`];
    }),
    '# HELP telltale_kubernetes_objects Objects of the cluster that are held.',
    '# TYPE telltale_kubernetes_objects gauge',
    ...kinds.map(([kind, { count }]) => `telltale_kubernetes_objects{${labelsOf(kind)}} ${count}`),
    '# HELP telltale_kubernetes_kind_synced Whether a kind is in step with the cluster.',
    '# TYPE telltale_kubernetes_kind_synced gauge',
    ...kinds.map(
      ([kind, { state }]) =>
        `telltale_kubernetes_kind_synced{${labelsOf(kind)}} ${state === 'ok' || state === 'notInstalled' ? 1 : 0}`,
    ),
    '# HELP process_resident_memory_bytes Memory that the process holds.',
    '# TYPE process_resident_memory_bytes gauge',
    `process_resident_memory_bytes ${memory.rss}`,
    '# HELP nodejs_heap_size_used_bytes Memory that JavaScript holds.',
    '# TYPE nodejs_heap_size_used_bytes gauge',
    `nodejs_heap_size_used_bytes ${memory.heapUsed}`,
    '# HELP process_start_time_seconds When the process started, Unix seconds.',
    '# TYPE process_start_time_seconds gauge',
    `process_start_time_seconds ${Math.round(Date.now() / 1000 - process.uptime())}`,
    '',
  ].join('\n');
}

function labelsOf(kind: ResourceKind): string {
  const { group, plural } = RESOURCE_ADDRESSES[kind];
  return `group="${group}",resource="${plural}"`;
}
