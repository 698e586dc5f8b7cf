import { describe, expect, it } from 'vitest';
import type { DestinationRuleView } from '../kubernetes/destination-rule-view';
import type { PeerAuthenticationView } from '../kubernetes/peer-authentication-view';
import { DEFAULT_SETTINGS } from '../mtls/mesh-settings';
import type { ProxyKind } from '../mtls/pod-shape';
import type { MtlsService } from '../mtls/mtls-workload';
import { pods, policy, rule, service, workload } from '../mtls/sample-policies';
import type { ClusterFacts } from './cluster-facts';
import { withDeclaredSecurity } from './declared-security';
import { indexFacts } from './match-facts';
import type { MeshGraph, NodeIdentity } from './mesh-graph';
import { appNode, appService, appWorkload, sampleMesh } from './sample-mesh';

const web = appNode('front/web');
const cart = appNode('shop/cart');
const cartService: NodeIdentity = { kind: 'service', cluster: 'east', namespace: 'shop', service: 'cart' };

interface Scene {
  readonly policies?: readonly PeerAuthenticationView[];
  readonly rules?: readonly DestinationRuleView[];
  readonly webProxy?: ProxyKind;
  readonly cartProxy?: ProxyKind;
  /** Besides the cart's own. */
  readonly services?: readonly MtlsService[];
}

function describeScene(graph: MeshGraph, scene: Scene = {}): MeshGraph {
  const facts = factsOf(scene);
  return withDeclaredSecurity(graph, facts, indexFacts(facts));
}

function factsOf(scene: Scene): ClusterFacts {
  const { policies = [], rules = [], webProxy = 'sidecar', cartProxy = 'sidecar' } = scene;
  const labelled = (proxy: ProxyKind, app: string) => pods(proxy, { labels: { app, version: 'v1' } });
  const behind = {
    web: workload('front/web-v1', labelled(webProxy, 'web')),
    cart: workload('shop/cart-v1', labelled(cartProxy, 'cart')),
  };
  return {
    clusterId: 'east',
    services: [appService('shop/cart')],
    workloads: [appWorkload('front/web'), appWorkload('shop/cart')],
    mtls: {
      settings: DEFAULT_SETTINGS,
      settingsFrom: { kind: 'configMap', reason: '' },
      policies,
      policySight: { known: true },
      rules,
      routedSubsets: new Map(),
      // As they run: with the label by which the service selects them.
      workloads: [
        { ...behind.web, shapes: [labelled(webProxy, 'web')] },
        { ...behind.cart, shapes: [labelled(cartProxy, 'cart')] },
      ],
      services: [service('shop/cart'), ...(scene.services ?? [])],
      namespaces: new Map(),
    },
  };
}

function between(scene: Scene) {
  return describeScene(sampleMesh([web, cart]), scene).edges[0]?.declared;
}

const strict = policy('istio-system/default', { mode: 'STRICT' });
const disable = rule('front/cart', {
  host: 'cart.shop.svc.cluster.local',
  trafficPolicy: { tls: { mode: 'DISABLE' } },
});

