import { describe, expect, it } from 'vitest';
import type { AppliedConfig } from '@/lib/contracts/graph';
import { observeSplit } from './observed-shares';
import { sampleAnswer, sampleEdge, sampleNode } from './sample-answer';

const answerOf = (host: string, rate: number) => ({ responses: [{ code: '200', flags: '-', host, rate }] });
const HOST = 'cart.shop.svc.cluster.local';

const nodes = [
  sampleNode('web'),
  sampleNode('cart1', { app: 'cart', version: 'v1' }),
  sampleNode('cart2', { app: 'cart', version: 'v2' }),
  sampleNode('cart-service', { kind: 'service', service: 'cart', flags: ['injectedService'] }),
];
const edges = [
  sampleEdge('web', 'cart1', 8, answerOf(HOST, 8)),
  sampleEdge('web', 'cart2', 2, answerOf(HOST, 2)),
  // The same requests once more, as drawn with service nodes: they must not count twice.
  sampleEdge('web', 'cart-service', 10, answerOf(HOST, 10)),
];

function split(destinations: [string, string | undefined, number][]): AppliedConfig {
  return {
    kind: 'VirtualService',
    namespace: 'shop',
    name: 'cart',
    summary: '',
    destinations: destinations.map(([host, subset, share]) => ({
      host,
      weight: share * 100,
      share,
      ...(subset === undefined ? {} : { subset }),
    })),
  };
}

const observe = (config: AppliedConfig, fields = {}) =>
  observeSplit(sampleAnswer({ nodes, edges, ...fields }), config).legs.map(
    ({ observedShare }) => observedShare,
  );

describe('observeSplit', () => {
  it.each(['cart', 'cart.shop', HOST])('sets what was seen beside the weights of %s', (host) => {
    expect(
      observe(
        split([
          [host, 'v1', 0.5],
          [host, 'v2', 0.5],
        ]),
      ),
    ).toEqual([0.8, 0.2]);
  });

  it('shows a leg without requests as nothing while others have some', () => {
    expect(
      observe(
        split([
          ['cart', 'v1', 0.5],
          ['cart', 'v3', 0.5],
        ]),
      ),
    ).toEqual([1, 0]);
  });

  it('tells apart what other routes send elsewhere', () => {
    const config = split([['cart', 'v1', 1]]);
    expect(observeSplit(sampleAnswer({ nodes, edges }), config).elsewhereShare).toBeCloseTo(0.2);
  });

  it('claims nothing when no request was seen', () => {
    expect(observe(split([['cart', 'v1', 1]]), { edges: [] })).toEqual([undefined]);
  });

  it('claims nothing where the graph does not tell versions apart', () => {
    expect(observe(split([['cart', 'v1', 1]]), { level: 'app' })).toEqual([undefined]);
  });

  it('takes another namespace’s service of the same name for another service', () => {
    expect(
      observe(
        split([
          ['cart.other', undefined, 0.5],
          ['cart', undefined, 0.5],
        ]),
      ),
    ).toEqual([0, 1]);
  });
});
