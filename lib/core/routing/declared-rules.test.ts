import { describe, expect, it } from 'vitest';
import { viewDestinationRule } from '../kubernetes/destination-rule-view';
import { declaredRules } from './declared-rules';

function rulesOf(spec: object) {
  const { view } = viewDestinationRule({ metadata: { name: 'calls', namespace: 'shop' }, spec });
  if (view === undefined) throw new Error('The object cannot be viewed.');
  return declaredRules(view);
}

const subsets = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `v${index + 1}`,
    labels: { version: `v${index + 1}` },
  }));

describe('what a DestinationRule declares for a service', () => {
  it('is its TLS mode, its limits, and its subsets', () => {
    const [rule] = rulesOf({
      host: 'cart',
      trafficPolicy: {
        tls: { mode: 'ISTIO_MUTUAL' },
        connectionPool: { tcp: { maxConnections: 10 } },
        outlierDetection: { consecutive5xxErrors: 5 },
      },
      subsets: subsets(2),
    });
    expect(rule).toEqual({
      namespace: 'shop',
      service: 'cart',
      config: {
        kind: 'DestinationRule',
        namespace: 'shop',
        name: 'calls',
        summary: 'TLS ISTIO_MUTUAL; limits connections; takes out hosts that fail; subsets v1, v2',
        traits: ['circuitBreaker'],
      },
    });
  });

  it('breaks circuits also where only a subset does', () => {
    const [rule] = rulesOf({
      host: 'cart.shop.svc.cluster.local',
      subsets: [{ name: 'v1', trafficPolicy: { outlierDetection: {} } }],
    });
    expect(rule?.config.traits).toEqual(['circuitBreaker']);
  });

  it('breaks no circuit by TLS and subsets alone', () => {
    const [rule] = rulesOf({
      host: 'cart',
      trafficPolicy: { tls: { mode: 'DISABLE' } },
      subsets: subsets(1),
    });
    expect(rule?.config).not.toHaveProperty('traits');
    expect(rule?.config.summary).toBe('TLS DISABLE; subset v1');
  });

  it('names five subsets at most, and says when it declares nothing', () => {
    expect(rulesOf({ host: 'cart', subsets: subsets(8) })[0]?.config.summary).toBe(
      'subsets v1, v2, v3, v4, v5 and 3 more',
    );
    expect(rulesOf({ host: 'cart' })[0]?.config.summary).toBe('no policy');
  });

  it.each(['*.shop.svc.cluster.local', 'api.example.com', ''])(
    'is about no service for the host %j',
    (host) => {
      expect(rulesOf({ host })).toEqual([]);
    },
  );
});
