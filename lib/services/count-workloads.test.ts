import { describe, expect, it } from 'vitest';
import { countWorkloads } from './count-workloads';
import type { MeshPorts } from './mesh-ports';
import { SourceLedger } from './source-ledger';
import { MemoryCluster } from './testing/memory-cluster';

const named = (...places: readonly string[]) =>
  places.map((place) => {
    const [namespace, name] = place.split('/');
    return { metadata: { namespace, name } };
  });
const ports: MeshPorts = {
  ledger: new SourceLedger(() => 0),
  nowSeconds: () => 0,
  cluster: new MemoryCluster({
    deployments: named('shop/cart', 'shop/web', 'payments/ledger'),
    statefulSets: named('shop/stock'),
    daemonSets: named('istio-system/ztunnel'),
    services: named('shop/cart', 'shop/web'),
  }),
};

describe('countWorkloads', () => {
  it('counts workloads of every kind, and nothing else', () => {
    expect(countWorkloads(ports)).toBe(5);
  });

  it('counts those of some namespaces', () => {
    expect(countWorkloads(ports, ['shop', 'nowhere'])).toBe(3);
    expect(countWorkloads(ports, [])).toBe(0);
  });

  it('knows of none without a cluster', () => {
    const { cluster: _none, ...rest } = ports;
    expect(countWorkloads(rest)).toBe(0);
  });
});
