import { describe, expect, it } from 'vitest';
import { parseGraphRequest, type GraphRequest } from '@/lib/contracts/graph-request';
import type { MeshPorts } from './mesh-ports';
import { settleOverview } from './settle-overview';
import { SourceLedger } from './source-ledger';
import { MemoryCluster } from './testing/memory-cluster';

function read(text: string): GraphRequest {
  const request = parseGraphRequest(new URLSearchParams(text));
  if (!request.ok) throw new Error(request.problem.message);
  return request.value;
}

/** A cluster with 300 workloads in each of two namespaces. */
const deployments = ['shop', 'payments'].flatMap((namespace) =>
  Array.from({ length: 300 }, (_none, i) => ({ metadata: { namespace, name: `w${i}` } })),
);
const ports: MeshPorts = { ledger: new SourceLedger(() => 0), nowSeconds: () => 0 };
const large: MeshPorts = { ...ports, cluster: new MemoryCluster({ deployments }) };

describe('settleOverview', () => {
  it('lets an overview be asked of what is too large to be read', () => {
    expect(settleOverview(large, read('overview=true'))).toEqual(read('overview=true'));
    const both = 'overview=true&namespaces=payments,shop';
    expect(settleOverview(large, read(both))).toEqual(read(both));
  });

  it('makes it the question for all of the graph where that is small, or not known to be large', () => {
    const one = 'namespaces=shop';
    expect(settleOverview(large, read(`overview=true&${one}`))).toEqual(read(one));
    expect(settleOverview(ports, read('overview=true'))).toEqual(read(''));
  });

  it('gives nobody an overview who asks for the graph', () => {
    expect(settleOverview(large, read(''))).toEqual(read(''));
    expect(settleOverview(large, read('overview=false'))).toEqual(read(''));
  });
});
