import { describe, expect, it } from 'vitest';
import { attachPolicy } from './attach-policy';
import { GATEWAY_NAME, type PolicySubject } from './policy-subject';
import { authorization } from './sample-authorization';

const sidecar: PolicySubject = {
  enforcer: 'sidecar',
  namespace: 'shop',
  labels: { app: 'api', tier: 'back' },
};
const ztunnel: PolicySubject = { ...sidecar, enforcer: 'ztunnel' };
const classic: PolicySubject = {
  enforcer: 'gateway',
  namespace: 'shop',
  labels: { istio: 'ingressgateway' },
};
const gateway: PolicySubject = {
  enforcer: 'gateway',
  namespace: 'shop',
  labels: { [GATEWAY_NAME]: 'front' },
};
const waypoint: PolicySubject = {
  enforcer: 'waypoint',
  namespace: 'mesh',
  labels: { [GATEWAY_NAME]: 'way' },
  called: { kind: 'Service', namespace: 'shop', name: 'api' },
};
const selector = (labels: object) => ({ selector: { matchLabels: labels } });
const target = (kind: string, name: string, more: object = {}) => ({ targetRefs: [{ kind, name, ...more }] });

function attach(place: string, spec: object, subject: PolicySubject): string {
  const attachment = attachPolicy(authorization(place, spec), subject, 'istio-system');
  return attachment.isAttached ? attachment.by : `not: ${attachment.why}`;
}

describe('a sidecar has', () => {
  it.each<[string, string, object, string]>([
    ['policies of its namespace', 'shop/p', {}, 'namespace'],
    ['those that select it', 'shop/p', selector({ app: 'api' }), 'workload'],
    ['those that select it by several labels', 'shop/p', selector({ app: 'api', tier: 'back' }), 'workload'],
    ['not those that ask for a label more', 'shop/p', selector({ app: 'api', zone: 'a' }), 'not: selector'],
    ['not those that select others', 'shop/p', selector({ app: 'web' }), 'not: selector'],
    ['not those of other namespaces', 'front/p', {}, 'not: elsewhere'],
    [
      'not those of other namespaces that would select it',
      'front/p',
      selector({ app: 'api' }),
      'not: elsewhere',
    ],
    ['those of the root namespace', 'istio-system/p', {}, 'mesh'],
    ['those of the root namespace that select it', 'istio-system/p', selector({ app: 'api' }), 'workload'],
    ['not those of the root namespace for others', 'istio-system/p', selector({ app: 'x' }), 'not: selector'],
    ['those with a selector that asks for nothing', 'shop/p', selector({}), 'namespace'],
    ['not those with targets', 'shop/p', target('Service', 'api'), 'not: targetAtWorkload'],
    ['not those with a gateway as target', 'shop/p', target('Gateway', 'front'), 'not: targetAtWorkload'],
    [
      'not those with the older single target',
      'shop/p',
      { targetRef: { kind: 'Service', name: 'api' } },
      'not: targetAtWorkload',
    ],
    [
      'not those of the root namespace with targets',
      'istio-system/p',
      target('GatewayClass', 'istio-waypoint'),
      'not: targetAtWorkload',
    ],
  ])('%s', (_, place, spec, expected) => {
    expect(attach(place, spec, sidecar)).toBe(expected);
  });
});

describe('ztunnel has', () => {
  it.each<[string, string, object, string]>([
    ['policies of the namespace', 'shop/p', {}, 'namespace'],
    ['those that select the pod', 'shop/p', selector({ app: 'api' }), 'workload'],
    ['those of the root namespace', 'istio-system/p', {}, 'mesh'],
    [
      'those of the root namespace that select the pod',
      'istio-system/p',
      selector({ app: 'api' }),
      'workload',
    ],
    ['not those for other pods', 'shop/p', selector({ app: 'x' }), 'not: selector'],
    ['not those of other namespaces', 'front/p', {}, 'not: elsewhere'],
    ['not those with targets', 'shop/p', target('Service', 'api'), 'not: targetAtWorkload'],
  ])('%s', (_, place, spec, expected) => {
    expect(attach(place, spec, ztunnel)).toBe(expected);
  });
});

