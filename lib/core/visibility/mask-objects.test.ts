import { describe, expect, it } from 'vitest';
import type { ResourceKind } from '../kubernetes/resource-kinds';
import { maskObjects } from './mask-objects';
import { HIDDEN_OBJECT_NAME } from './visibility';

const OWN = new Set(['shop']);
const object = (place: string, spec: object = {}) => {
  const [namespace, name] = place.split('/');
  return { apiVersion: 'x/v1', kind: 'Kind', metadata: { namespace, name }, spec };
};
const mask = (kind: ResourceKind, ...objects: object[]) => maskObjects(kind, objects, OWN, 'istio-system');

describe('objects that were masked', () => {
  it('are those of namespaces that may be seen, and the same objects', () => {
    const own = object('shop/web');
    expect(mask('services', own, object('pay/ledger'), object('istio-system/istiod'))).toEqual({
      objects: [own],
      alsoKnown: [],
    });
    expect(mask('services', own).objects[0]).toBe(own);
  });

  it('are namespaces by their own name', () => {
    const [own, other] = [{ metadata: { name: 'shop' } }, { metadata: { name: 'pay' } }];
    expect(mask('namespaces', own, other).objects).toEqual([own]);
  });

  it("hold the mesh's own settings, and everything for whoever may see it", () => {
    expect(mask('meshConfigs', object('istio-system/istio')).objects).toHaveLength(1);
    const all = [object('pay/ledger')];
    expect(maskObjects('services', all, 'all', 'istio-system').objects).toBe(all);
  });

  it('hold the mode of the mesh without a name (S12)', () => {
    const { objects, alsoKnown } = mask(
      'peerAuthentications',
      object('istio-system/secret-name', { mtls: { mode: 'STRICT' } }),
      object('istio-system/of-istiod', {
        selector: { matchLabels: { app: 'istiod' } },
        mtls: { mode: 'DISABLE' },
      }),
    );
    expect(alsoKnown).toEqual(['istio-system']);
    expect(objects).toEqual([object(`istio-system/${HIDDEN_OBJECT_NAME}`, { mtls: { mode: 'STRICT' } })]);
  });

  it('hold policies of the mesh that name nobody, and do not tell how many (S12)', () => {
    const { objects, alsoKnown } = mask(
      'authorizationPolicies',
      object('istio-system/one'),
      object('istio-system/two'),
    );
    expect(objects).toEqual([object(`istio-system/${HIDDEN_OBJECT_NAME}`)]);
    expect(alsoKnown).toEqual(['istio-system']);
  });

  it.each([
    { rules: [{ from: [{ source: { namespaces: ['pay'] } }] }] },
    { rules: [{ to: [{ operation: { hosts: ['ledger.pay'] } }] }] },
    { action: 'CUSTOM', provider: { name: 'their-authorizer' }, rules: [{}] },
    { selector: { matchLabels: { app: 'ledger' } } },
  ])('do not know what the root namespace declares, where a policy there says more: %j (S12)', (spec) => {
    const { objects, alsoKnown } = mask('authorizationPolicies', object('istio-system/one', spec));
    expect(objects).toEqual([]);
    expect(alsoKnown).toEqual([]);
  });

  it('hold how callers speak to all hosts, and to visible ones, without anything else (S12)', () => {
    const tls = { mode: 'MUTUAL', credentialName: 'their-secret', subjectAltNames: ['spiffe://pay'] };
    const { objects } = mask(
      'destinationRules',
      object('istio-system/a', { host: '*.local', trafficPolicy: { tls } }),
      object('istio-system/b', { host: 'ledger.pay.svc.cluster.local', trafficPolicy: { tls } }),
      object('istio-system/c', { host: '*.shop.svc.cluster.local', exportTo: ['.'], trafficPolicy: { tls } }),
      object('istio-system/d', {
        host: 'web.shop.svc.cluster.local',
        exportTo: ['shop', 'pay'],
        subsets: [{ name: 'v' }],
      }),
    );
    expect(objects).toEqual([
      object(`istio-system/${HIDDEN_OBJECT_NAME}`, {
        host: '*.local',
        trafficPolicy: { tls: { mode: 'MUTUAL' } },
      }),
      object(`istio-system/${HIDDEN_OBJECT_NAME}`, { host: 'web.shop.svc.cluster.local', trafficPolicy: {} }),
    ]);
  });
});
