import { describe, expect, it } from 'vitest';
import { declaredProxyRole, isPickedByGateway } from './proxy-role';

describe('declaredProxyRole', () => {
  it.each([
    [{ 'gateway.networking.k8s.io/gateway-name': 'front' }, {}, 'gateway'],
    [{ istio: 'ingressgateway' }, {}, 'gateway'],
    [{ istio: 'egressgateway' }, {}, 'gateway'],
    [{ istio: 'pilot' }, {}, undefined],
    [{}, { 'inject.istio.io/templates': 'gateway' }, 'gateway'],
    [{}, { 'inject.istio.io/templates': 'custom, gateway' }, 'gateway'],
    [{}, { 'inject.istio.io/templates': 'sidecar,gateways' }, undefined],
    [
      {
        'gateway.networking.k8s.io/gateway-name': 'w',
        'gateway.istio.io/managed': 'istio.io-mesh-controller',
      },
      {},
      'waypoint',
    ],
    [
      {
        'gateway.networking.k8s.io/gateway-name': 'w',
        'gateway.networking.k8s.io/gateway-class-name': 'istio-waypoint',
      },
      {},
      'waypoint',
    ],
    [
      {
        'gateway.networking.k8s.io/gateway-name': 'g',
        'gateway.istio.io/managed': 'istio.io-gateway-controller',
      },
      {},
      'gateway',
    ],
    [{}, {}, undefined],
  ])('labels %j and annotations %j are a %s', (labels, annotations, role) => {
    expect(declaredProxyRole({ labels, annotations })).toBe(role);
  });
});

describe('isPickedByGateway', () => {
  const labels = { istio: 'quay', app: 'quay' };

  it('asks for one selector whose labels are all there', () => {
    expect(isPickedByGateway(labels, true, [{ istio: 'other' }, { istio: 'quay', app: 'quay' }])).toBe(true);
    expect(isPickedByGateway(labels, true, [{ istio: 'quay', app: 'other' }])).toBe(false);
    expect(isPickedByGateway(labels, true, [])).toBe(false);
  });

  it('takes a selector of nothing for no choice', () => {
    expect(isPickedByGateway(labels, true, [{}])).toBe(false);
  });

  it('makes no gateway of an application with a sidecar, and trusts the labels where pods are not known', () => {
    expect(isPickedByGateway(labels, false, [{ istio: 'quay' }])).toBe(false);
    expect(isPickedByGateway(labels, undefined, [{ istio: 'quay' }])).toBe(true);
  });
});
