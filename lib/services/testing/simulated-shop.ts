import { mapTraffic } from '@/lib/adapters/prometheus/map';
import type { TrafficMeasure } from '@/lib/core/telemetry/traffic-sample';
import { runControllers } from '@/lib/embedded/kubernetes/controllers';
import { MemoryObjectStore } from '@/lib/embedded/kubernetes/memory-store';
import { SimulatedMesh } from '@/lib/embedded/mesh/simulated-mesh';
import { shop } from '@/lib/embedded/worlds/shop/shop';
import type { MeshPorts } from '../mesh-ports';
import { SourceLedger } from '../source-ledger';
import { MemoryCluster } from './memory-cluster';
import { MemoryTelemetry } from './memory-telemetry';
import { objectsOfStore } from './world-cluster';

const START_MS = Date.parse('2026-01-05T08:00:00Z');
const HOUR_MS = 3_600_000;
const METRICS: readonly (readonly [name: string, measure: TrafficMeasure])[] = [
  ['istio_requests_total', 'requests'],
  ['istio_tcp_sent_bytes_total', 'tcpSent'],
  ['istio_tcp_received_bytes_total', 'tcpReceived'],
  ['istio_tcp_connections_opened_total', 'connectionsOpened'],
  ['istio_tcp_connections_closed_total', 'connectionsClosed'],
];

/** The simulated shop after an hour: its objects, and what its proxies reported. */
export function simulateShop(): Required<Pick<MeshPorts, 'telemetry' | 'cluster' | 'ledger' | 'nowSeconds'>> {
  const clock = { ms: START_MS };
  const store = new MemoryObjectStore({ now: () => clock.ms, seed: 'shop' });
  store.seed(shop.objects(new Date(START_MS)));
  runControllers(store, { seed: 'shop' });
  const mesh = new SimulatedMesh({
    world: shop,
    objects: store,
    startSeconds: START_MS / 1000,
    scrapeIntervalSeconds: 15,
    nowMs: () => clock.ms,
  });
  clock.ms += HOUR_MS;
  const traffic = METRICS.flatMap(([name, measure]) => {
    const series = [...mesh.select([{ name: '__name__', op: '=', value: name }], START_MS, clock.ms)];
    const samples = series.map((one) => {
      const { values } = one.samples(clock.ms - HOUR_MS / 2, clock.ms);
      return { labels: one.labels, value: ((values.at(-1) ?? 0) - (values[0] ?? 0)) / 1800, atSeconds: 0 };
    });
    return mapTraffic(
      measure,
      samples.filter(({ value }) => value > 0),
    ).samples;
  });
  const nowSeconds = () => clock.ms / 1000;
  return {
    ledger: new SourceLedger(nowSeconds),
    nowSeconds,
    telemetry: new MemoryTelemetry({ traffic, nowSeconds: nowSeconds() }),
    cluster: new MemoryCluster(objectsOfStore(store)),
  };
}
