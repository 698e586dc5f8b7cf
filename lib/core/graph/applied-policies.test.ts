import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../mtls/mesh-settings';
import type { PeerAuthenticationView } from '../kubernetes/peer-authentication-view';
import { pods, policy } from '../mtls/sample-policies';
import type { ProxyKind } from '../mtls/pod-shape';
import { indexAppliedPolicies } from './applied-policies';
import type { ClusterFacts } from './cluster-facts';
import { indexFacts } from './match-facts';
import type { NodeIdentity } from './mesh-graph';
import { appNode, appService, appWorkload } from './sample-mesh';

const cart = appNode('shop/cart');
const service: NodeIdentity = { kind: 'service', cluster: 'east', namespace: 'shop', service: 'cart' };
const workload: NodeIdentity = { kind: 'workload', cluster: 'east', namespace: 'shop', workload: 'cart-v1' };

function applied(
  node: NodeIdentity,
  policies: readonly PeerAuthenticationView[],
  proxy: ProxyKind = 'sidecar',
) {
  const labels = { app: 'cart', version: 'v1' };
  const facts: ClusterFacts = {
    clusterId: 'east',
    services: [appService('shop/cart')],
    workloads: [appWorkload('shop/cart', { shapes: [pods(proxy, { labels })] })],
    mtls: {
      settings: DEFAULT_SETTINGS,
      settingsFrom: { kind: 'configMap', reason: '' },
      policies,
      policySight: { known: true },
      workloads: [],
      services: [],
      namespaces: new Map(),
    },
  };
  return indexAppliedPolicies(
    facts,
    indexFacts(facts),
  )(node).map(({ kind, namespace, name, summary }) => `${kind} ${namespace}/${name}: ${summary}`);
}

const strict = policy('istio-system/default', { mode: 'STRICT' });

describe('the policies at a node', () => {
  it.each([
    ['an app', cart],
    ['a workload', workload],
    ['a service', service],
  ])('of %s are those that decide', (_title, node) => {
    const other = policy('shop/late', { mode: 'DISABLE', age: 3 });
    const own = policy('shop/default', { mode: 'PERMISSIVE' });
    expect(applied(node, [strict])).toEqual(['PeerAuthentication istio-system/default: STRICT (mesh)']);
    expect(applied(node, [strict, own, other])).toEqual([
      'PeerAuthentication shop/default: PERMISSIVE (namespace)',
    ]);
  });

  it('are also those that decide a port', () => {
    const port = policy('shop/cart', { select: { app: 'cart' }, ports: { 8081: 'DISABLE' } });
    expect(applied(cart, [strict, port])).toEqual([
      'PeerAuthentication shop/cart: port 8081 DISABLE (workload)',
      'PeerAuthentication istio-system/default: STRICT (mesh)',
    ]);
  });

  it.each(['none', 'gateway', 'waypoint'] as const)('are none where nobody obeys: %s', (proxy) => {
    expect(applied(cart, [strict], proxy)).toEqual([]);
  });

  it('are none of nodes in other clusters, and none without policies', () => {
    expect(applied({ ...cart, cluster: 'west' }, [strict])).toEqual([]);
    expect(applied(cart, [])).toEqual([]);
  });
});