describe('what is declared of mutual TLS in a graph', () => {
  it('is what each node accepts, and why', () => {
    const { nodes } = describeScene(sampleMesh([web, cart]), { policies: [strict], webProxy: 'none' });
    expect(nodes.map(({ app, security }) => [app, security?.mode, security?.proxy])).toEqual([
      ['web', 'NONE', 'none'],
      ['cart', 'STRICT', 'sidecar'],
    ]);
    expect(nodes[1]?.security?.reason).toBe('istio-system/default says STRICT for the mesh.');
  });

  it.each([
    ['mutual TLS where both sides have a proxy', {}, 'mutual', ['AUTO'], ['PERMISSIVE']],
    ['plaintext from a caller without one', { webProxy: 'none' }, 'plaintext', ['AUTO'], ['PERMISSIVE']],
    ['plaintext to a server without one', { cartProxy: 'none' }, 'plaintext', ['AUTO'], ['NONE']],
    [
      'plaintext where a rule switches TLS off',
      { rules: [disable] },
      'plaintext',
      ['DISABLE'],
      ['PERMISSIVE'],
    ],
    [
      'broken where the rule meets STRICT',
      { rules: [disable], policies: [strict] },
      'broken',
      ['DISABLE'],
      ['STRICT'],
    ],
    [
      'broken where a caller without a proxy meets STRICT',
      { webProxy: 'none', policies: [strict] },
      'broken',
      ['AUTO'],
      ['STRICT'],
    ],
    ['unknown where a proxy is', { webProxy: 'unknown' }, 'unknown', ['AUTO'], ['PERMISSIVE']],
  ] as const)('is what both sides come to: %s', (_title, scene, outcome, asked, accepts) => {
    expect(between(scene)).toMatchObject({ outcome, asked: [...asked], accepts: [...accepts] });
  });

  it('names the rule that asks, and gives the reason', () => {
    const told = between({ rules: [disable], policies: [strict] });
    expect(told?.rules).toEqual(['front/cart']);
    expect(told?.reason).toBe(
      'DestinationRule front/cart asks for DISABLE. The server is STRICT and refuses plaintext.',
    );
  });

  it('is known of a service by what it selects, and of calls to it', () => {
    const { nodes, edges } = describeScene(sampleMesh([web, cartService]), { policies: [strict] });
    expect(nodes.find(({ kind }) => kind === 'service')?.security?.mode).toBe('STRICT');
    expect(edges[0]?.declared?.outcome).toBe('mutual');
  });

  it('is not told of the hop from a service that is drawn between: the caller is elsewhere', () => {
    const graph = sampleMesh([web, cartService], [cartService, cart]);
    const nodes = graph.nodes.map((node) =>
      node.kind === 'service' ? { ...node, flags: ['injectedService' as const] } : node,
    );
    const told = describeScene({ nodes, edges: graph.edges });
    expect(told.edges.map(({ declared }) => declared?.outcome)).toEqual(['mutual', undefined]);
  });

  it('stays absent where the cluster declares nothing: hosts outside, strangers, other clusters', () => {
    const outside: NodeIdentity = { kind: 'external', service: 'api.example.com' };
    const stranger: NodeIdentity = { kind: 'unknown' };
    const foreign = appNode('shop/cart', 'v1', 'west');
    const graph = describeScene(sampleMesh([web, outside], [stranger, cart], [web, foreign]));
    expect(graph.edges.map(({ declared }) => declared)).toEqual([undefined, undefined, undefined]);
    const known = graph.nodes.filter(({ security }) => security !== undefined).map(({ app }) => app);
    expect(known).toEqual(['web', 'cart']);
  });

  it('is the same of every refresh, and another one as soon as anything of a call is', () => {
    const basket = service('shop/basket', { selector: { app: 'cart' } });
    const scene: Scene = { rules: [disable], services: [basket] };
    const facts = factsOf(scene);
    const describe = (graph: MeshGraph, of: ClusterFacts) =>
      withDeclaredSecurity(graph, of, indexFacts(of)).edges.map(({ declared }) => declared);
    const graph = sampleMesh([web, cart], [cart, web]);
    const hosts = ['cart.shop.svc.cluster.local', 'basket.shop.svc.cluster.local'];
    const graphs = [
      graph,
      ...hosts.map((host) => ({
        ...graph,
        edges: graph.edges.map((edge) => ({
          ...edge,
          responses: [{ code: '200', flags: '-', host, rate: 1 }],
        })),
      })),
      { ...graph, edges: graph.edges.map((edge) => ({ ...edge, protocol: 'tcp' as const })) },
      {
        ...graph,
        edges: graph.edges.map((edge) => ({ ...edge, reportedBy: { chosen: 'source' as const } })),
      },
    ];
    const fresh = graphs.map((one) => describe(one, factsOf(scene)));
    for (let refresh = 0; refresh < 2; refresh += 1)
      expect(graphs.map((one) => describe(one, facts))).toEqual(fresh);
    const [, cartCalled, basketCalled] = fresh.map(([declared]) => declared?.asked);
    expect([cartCalled, basketCalled]).toEqual([['DISABLE'], ['AUTO']]);
  });

  it('leaves a graph as it is where nobody looks', () => {
    const graph = sampleMesh([web, cart]);
    expect(withDeclaredSecurity(graph, {}, indexFacts({}))).toBe(graph);
  });
});