describe('a classic gateway has', () => {
  it.each<[string, string, object, string]>([
    ['policies that select it', 'shop/p', selector({ istio: 'ingressgateway' }), 'workload'],
    ['policies of its namespace', 'shop/p', {}, 'namespace'],
    ['not those with targets', 'shop/p', target('Gateway', 'front'), 'not: targetAtWorkload'],
  ])('%s', (_, place, spec, expected) => {
    expect(attach(place, spec, classic)).toBe(expected);
  });
});

describe('a gateway of the Gateway API has', () => {
  it.each<[string, string, object, string]>([
    ['policies that name it', 'shop/p', target('Gateway', 'front'), 'target'],
    ['not those that name another', 'shop/p', target('Gateway', 'back'), 'not: target'],
    [
      'not those of the root namespace that name it',
      'istio-system/p',
      target('Gateway', 'front'),
      'not: target',
    ],
    ['not those that name a service', 'shop/p', target('Service', 'front'), 'not: target'],
    ['those that select it', 'shop/p', selector({ [GATEWAY_NAME]: 'front' }), 'workload'],
    ['those of its namespace', 'shop/p', {}, 'namespace'],
    ['those of the root namespace', 'istio-system/p', {}, 'mesh'],
    [
      'not those that reach into another namespace',
      'shop/p',
      target('Gateway', 'front', { namespace: 'x' }),
      'not: target',
    ],
  ])('%s', (_, place, spec, expected) => {
    expect(attach(place, spec, gateway)).toBe(expected);
  });
});

describe('a waypoint has', () => {
  it.each<[string, string, object, string]>([
    ['policies that name it', 'mesh/p', target('Gateway', 'way'), 'target'],
    ['not those that name another gateway', 'mesh/p', target('Gateway', 'other'), 'not: target'],
    [
      'not those of the service’s namespace that name a gateway',
      'shop/p',
      target('Gateway', 'way'),
      'not: target',
    ],
    ['those that name the service that is called', 'shop/p', target('Service', 'api'), 'target'],
    [
      'those that name it among others',
      'shop/p',
      {
        targetRefs: [
          { kind: 'Service', name: 'x' },
          { kind: 'Service', name: 'api' },
        ],
      },
      'target',
    ],
    ['not those that name another service', 'shop/p', target('Service', 'web'), 'not: target'],
    [
      'not those of its own namespace that name the service',
      'mesh/p',
      target('Service', 'api'),
      'not: target',
    ],
    [
      'not those that name a ServiceEntry of the service’s name',
      'shop/p',
      target('ServiceEntry', 'api'),
      'not: target',
    ],
    [
      'those of the root namespace for its class',
      'istio-system/p',
      target('GatewayClass', 'istio-waypoint'),
      'target',
    ],
    [
      'not those of the root namespace for another class',
      'istio-system/p',
      target('GatewayClass', 'istio'),
      'not: target',
    ],
    [
      'not those of its namespace for its class',
      'mesh/p',
      target('GatewayClass', 'istio-waypoint'),
      'not: target',
    ],
    ['not those without targets', 'mesh/p', {}, 'not: noTargetAtWaypoint'],
    ['not those of the mesh without targets', 'istio-system/p', {}, 'not: noTargetAtWaypoint'],
    ['not those that select it', 'mesh/p', selector({ [GATEWAY_NAME]: 'way' }), 'not: noTargetAtWaypoint'],
    ['not those of the service’s namespace without targets', 'shop/p', {}, 'not: noTargetAtWaypoint'],
    ['not those of other namespaces', 'front/p', target('Service', 'api'), 'not: elsewhere'],
  ])('%s', (_, place, spec, expected) => {
    expect(attach(place, spec, waypoint)).toBe(expected);
  });

  it('those that name the ServiceEntry that is called', () => {
    const subject = {
      ...waypoint,
      called: { kind: 'ServiceEntry', namespace: 'shop', name: 'bank' } as const,
    };
    expect(attach('shop/p', target('ServiceEntry', 'bank'), subject)).toBe('target');
  });

  it('only its own where nobody knows what is called', () => {
    const { called: _, ...subject } = waypoint;
    expect(attach('mesh/p', target('Gateway', 'way'), subject)).toBe('target');
    expect(attach('shop/p', target('Service', 'api'), subject)).toBe('not: elsewhere');
  });
});
