import { describe, expect, it } from 'vitest';
import { HealthAnnotations } from './read-health-annotations';

const annotated = (text: string | undefined, name = 'cart') => ({
  name,
  namespace: 'shop',
  annotations: text === undefined ? {} : { 'health.kiali.io/rate': text },
});

describe('health annotations', () => {
  it.each([
    ['deployments', 'Deployment'],
    ['statefulSets', 'StatefulSet'],
    ['daemonSets', 'DaemonSet'],
    ['services', 'Service'],
  ] as const)('of %s are named as those of a %s', (kind, word) => {
    const { rateAnnotation } = new HealthAnnotations().of(annotated('4XX,20,30,http,inbound'), kind);
    expect(rateAnnotation).toEqual({
      origin: `the annotation on ${word} shop/cart`,
      tolerances: [expect.objectContaining({ words: '4xx', degradedShare: 0.2, failingShare: 0.3 })],
    });
  });

  it('are absent where nobody wrote one, or an empty one', () => {
    const health = new HealthAnnotations();
    expect([health.of(annotated(undefined), 'services'), health.of(annotated(''), 'services')]).toEqual([
      {},
      {},
    ]);
    expect(health.warnings()).toEqual([]);
  });

  it('warn of every entry that is left out, naming the object', () => {
    const health = new HealthAnnotations();
    expect(
      health.of(annotated('4XX,20,30,http,inbound;oops'), 'services').rateAnnotation?.tolerances,
    ).toHaveLength(1);
    expect(health.of(annotated('4XX,30,20,http,inbound', 'web-v1'), 'deployments')).toEqual({});
    expect(health.warnings()).toEqual([
      {
        code: 'invalid-health-annotation',
        message:
          'The annotation health.kiali.io/rate on Service shop/cart: entry 2 has 1 field instead of 5; it is left out.',
      },
      {
        code: 'invalid-health-annotation',
        message:
          'The annotation health.kiali.io/rate on Deployment shop/web-v1: entry 1 has a degraded that is above failure; nothing valid is left, so the configured rule counts.',
      },
    ]);
  });

  it('do not fill the answer with warnings', () => {
    const health = new HealthAnnotations();
    for (let i = 0; i < 30; i += 1) health.of(annotated('oops;oops', `cart-${i}`), 'services');
    expect(health.warnings()).toHaveLength(21);
    expect(health.warnings()[20]?.message).toBe('40 more entries of health annotations cannot be used.');
  });
});
