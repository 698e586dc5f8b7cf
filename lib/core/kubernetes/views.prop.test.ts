import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewAuthorizationPolicy } from './authorization-policy-view';
import { canonicalRevision, canonicalService, workloadName } from './canonical-names';
import { viewDestinationRule } from './destination-rule-view';
import { viewIstioGateway } from './istio-gateway-view';
import { viewAll, type Viewed } from './object-view';
import { viewPeerAuthentication } from './peer-authentication-view';
import { viewPod } from './pod-view';
import { viewRequestAuthentication } from './request-authentication-view';
import { viewServiceEntry } from './service-entry-view';
import { viewService } from './service-view';
import { viewVirtualService } from './virtual-service-view';
import { viewWorkloadEntry } from './workload-entry-view';
import { viewWorkload } from './workload-view';

const views: ((object: unknown) => Viewed<{ readonly name: string }>)[] = [
  viewVirtualService,
  viewDestinationRule,
  viewPeerAuthentication,
  viewAuthorizationPolicy,
  viewRequestAuthentication,
  viewService,
  viewPod,
  viewIstioGateway,
  viewServiceEntry,
  viewWorkloadEntry,
  (object) => viewWorkload(object, 'deployments'),
  (object) => viewWorkload(object, 'daemonSets'),
];

const FIELDS = [
  'metadata',
  'name',
  'namespace',
  'labels',
  'annotations',
  'ownerReferences',
  'controller',
  'spec',
  'status',
  'hosts',
  'host',
  'http',
  'route',
  'destination',
  'weight',
  'match',
  'mirror',
  'delegate',
  'port',
  'number',
  'subsets',
  'trafficPolicy',
  'tls',
  'mode',
  'portLevelSettings',
  'portLevelMtls',
  '8080',
  'selector',
  'matchLabels',
  'mtls',
  'action',
  'rules',
  'from',
  'source',
  'principals',
  'to',
  'operation',
  'ports',
  'when',
  'key',
  'values',
  'targetRefs',
  'jwtRules',
  'issuer',
  'action',
  'rules',
  'ports',
  'template',
  'replicas',
  'containers',
  'env',
  'value',
  'exportTo',
  'location',
  'resolution',
  'endpoints',
  'address',
  'addresses',
  'workloadSelector',
  'initContainers',
  '__proto__',
  'constructor',
  'toString',
];

/** JSON whose field names are the ones that are read, with values of any type. */
const foreign = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1,
      1.5,
      1e300,
      '',
      'x',
      '90',
      '-1',
      'STRICT',
      'DISABLE',
      'istio-proxy',
      'ISTIO_META_CLUSTER_ID',
      'MESH_INTERNAL',
      'x'.repeat(5_000),
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.constantFrom(...FIELDS), tie('value')), { maxLength: 6 })
      .map((entries) => Object.fromEntries(entries) as unknown),
  ),
})).value;

describe('views', () => {
  it('never throw, and have a view exactly when there is a name', () => {
    fc.assert(
      fc.property(foreign, foreign, fc.constantFrom(...views), (spec, other, view) => {
        expect(() => view(other)).not.toThrow();
        const viewed = view({
          metadata: { name: 'a', labels: other, annotations: spec, ownerReferences: other },
          spec,
          status: other,
        });
        expect(viewed.view?.name).toBe('a');
        for (const { path } of viewed.problems) expect(path).toMatch(/^(metadata|spec|status)/);
        expect(viewed.problems.length).toBeLessThanOrEqual(20);
      }),
      { numRuns: 5_000 },
    );
  });

  it('read well-formed objects the same among malformed ones (R17)', () => {
    const good = Array.from({ length: 3 }, (_, index) => ({
      metadata: { name: `g${index}`, namespace: 'n' },
      spec: {},
    }));
    fc.assert(
      fc.property(fc.array(foreign, { maxLength: 5 }), fc.constantFrom(...views), (bad, view) => {
        const mixed = good.flatMap((object, index) => [bad[index] ?? null, object]);
        const alone = viewAll(good, view).views;
        expect(viewAll(mixed, view).views.filter(({ name }) => /^g\d$/.test(name))).toEqual(alone);
      }),
    );
  });
});

describe('canonical names', () => {
  const labels = fc.dictionary(
    fc.constantFrom(
      'app',
      'version',
      'app.kubernetes.io/name',
      'app.kubernetes.io/version',
      'service.istio.io/canonical-name',
      'service.istio.io/canonical-revision',
      'pod-template-hash',
    ),
    fc.constantFrom('', 'a', 'b', 'c'),
  );

  it('are never empty', () => {
    fc.assert(
      fc.property(
        labels,
        fc.constantFrom('ReplicaSet', 'Job', 'StatefulSet', 'ReplicationController', 'X'),
        (podLabels, kind) => {
          const name = workloadName('pod', podLabels, { kind, name: 'w-12345678' });
          expect(name).not.toBe('');
          expect(canonicalService(podLabels, name)).not.toBe('');
          expect(canonicalRevision(podLabels)).not.toBe('');
        },
      ),
    );
  });
});
