import { describe, expect, it } from 'vitest';
import { appNode, sampleMesh } from '../graph/sample-mesh';
import type { NodeIdentity } from '../graph/mesh-graph';
import { nodeId } from '../graph/node-identity';
import { placeHops, type PlacedCall } from './place-hops';

const reviews = 'reviews.shop.svc.cluster.local';
const party = (app: string, version = 'v1') => ({
  namespace: 'shop',
  workload: `${app}-${version}`,
  app,
  version,
});
const call = (spanId: string, more: Partial<PlacedCall> = {}): PlacedCall => ({
  spanId,
  source: party('web'),
  targets: [party('reviews', 'v10')],
  host: reviews,
  isReached: true,
  ...more,
});
const service: NodeIdentity = { kind: 'service', namespace: 'shop', service: 'reviews' };
const web = appNode('shop/web');
const v1 = appNode('shop/reviews', 'v1');
const v10 = appNode('shop/reviews', 'v10');
const from = (edges: ReadonlySet<string>) => [...edges].toSorted();

describe('the path of a trace in a graph', () => {
  it('is the edge to the version that answered, and no other', () => {
    const graph = sampleMesh([web, v1], [web, v10]);
    const path = placeHops([call('a')], graph);
    expect(from(path.edges)).toEqual([graph.edges[1]?.id]);
    expect(from(path.nodes)).toEqual([nodeId(web), nodeId(v10)].toSorted());
    expect(path.edgesOf.get('a')).toEqual([graph.edges[1]?.id]);
    expect(path.missing).toBe(0);
  });

  it('is the edge to the service where nobody was reached, and both edges where services are drawn', () => {
    const graph = sampleMesh([web, v10], [web, service]);
    expect(from(placeHops([call('a', { targets: [], isReached: false })], graph).edges)).toEqual([
      graph.edges[1]?.id,
    ]);
    const drawn = sampleMesh([web, service], [service, v1], [service, v10]);
    expect(from(placeHops([call('a')], drawn).edges)).toEqual(
      [drawn.edges[0]?.id ?? '', drawn.edges[2]?.id ?? ''].toSorted(),
    );
  });

  it('goes by the host where who answered makes no span, and through less detail', () => {
    const { nodes, edges } = sampleMesh([web, v1], [web, appNode('shop/other')]);
    const told = edges.map((edge, index) => ({
      ...edge,
      responses: [{ host: index === 0 ? reviews : 'other.shop.svc.cluster.local' }],
    }));
    const path = placeHops([call('a', { targets: [] })], { nodes, edges: told });
    expect(from(path.edges)).toEqual([edges[0]?.id]);
    const app = (name: string): NodeIdentity => ({ kind: 'app', namespace: 'shop', app: name });
    const folded = sampleMesh([app('web'), app('reviews')]);
    expect(placeHops([call('a')], folded).edges.size).toBe(1);
  });

  it('counts what the graph does not draw, and is not lured by other namespaces', () => {
    const path = placeHops([call('a')], sampleMesh([appNode('pay/web'), appNode('pay/reviews', 'v10')]));
    expect(path).toMatchObject({ missing: 1 });
    expect(path.nodes.size + path.edges.size).toBe(0);
  });

  it('begins at callers that nobody knows', () => {
    const graph = sampleMesh([{ kind: 'unknown' }, v1], [web, v1]);
    const path = placeHops([{ spanId: 'a', targets: [party('reviews')], isReached: true }], graph);
    expect(from(path.edges)).toEqual([graph.edges[0]?.id]);
  });
});
