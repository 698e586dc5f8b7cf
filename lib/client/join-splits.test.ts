import { describe, expect, it } from 'vitest';
import { joinSplits } from './join-splits';
import { sampleAnswer, sampleEdge, sampleNode } from './sample-answer';
import { sampleDestination, sampleRoute, sampleRule } from './sample-routing';

const HOST = 'reviews.shop.svc.cluster.local';
const workload = (version: string) => [{ namespace: 'shop', name: `reviews-${version}`, version }];
const rule = sampleRule({
  destinations: [
    sampleDestination('v1', 90, 0.9, { workloads: workload('v1') }),
    sampleDestination('v10', 10, 0.1, { workloads: workload('v10') }),
  ],
});
const route = sampleRoute({
  rules: [rule],
  viewpoint: { kind: 'sidecar', text: 'shop', namespaces: ['shop'] },
});
const web = sampleNode('web');
const reviews = (version: string) =>
  sampleNode(`reviews-${version}`, { app: 'reviews', version, workload: `reviews-${version}` });
const asks = (host: string) => ({ responses: [{ code: '200', flags: '-', host, rate: 1 }] });
const v1 = sampleEdge('web', 'reviews-v1', 9, asks(HOST));
const v10 = sampleEdge('web', 'reviews-v10', 1, asks(HOST));

function join(nodes = [web, reviews('v1'), reviews('v10')], edges = [v1, v10], routes = [route]) {
  return joinSplits(sampleAnswer({ nodes, edges }), { routes });
}

describe('splits in a graph', () => {
  it('are on the edges to what runs behind their destinations', () => {
    const { edges } = join();
    expect([...edges].map(([id, { destination }]) => [id, destination.subset])).toEqual([
      ['web-reviews-v1', 'v1'],
      ['web-reviews-v10', 'v10'],
    ]);
  });

  it('are not on edges that ask for another host', () => {
    expect(
      join(undefined, [sampleEdge('web', 'reviews-v1', 9, asks('other.shop.svc.cluster.local'))]).edges.size,
    ).toBe(0);
  });

  it('are not on edges of callers who follow other routes', () => {
    const elsewhere = sampleNode('web', { namespace: 'other' });
    const gateway = sampleNode('web', { flags: ['gateway'] });
    for (const caller of [elsewhere, gateway])
      expect(join([caller, reviews('v1'), reviews('v10')]).edges.size).toBe(0);
  });

  it('are on the edges from the service that stands between', () => {
    const service = sampleNode('svc', { kind: 'service', service: 'reviews' });
    const edge = sampleEdge('svc', 'reviews-v1', 9, asks(HOST));
    const { edges, nodes } = join([service, reviews('v1')], [edge]);
    expect(edges.get(edge.id)?.destination.share).toBe(0.9);
    expect(nodes.get('svc')).toBe('inLine');
  });

  it('mark a destination that can take nothing as dead', () => {
    const dead = sampleRule({
      destinations: [
        sampleDestination('v1', 90, 0.9, { workloads: workload('v1'), state: 'dead' }),
        sampleDestination('v2', 10, 0.1),
      ],
    });
    expect(join(undefined, [v1], [{ ...route, rules: [dead] }]).nodes.get('reviews-v1')).toBe('dead');
  });

  it('leave out what a rule before takes, and rules with one destination', () => {
    const whole = sampleRule({
      destinations: [sampleDestination('v1', null, 1, { workloads: workload('v1') })],
    });
    for (const other of [{ ...rule, shadowedBy: 0 }, whole])
      expect(join(undefined, undefined, [{ ...route, rules: [other] }]).edges.size).toBe(0);
  });

  it('know the routes of a node and of an edge, divided or not', () => {
    const whole = sampleRule({
      destinations: [sampleDestination('v1', null, 1, { workloads: workload('v1') })],
    });
    const splits = join(undefined, undefined, [{ ...route, rules: [whole] }]);
    expect(splits.routesOf(reviews('v1'))).toHaveLength(1);
    expect(splits.routesOf(web)).toHaveLength(0);
    expect(splits.routesOfEdge(v1)).toHaveLength(1);
    expect(splits.routesOfEdge(v10)).toHaveLength(0);
  });
});
