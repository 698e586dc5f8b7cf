import { afterEach, describe, expect, it } from 'vitest';
import type { ClusterPort, SyncState } from '@/lib/services/ports';
import { SourceLedger } from '@/lib/services/source-ledger';
import { startAdminServer, type AdminServer } from './admin-server';
import { SelfMetrics } from './self-metrics';
import { ServerStop } from './stop-server';

const servers: AdminServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function clusterIn(state: SyncState): ClusterPort {
  const kind = { state, sinceMs: 0, count: 7, problems: [] };
  return {
    objects: () => [],
    changes: () => [],
    status: () => ({ state, sinceMs: 0, kinds: new Map([['pods', kind]]) }),
    onChange: () => () => undefined,
    stop: async () => undefined,
  };
}

async function start(state: SyncState) {
  const ledger = new SourceLedger(() => 0);
  const metrics = new SelfMetrics();
  const runtime = { ports: { ledger, nowSeconds: () => 0, cluster: clusterIn(state) } };
  const codes: number[] = [];
  const ending = new ServerStop({
    runtime,
    metrics,
    drainSeconds: 0,
    exit: (code) => codes.push(code),
  });
  const isStopping = () => ending.isStopping;
  const server = await startAdminServer({ port: 0, host: '127.0.0.1', runtime, metrics, isStopping });
  servers.push(server);
  const ask = async (path: string, method = 'GET') => {
    const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
    return { status: answer.status, text: await answer.text() };
  };
  return { ask, ledger, metrics, ending, codes };
}

describe('the port of the administration', () => {
  it('calls the process alive, and ready once the cluster was looked at', async () => {
    const { ask } = await start('syncing');
    expect((await ask('/healthz')).status).toBe(200);
    expect(await ask('/readyz')).toEqual({
      status: 503,
      text: 'reading the cluster for the first time\n',
    });
  });

  it.each<SyncState>(['ok', 'degraded', 'forbidden', 'unavailable'])(
    'calls it ready with a cluster that is %s and a Prometheus that is down',
    async (state) => {
      const { ask, ledger } = await start(state);
      ledger.note('prometheus', 'unavailable', 'Prometheus cannot be reached');
      expect((await ask('/readyz')).status).toBe(200);
      expect((await ask('/metrics')).text).toContain('telltale_source_up{source="prometheus"} 0');
    },
  );

  it('counts requests by route and class, and lets nobody add series', async () => {
    const { ask, metrics } = await start('ok');
    metrics.begin('graph')(200);
    metrics.begin('graph')(204);
    metrics.begin('graph')(503);
    const open = metrics.begin('routing');
    const { text } = await ask('/metrics?route=mine');
    expect(text).toBe('Not here.\n');
    const lines = (await ask('/metrics')).text.split('\n');
    expect(lines).toContain('telltale_http_requests_total{route="graph",code="2xx"} 2');
    expect(lines).toContain('telltale_http_requests_total{route="graph",code="5xx"} 1');
    expect(lines).toContain('telltale_http_request_duration_seconds_bucket{route="graph",le="+Inf"} 3');
    expect(lines).toContain('telltale_http_requests_under_way 1');
    expect(lines).toContain('telltale_kubernetes_objects{group="",resource="pods"} 7');
    for (const line of lines)
      expect(line).toMatch(/^$|^# (HELP|TYPE) |^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [\d.e+-]+$/);
    open(200);
  });

  it('counts what the door refuses by reason, each of them from the start', async () => {
    const { ask, metrics } = await start('ok');
    const readRefusals = async () =>
      (await ask('/metrics')).text
        .split('\n')
        .flatMap(
          (line) =>
            /^telltale_http_requests_refused_total\{reason="(.+)"\} (\d+)$/.exec(line)?.slice(1) ?? [],
        );
    const none = [
      ...['foreign-page', '0', 'host-not-allowed', '0', 'malformed-request', '0'],
      ...['method-not-allowed', '0', 'no-such-address', '0'],
    ];
    expect(await readRefusals()).toEqual(none);
    metrics.refuse('host-not-allowed');
    metrics.refuse('host-not-allowed');
    expect(await readRefusals()).toEqual(none.with(3, '2'));
  });

  it('serves nothing else and by no other method', async () => {
    const { ask } = await start('ok');
    expect((await ask('/')).status).toBe(404);
    expect((await ask('/metrics', 'POST')).status).toBe(405);
  });

  it('is not ready any more while the process ends, which waits for what is under way', async () => {
    const { ask, ending, metrics, codes } = await start('ok');
    const finish = metrics.begin('graph');
    const ended = ending.stop();
    expect(await ask('/readyz')).toEqual({ status: 503, text: 'stopping\n' });
    expect((await ask('/healthz')).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(codes).toEqual([]);
    finish(200);
    await Promise.all([ended, ending.stop()]);
    expect(codes).toEqual([0]);
  });
});
