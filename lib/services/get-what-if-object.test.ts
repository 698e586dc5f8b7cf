import { describe, expect, it } from 'vitest';
import { getWhatIfObject } from './get-what-if-object';
import type { MeshPorts } from './mesh-ports';
import { SourceLedger } from './source-ledger';
import { MemoryCluster } from './testing/memory-cluster';

const policy = {
  apiVersion: 'security.istio.io/v1',
  metadata: {
    namespace: 'shop',
    name: 'deny-all',
    uid: 'u',
    resourceVersion: '7',
    managedFields: [{}],
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', team: 'shop' },
  },
  spec: {},
};
const reference = { kind: 'AuthorizationPolicy', namespace: 'shop', name: 'deny-all' } as const;

function ports(cluster: MemoryCluster | undefined): MeshPorts {
  const nowSeconds = () => 0;
  const base = { ledger: new SourceLedger(nowSeconds), nowSeconds };
  return cluster === undefined ? base : { ...base, cluster };
}

describe('an object to begin with', () => {
  it('is its YAML, without what the cluster notes of it', async () => {
    const cluster = new MemoryCluster({ authorizationPolicies: [policy] });
    const found = await getWhatIfObject(ports(cluster), reference);
    if (!found.ok) throw new Error(found.problem.message);
    expect(found.value.yaml).toContain('kind: AuthorizationPolicy');
    expect(found.value.yaml).toContain('name: deny-all');
    expect(found.value.yaml).toContain('team: shop');
    expect(found.value.yaml).not.toMatch(/managedFields|uid|resourceVersion|last-applied/);
  });

  it.each([
    ['of another name', { ...reference, name: 'other' }],
    ['of another namespace', { ...reference, namespace: 'dock' }],
    ['of another kind', { ...reference, kind: 'PeerAuthentication' } as const],
  ])('is not found %s', async (_title, other) => {
    const cluster = new MemoryCluster({ authorizationPolicies: [policy] });
    const found = await getWhatIfObject(ports(cluster), other);
    expect(found).toMatchObject({ ok: false, problem: { code: 'object-not-found' } });
  });

  it('is not found without a cluster', async () => {
    const found = await getWhatIfObject(ports(undefined), reference);
    expect(found).toMatchObject({ ok: false, problem: { code: 'object-not-found' } });
  });
});
